import { expect } from 'chai'
import fc from 'fast-check'
import { Problem } from '../../../src/problems.ts'
import { readMessage, versions, writeMessage } from '../../../src/standards/iso18626/index.ts'
import { kinds, messageIn } from './arbitrary.ts'
import { complaintsOf } from './check.ts'
import { written } from './content.ts'
import { damages } from './damage.ts'
import { contentsOfXsd } from './from-xsd.ts'
import { needsSchemas, schemaText, Validators, which } from './schema-files.ts'
import { schemas } from './schema-tables.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('What is written of ISO 18626', () => {
  const validators = new Validators()
  after(() => validators.dispose())

  for (const version of versions) {
    describe(`in version ${version}`, () => {
      it('is valid by our tables of the schema, whatever the message', () => {
        fc.assert(
          fc.property(messageIn(version), (message) => {
            expect(complaintsOf(writeMessage(message, version), version)).to.deep.equal([])
          }),
          { numRuns: 300 },
        )
      })

      it(`is valid by ${which}, whatever the message`, function () {
        needsSchemas(this)
        fc.assert(
          fc.property(messageIn(version), (message) => {
            expect(validators.complaint(writeMessage(message, version), version)).to.equal(undefined)
          }),
          { numRuns: 300 },
        )
      })

      it('is read again as it was, without a fault', () => {
        fc.assert(
          fc.property(messageIn(version), (message) => {
            const read = readMessage(bytes(writeMessage(message, version)))
            expect(read).to.deep.equal({ ...message, version, faults: [] })
          }),
          { numRuns: 300 },
        )
      })

      it(`has tables that say the same as ${which}`, function () {
        needsSchemas(this)
        const lines = (table: (typeof schemas)[typeof version]) =>
          [...table].map(([name, found]) => written(name, found))
        expect(lines(contentsOfXsd(schemaText(version)))).to.deep.equal(lines(schemas[version]))
      })

      it(`is judged by our tables as by ${which} when it is damaged`, function () {
        needsSchemas(this)
        const seen = { valid: 0, invalid: 0 }
        fc.assert(
          fc.property(messageIn(version), fc.nat(), fc.constantFrom(...damages), (message, at, damage) => {
            const document = damage(writeMessage(message, version), at)
            const valid = validators.complaint(document, version) === undefined
            expect(complaintsOf(document, version).length === 0, document).to.equal(valid)
            seen[valid ? 'valid' : 'invalid'] += 1
          }),
          { numRuns: 500 },
        )
        expect(seen.valid).to.be.greaterThan(10)
        expect(seen.invalid).to.be.greaterThan(100)
      })
    })
  }

  it('finds an order that is wrong', () => {
    const document = writeMessage(received, '1.2')
    const wrong = document.replace(/(<action>.*<\/action>)(<note>.*<\/note>)/, '$2$1')
    expect(wrong).not.to.equal(document)
    expect(complaintsOf(wrong, '1.2')).not.to.deep.equal([])
  })

  it('holds every kind of message', () => {
    expect(kinds).to.have.length(6)
  })

  it('has an empty multipleItemRequestId in 1.2, where one must be, and none in 2021', () => {
    expect(writeMessage(received, '1.2')).to.contain('<multipleItemRequestId/>')
    expect(writeMessage(received, '2021-2')).not.to.contain('multipleItemRequestId')
  })

  it('is nothing where a value has no place in the version', () => {
    const lost = { ...received, body: { ...received.body, action: 'Lost' as const } }
    expect(() => writeMessage(lost, '1.2')).to.throw(Problem, 'requestingAgencyMessage/action')
    expect(writeMessage(lost, '2021-2')).to.contain('<action>Lost</action>')
    const undated = { ...received, body: { ...received.body, header: { ...received.body.header, timestamp: 'today' } } }
    expect(() => writeMessage(undated, '2021-2')).to.throw(Problem, 'header/timestamp')
  })
})

const agency = (agencyIdValue: string) => ({ agencyIdType: { code: 'ISIL' }, agencyIdValue })
const received = {
  kind: 'requestingAgencyMessage' as const,
  body: {
    header: {
      supplyingAgencyId: agency('GB-UkOxU'),
      requestingAgencyId: agency('DE-1'),
      timestamp: '2026-11-27T22:00:00Z',
      requestingAgencyRequestId: 'R-1',
    },
    action: 'Received' as const,
    note: 'Thank you',
  },
}
