import { expect } from 'chai'
import {
  bib1Attribute,
  bib1Attributes,
  bib1Diagnostic,
  bib1Diagnostics,
  oidName,
  recordSyntax,
  recordSyntaxOid,
} from '../../../src/standards/z3950/index.ts'

describe('The tables of Z39.50', () => {
  it('know the text of every Bib-1 diagnostic', () => {
    expect(Object.keys(bib1Diagnostics)).to.have.length.above(170)
    expect(bib1Diagnostic(114)).to.match(/unsupported use attribute/i)
    expect(bib1Diagnostic(13)).to.match(/out of range/i)
    expect(bib1Diagnostic(1015)).to.match(/simultaneous sessions/i)
    expect(bib1Diagnostic(99_999)).to.equal('Diagnostic 99999')
  })

  it('know what Bib-1 attributes mean', () => {
    expect(Object.keys(bib1Attributes)).to.deep.equal(['1', '2', '3', '4', '5', '6'])
    expect(bib1Attribute(1, 4)).to.equal('Use: Title')
    expect(bib1Attribute(1, 1003)).to.equal('Use: Author')
    expect(bib1Attribute(5, 1)).to.equal('Truncation: Right truncation')
    expect(bib1Attribute(1, 99_999)).to.equal(undefined)
    expect(bib1Attribute(9, 1)).to.equal(undefined)
  })

  it('translate between short names and object identifiers of record syntaxes', () => {
    expect(recordSyntax.usmarc).to.equal('1.2.840.10003.5.10')
    expect(recordSyntaxOid('USmarc')).to.equal('1.2.840.10003.5.10')
    expect(recordSyntaxOid(' marc21 ')).to.equal('1.2.840.10003.5.10')
    expect(recordSyntaxOid('grs-1')).to.equal('1.2.840.10003.5.105')
    expect(recordSyntaxOid('1.2.3')).to.equal('1.2.3')
    expect(recordSyntaxOid('constructor')).to.equal(undefined)
    expect(oidName('1.2.840.10003.5.109.10')).to.equal('xml')
    expect(oidName('1.2.840.10003.5.999')).to.equal(undefined)
  })

  it('give each record syntax a name of its own', () => {
    for (const [name, oid] of Object.entries(recordSyntax)) expect(oidName(oid)).to.equal(name)
  })
})
