import { z } from 'zod'
import { formats } from '../../../bib/index.ts'
import { delimiters, type TableEncoding, type TableForm, tableEncodings } from '../../../standards/table/index.ts'

/** What a column may hold of a record, as the form of a new record asks for it. */
export const recordColumns = [
  'title',
  'author',
  'body',
  'edition',
  'place',
  'publisher',
  'year',
  'isbn',
  'issn',
  'format',
  'language',
  'notes',
  'subject',
] as const
export type RecordColumn = (typeof recordColumns)[number]

/** What a column may hold of an item. */
export const itemColumns = [
  'accessionNo',
  'branch',
  'location',
  'collection',
  'status',
  'callNumber',
  'publicNote',
  'staffNote',
] as const
export type ItemColumn = (typeof itemColumns)[number]

/** Any other place of a record: 001, or a subfield of a data field. The title's field is made of the title. */
const place = /^(?:001|(?!00|245)[0-9]{3}\$[a-z0-9])$/
const isColumn = (text: string): text is RecordColumn | ItemColumn =>
  [...recordColumns, ...itemColumns].some((name) => name === text)

const Target = z
  .string()
  .refine(
    (text) => isColumn(text) || place.test(text),
    `must be one of ${[...recordColumns, ...itemColumns].join(', ')}, or a place like 590$a or 001`,
  )

const quotes = { double: '"', single: "'", none: '' } as const

/** How the columns of a CSV or TSV file become records. */
export const TableMapping = z
  .strictObject({
    delimiter: z.enum(['auto', ...(Object.keys(delimiters) as (keyof typeof delimiters)[])]).default('auto'),
    quote: z.enum(Object.keys(quotes) as (keyof typeof quotes)[]).default('double'),
    /** Whether the first row names the columns; without it they have numbers, from 1 on. */
    header: z.boolean().default(true),
    encoding: z.enum(tableEncodings).optional(),
    /** What stands between several values in a cell. */
    separator: z.string().min(1).max(5).optional(),
    /** By the name or number of the column. */
    columns: z.record(z.string().min(1), Target),
    /** What their words for formats and languages mean. */
    formats: z.record(z.string(), z.enum(formats)).default({}),
    languages: z.record(z.string(), z.string().regex(/^[a-z]{3}$/, 'must be a code like eng')).default({}),
    /** What a record is whose row does not say. */
    defaults: z
      .strictObject({
        format: z.enum(formats).default('book'),
        language: z
          .string()
          .regex(/^[a-z]{3}$/, 'must be a code like eng')
          .optional(),
      })
      .default({ format: 'book' }),
  })
  .refine(({ columns }) => Object.values(columns).includes('title'), {
    path: ['columns'],
    message: 'one column must hold the title',
  })
  .refine(({ header, columns }) => header || Object.keys(columns).every((name) => /^[1-9]\d{0,3}$/.test(name)), {
    path: ['columns'],
    message: 'without a header row, columns have numbers',
  })
export type TableMapping = z.infer<typeof TableMapping>

/** How a table of a mapping is cut. */
export const tableForm = ({ delimiter, quote, encoding }: TableMapping, said?: TableEncoding): TableForm => ({
  delimiter: delimiter === 'auto' ? undefined : delimiters[delimiter],
  quote: quotes[quote],
  encoding: said ?? encoding,
})
export const isItemColumn = (target: string): target is ItemColumn => itemColumns.some((name) => name === target)
export const isRecordColumn = (target: string): target is RecordColumn => recordColumns.some((name) => name === target)

/** What the columns say of items. */
export const itemColumnsOf = ({ columns }: TableMapping): ItemColumn[] => Object.values(columns).filter(isItemColumn)
