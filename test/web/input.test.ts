import { expect } from 'chai'
import fc from 'fast-check'
import { fields } from '../../src/standards/query/index.ts'
import { marcFormatNames } from '../../src/web/marc-formats.ts'
import { openSite, type Site } from './site.ts'

const names = [
  'q',
  'in',
  't',
  'page',
  'sort',
  'wait',
  'stopped',
  'skip',
  'library',
  'record',
  'tab',
  'format',
  'all',
  'none',
  ...fields,
]
const oddNames = ['__proto__', 'constructor', 'q[]', 'q[a]', 'toString', '', 'hasOwnProperty', 'page.page']
const oddValues = [
  '',
  '0',
  '-1',
  '1e309',
  'NaN',
  'null',
  '[object Object]',
  '\u0000',
  '\ud800',
  '../../etc',
  "' or 1=1 --",
  '%',
  'northfield',
  'title',
  'marc',
  '1',
]

const aValue = fc.oneof(fc.constantFrom(...oddValues, ...marcFormatNames), fc.string({ unit: 'binary', maxLength: 30 }))
const aQuery = fc
  .array(fc.tuple(fc.constantFrom(...names, ...oddNames), aValue), { maxLength: 8 })
  .map((pairs) => new URLSearchParams(pairs).toString())
const aPath = fc.constantFrom(
  '/',
  '/search',
  '/search/start',
  '/record',
  '/record/file',
  '/search/x/stream',
  '/api/v1/searches/x',
  '/api/v1/searches/x/hits/1/marc',
)

const aBody = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc
    .record({
      query: fc.dictionary(fc.constantFrom(...fields, 'pqf', ...oddNames), fc.oneof(aValue, fc.anything())),
      targets: fc.oneof(fc.array(aValue, { maxLength: 3 }), fc.constant(undefined), fc.anything()),
    })
    .map((body) => JSON.stringify(body, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))),
)

describe('Whatever is sent', () => {
  let site: Site
  before(async () => {
    site = await openSite([{ id: 'northfield', records: 'northfield' }])
  })
  after(() => site.close())

  it('in an address, the answer is never a server error', async () => {
    await fc.assert(
      fc.asyncProperty(aPath, aQuery, async (path, query) => {
        const answer = await site.get(`${path}?${query}`)
        await answer.body?.cancel()
        expect(answer.status).to.be.oneOf([200, 204, 303, 400, 404, 422])
      }),
      { numRuns: 300 },
    )
  })

  it('in a body, the answer is never a server error', async () => {
    await fc.assert(
      fc.asyncProperty(aBody, async (body) => {
        const answer = await site.get('/api/v1/searches', {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json' },
        })
        await answer.body?.cancel()
        expect(answer.status).to.be.oneOf([201, 400])
      }),
      { numRuns: 300 },
    )
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined)
  })
})
