import { expect } from 'chai'
import { editionNumber } from '../../src/bib/edition.ts'
import { languageName } from '../../src/bib/index.ts'
import { languageNames } from '../../src/bib/language-names.ts'
import { bibliographicCode } from '../../src/bib/languages.ts'
import { relatorName } from '../../src/bib/relators.ts'

describe('Words for codes', () => {
  it('name a language by its bibliographic, terminology or obsolete code', () => {
    expect(['fre', 'fra', 'FRE', 'ger', 'deu', 'chi', 'zho', 'scr', 'mul'].map(languageName)).to.deep.equal([
      'French',
      'French',
      'French',
      'German',
      'German',
      'Chinese',
      'Chinese',
      'Croatian',
      'Multiple languages',
    ])
    expect(languageName('qqq')).to.equal(undefined)
  })

  it('have one well-formed row for each language, under its bibliographic code', () => {
    expect(languageNames.size).to.be.greaterThan(400)
    for (const [code, name] of languageNames) {
      expect(code).to.match(/^[a-z]{3}$/)
      expect(bibliographicCode(code)).to.equal(code)
      expect(name).to.match(/^\p{Lu}[\p{L}\p{M}’' -]+$/u)
    }
  })

  it('name a role by its MARC or UNIMARC code, or its address', () => {
    expect(['aut', 'trl ', '070', '730', 'http://id.loc.gov/vocabulary/relators/ill'].map(relatorName)).to.deep.equal([
      'author',
      'translator',
      'author',
      'translator',
      'illustrator',
    ])
    expect([relatorName('???'), relatorName('')]).to.deep.equal([undefined, undefined])
  })
})

describe('The number of an edition', () => {
  for (const [statement, number] of [
    ['2nd ed.', '2'],
    ['2e éd., revue', '2'],
    ['02. Aufl.', '2'],
    ['Second edition', '2'],
    ['Zweite, verb. Aufl.', '2'],
    ['Изд. 3-е', '3'],
    ['Fifth International Student Edition', '5'],
    ['١٢', '12'],
    ['New edition', ''],
    ['Rev. ed.', ''],
    ['', ''],
  ] as const)
    it(`${JSON.stringify(statement)} is ${JSON.stringify(number)}`, () => {
      expect(editionNumber(statement)).to.equal(number)
    })
})
