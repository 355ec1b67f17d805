import type { Request, Response } from 'express'
import type { z } from 'zod'
import { Problem } from '../../problems.ts'
import type { Search } from '../../search/index.ts'
import { maySee, mustSee } from '../audience.ts'
import type { Door } from '../door.ts'
import { marcFormats } from '../marc-formats.ts'
import type { Exchange } from '../route.ts'
import { sendMarc } from '../send-marc.ts'
import { actEndpoints } from './act-endpoints.ts'
import { calendarEndpoints } from './calendar-endpoints.ts'
import { catalogueEndpoints } from './catalogue-endpoints.ts'
import { circulationEndpoints } from './circulation-endpoints.ts'
import { circulationStepEndpoints } from './circulation-step-endpoints.ts'
import { documentEndpoints } from './document-endpoints.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { feeEndpoints } from './fee-endpoints.ts'
import { holdingEndpoints } from './holding-endpoints.ts'
import { lenderEndpoints } from './lender-endpoints.ts'
import { lendingEndpoints } from './lending-endpoints.ts'
import { messageEndpoints } from './message-endpoints.ts'
import { newRecordEndpoint } from './new-record-endpoint.ts'
import { numberListEndpoints } from './number-list-endpoints.ts'
import { ownLoansEndpoints } from './own-loans-endpoints.ts'
import { partnerEndpoints } from './partner-endpoints.ts'
import { patronCheckEndpoints } from './patron-check-endpoints.ts'
import { replyEndpoints } from './reply-endpoints.ts'
import { requestEndpoints } from './request-endpoints.ts'
import { rotaEndpoints } from './rota-endpoints.ts'
import {
  EventsHeaders,
  HitDetail,
  HitParams,
  HitSources,
  MarcQuery,
  NewSearch,
  PageQuery,
  SearchEvent,
  SearchPage,
  SearchParams,
  SearchState,
  SearchTargetParams,
  SourceQuery,
  TargetHealths,
  Targets,
  TargetsQuery,
} from './schemas.ts'
import { selectEndpoints } from './select-endpoints.ts'
import { targetEndpoints } from './target-endpoints.ts'
import { targetListEndpoint } from './target-list-endpoint.ts'
import { termEndpoints } from './term-endpoints.ts'
import { threadEndpoints } from './thread-endpoints.ts'
import { detailOf, pageOf, sourcesOf, stateOf, targetOf } from './views.ts'
import { webhookEndpoints } from './webhook-endpoints.ts'

