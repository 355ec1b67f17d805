import { z } from 'zod'
import {
  borrowingMachine,
  type LineState,
  queueNames,
  type RequestQuery,
  type RequestState,
  requestMachine,
  requestSorts,
} from '../../../ill/index.ts'
import { longestCursor } from '../../list-cursor.ts'
import type { ListKind } from '../lists/kind.ts'
import { type ListColumn, requestColumns } from './list-columns.ts'

const several = <T extends string>(values: readonly [T, ...T[]]) =>
  z
    .string()
    .max(400)
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(z.enum(values)))
    .optional()
const keys = <T extends object>(table: T) => Object.keys(table) as [keyof T & string, ...(keyof T & string)[]]
const ticked = z.literal('1').optional()
const day = z.iso.date().or(z.literal('')).optional()

/** The list's address: the query itself, so that it can be kept and sent to a colleague. */
export const ListAddress = z.object({
  text: z.string().max(200).default(''),
  state: several<RequestState>(keys(requestMachine.states)),
  line: several<LineState>(keys(borrowingMachine.states)),
  completed: ticked,
  lent: z.enum(['1', '0']).optional(),
  mine: ticked,
  unassigned: ticked,
  attention: ticked,
  service: z.enum(['loan', 'copy', '']).optional(),
  card: z.string().max(60).default(''),
  from: day,
  to: day,
  needed: day,
  due: day,
  sent: day,
  queue: z.enum([...queueNames, '']).optional(),
  sort: z.enum(requestSorts).default('oldest'),
  /** Where somebody chose other columns than the usual ones. */
  columns: several<ListColumn>(requestColumns.names),
  after: z.string().max(longestCursor).default(''),
  /** What was done before: a view kept, or something with a request. */
  done: z
    .string()
    .regex(/^[\w:-]{1,80}$/)
    .optional(),
  on: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
})
export type ListAddress = z.output<typeof ListAddress>

/** What stands in the address of the whole list: its filters and its order, and no page of it. */
export const filtersOf = (address: ListAddress): Readonly<Record<string, string>> =>
  Object.fromEntries(new URL(wholeList(address), 'http://list').searchParams)

/** The address of a list from its beginning. One list has one. */
export const wholeList = (address: ListAddress): string =>
  listHref(queryOf(address, ''), { ...(address.sort !== 'oldest' && { sort: address.sort }), ...columnsIn(address) })

const columnsIn = ({ columns }: ListAddress): Readonly<Record<string, string>> =>
  columns && columns.length > 0 ? { columns: columns.join(',') } : {}

/** The list of readers' requests, as those of which views and columns are kept. */
export const requestLists: ListKind<ListColumn> = {
  ...{ name: 'requests', base: '/requests', home: 'Requests', works: 'works on requests', columns: requestColumns },
  read: (given) => {
    const address = ListAddress.safeParse(given)
    return address.success ? filtersOf(address.data) : undefined
  },
}

/** Where the whole list is to be had as a file. */
export const fileOfList = (address: ListAddress): string =>
  wholeList(address).replace('/requests/list', '/requests/list/file')

/** The address of the page of the list that is looked at, or of another. */
export const pageOfList = (address: ListAddress): string => {
  const { sort, after } = address
  return after === '' ? wholeList(address) : listHref(queryOf(address, ''), { sort, after, ...columnsIn(address) })
}

/** What an address asks for. */
export function queryOf(address: ListAddress, me: string | undefined): RequestQuery {
  const { text, state, line, completed, lent, mine, unassigned, attention, service, card, from, to, needed, due } =
    address
  return {
    text: text || undefined,
    states: state && state.length > 0 ? state : undefined,
    lineStates: line && line.length > 0 ? line : undefined,
    completed: completed === '1' || undefined,
    lent: lent && lent === '1',
    assignedTo: mine ? (me ?? '') : undefined,
    unassigned: unassigned === '1' || undefined,
    attention: attention === '1' || undefined,
    service: service || undefined,
    cardNumber: card || undefined,
    placedFrom: from || undefined,
    placedTo: to || undefined,
    neededTo: needed || undefined,
    dueTo: due || undefined,
    sentTo: address.sent || undefined,
    queue: address.queue || undefined,
  }
}

/** The address of a list. Somebody's own is theirs whoever opens it. */
export function listHref(query: RequestQuery, more: Readonly<Record<string, string>> = {}): string {
  const parameters = new URLSearchParams()
  const add = (name: string, value: string | undefined) => value !== undefined && parameters.set(name, value)
  add('text', query.text)
  add('state', query.states?.join(','))
  add('line', query.lineStates?.join(','))
  add('completed', query.completed ? '1' : undefined)
  add('lent', query.lent === undefined ? undefined : query.lent ? '1' : '0')
  add('mine', query.assignedTo === undefined ? undefined : '1')
  add('unassigned', query.unassigned ? '1' : undefined)
  add('attention', query.attention ? '1' : undefined)
  add('service', query.service)
  add('card', query.cardNumber)
  add('from', query.placedFrom)
  add('to', query.placedTo)
  add('needed', query.neededTo)
  add('due', query.dueTo)
  add('sent', query.sentTo)
  add('queue', query.queue)
  for (const [name, value] of Object.entries(more)) add(name, value)
  const text = parameters.toString()
  return text ? `/requests/list?${text}` : '/requests/list'
}
