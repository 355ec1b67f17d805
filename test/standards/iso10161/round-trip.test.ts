import { expect } from 'chai'
import fc from 'fast-check'
import { decode, encode } from '../../../src/standards/asn1/index.ts'
import { ILLAPDU } from '../../../src/standards/iso10161/index.ts'
import { arbitraryOf } from '../asn1/arbitrary.ts'
import { runs } from '../asn1/scale.ts'

const apdus = ILLAPDU.shape.kind === 'choice' ? Object.entries(ILLAPDU.shape.alternatives) : []

describe('Every APDU of interlibrary loan', function () {
  this.timeout(runs(120_000))

  it('is looked at', () => {
    expect(apdus).to.have.length(20)
  })

  for (const [name, type] of apdus)
    it(`survives a round trip, whatever its fields: ${name}`, () => {
      fc.assert(
        fc.property(arbitraryOf(type), (value) => {
          expect(decode(type, encode(type, value))).to.deep.equal(value)
        }),
        { numRuns: runs(60) },
      )
    })
})