/** Every operation of the API. */
export function endpoints(door: Door): readonly Endpoint[] {
  /** @throws Problem search-gone */
  const held = (id: string, { visitor }: Exchange): Search => {
    const search = door.service.get(id)
    // Staff's searches are staff's.
    if (!search || !maySee(visitor, search.request.audience)) throw new Problem('search-gone')
    return search
  }
  const acting = (
    verb: string,
    summary: string,
    problems: readonly number[],
    act: (search: Search, req: Request) => void | Promise<void>,
  ) =>
    endpoint({
      method: 'post',
      path: `/searches/{id}/${verb}`,
      summary,
      params: SearchParams,
      answers: [{ status: 202, description: 'How the search stands now', schema: SearchState }],
      problems: [404, ...problems],
      handle: async ({ params }, exchange) => {
        const search = held(params.id, exchange)
        await act(search, exchange.req)
        exchange.res.status(202).json(stateOf(search))
      },
    })

  return [
    endpoint({
      method: 'get',
      path: '/targets',
      summary: 'The libraries that can be searched',
      query: TargetsQuery,
      answers: [{ status: 200, description: 'In the order pages show them', schema: Targets }],
      problems: [400, 401, 403],
      handle: ({ query: { audience } }, { res, visitor }) => {
        mustSee(visitor, audience)
        res.json({ targets: door.service.targets(audience).map(targetOf) })
      },
    }),
    endpoint({
      method: 'get',
      path: '/target-health',
      summary: 'How every target fares in searches, as the process that answers knows it',
      answers: [{ status: 200, description: 'In the order pages show them', schema: TargetHealths }],
      problems: [401, 403],
      handle: (_input, { res }) => res.json({ targets: door.service.health() }),
    }),
    endpoint({
      method: 'post',
      path: '/searches',
      summary: 'Start a search, or join the identical one that is still held and lacks no library’s answer',
      body: NewSearch,
      answers: [{ status: 201, description: 'Started; `Location` is its address', schema: SearchState }],
      problems: [400, 401, 403, 413, 429],
      handle: async ({ body }, { req, res, visitor }) => {
        const { query, targets, audience, sort } = body
        mustSee(visitor, audience)
        const request = { query, ...(targets && { targets }), audience, ...(sort && { sort }) }
        const search = await door.searches.open(request, req, { fresh: true })
        res.status(201).location(`/api/v1/searches/${search.id}`).json(stateOf(search))
      },
    }),
    endpoint({
      method: 'get',
      path: '/searches/{id}',
      summary:
        'How a search stands, with a page of its merged list or of one library’s set, narrowed, sorted and counted',
      params: SearchParams,
      query: PageQuery,
      answers: [{ status: 200, description: 'State and hits', schema: SearchPage }],
      problems: [400, 404],
      handle: ({ params, query }, exchange) => exchange.res.json(pageOf(held(params.id, exchange), query)),
    }),
    acting('stop', 'Stop waiting for libraries that have not answered, unless somebody else waits', [], (search) =>
      search.stop(),
    ),
    endpoint({
      method: 'post',
      path: '/searches/{id}/targets/{target}/stop',
      summary: 'Stop waiting for one library if it has not answered, unless somebody else waits',
      params: SearchTargetParams,
      answers: [{ status: 202, description: 'How the search stands now', schema: SearchState }],
      problems: [404],
      handle: ({ params: { id, target } }, exchange) => {
        const search = held(id, exchange)
        if (!search.targets.some((one) => one.id === target))
          throw new Problem('not-found', { what: 'such library in this search' })
        search.stop(target)
        exchange.res.status(202).json(stateOf(search))
      },
    }),
    acting('more', 'Fetch the next records from every library that holds more', [429], (search, req) =>
      door.searches.more(search, req),
    ),
    endpoint({
      method: 'get',
      path: '/searches/{id}/events',
      summary: 'What happens in a search, as server-sent events that end with `done`',
      params: SearchParams,
      headers: EventsHeaders,
      answers: [
        {
          status: 200,
          description: 'Each event’s data is one of these',
          schema: SearchEvent,
          mediaTypes: ['text/event-stream'],
        },
        { status: 204, description: 'The search is done and there is nothing after the last event: do not come back' },
      ],
      problems: [400, 404],
      handle: ({ params, headers }, exchange) =>
        streamEvents(door, held(params.id, exchange), headers['last-event-id'] ?? 0, exchange.res),
    }),
    endpoint({
      method: 'get',
      path: '/searches/{id}/hits/{n}',
      summary: 'The full display of a hit',
      params: HitParams,
      query: SourceQuery,
      answers: [{ status: 200, description: 'Labelled fields, holdings and sources', schema: HitDetail }],
      problems: [400, 404, 502],
      handle: async ({ params, query }, exchange) => {
        exchange.res.json(detailOf(await fullOf(held(params.id, exchange), params.n, query)))
      },
    }),
    endpoint({
      method: 'get',
      path: '/searches/{id}/hits/{n}/sources',
      summary: 'The records a hit was merged from: whose each is, how it differs, and where copies are',
      params: HitParams,
      answers: [{ status: 200, description: 'In the order of the hit’s sources', schema: HitSources }],
      problems: [400, 404],
      handle: async ({ params }, exchange) => {
        const search = held(params.id, exchange)
        const hit = search.hit(params.n)
        if (!hit) throw new Problem('not-found', { what: 'such a record' })
        exchange.res.json(sourcesOf(hit.n, await search.records(hit.n)))
      },
    }),
    endpoint({
      method: 'get',
      path: '/searches/{id}/hits/{n}/marc',
      summary: 'The MARC record of a hit',
      params: HitParams,
      query: MarcQuery,
      answers: [
        {
          status: 200,
          description: 'The record as a file',
          mediaTypes: Object.values(marcFormats).map(({ mediaType }) => mediaType.split(';')[0]!),
        },
      ],
      problems: [400, 404, 422, 502],
      handle: async ({ params, query }, exchange) => {
        const { decoded, flavour } = await fullOf(held(params.id, exchange), params.n, query)
        sendMarc(exchange.res, { ...decoded, flavour }, query.format)
      },
    }),
    ...numberListEndpoints(door),
    ...catalogueEndpoints(door),
    newRecordEndpoint(door),
    ...selectEndpoints(door),
    ...messageEndpoints(door),
    ...circulationEndpoints(door),
    ...ownLoansEndpoints(door),
    ...requestEndpoints(door),
    ...rotaEndpoints(door),
    ...actEndpoints(door),
    ...documentEndpoints(door),
    ...lenderEndpoints(door),
    ...holdingEndpoints(door),
    ...threadEndpoints(door),
    ...replyEndpoints(door),
    ...partnerEndpoints(door),
    ...circulationStepEndpoints(door),
    ...patronCheckEndpoints(door),
    ...lendingEndpoints(door),
    ...feeEndpoints(door),
    ...calendarEndpoints(door),
    ...targetEndpoints(door),
    targetListEndpoint(door),
    ...termEndpoints(door),
    ...webhookEndpoints(door),
  ]
}

/** The full display of the record that is meant. @throws Problem not-found */
async function fullOf(search: Search, n: number, { source, library, record }: z.output<typeof SourceQuery>) {
  if (library === undefined) return await search.full(n, source)
  const at = search
    .hit(n)
    ?.sources.findIndex(({ target, position }) => target === library && (record === undefined || position === record))
  return await search.full(n, at)
}

async function streamEvents(door: Door, search: Search, after: number, res: Response) {
  if (search.state === 'done' && (await isOver(search, after))) return res.status(204).end()
  const stream = door.streams.start(res)
  for await (const event of search.events({ after, signal: stream.signal }))
    await stream.send(event.type, JSON.stringify(event), event.seq)
  stream.end()
}

/** Whether a search that is done has nothing to tell after an event. */
async function isOver(search: Search, after: number): Promise<boolean> {
  for await (const _ of search.events({ after })) return false
  return true
}
