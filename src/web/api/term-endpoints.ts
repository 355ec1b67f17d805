import { Problem } from '../../problems.ts'
import type { Door } from '../door.ts'
import { listIndex } from '../listing.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { Terms, TermsQuery } from './term-schemas.ts'

/** Indexes of libraries, and our own, as staff browse them. */
export function termEndpoints(door: Door): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/terms',
      summary: 'The terms of an index around one, with how many records have each',
      query: TermsQuery,
      answers: [{ status: 200, description: 'In the order of the index', schema: Terms }],
      problems: [400, 401, 403, 502],
      handle: async ({ query: { target: id, ...browsing } }, { res, signal }) => {
        if (browsing.before >= browsing.count)
          throw new Problem('bad-input', { detail: 'before must be less than count' })
        const target = door.service.targets('enquiry').find((one) => one.id === id)
        if (id !== undefined && !target) throw new Problem('unknown-target', { target: id })
        const listing = await listIndex(door, id, browsing, signal)
        if (signal.aborted) return
        if ('refused' in listing) throw refusal(target?.label, listing.refused)
        const { entries, position, adapted } = listing
        res.json({
          terms: entries.map(({ term, display, hits }) => ({ term, display, hits })),
          ...{ position, adapted: adapted?.map(({ phrase, detail }) => ({ phrase, detail })) },
        })
      },
    }),
  ]
}

/** A library fails; that our own catalogue keeps no such list is known to whoever asks. */
const refusal = (label: string | undefined, detail: string): Problem =>
  label === undefined
    ? new Problem('bad-input', { detail: `This catalogue cannot list it: ${detail}` })
    : new Problem('target-failed', { target: label, detail })
