import { z } from 'zod'
import { carriers, formats } from '../../bib/index.ts'
import { reachableLimits, sortOrders } from '../../search/index.ts'
import { fields } from '../../standards/query/index.ts'
import { RecordAddress, SearchAddress } from '../address.ts'
import { marcFormatNames } from '../marc-formats.ts'
import { narrowingParts } from '../narrowed.ts'

// Requests

const term = z.string().max(1000)
const Fielded = z
  .strictObject(
    Object.fromEntries(fields.map((field) => [field, term.optional()])) as Record<
      (typeof fields)[number],
      z.ZodOptional<z.ZodString>
    >,
  )
  .refine((query) => Object.values(query).some((text) => text?.trim()), 'give at least one field')
  .meta({ id: 'FieldedQuery', description: 'Every field given must match.' })
const Pqf = z.strictObject({ pqf: z.string().min(1).max(4000) }).meta({
  id: 'PqfQuery',
  description: 'A query in prefix notation (PQF), with Bib-1 attributes unless it says otherwise.',
})
const Cql = z.strictObject({ cql: z.string().min(1).max(4000) }).meta({
  id: 'CqlQuery',
  description: 'A query in CQL 1.2. Libraries that are asked over Z39.50 get it as Bib-1 attributes.',
})

const audience = z.enum(['opac', 'enquiry']).meta({
  description: '`enquiry`: the libraries that staff may search, for whoever has *Enquiry*.',
})
export const TargetsQuery = z.object({ audience: audience.default('opac') })

export const NewSearch = z
  .strictObject({
    query: z.union([Pqf, Cql, Fielded]),
    targets: z
      .array(z.string().min(1).max(64))
      .min(1)
      .max(200)
      .optional()
      .meta({ description: 'Ids; every library by default.' }),
    audience: audience.default('opac'),
    sort: z.enum(['year', 'title', 'author']).optional().meta({
      description: 'Libraries that can are asked to sort so before they give their first records.',
    }),
  })
  .meta({ id: 'NewSearch' })

export const SearchParams = z.object({ id: z.string().min(1).max(64) })
export const SearchTargetParams = SearchParams.extend({ target: z.string().min(1).max(64) })
export const HitParams = SearchParams.extend({
  n: z.coerce.number().int().min(1).meta({ description: 'Number of the hit, stable for the life of the search' }),
})

const source = z.coerce
  .number()
  .int()
  .min(0)
  .max(1000)
  .optional()
  .meta({ description: 'Which of the hit’s sources, from 0; the first by default' })
/** What of a search is looked at: the parameters of a results page, by the same names. */
export const PageQuery = z.object({
  page: SearchAddress.shape.page,
  size: z.coerce.number().int().min(1).max(100).default(20),
  sort: z.enum(sortOrders).optional().meta({ description: 'By default the order that the search was begun with' }),
  lib: narrowingParts.lib.meta({ description: 'Ids of libraries: entries that one of them has' }),
  kind: narrowingParts.kind.meta({ description: 'Formats, as `facets.format` counts them' }),
  language: narrowingParts.language.meta({ description: 'Languages, as `facets.language` counts them' }),
  from: narrowingParts.from.meta({ description: 'The earliest year' }),
  to: narrowingParts.to.meta({ description: 'The latest year' }),
  available: narrowingParts.available.meta({ description: 'Only what a library says is on its shelf now' }),
  set: narrowingParts.set.meta({
    description:
      'Id of the library whose own set is shown, unmerged; `relevance` is then the order in which it gave it',
  }),
})
const record = {
  source,
  library: RecordAddress.shape.library.optional().meta({
    description: 'Instead of `source`: the id of the library whose record is meant',
  }),
  record: RecordAddress.shape.record.optional().meta({
    description: 'Beside `library`: the record’s place in its answer, where it gave several of this hit',
  }),
}
const namesOne = ({ source, library, record }: { source?: unknown; library?: unknown; record?: unknown }) =>
  library === undefined ? record === undefined : source === undefined
const oneMeant = 'give source alone, or library, with record where it gave several'
export const SourceQuery = z.object(record).refine(namesOne, oneMeant)
export const MarcQuery = z
  .object({
    ...record,
    format: z.enum(marcFormatNames).default('marc').meta({
      description: '`raw` is the record as received, whatever its encoding; every other format is in UTF-8.',
    }),
  })
  .refine(namesOne, oneMeant)
export const EventsHeaders = z.object({
  'last-event-id': z.coerce.number().int().min(0).optional().meta({ description: 'Only what came after this event' }),
})

