import type { BriefTable } from './brief-table.ts'
import type { Source } from './display.ts'

const title = { b: ' : ', c: ' / ', n: '. ', p: '. ' }
const imprint = { a: ' ; ', b: ' : ', c: ', ' }
const published = (ind2?: string): Source => ({
  tags: ['264'],
  codes: 'abc',
  before: imprint,
  ...(ind2 === undefined ? {} : { ind2 }),
})

/** MARC 21 Format for Bibliographic Data: where the elements of the brief display stand, best place first. */
export const marc21Brief: BriefTable = {
  title: [
    { tags: ['245'], codes: 'abnpfgks', before: title },
    { tags: ['245'], codes: 'ch' },
    { tags: ['130', '240', '246', '247', '222', '210'], codes: 'abnp', before: title },
    { tags: ['880'], codes: 'abnp', before: title },
  ],
  part: { tags: ['245'], codes: 'np', before: title },
  author: [
    { tags: ['100'], codes: 'abcq' },
    { tags: ['110'], codes: 'ab' },
    { tags: ['111'], codes: 'andc' },
    { tags: ['700'], codes: 'abcq', lacking: 't' },
    { tags: ['710'], codes: 'ab', lacking: 't' },
    { tags: ['711'], codes: 'andc', lacking: 't' },
    { tags: ['720'], codes: 'a' },
    // With $t they name a work: one this record contains (indicator 2), not one it is only related to.
    { tags: ['700'], codes: 'abcq', ind2: '2' },
  ],
  edition: [{ tags: ['250'], codes: 'ab', before: { b: ' / ' } }],
  imprint: [published('1'), { tags: ['260'], codes: 'abc', before: imprint }, published()],
  date: { tags: ['264', '260'], codes: 'c' },
  language: { tags: ['041'], codes: 'a' },
  isbn: { tags: ['020'], codes: 'a' },
  issn: { tags: ['022'], codes: 'al' },
  lccn: { tags: ['010'], codes: 'a' },
  oclc: { tags: ['035'], codes: 'a' },
}
