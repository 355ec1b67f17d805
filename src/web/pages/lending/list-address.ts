import { z } from 'zod'
import { calendarInUse } from '../../../circulation/index.ts'
import {
  type LendingCursor,
  type LendingQuery,
  type LendingQueue,
  lendingQueueNames,
  queryOfQueue,
} from '../../../ill/index.ts'
import { Problem } from '../../../problems.ts'
import type { Door } from '../../door.ts'

const longest = 200

/** The list's address: the query itself. */
export const LendingListAddress = z.object({
  queue: z.enum(lendingQueueNames).optional(),
  text: z.string().max(200).default(''),
  library: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  /** Also those that are over. */
  all: z.literal('1').optional(),
  after: z.string().max(longest).default(''),
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

/** The address of a list from its beginning, or of a page of it. */
export function lendingListHref(
  { queue, text, library, all }: Partial<LendingListAddress>,
  next?: LendingCursor,
): string {
  const parameters = new URLSearchParams()
  if (queue !== undefined) parameters.set('queue', queue)
  if (text) parameters.set('text', text)
  if (library !== undefined) parameters.set('library', String(library))
  if (all) parameters.set('all', all)
  if (next) parameters.set('after', writeLendingCursor(next))
  const query = parameters.toString()
  return query ? `/lending/list?${query}` : '/lending/list'
}

const Cursor = z.tuple([
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2} ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?[+-](0\d|1[0-4])(:[0-5]\d)?$/)
    .refine((text) => z.iso.date().safeParse(text.slice(0, 10)).success),
  z.int().min(1),
])

export const writeLendingCursor = (cursor: LendingCursor): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url')

/** @throws Problem bad-input for what is none */
export function readLendingCursor(text: string): LendingCursor {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch {
    throw new Problem('bad-input', { detail: 'cursor: take `next` of a page of the same list' })
  }
}