// Answers

const Scripted = z
  .object({ text: z.string(), script: z.string().optional() })
  .meta({ id: 'Scripted', description: 'Text, and the same in its original script where the record has both.' })

export const Brief = z
  .object({
    title: Scripted,
    nonFiling: z.int(),
    part: Scripted.optional(),
    author: Scripted.optional(),
    edition: z.string().optional(),
    imprint: z.string().optional(),
    year: z.int().optional(),
    format: z.enum(formats),
    carrier: z.enum(carriers).optional(),
    language: z.string().optional().meta({ description: 'ISO 639-2/B' }),
    isbns: z.array(z.string()),
    issns: z.array(z.string()),
    lccn: z.string().optional(),
    oclc: z.string().optional(),
    controlNumber: z.string().optional(),
    level: z.enum(['full', 'less-than-full', 'brief']),
  })
  .meta({ id: 'Brief' })

const Source = z
  .object({
    target: z.string(),
    label: z.string(),
    position: z.int().meta({ description: 'Place in the library’s answer, from 1' }),
    lossy: z.boolean().meta({ description: 'Some characters could not be read' }),
    link: z.string().optional().meta({ description: 'The record in the library’s own catalogue; not checked' }),
  })
  .meta({ id: 'Source' })

export const Hit = z.object({ n: z.int(), brief: Brief, sources: z.array(Source) }).meta({ id: 'Hit' })

/** A hit in its place. */
const RankedHit = Hit.extend({
  why: z
    .array(z.string())
    .optional()
    .meta({ description: 'Why it stands where it does; of staff’s searches by best match' }),
}).meta({ id: 'RankedHit' })

const Failure = z
  .object({
    kind: z.string(),
    phrase: z.string().meta({ description: 'For readers' }),
    detail: z.string().meta({ description: 'For staff' }),
  })
  .meta({ id: 'Failure' })

export const Adapted = z.array(
  z.object({
    phrase: z.string().optional().meta({ description: 'For readers, where it matters to them' }),
    detail: z.string().meta({ description: 'For staff' }),
  }),
)

const TargetStatus = z
  .object({
    id: z.string(),
    label: z.string(),
    state: z.enum(['queued', 'connecting', 'searching', 'fetching', 'done', 'failed', 'stopped']),
    hits: z.int().optional().meta({ description: 'What the library says it holds; absent until it has answered' }),
    fetched: z.int(),
    unreadable: z.int(),
    unreadableReason: z.string().optional().meta({ description: 'Why the first of them could not be read' }),
    failure: Failure.optional(),
    adapted: Adapted.optional().meta({ description: 'What was done so that it could answer' }),
    usual: z.number().optional().meta({ description: 'Milliseconds it usually takes' }),
    sorted: z.enum(['there', 'here']).optional().meta({
      description:
        'Where it was asked to sort and holds more than was fetched: `there`, it sorted all it has; `here`, only what was fetched is sorted, by us',
    }),
    limited: z
      .object({
        limit: z.enum(['records', 'search', 'target']).meta({
          description: 'What we fetch of it in a search, or of all libraries; it gives no more itself',
        }),
        phrase: z.string().meta({ description: 'For readers' }),
        detail: z.string().meta({ description: 'For staff' }),
      })
      .optional()
      .meta({ description: 'Why no more is fetched of a library that has more' }),
  })
  .meta({ id: 'TargetStatus' })

export const SearchState = z
  .object({
    id: z.string(),
    state: z.enum(['running', 'done']),
    targets: z.array(TargetStatus),
    total: z.int().meta({ description: 'Sum of what the libraries say they hold' }),
    merged: z.int().meta({ description: 'Entries of the merged list so far' }),
  })
  .meta({ id: 'SearchState' })

const Counts = z.array(z.object({ value: z.string(), count: z.int() }))
const Facets = z
  .object({
    library: Counts,
    format: Counts,
    language: Counts,
    available: z.int().meta({ description: 'Entries of which a library says that a copy is on its shelf' }),
    years: z.array(z.int()).length(2).optional().meta({ description: 'The earliest and the latest' }),
  })
  .meta({
    id: 'Facets',
    description:
      'What the list could be narrowed to. Each is counted without its own filter, so that values can be added.',
  })

export const SearchPage = SearchState.extend({
  page: z.int(),
  size: z.int(),
  sort: z.enum(sortOrders),
  sortedBy: z.string().optional().meta({ description: 'Who sorted, the libraries or we, in words' }),
  matching: z.int().meta({ description: 'Entries that the filters leave of the list or the set, on all its pages' }),
  more: z.boolean().meta({ description: 'Libraries hold more than was fetched: POST to `…/more`' }),
  facets: Facets,
  hits: z.array(RankedHit),
}).meta({ id: 'SearchPage' })

