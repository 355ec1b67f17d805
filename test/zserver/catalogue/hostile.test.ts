import { expect } from 'chai'
import fc from 'fast-check'
import { openDatabase } from '../../../src/kit/db/index.ts'
import { createLog } from '../../../src/kit/index.ts'
import type { Attribute, Query, RpnQuery, Term } from '../../../src/standards/query/index.ts'
import { bib1, parsePqf } from '../../../src/standards/query/index.ts'
import { condition } from '../../../src/standards/z3950/index.ts'
import { CatalogueDatabase, createZServer, type ZServer } from '../../../src/zserver/index.ts'
import { fillShelf } from '../../catalogue-shelf.ts'
import { useDatabase } from '../../database.ts'
import { anyQuery } from '../../standards/query/queries.ts'
import { RawClient } from '../raw-client.ts'
import { refusalOf } from '../refusals.ts'
import { initRequest, presentRequest, searchRequest } from '../requests.ts'

const attribute: fc.Arbitrary<Attribute> = fc.oneof(
  fc.record({ type: fc.constant(1), value: fc.constantFrom(4, 7, 8, 9, 12, 21, 31, 54, 1003, 1007, 1016, 1211) }),
  fc.record({ type: fc.constant(2), value: fc.constantFrom(1, 2, 3, 4, 5, 103) }),
  fc.record({ type: fc.constant(3), value: fc.constantFrom(1, 3) }),
  fc.record({ type: fc.constant(4), value: fc.constantFrom(1, 2, 4, 6, 108) }),
  fc.record({ type: fc.constant(5), value: fc.constantFrom(1, 100, 101, 104) }),
  fc.record({ type: fc.constant(6), value: fc.constantFrom(1, 3) }),
)
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        '\0',
        "'",
        '\\',
        ':*',
        '&',
        '!',
        '|',
        '<->',
        '(',
        ')',
        ' ',
        '"',
        '$1',
        '%',
        'a',
        '1978',
        '#',
        '?',
        '\u{1f600}',
        '\ud800',
      ),
    )
    .map((parts) => parts.join('')),
)
const term: fc.Arbitrary<Term> = text.map((value) => ({ type: 'general', value }))
const leaf = fc.record({
  op: fc.constant('term' as const),
  attributes: fc.uniqueArray(attribute, { maxLength: 4, selector: ({ type }) => type }),
  term,
})
/** Queries of a client that knows which attributes we take, and puts all it can into the terms. */
const { knowing } = fc.letrec<{ knowing: Query }>((tie) => ({
  knowing: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const, 'not' as const),
      left: tie('knowing'),
      right: tie('knowing'),
    }),
  ),
}))

describe('A hostile client of the catalogue', () => {
  const data = useDatabase()
  let catalogue: CatalogueDatabase
  before(async () => {
    await fillShelf(data.database)
    catalogue = new CatalogueDatabase(data.database.db, { name: 'catalogue' })
  })
  const search = (query: RpnQuery) => catalogue.search(query, () => undefined)

  it('has any query answered or refused, and never breaks the database', async () => {
    const queries = fc.oneof(
      anyQuery,
      knowing.map((root) => ({ attributeSet: bib1, root })),
    )
    await fc.assert(
      fc.asyncProperty(queries, async (query) => {
        const refused = await refusalOf(() => search(query))
        expect(refused?.condition).not.to.equal(condition.exhausted)
      }),
      { numRuns: 300 },
    )
  })

  it('has any scan answered or refused', async () => {
    const attributes = fc.uniqueArray(attribute, { maxLength: 2, selector: ({ type }) => type })
    await fc.assert(
      fc.asyncProperty(attributes, term, fc.nat(5), fc.nat(3), async (given, sought, position, step) => {
        await refusalOf(() =>
          catalogue.scan({ attributeSet: bib1, attributes: given, term: sought, count: 4, position, step }),
        )
      }),
      { numRuns: 100 },
    )
  })

  it('finds nothing hidden by asking for everything but what can be seen', async () => {
    expect((await search(parsePqf('@not @attr 2=103 x @attr 2=103 x'))).hits).to.equal(0)
    expect((await search(parsePqf('@and @not @attr 2=103 x @attr 1=4 hamlet @attr 1=21 secrets'))).hits).to.equal(0)
  })

  it('is refused queries without end', async () => {
    const wide = (operands: number) => `${'@or x '.repeat(Math.min(operands, 40))}x`
    const joined = [wide(40), wide(40), wide(40)].reduce((left, right) => `@or ${left} ${right}`)
    expect(await refusalOf(() => search(parsePqf(joined)))).to.deep.equal({ condition: 6, addinfo: '100' })
    expect(await refusalOf(() => search(parsePqf(`"${'x '.repeat(201)}"`)))).to.deep.equal({
      condition: 5,
      addinfo: '200',
    })
    expect(await refusalOf(() => search(parsePqf(`@attr 5=1 "${'x '.repeat(21)}"`)))).to.deep.equal({
      condition: 7,
      addinfo: '20',
    })
    expect(await refusalOf(() => search(parsePqf('x'.repeat(2001))))).to.include({ condition: 11 })
  })

  describe('on a connection', () => {
    let server: ZServer
    const clients: RawClient[] = []
    beforeEach(async () => {
      server = createZServer({
        databases: [catalogue],
        name: 'Catalogue',
        log: createLog('silent'),
        limits: { linger: 50, connectionsPerAddress: 8, resultSets: 3 },
      })
      await server.listen(0)
    })
    afterEach(async () => {
      await Promise.all(clients.splice(0).map((client) => client.leave()))
      await server.close()
    })
    const client = () => {
      const made = new RawClient(server.port)
      clients.push(made)
      return made
    }
    const find = (pqf: string, resultSetName = 'default') =>
      searchRequest(pqf, { databaseNames: ['catalogue'], resultSetName })

    it('may leave in the middle of its searches: the database is given back', async () => {
      for (let round = 0; round < 5; round++) {
        const leaving = Array.from({ length: 8 }, client)
        for (const one of leaving) one.send(initRequest(), find('hamlet'), find('@attr 2=103 x'), presentRequest(1, 9))
        await Promise.all(clients.splice(0).map((one) => one.leave()))
      }
      const one = client()
      await one.ask(initRequest())
      expect(await one.ask(find('hamlet'))).to.have.nested.property('value.resultCount', 1)
      expect(data.database.pool.waitingCount).to.equal(0)
    })

    it('keeps no more sets than it may', async () => {
      const one = client()
      await one.ask(initRequest())
      for (const name of ['a', 'b', 'c']) await one.ask(find('hamlet', name))
      expect(await one.ask(find('hamlet', 'd'))).to.have.nested.property('value.records.value.condition', 112)
      expect(await one.ask(find('hamlet', 'a'))).to.have.nested.property('value.resultCount', 1)
    })

    it('is told no more than a number when the database has gone', async () => {
      const closed = await openDatabase({ url: data.url, dataFolder: '', log: createLog('silent') })
      await closed.close()
      const gone = createZServer({
        databases: [new CatalogueDatabase(closed.db, { name: 'catalogue' })],
        name: 'Gone',
        limits: { linger: 50 },
        log: createLog('silent'),
      })
      await gone.listen(0)
      const one = new RawClient(gone.port)
      clients.push(one)
      await one.ask(initRequest())
      const answer = await one.ask(find('hamlet'))
      expect(answer).to.have.nested.property('value.records.value.condition', 2)
      expect(answer).to.have.nested.property('value.records.value.addinfo.value', '')
      await gone.close()
    })
  })
})
