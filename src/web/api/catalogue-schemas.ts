import { z } from 'zod'
import { catalogueSorts, Filters, facets } from '../../catalogue/index.ts'
import { fields } from '../../standards/query/index.ts'
import { ourFormatNames } from '../marc-formats.ts'
import { Brief, FullValue } from './schemas.ts'

// Requests

const year = z.coerce.number().int().min(1).max(9999).optional()
const term = z.string().max(1000).optional()

export const RecordsQuery = z.object({
  ...(Object.fromEntries(fields.map((field) => [field, term])) as Record<(typeof fields)[number], typeof term>),
  pqf: z
    .string()
    .max(4000)
    .optional()
    .meta({ description: 'Instead of fields: a query in prefix notation, with Bib-1 attributes' }),
  format: Filters.shape.format.unwrap(),
  language: Filters.shape.language.unwrap().meta({ description: 'ISO 639-2/B' }),
  branch: Filters.shape.branch.unwrap(),
  level: Filters.shape.level.unwrap(),
  yearFrom: year,
  yearTo: year,
  available: z.literal('true').optional().meta({ description: 'Only what has an item that is available' }),
  sort: z.enum(catalogueSorts).default('relevance'),
  size: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z
    .string()
    .max(1500)
    .optional()
    .meta({ description: '`next` or `previous` of another page of the same list' }),
  facets: z.literal('true').optional().meta({ description: 'Count what the list could be narrowed to' }),
})

export const whole = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
export const RecordParams = z.object({ id: whole })
export const ItemParams = RecordParams.extend({ item: whole })
export const OurMarcQuery = z.object({ format: z.enum(ourFormatNames).default('marc') })

const text = (most: number) => z.string().max(most)
const itemShape = {
  accessionNo: z.string().trim().min(1).max(64),
  branch: z.string().min(1).max(64),
  location: z.string().min(1).max(64).nullable(),
  collection: z.string().min(1).max(64).nullable(),
  status: z.string().min(1).max(64),
  callNumber: text(120),
  publicNote: text(500),
  staffNote: text(500),
}
export const NewItem = z
  .strictObject({
    ...itemShape,
    location: itemShape.location.default(null),
    collection: itemShape.collection.default(null),
    callNumber: itemShape.callNumber.default(''),
    publicNote: itemShape.publicNote.default(''),
    staffNote: itemShape.staffNote.default(''),
  })
  .meta({ id: 'NewItem', description: 'Codes are of the lists of `GET /catalogue/codes`.' })

const version = z.coerce
  .number()
  .int()
  .min(1)
  .meta({ description: 'The version that was seen: another one is a conflict' })
export const ItemChange = z
  .strictObject({
    version,
    ...(Object.fromEntries(Object.entries(itemShape).map(([name, type]) => [name, type.optional()])) as {
      [K in keyof typeof itemShape]: z.ZodOptional<(typeof itemShape)[K]>
    }),
  })
  .meta({ id: 'ItemChange', description: 'What is left out stays as it is.' })
export const VersionQuery = z.object({ version })

// Answers

const ItemSummary = z.object({
  count: z.int(),
  available: z.int(),
  branches: z.array(z.string()).meta({ description: 'Codes of the branches that have one' }),
})

const Count = z.object({
  value: z.int(),
  exact: z
    .boolean()
    .meta({ description: 'False where there are more than `value`: by relevance, the list ends after so many' }),
})

const OurHit = z
  .object({
    id: z.int(),
    level: z.string(),
    flavour: z.enum(['marc21', 'unimarc']),
    brief: Brief,
    items: ItemSummary,
  })
  .meta({ id: 'CatalogueHit' })

const FacetValues = z.array(z.object({ value: z.string(), count: z.int() }))

export const RecordsPage = z
  .object({
    count: Count,
    hits: z.array(OurHit),
    next: z.string().optional(),
    previous: z.string().optional(),
    facets: z
      .object(
        Object.fromEntries(facets.map((facet) => [facet, FacetValues])) as Record<
          (typeof facets)[number],
          typeof FacetValues
        >,
      )
      .optional(),
  })
  .meta({ id: 'CataloguePage' })

const staffOnly = { description: 'For staff only' }

export const Item = z
  .object({
    id: z.int(),
    branch: z.string(),
    location: z.string().optional(),
    collection: z.string().optional(),
    status: z.string(),
    circulation: z
      .string()
      .optional()
      .meta({ description: 'Status it has from the desk for the time being, such as `on-loan`' }),
    available: z.boolean(),
    callNumber: z.string(),
    publicNote: z.string(),
    accessionNo: z.string().optional().meta(staffOnly),
    staffNote: z.string().optional().meta(staffOnly),
    version: z.int().optional().meta(staffOnly),
    withdrawn: z.literal(true).optional().meta(staffOnly),
  })
  .meta({ id: 'Item' })

export const Items = z.object({ items: z.array(Item) }).meta({ id: 'Items' })

export const CatalogueRecord = z
  .object({
    id: z.int(),
    version: z.int(),
    level: z.string(),
    flavour: z.enum(['marc21', 'unimarc']),
    brief: Brief,
    fields: z.array(z.object({ key: z.string(), label: z.string(), values: z.array(FullValue) })),
    items: z.array(Item),
    state: z.enum(['active', 'suppressed']).optional().meta(staffOnly),
    changedAt: z.iso.datetime().optional().meta(staffOnly),
    changedBy: z.string().optional().meta(staffOnly),
    action: z.string().optional().meta(staffOnly),
    reason: z.string().optional().meta(staffOnly),
  })
  .meta({ id: 'CatalogueRecord' })

const Codes = z.array(
  z.object({ code: z.string(), label: z.string(), active: z.boolean(), available: z.boolean().optional() }),
)
export const CodeLists = z
  .object({ branch: Codes, location: Codes, collection: Codes, status: Codes })
  .meta({ id: 'CodeLists' })