export const FullValue = Scripted.extend({
  url: z.string().optional().meta({ description: 'An address from the record; not checked' }),
  search: z.object({ field: z.enum(['author', 'subject', 'title']), text: z.string() }).optional(),
}).meta({ id: 'FullValue' })

const Holding = z
  .object({
    library: z.string().optional(),
    location: z.string().optional(),
    callNumber: z.string().optional(),
    copy: z.string().optional(),
    note: z.string().optional(),
    statement: z.string().optional(),
    available: z.boolean().optional(),
    dueOn: z.string().optional(),
  })
  .meta({ id: 'Holding' })

export const HitDetail = Hit.extend({
  source: Source,
  flavour: z.enum(['marc21', 'unimarc']),
  encoding: z.string(),
  lossyFields: z.array(z.string()),
  fields: z.array(z.object({ key: z.string(), label: z.string(), values: z.array(FullValue) })),
  holdings: z.array(Holding),
}).meta({ id: 'HitDetail' })

export const HitSources = z
  .object({
    n: z.int(),
    records: z.array(
      z.object({
        source: Source,
        brief: Brief,
        receivedAt: z.iso.datetime().optional().meta({ description: 'Absent where the record is kept no longer' }),
        holdings: z.array(Holding).optional().meta({ description: 'Absent is not "none": it was not looked for' }),
        differences: z
          .array(z.object({ label: z.string(), one: z.string().optional(), other: z.string().optional() }))
          .meta({
            description: 'From the first record (`one`), which the hit shows; what a side does not say is absent',
          }),
      }),
    ),
  })
  .meta({ id: 'HitSources', description: 'The records a hit was merged from. No library is asked.' })

export const Targets = z
  .object({
    targets: z.array(
      z.object({
        id: z.string(),
        label: z.string(),
        categories: z.array(z.string()),
        preselected: z.boolean(),
        answering: z.boolean().meta({ description: 'False while it is left alone after repeated failures' }),
        usual: z.number().optional().meta({ description: 'Milliseconds it usually takes' }),
      }),
    ),
  })
  .meta({ id: 'Targets' })

const numbered = { seq: z.int() }
export const SearchEvent = z
  .discriminatedUnion('type', [
    z.object({ ...numbered, type: z.literal('target'), target: TargetStatus }),
    z.object({
      ...numbered,
      type: z.literal('hits'),
      hits: z.array(Hit).meta({ description: 'New or changed entries' }),
      absorbed: z.array(z.int()).meta({ description: 'Numbers of entries that were joined to one of them' }),
      merged: z.int(),
      total: z.int(),
    }),
    z.object({ ...numbered, type: z.literal('done'), merged: z.int(), total: z.int() }),
  ])
  .meta({ id: 'SearchEvent' })

export const ProblemDetails = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    instance: z.string(),
  })
  .meta({ id: 'Problem', description: 'Problem details (RFC 9457).' })

const moment = z.iso.datetime()
const milliseconds = z.number().meta({ description: 'Milliseconds' })

export const TargetHealths = z
  .object({
    targets: z.array(
      z
        .object({
          id: z.string(),
          label: z.string(),
          address: z.string(),
          audience: z.array(z.enum(['opac', 'enquiry'])),
          breaker: z.enum(['closed', 'open', 'half-open']).meta({
            description: '`open`: left out until `until`; `half-open`: the next search tries it',
          }),
          until: moment.optional(),
          usual: milliseconds.optional(),
          lastAnswer: z.object({ at: moment, hits: z.number(), ms: milliseconds }).optional(),
          lastFailure: z.object({ at: moment, kind: z.string(), phrase: z.string(), detail: z.string() }).optional(),
          ofLate: z.object({ asked: z.number(), failed: z.number() }).meta({ description: 'Of the last 20' }),
          reached: z
            .array(z.object({ limit: z.enum(reachableLimits), at: moment, detail: z.string() }))
            .meta({ description: 'When limits of ours were last reached, the latest first' }),
          connections: z.object({ open: z.number(), busy: z.number(), waiting: z.number() }),
          limits: z.object({
            connections: z.number(),
            searchesPerMinute: z.number(),
            records: z.number(),
            total: milliseconds,
          }),
        })
        .meta({ id: 'TargetHealth' }),
    ),
  })
  .meta({ id: 'TargetHealths' })
