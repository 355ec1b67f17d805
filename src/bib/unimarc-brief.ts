import type { BriefTable } from './brief-table.ts'

const title = { a: ' ; ', c: '. ', e: ' : ', h: '. ', i: '. ' }
const imprint = { a: ' ; ', c: ' : ', d: ', ' }
const person = { b: ', ', d: ' ', c: ', ' }
const body = { b: '. ', c: ', ', d: ', ', e: ', ', f: ', ' }

/** UNIMARC Manual, bibliographic format (3rd edition and updates): where the elements of the brief display stand. */
export const unimarcBrief: BriefTable = {
  title: [
    { tags: ['200'], codes: 'aehi', before: title },
    { tags: ['200'], codes: 'cdf' },
    { tags: ['500', '503', '510', '517', '530'], codes: 'aehi', before: title },
  ],
  part: { tags: ['200'], codes: 'hi', before: title },
  author: [
    { tags: ['700'], codes: 'abcd', before: person },
    { tags: ['710'], codes: 'abdef', before: body },
    { tags: ['720'], codes: 'a' },
    { tags: ['701', '702'], codes: 'abcd', before: person },
    { tags: ['711', '712'], codes: 'abdef', before: body },
    { tags: ['730'], codes: 'a' },
  ],
  edition: [{ tags: ['205'], codes: 'abf', before: { b: ', ', f: ' / ' } }],
  imprint: [
    { tags: ['210'], codes: 'acd', before: imprint },
    { tags: ['214'], ind2: '0', codes: 'acd', before: imprint },
    { tags: ['219', '214'], codes: 'acd', before: imprint },
  ],
  date: { tags: ['210', '214', '219'], codes: 'dh' },
  language: { tags: ['101'], codes: 'a' },
  isbn: { tags: ['010'], codes: 'a' },
  issn: { tags: ['011'], codes: 'af' },
  // 020 holds every national bibliography's numbers, each with its country.
  lccn: { tags: ['020'], codes: 'b', where: ['a', 'US'] },
  oclc: { tags: ['035'], codes: 'a' },
}
