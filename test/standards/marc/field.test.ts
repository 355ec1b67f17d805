import { expect } from 'chai'
import {
  controlText,
  type Field,
  fieldsOf,
  first,
  indicator,
  isControl,
  MarcRecord,
  subfields,
  text,
  texts,
} from '../../../src/standards/marc/index.ts'

const title: Field = ['245', '14', 'a', 'The shelf /', 'c', 'A. Reader', 'c', 'B. Reader']
const record = Object.assign(new MarcRecord(), {
  fields: [['001', 'x1'], ['020', '  '], ['020', '  ', 'a', '0123456789'], title] satisfies Field[],
})

describe('A field', () => {
  it('is a control field by its tag, not by its shape', () => {
    expect(isControl(['001', 'x1'])).to.equal(true)
    expect(isControl(['020', '  '])).to.equal(false)
    expect(isControl(['00A', 'x'])).to.equal(true)
  })

  it('gives its subfields in order, repeated codes too', () => {
    expect(subfields(title)).to.deep.equal([
      ['a', 'The shelf /'],
      ['c', 'A. Reader'],
      ['c', 'B. Reader'],
    ])
    expect(texts(title, 'c')).to.deep.equal(['A. Reader', 'B. Reader'])
    expect(text(title, 'c')).to.equal('A. Reader')
    expect(text(title, 'z')).to.equal(undefined)
    expect(subfields(['001', 'x1'])).to.deep.equal([])
    expect(text(['001', 'x1'], 'a')).to.equal(undefined)
  })

  it('gives its indicators, a blank where one is missing', () => {
    expect([indicator(title, 1), indicator(title, 2)]).to.deep.equal(['1', '4'])
    expect(indicator(['245', '1'], 2)).to.equal(' ')
  })
})

describe('A record', () => {
  it('finds the first subfield among fields that may lack it', () => {
    expect(first(record, '020', 'a')).to.equal('0123456789')
    expect(first(record, '022', 'a')).to.equal(undefined)
  })

  it('finds control fields and fields by tag', () => {
    expect(controlText(record, '001')).to.equal('x1')
    expect(controlText(record, '020')).to.equal(undefined)
    expect(fieldsOf(record, '245', '001')).to.deep.equal([['001', 'x1'], title])
  })
})
