import { expect } from 'chai'
import { ownersLink } from '../../src/search/link.ts'
import { type Field, MarcRecord } from '../../src/standards/marc/index.ts'

function record(...fields: Field[]): MarcRecord {
  const made = new MarcRecord()
  made.fields = fields
  return made
}

describe("The link to the owner's catalogue", () => {
  const book = record(['001', ' ocm/42 '], ['020', '  ', 'q', 'pbk', 'a', '9780441478125'])

  it('has the values of the record in place of the tokens, percent-encoded', () => {
    expect(ownersLink('https://a.example/r/{001}?isbn={020a}', book)).to.equal(
      'https://a.example/r/ocm%2F42?isbn=9780441478125',
    )
  })

  it('is none when the record lacks a value: half an address leads nowhere', () => {
    expect(ownersLink('https://a.example/{022a}', book)).to.equal(undefined)
    expect(ownersLink('https://a.example/{001}', record(['001', '  ']))).to.equal(undefined)
    expect(ownersLink(undefined, book)).to.equal(undefined)
  })
})
