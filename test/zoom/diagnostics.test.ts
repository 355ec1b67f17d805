import { expect } from 'chai'
import { choice, encode, explicit, implicit, sequence, sequenceOf } from '../../src/standards/asn1/index.ts'
import { parsePqf } from '../../src/standards/query/index.ts'
import { DefaultDiagFormat, type External, OtherInformation } from '../../src/standards/z3950/index.ts'
import { failureOf } from './failure-of.ts'
import { condition, presentResponse, recordSaying, recordsFrom } from './hostile-target.ts'
import { withTarget } from './with-target.ts'

const query = parsePqf('anything')
const bib1 = '1.2.840.10003.4.1'

const asn1 = (directReference: string, value: Uint8Array): External => ({
  directReference,
  encoding: { type: 'singleAsn1Type', value },
})

/** A diagnostic as YAZ hides it in an InitResponse: diag-1 inside user-info-1. */
function hidden(code: number, addinfo: string): External {
  const Wrapped = sequenceOf(
    sequence({ diagnostic: explicit(1, choice({ defaultDiagRec: implicit(1, DefaultDiagFormat) })) }),
  )
  const diagnostic = { type: 'defaultDiagRec' as const, value: condition(code, addinfo) }
  const inner = asn1('1.2.840.10003.4.2', encode(Wrapped, [{ diagnostic }]))
  const other = encode(OtherInformation, [{ information: { type: 'externallyDefinedInfo', value: inner } }])
  return asn1('1.2.840.10003.10.3', other)
}

describe('A target that refuses the session', () => {
  for (const [code, kind] of [
    [101, 'access-denied'],
    [1010, 'access-denied'],
    [1014, 'access-denied'],
    [1016, 'access-denied'],
    [1023, 'access-denied'],
    [1015, 'too-many-sessions'],
    [1018, 'diagnostic'],
    [2, 'diagnostic'],
  ] as const)
    it(`with diagnostic ${code} is called ${kind}`, () =>
      withTarget(
        async (c) => {
          await c.init({ result: false, userInformationField: hidden(code, 'because') })
        },
        async (client) => {
          const failure = await failureOf(client.search(query))
          expect(failure).to.include({ kind })
          expect(failure).to.have.property('diagnostics').with.length(1)
          expect(failure)
            .to.have.nested.property('diagnostics[0]')
            .that.includes({ set: bib1, code, addinfo: 'because' })
        },
      ))

  it('may say so in other information', () =>
    withTarget(
      async (c) => {
        const otherInfo = [{ information: { type: 'externallyDefinedInfo' as const, value: hidden(1011, '') } }]
        await c.init({ result: false, otherInfo })
      },
      async (client) => {
        expect(await failureOf(client.search(query))).to.have.nested.property('diagnostics[0].code', 1011)
      },
    ))

  for (const [what, userInformationField] of [
    ['nothing', undefined],
    ['something unreadable', asn1('1.2.840.10003.10.3', Buffer.from('0401ff', 'hex'))],
    ['something unknown', asn1('1.2.3.4', Buffer.from('0500', 'hex'))],
  ] as const)
    it(`and gives ${what} for a reason is said to deny access`, () =>
      withTarget(
        async (c) => {
          await c.init({ result: false, ...(userInformationField && { userInformationField }) })
        },
        async (client) => {
          expect(await failureOf(client.search(query))).to.deep.equal({
            kind: 'access-denied',
            phase: 'init',
            diagnostics: [],
          })
        },
      ))
})

