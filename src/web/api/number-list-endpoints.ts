import type { z } from 'zod'
import { Problem } from '../../problems.ts'
import {
  addList,
  type LookupList,
  leftOutOf,
  listNumbers,
  listResults,
  listsKeptDays,
  listsOf,
  readList,
  removeList,
  retryList,
  stopList,
  whyWords,
} from '../../search/index.ts'
import type { Door } from '../door.ts'
import { leftOutHeader, marcFormats, ourFormatNames } from '../marc-formats.ts'
import { listOwner } from '../pages/enquiry/numbers/address.ts'
import { sendListFile } from '../pages/enquiry/numbers/files.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import * as schemas from './number-list-schemas.ts'
import { once, sendAnswered } from './once.ts'

const params = schemas.NumberListParams
const problems = [400, 401, 403, 404]

/** Lists of numbers that are looked up in the background: everybody's own. */
export function numberListEndpoints(door: Door): readonly Endpoint[] {
  const { database, clock } = door
  const now = () => new Date(clock.now())
  const acting = (verb: string, summary: string, act: typeof stopList) =>
    endpoint({
      method: 'post',
      path: `/number-lists/{list}/${verb}`,
      summary,
      params,
      answers: [{ status: 200, description: 'The list as it is now', schema: schemas.NumberList }],
      problems: [...problems, 409],
      handle: async ({ params: { list } }, { res, visitor }) => {
        const who = listOwner(visitor)
        const after = await database.tx(async (tx) => {
          await act(tx, list, who, now())
          return await readList(tx, list, who.owner)
        })
        res.json(listView(after))
      },
    })
  /** @throws Problem unknown-target */
  const known = (sources: readonly string[]): string[] => {
    const ids = new Set(door.service.targets('enquiry').map(({ id }) => id))
    const unknown = sources.find((id) => !ids.has(id))
    if (unknown !== undefined) throw new Problem('unknown-target', { target: unknown })
    return [...new Set(sources)]
  }
  return [
    endpoint({
      method: 'get',
      path: '/number-lists',
      summary: 'The lists of numbers of whoever asks, and of nobody else',
      answers: [{ status: 200, description: 'The newest first, at most 50', schema: schemas.NumberLists }],
      problems: [401, 403],
      handle: async (_input, { res, visitor }) => {
        const lists = await listsOf(database.db, listOwner(visitor).owner)
        res.set('Cache-Control', 'private, no-cache').json({ lists: lists.map(listView) })
      },
    }),
    endpoint({
      method: 'post',
      path: '/number-lists',
      summary: 'Look numbers up in the background: for each the first good record, by the order of libraries',
      headers: schemas.NumberListHeaders,
      body: schemas.NewNumberList,
      bodyLimit: '2mb',
      answers: [
        {
          status: 201,
          description: `Begun; \`Location\` is its address. It is forgotten ${listsKeptDays} days after the last change`,
          schema: schemas.NumberList,
        },
      ],
      problems: [400, 401, 403, 409, 413, 422],
      handle: async ({ headers, body: { numbers, kind, sources, ...rest } }, exchange) => {
        const who = listOwner(exchange.visitor)
        const answer = await once(door, exchange, headers['idempotency-key'], async (tx) => {
          const wanted = { ...rest, sources: known(sources), numbers: listNumbers(numbers, kind) }
          const list = await readList(tx, await addList(tx, wanted, who, now()), who.owner)
          return { status: 201, headers: { location: `/api/v1/number-lists/${list.id}` }, body: listView(list) }
        })
        sendAnswered(exchange, answer!)
      },
    }),
    endpoint({
      method: 'get',
      path: '/number-lists/{list}',
      summary: 'How a list of numbers stands',
      params,
      answers: [{ status: 200, description: 'State, and how many numbers came to what', schema: schemas.NumberList }],
      problems,
      handle: async ({ params: { list } }, { res, visitor }) => {
        const found = await readList(database.db, list, listOwner(visitor).owner)
        res.set('Cache-Control', 'private, no-cache').json(listView(found))
      },
    }),
    endpoint({
      method: 'get',
      path: '/number-lists/{list}/results',
      summary: 'What became of each number',
      params,
      query: schemas.ResultsQuery,
      answers: [{ status: 200, description: 'In the order of the list', schema: schemas.NumberResults }],
      problems,
      handle: async ({ params: { list }, query }, { res, visitor }) => {
        const { id } = await readList(database.db, list, listOwner(visitor).owner)
        const { results, after } = await listResults(database.db, id, query)
        const page: z.input<typeof schemas.NumberResults> = {
          results: results.map(({ tries, refusal, label, ...result }) => ({
            ...result,
            why: whyWords({ ...result, ...(refusal && { refusal }), tries }),
          })),
          ...(after !== undefined && { after }),
        }
        res.set('Cache-Control', 'private, no-cache').json(page)
      },
    }),
    endpoint({
      method: 'get',
      path: '/number-lists/{list}/left-out',
      summary: 'Which of the records that were found are not in the file of a format, and why',
      params,
      query: schemas.NumbersFileQuery,
      answers: [{ status: 200, description: 'In the order of the list', schema: schemas.NumbersLeftOut }],
      problems,
      handle: async ({ params: { list }, query: { format } }, { res, visitor }) => {
        const { id } = await readList(database.db, list, listOwner(visitor).owner)
        const body: z.input<typeof schemas.NumbersLeftOut> = {
          leftOut: [...(await leftOutOf(database.db, id, format))],
        }
        res.set('Cache-Control', 'private, no-cache').json(body)
      },
    }),
    endpoint({
      method: 'get',
      path: '/number-lists/{list}/file',
      summary: 'The records that were found, in the order of the list; one that the format cannot hold is left out',
      params,
      query: schemas.NumbersFileQuery,
      answers: [
        {
          status: 200,
          description: `One file, in UTF-8. \`${leftOutHeader}\` says how many records are left out; \`left-out\` which`,
          mediaTypes: ourFormatNames.map((name) => marcFormats[name].mediaType.split(';')[0]!),
        },
      ],
      problems,
      handle: ({ params: { list }, query: { format } }, exchange) => sendListFile(door, { list, format }, exchange),
    }),
    acting('stop', 'Stop looking a list up; what was found stays', stopList),
    acting('retry', 'Look up what is left, and once more what could not be asked everywhere', retryList),
    endpoint({
      method: 'delete',
      path: '/number-lists/{list}',
      summary: 'Forget a list with all that was found',
      params,
      answers: [{ status: 204, description: 'Forgotten' }],
      problems,
      handle: async ({ params: { list } }, { res, visitor }) => {
        await database.tx((tx) => removeList(tx, list, listOwner(visitor)))
        res.status(204).end()
      },
    }),
  ]
}

const listView = ({
  againAt,
  sources,
  createdAt,
  changedAt,
  ...list
}: LookupList): z.input<typeof schemas.NumberList> => ({
  ...list,
  sources: [...sources],
  ...(againAt && { againAt: againAt.toISOString() }),
  createdAt: createdAt.toISOString(),
  changedAt: changedAt.toISOString(),
})
