import { z } from 'zod'
import { calendarInUse } from '../../../circulation/index.ts'
import {
  type LendingQuery,
  type LendingQueue,
  type ListCursor,
  lendingQueueNames,
  lendingSorts,
  queryOfQueue,
} from '../../../ill/index.ts'
import type { Door } from '../../door.ts'
import { lendingCursors, longestCursor } from '../../list-cursor.ts'
import { type Filters, hrefOfList, type ListKind } from '../lists/kind.ts'
import { type LendingColumn, lendingColumns } from './list-columns.ts'

/** The list's address: the query itself. */
export const LendingListAddress = z.object({
  queue: z.enum(lendingQueueNames).optional(),
  text: z.string().max(200).default(''),
  library: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  /** Also those that are over. */
  all: z.literal('1').optional(),
  sort: z.enum(lendingSorts).default('oldest'),
  /** Where somebody chose other columns than the usual ones. */
  columns: z
    .string()
    .max(400)
    .transform((given) => given.split(',').filter(Boolean))
    .pipe(z.array(z.enum(lendingColumns.names)))
    .optional(),
  after: z.string().max(longestCursor).default(''),
  done: z
    .string()
    .regex(/^[\w:-]{1,80}$/)
    .optional(),
})
export type LendingListAddress = z.output<typeof LendingListAddress>

/** What an address asks for, now. */
export async function lendingQueryOf(
  door: Pick<Door, 'database' | 'circulation' | 'clock'>,
  { queue, text, library, all }: Pick<LendingListAddress, 'queue' | 'text' | 'library' | 'all'>,
): Promise<LendingQuery> {
  return {
    ...(await inQueue(door, queue)),
    ...(text && { text }),
    ...(library !== undefined && { partnerId: library }),
    ...(all && { all: true }),
  }
}

async function inQueue(
  { database, circulation, clock }: Pick<Door, 'database' | 'circulation' | 'clock'>,
  queue: LendingQueue | undefined,
): Promise<LendingQuery> {
  if (queue === undefined) return {}
  const { calendar } = await calendarInUse(database.db, circulation, undefined)
  return queryOfQueue(queue, calendar, new Date(clock.now()))
}

/** What stands in the address of the whole list: its filters, order and columns, and no page of it. */
export function lendingFilters(address: Partial<LendingListAddress>): Filters {
  const { queue, text, library, all, sort, columns } = address
  return {
    ...(queue !== undefined && { queue }),
    ...(text && { text }),
    ...(library !== undefined && { library: String(library) }),
    ...(all && { all }),
    ...(sort && sort !== 'oldest' && { sort }),
    ...(columns && columns.length > 0 && { columns: columns.join(',') }),
  }
}

/** The list of other libraries' requests, as those of which views and columns are kept. */
export const lendingLists: ListKind<LendingColumn> = {
  ...{ name: 'lendings', base: '/lending', home: 'Lending', works: 'works on lending', columns: lendingColumns },
  read: (given) => {
    const address = LendingListAddress.safeParse(given)
    return address.success ? lendingFilters(address.data) : undefined
  },
}

/** The address of a list from its beginning, or of a page of it. */
export const lendingListHref = (address: Partial<LendingListAddress>, next?: ListCursor): string =>
  hrefOfList(lendingLists, {
    ...lendingFilters(address),
    ...(next && { after: lendingCursors.write(address.sort ?? 'oldest', next) }),
  })
