import { z } from 'zod'
import type { Item, ItemFields } from '../catalogue/index.ts'
import { Problem } from '../problems.ts'
import type { Complaints } from './complaints.ts'
import { printable } from './text.ts'

const line = (most: number) =>
  z
    .string()
    .max(most, `At most ${most} characters, please.`)
    .default('')
    .transform((text) => printable(text).replace(/\s+/g, ' ').trim())
const optional = z
  .string()
  .max(64)
  .default('')
  .transform((code) => code || undefined)

/** An item as its form sends it. What a scanner adds to a number (control characters, spaces) is taken off. */
export const ItemForm = z.object({
  accessionNo: line(64).refine((text) => text !== '', 'Scan or type the accession number.'),
  branch: z
    .string()
    .max(64)
    .default('')
    .refine((code) => code !== '', 'Choose the branch that has it.'),
  location: optional,
  collection: optional,
  status: z
    .string()
    .max(64)
    .default('')
    .refine((code) => code !== '', 'Choose a status.'),
  callNumber: line(120),
  publicNote: line(500),
  staffNote: line(500),
})

/** What stands in the form's fields, right or wrong. */
export type ItemTyped = Readonly<Record<keyof z.input<typeof ItemForm>, string>>

const fieldNames = Object.keys(ItemForm.shape) as (keyof ItemTyped)[]

/** The fields of a form that was sent, as they were typed. */
export const typedIn = (fields: Readonly<Record<string, unknown>>): ItemTyped =>
  Object.fromEntries(
    fieldNames.map((name) => [name, typeof fields[name] === 'string' ? fields[name] : '']),
  ) as ItemTyped

export const typedOf = (item: Partial<Item> | ItemFields): ItemTyped =>
  typedIn(item as Readonly<Record<string, unknown>>)

/** What the catalogue said against a form, where a field can be blamed; anything else is raised again. */
export function blamed(error: unknown): Complaints {
  if (error instanceof Problem && error.code === 'accession-no-taken')
    return {
      accessionNo: error.context['bib']
        ? `This number is taken, by an item of record ${error.context['bib']}.`
        : 'This number is taken.',
    }
  if (error instanceof Problem && error.code === 'code-unknown') {
    const list = String(error.context['list'])
    return { [list === 'item-status' ? 'status' : list]: 'This is no longer on offer: choose another.' }
  }
  throw error
}
