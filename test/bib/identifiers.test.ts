import { expect } from 'chai'
import fc from 'fast-check'
import { isbn10, normaliseIsbn, normaliseIssn, normaliseLccn, normaliseOclc } from '../../src/bib/index.ts'

describe('Standard numbers', () => {
  for (const [text, value, valid] of [
    ['0-306-40615-2', '9780306406157', true],
    ['0306406152 (pbk.) : $12.50', '9780306406157', true],
    ['978-0-306-40615-7', '9780306406157', true],
    ['978 0 306 40615 7', '9780306406157', true],
    ['ISBN 0-8044-2957-X', '9780804429573', true],
    ['080442957x', '9780804429573', true],
    ['979-10-90636-07-1', '9791090636071', true],
    ['0-306-40615-3', '0306406153', false],
    ['9780306406158', '9780306406158', false],
    ['9770306406157', '9770306406157', false],
    ['(pbk.)', '(pbk.)', false],
    ['', '', false],
  ] as const)
    it(`reads the ISBN ${JSON.stringify(text)}`, () => {
      expect(normaliseIsbn(text)).to.deep.equal({ value, valid })
    })

  it('gives back the ten digits an ISBN came from', () => {
    expect(isbn10('9780804429573')).to.equal('080442957X')
    expect(isbn10('9791090636071')).to.equal(undefined)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (number) => {
        const ten = isbn10(`978${String(number).padStart(9, '0')}0`)!
        expect(normaliseIsbn(ten).valid).to.equal(true)
        expect(isbn10(normaliseIsbn(ten).value)).to.equal(ten)
      }),
    )
  })

  it('finds every single wrong digit of an ISBN-13', () => {
    const right = '9780306406157'
    for (let at = 3; at < 13; at++)
      for (const digit of '0123456789')
        if (digit !== right[at])
          expect(normaliseIsbn(right.slice(0, at) + digit + right.slice(at + 1)).valid).to.equal(false)
  })

  for (const [text, value, valid] of [
    ['0378-5955', '0378-5955', true],
    ['03785955', '0378-5955', true],
    ['ISSN 2434-561x', '2434-561X', true],
    ['0378–5955 (print)', '0378-5955', true],
    ['0378-5954', '0378-5954', false],
    ['nothing', 'NOTHING', false],
  ] as const)
    it(`reads the ISSN ${JSON.stringify(text)}`, () => {
      expect(normaliseIssn(text)).to.deep.equal({ value, valid })
    })

  for (const [text, value, valid] of [
    ['   89001234 ', '89001234', true],
    ['n78-890351', 'n78890351', true],
    ['85-2 ', '85000002', true],
    ['   75425165//r75', '75425165', true],
    ['2001-000002', '2001000002', true],
    ['sn 86012976', 'sn86012976', true],
    ['unknown', 'unknown', false],
  ] as const)
    it(`reads the LCCN ${JSON.stringify(text)}`, () => {
      expect(normaliseLccn(text)).to.deep.equal({ value, valid })
    })

  it('reads OCLC numbers with and without their prefixes', () => {
    expect(['(OCoLC)ocm00012345', '(OCoLC)12345', 'ocn012345', 'on12345 '].map(normaliseOclc)).to.deep.equal(
      new Array(4).fill('12345'),
    )
    expect(normaliseOclc('(DLC)12345')).to.equal(undefined)
  })
})
