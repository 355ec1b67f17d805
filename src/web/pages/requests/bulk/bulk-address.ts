import { z } from 'zod'
import { ListAddress } from '../list-address.ts'

/** What can be done with several requests at once. */
export const bulkEvents = ['assign', 'inProcess', 'complete'] as const
export type BulkEvent = (typeof bulkEvents)[number]

/** What is done with one of them, on a page of its own. */
export const singleActs = { edit: 'edit', lenders: 'lenders' } as const
export type SingleAct = keyof typeof singleActs

/** Requests that are acted on in one go. */
export const mostAtOnce = 500

const id = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

/** What the buttons below the list send: the list itself, and what was ticked on it. */
export const BulkAddress = ListAddress.extend({
  event: z.enum([...bulkEvents, ...(Object.keys(singleActs) as SingleAct[])]),
  id: z.array(id).max(mostAtOnce),
  /** All that the list is of, ticked or not. */
  all: z.literal('1').optional(),
})
export type BulkAddress = z.output<typeof BulkAddress>

/** What the page that asks once more sends. */
export const BulkForm = z.object({
  event: z.enum(bulkEvents),
  key: z.uuid(),
  /** The requests, each with the version that was seen: "17:3". */
  row: z.array(z.string().regex(/^\d{1,15}:\d{1,9}$/)).max(mostAtOnce),
  /** The list to go back to, as its address has it. */
  list: z.string().max(8000).default(''),
})

export type BulkForm = z.output<typeof BulkForm>

export interface SeenRow {
  readonly id: number
  readonly version: number
}

export const rowText = ({ id, version }: SeenRow): string => `${id}:${version}`
export function readRow(text: string): SeenRow {
  const [id, version] = text.split(':').map(Number) as [number, number]
  return { id, version }
}
