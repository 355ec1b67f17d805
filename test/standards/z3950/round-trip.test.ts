import { expect } from 'chai'
import fc from 'fast-check'
import { decode, encode, type Type } from '../../../src/standards/asn1/index.ts'
import {
  Apdu,
  BriefBib,
  CharSetandLanguageNegotiation,
  DiagnosticFormat,
  GenericRecord,
  OPACRecord,
  SearchInfoReport,
  SutrsRecord,
  TaskPackage,
} from '../../../src/standards/z3950/index.ts'
import { arbitraryOf } from '../asn1/arbitrary.ts'
import { runs } from '../asn1/scale.ts'

const pdus = Apdu.shape.kind === 'choice' ? Object.entries(Apdu.shape.alternatives) : []

const types: [name: string, type: Type<unknown>][] = [
  ...pdus,
  ['CharSetandLanguageNegotiation', CharSetandLanguageNegotiation],
  ['DiagnosticFormat', DiagnosticFormat],
  ['GenericRecord', GenericRecord],
  ['OPACRecord', OPACRecord],
  ['SearchInfoReport', SearchInfoReport],
  ['SutrsRecord', SutrsRecord],
  ['BriefBib', BriefBib],
  ['TaskPackage', TaskPackage],
]

describe('Every type of Z39.50', function () {
  this.timeout(runs(120_000))

  it('is looked at', () => {
    expect(pdus).to.have.length(25)
  })

  for (const [name, type] of types)
    it(`survives a round trip, whatever its fields: ${name}`, () => {
      fc.assert(
        fc.property(arbitraryOf(type), (value) => {
          expect(decode(type, encode(type, value))).to.deep.equal(value)
        }),
        { numRuns: runs(60) },
      )
    })
})
