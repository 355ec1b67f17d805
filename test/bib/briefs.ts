import fc from 'fast-check'
import type { Brief } from '../../src/bib/index.ts'

/** A brief display of a book with these parts. */
export const book = (parts: Partial<Brief> = {}): Brief => ({
  title: { text: 'The two towers' },
  nonFiling: 4,
  format: 'book',
  isbns: [],
  issns: [],
  level: 'full',
  ...parts,
})

const pick = <T>(...values: T[]) => fc.constantFrom(...values)
const long = 'Proceedings of the fourth congress of Etruscan studies'

/** Brief displays that agree and disagree with one another in every way that matters. */
export const aBrief = fc
  .record({
    title: pick<Brief['title']>(
      { text: 'Dune' },
      { text: 'Dune : a novel' },
      { text: 'Dune : roman' },
      { text: 'Di︠u︡na', script: 'Дюна' },
      { text: 'Дюна' },
      { text: 'Дюна', script: long },
      { text: long },
      { text: '[Untitled]' },
    ),
    author: pick(
      undefined,
      { text: 'Herbert, Frank' },
      { text: 'Herbert' },
      { text: 'Eco, U.' },
      { text: 'Герберт, Ф.' },
    ),
    year: pick(undefined, 1965, 1966),
    edition: pick(undefined, '1st ed.', '2nd ed.'),
    isbns: pick<string[]>([], ['9780306406157'], ['9780804429573'], ['9780306406157', '9780804429573']),
    issns: pick<string[]>([], ['0028-0836'], ['0378-5955'], ['0028-0836', '0378-5955']),
    lccn: pick(undefined, '85000002'),
    format: pick<Brief['format']>('book', 'book', 'serial'),
  })
  .map(({ author, year, edition, lccn, ...rest }) =>
    book({
      nonFiling: 0,
      ...rest,
      ...(author && { author }),
      ...(year && { year }),
      ...(edition && { edition }),
      ...(lccn && { lccn }),
    }),
  )
