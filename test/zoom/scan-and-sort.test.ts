import { expect } from 'chai'
import { parsePqf } from '../../src/standards/query/index.ts'
import type { ScanResponse } from '../../src/standards/z3950/index.ts'
import type { ScanQuery } from '../../src/zoom/index.ts'
import { until } from '../until.ts'
import { failureOf } from './failure-of.ts'
import { type Conversation, condition } from './hostile-target.ts'
import { withTarget } from './with-target.ts'

const query = parsePqf('anything')
const start: ScanQuery = {
  attributeSet: '1.2.840.10003.3.1',
  attributes: { op: 'term', attributes: [{ type: 1, value: 4 }], term: { type: 'general', value: 'été' } },
  count: 3,
  preferredPosition: 2,
  step: 0,
}

async function answerScan(c: Conversation, changes: Partial<ScanResponse>) {
  const request = await c.expect('scanRequest')
  const { referenceId } = request
  const value = { scanStatus: 'success' as const, numberOfEntriesReturned: 0, ...changes }
  c.send({ type: 'scanResponse', value: { ...(referenceId && { referenceId }), ...value } })
  return request
}

const refusal = (code: number) => ({ type: 'defaultFormat' as const, value: condition(code) })
const entry = (term: Buffer) => ({
  type: 'termInfo' as const,
  value: { term: { type: 'general' as const, value: term } },
})

describe('A scan', () => {
  it('asks as it is told, and reads terms in whatever letters they come', () =>
    withTarget(
      async (c) => {
        await c.init()
        const entries = [
          entry(Buffer.from('été')),
          entry(Buffer.from('été', 'latin1')),
          { type: 'surrogateDiagnostic' as const, value: refusal(228) },
          entry(Buffer.from('more than was asked for')),
        ]
        const request = await answerScan(c, { positionOfTerm: 2, entries: { entries } })
        expect(request).to.deep.include({ numberOfTermsRequested: 3, preferredPositionInResponse: 2, stepSize: 0 })
        expect(request.termListAndStartPoint.term).to.deep.equal({ type: 'general', value: Buffer.from('été') })
        await c.farewell()
      },
      async (client) => {
        const { entries, position, diagnostics } = await client.scan(start)
        expect([entries, position]).to.deep.equal([[{ term: 'été' }, { term: 'été' }], 2])
        expect(diagnostics.map(({ code }) => code)).to.deep.equal([228])
      },
    ))

  it('fails with the reason when no term comes', () =>
    withTarget(
      async (c) => {
        await c.init()
        await answerScan(c, { scanStatus: 'failure', entries: { nonsurrogateDiagnostics: [refusal(114)] } })
        await c.farewell()
      },
      async (client) => {
        const failure = await failureOf(client.scan(start))
        expect(failure).to.include({ kind: 'diagnostic', phase: 'scan' })
        expect(failure).to.have.nested.property('diagnostics[0].code', 114)
      },
    ))

  it('is not asked of a target that does not offer it', () =>
    withTarget(
      async (c) => {
        await c.init({ options: { search: true, present: true } })
        await c.farewell()
      },
      async (client) => {
        expect((await failureOf(client.scan(start))).kind).to.equal('misconfigured')
      },
    ))
})

describe('A sort', () => {
  it('is done again when its set has to be made again', () =>
    withTarget(
      async (c, connection) => {
        await c.init()
        await c.search(2)
        const { referenceId, sortSequence } = await c.expect('sortRequest')
        expect(sortSequence).to.have.nested.property('[0].sortRelation', 'descending')
        c.send({ type: 'sortResponse', value: { ...(referenceId && { referenceId }), sortStatus: 'success' } })
        if (connection === 1) return void c.socket.end()
        await c.present()
        await c.farewell()
      },
      async (client, target) => {
        const set = await client.search(query)
        await set.sort([{ use: 31, descending: true }])
        await until(() => client.health().open === 0)
        expect(await set.fetch(1, 2)).to.have.length(2)
        expect(target.accepted).to.equal(2)
      },
    ))

  it('is not asked of a target that does not offer it', () =>
    withTarget(
      async (c) => {
        await c.init({ options: { search: true, present: true } })
        await c.search(2)
        await c.farewell()
      },
      async (client) => {
        const set = await client.search(query)
        expect((await failureOf(set.sort([{ use: 4 }]))).kind).to.equal('misconfigured')
      },
    ))
})