describe('A target that refuses a search', () => {
  const refusing = (records: object) => ({ searchStatus: false, records: records as never })

  it('is quoted: condition, our text, its own words', () =>
    withTarget(
      async (c) => {
        await c.init()
        await c.search(0, refusing({ type: 'nonSurrogateDiagnostic', value: condition(114, '4') }))
        await c.farewell()
      },
      async (client) => {
        expect(await failureOf(client.search(query))).to.deep.equal({
          kind: 'diagnostic',
          phase: 'search',
          diagnostics: [{ set: bib1, code: 114, text: 'Unsupported Use attribute', addinfo: '4' }],
        })
      },
    ))

  it('is quoted in full when it gives several reasons, in formats we know or not', () =>
    withTarget(
      async (c) => {
        await c.init()
        const value = [
          { type: 'defaultFormat', value: condition(1) },
          { type: 'defaultFormat', value: { ...condition(7), diagnosticSetId: '1.2.3.4' } },
          { type: 'externallyDefined', value: asn1('1.2.3.5', Buffer.from('0500', 'hex')) },
        ]
        await c.search(0, refusing({ type: 'multipleNonSurDiagnostics', value }))
        await c.farewell()
      },
      async (client) => {
        expect(await failureOf(client.search(query))).to.deep.equal({
          kind: 'diagnostic',
          phase: 'search',
          diagnostics: [
            { set: bib1, code: 1, text: 'Permanent system error' },
            { set: '1.2.3.4', code: 7, text: 'Diagnostic 7 of 1.2.3.4' },
            { set: '1.2.3.5', code: 0, text: 'A diagnostic of format 1.2.3.5' },
          ],
        })
      },
    ))

  it('without a reason is not taken for one that found nothing', () =>
    withTarget(
      async (c) => {
        await c.init()
        await c.search(0, { searchStatus: false })
      },
      async (client) => {
        expect(await failureOf(client.search(query))).to.deep.equal({
          kind: 'protocol-error',
          phase: 'search',
          detail: 'the target says that it failed, and not why',
        })
      },
    ))

  it('but leaves part of the result is taken at its word', () =>
    withTarget(
      async (c) => {
        await c.init()
        await c.search(12, {
          ...refusing({ type: 'nonSurrogateDiagnostic', value: condition(31) }),
          resultSetStatus: 'subset',
        })
        await c.farewell()
      },
      async (client) => {
        expect(await client.search(query)).to.deep.include({ hits: 12, partial: true, records: [] })
      },
    ))
})

describe('A record that cannot be shown', () => {
  it('is a diagnostic in its place and costs its neighbours nothing', () =>
    withTarget(
      async (c) => {
        await c.init()
        await c.search(3)
        const request = await c.expect('presentRequest')
        const bad = { record: { type: 'surrogateDiagnostic', value: { type: 'defaultFormat', value: condition(14) } } }
        const unreadable = {
          record: {
            type: 'retrievalRecord',
            value: asn1('1.2.840.10003.5.102', Buffer.from('0401ff', 'hex')),
          },
        }
        c.send(presentResponse(request, [recordSaying('good'), bad as never, unreadable as never]))
        await c.farewell()
      },
      async (client) => {
        const records = await (await client.search(query)).fetch(1, 3)
        expect(records.map(({ type, position }) => [type, position])).to.deep.equal([
          ['bytes', 1],
          ['diagnostic', 2],
          ['diagnostic', 3],
        ])
      },
    ))

  it('in the search response costs the search nothing', () =>
    withTarget(
      async (c) => {
        await c.init()
        await c.search(3, {
          presentStatus: 'failure',
          records: { type: 'nonSurrogateDiagnostic', value: condition(239) },
        })
        await c.present()
        await c.farewell()
      },
      async (client) => {
        const set = await client.search(query, { prefetch: 10 })
        expect([set.hits, set.records]).to.deep.equal([3, []])
        expect(await set.fetch(1, 3)).to.have.length(3)
      },
    ))

  it('is what comes where more than asked for comes: the surplus is dropped', () =>
    withTarget(
      async (c) => {
        await c.init()
        await c.search(30, { records: { type: 'responseRecords', value: recordsFrom(1, 9) } })
        c.send(presentResponse(await c.expect('presentRequest'), recordsFrom(1, 30)))
        await c.farewell()
      },
      async (client) => {
        const set = await client.search(query, { prefetch: 4 })
        expect(set.records).to.have.length(4)
        expect(await set.fetch(1, 5)).to.have.length(5)
      },
    ))
})
