import { expect } from 'chai'
import fc from 'fast-check'
import { Problem } from '../../../src/problems.ts'
import {
  defaultAttributes,
  type FieldedSearch,
  fielded,
  fields,
  parsePqf,
  printPqf,
  withAttributes,
} from '../../../src/standards/query/index.ts'

const pqf = (search: FieldedSearch) => printPqf(fielded(search))

describe('fielded', () => {
  it('searches a title as a list of words', () => {
    expect(pqf({ title: '  war   and peace ' })).to.equal('@attr 1=4 @attr 4=6 "war and peace"')
  })

  it('wants all fields to match', () => {
    expect(pqf({ any: 'sea', author: 'verne', year: 'c1870' })).to.equal(
      '@and @and @attr 1=1016 @attr 4=6 sea @attr 1=1003 @attr 4=6 verne @attr 1=31 1870',
    )
  })

  for (const [isbn, expected] of [
    ['0-306-40615-2', '@or @attr 1=7 9780306406157 @attr 1=7 0306406152'],
    ['ISBN 978-0-306-40615-7 (pbk.)', '@or @attr 1=7 9780306406157 @attr 1=7 0306406152'],
    ['080442957x', '@or @attr 1=7 9780804429573 @attr 1=7 080442957X'],
    ['979-10-90636-07-1', '@attr 1=7 9791090636071'],
    ['0-306-40615-3', '@attr 1=7 0306406153'],
    ['none', '@attr 1=7 none'],
  ])
    it(`cleans the ISBN ${isbn}`, () => expect(pqf({ isbn: isbn! })).to.equal(expected))

  it('writes an ISSN with its hyphen, and without', () => {
    expect(['0317-8471', '03178471', '0317 847x', 'junk'].map((issn) => pqf({ issn }))).to.deep.equal([
      '@or @attr 1=8 0317-8471 @attr 1=8 03178471',
      '@or @attr 1=8 0317-8471 @attr 1=8 03178471',
      '@or @attr 1=8 0317-847X @attr 1=8 0317847X',
      '@attr 1=8 junk',
    ])
  })

  it('normalises an LCCN, and has it as typed besides', () => {
    expect(
      ['n 78-890351', '85-2 ', '2001-000002', '75-425165//r75', ' 79139101 '].map((lccn) => pqf({ lccn })),
    ).to.deep.equal([
      '@or @attr 1=9 n78890351 @attr 1=9 "n 78-890351"',
      '@or @attr 1=9 85000002 @attr 1=9 85-2',
      '@or @attr 1=9 2001000002 @attr 1=9 2001-000002',
      '@or @attr 1=9 75425165 @attr 1=9 75-425165//r75',
      '@attr 1=9 79139101',
    ])
  })

  it('leaves out of a Dewey class where it may be cut short', () => {
    expect(
      ['823/.914', "813'.5/4", ' DDC 005.133 ', '823.*', 'ddc', 'FIC'].map((dewey) => pqf({ dewey })),
    ).to.deep.equal([
      '@attr 1=13 823.914',
      '@attr 1=13 813.54',
      '@attr 1=13 005.133',
      '@attr 1=13 @attr 5=1 823.',
      '@attr 1=13 ddc',
      '@attr 1=13 FIC',
    ])
  })

  it('searches a span of years by its ends, whichever of them is there', () => {
    expect(
      ['1990-1999', ' 1990 – 99', '1999-1990', '1990..1999', '1990-', '-1999', '19-20', '1990/1999', '1998-02'].map(
        (year) => pqf({ year }),
      ),
    ).to.deep.equal([
      ...Array.from({ length: 4 }, () => '@and @attr 1=31 @attr 2=4 1990 @attr 1=31 @attr 2=2 1999'),
      '@attr 1=31 @attr 2=4 1990',
      '@attr 1=31 @attr 2=2 1999',
      '@attr 1=31 19-20',
      '@attr 1=31 1990/1999',
      '@attr 1=31 1998',
    ])
  })

  it('never reads the text as PQF, whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((typed) => typed.trim() !== ''),
        (typed) => {
          expect(fielded({ title: typed }).root).to.deep.equal({
            op: 'term',
            attributes: defaultAttributes.title,
            term: { type: 'general', value: typed.normalize('NFC').trim().replace(/\s+/g, ' ') },
          })
        },
      ),
    )
  })

  it('gives a query of every field that PQF can print and read', () => {
    fc.assert(
      fc.property(
        fc.record(Object.fromEntries(fields.map((field) => [field, fc.string({ minLength: 1 })]))),
        (typed) => {
          fc.pre(Object.values(typed).some((text) => text.trim() !== ''))
          const query = fielded(typed)
          expect(parsePqf(printPqf(query))).to.deep.equal(query)
        },
      ),
    )
  })

  it('composes letters and their accents', () => {
    expect(pqf({ any: 'ge\u0301nie' })).to.include('g\u00e9nie')
  })

  it('uses the map of the target', () => {
    const map = { ...defaultAttributes, author: [{ type: 1, value: 1004 }] }
    expect(printPqf(fielded({ author: 'verne' }, map))).to.equal('@attr 1=1004 verne')
  })

  for (const search of [{}, { title: '' }, { title: ' ', isbn: '\t' }])
    it(`refuses ${JSON.stringify(search)} as empty`, () => {
      expect(() => fielded(search))
        .to.throw(Problem)
        .with.property('code', 'query-empty')
    })
})

describe('withAttributes', () => {
  it('adds to every term what it does not have yet', () => {
    const query = parsePqf('@and @attr 1=4 a @or @set s @attr 5=100 b')
    const extra = [
      { type: 5, value: 1 },
      { type: 4, value: 6 },
    ]
    expect(printPqf(withAttributes(query, extra))).to.equal(
      '@and @attr 1=4 @attr 5=1 @attr 4=6 a @or @set s @attr 5=100 @attr 4=6 b',
    )
  })
})
