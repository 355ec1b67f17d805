import { z } from 'zod'
import { Problem } from '../../problems.ts'

/** The orders a list can have. `newest` is the order records came into the catalogue, the last one first. */
export const catalogueSorts = ['relevance', 'title', 'author', 'year', 'newest'] as const
export type CatalogueSort = (typeof catalogueSorts)[number]

/** A place in a list: the sort value and id of the record it lies behind, or before. */
export interface Cursor {
  readonly sort: CatalogueSort
  readonly towards: 'after' | 'before'
  readonly value: string | number
  readonly id: number
}

const id = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
// What the columns can be compared with: PostgreSQL fails on any other value.
const text = z
  .string()
  .max(500)
  .regex(/^[^\0]*$/)
const values = {
  relevance: z
    .number()
    .min(0)
    .max(1000)
    .transform((rank) => (rank < 1e-30 ? 0 : rank)),
  title: text,
  author: text,
  year: z.number().int().min(0).max(32_767),
  newest: id,
} as const satisfies Record<CatalogueSort, z.ZodType<Cursor['value']>>

const Cursor = z.tuple([z.enum(catalogueSorts), z.enum(['after', 'before']), z.unknown(), id])

export const writeCursor = ({ sort, towards, value, id }: Cursor): string =>
  Buffer.from(JSON.stringify([sort, towards, value, id])).toString('base64url')

/** @throws Problem bad-input when it is none of ours, or of a list in another order */
export function readCursor(text: string, sort: CatalogueSort): Cursor {
  try {
    const [of, towards, value, id] = Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    if (of === sort) return { sort, towards, value: values[sort].parse(value), id }
  } catch {
    // Whatever is wrong with it, the answer is the same.
  }
  throw new Problem('bad-input', { detail: 'cursor: is not a place in this list: start from its first page' })
}
