import type { Row } from './full-table.ts'
import { marc21Brief } from './marc21-brief.ts'
import { subdivision } from './text.ts'

const title = { b: ' : ', n: '. ', p: '. ' }
const statement = { a: ' ; ', b: ' : ', c: ', ', e: ' ; ', f: ' : ', g: ', ' }
const entry = { a: '. ', b: '. ', d: '. ', g: ', ', h: '. ', n: '. ', t: '. ', x: ', ', z: ', ' }
const subject = { v: subdivision, x: subdivision, y: subdivision, z: subdivision }
const person = 'abcdjq'
const body = 'abcdgn'
const work = 'fgklmnoprst'

/** MARC 21 Format for Bibliographic Data, in the order a reader asks for things. */
export const marc21Full: readonly Row[] = [
  { key: 'title', label: 'Title', kind: 'text', sources: marc21Brief.title.slice(0, 1) },
  {
    key: 'other-titles',
    label: 'Other titles',
    kind: 'work',
    sources: [
      { tags: ['240', '130'], codes: 'adfgklmnoprs', before: title },
      { tags: ['246', '247'], codes: 'iabfgnp', before: title },
      { tags: ['222', '210'], codes: 'ab' },
      { tags: ['242', '243', '730', '740'], codes: 'abdfgklmnoprst', before: title },
      { tags: ['700', '710', '711'], codes: `${person}e${work}`, having: 't' },
    ],
  },
  {
    key: 'responsibility',
    label: 'Statement of responsibility',
    kind: 'text',
    sources: [{ tags: ['245'], codes: 'c' }],
  },
  {
    key: 'author',
    label: 'Author',
    kind: 'agent',
    sources: [
      { tags: ['100'], codes: person },
      { tags: ['110', '111'], codes: body },
    ],
  },
  {
    key: 'contributors',
    label: 'Contributors',
    kind: 'agent',
    sources: [
      { tags: ['700'], codes: person, lacking: 't' },
      { tags: ['710', '711'], codes: body, lacking: 't' },
      { tags: ['720'], codes: 'a' },
    ],
  },
  { key: 'edition', label: 'Edition', kind: 'text', sources: marc21Brief.edition },
  {
    key: 'imprint',
    label: 'Published',
    kind: 'text',
    sources: [{ tags: ['264', '260'], codes: 'abcefg', before: statement }],
  },
  {
    key: 'physical',
    label: 'Description',
    kind: 'text',
    sources: [{ tags: ['300'], codes: 'abcefg', before: { b: ' : ', c: ' ; ', e: ' + ' } }],
  },
  { key: 'frequency', label: 'Frequency', kind: 'text', sources: [{ tags: ['310', '321'], codes: 'ab' }] },
  { key: 'numbering', label: 'Numbering', kind: 'text', sources: [{ tags: ['362'], codes: 'a' }] },
  {
    key: 'scale',
    label: 'Scale',
    kind: 'text',
    sources: [{ tags: ['255'], codes: 'abcdefg', before: { b: ' ; ', c: ' ' } }],
  },
  {
    key: 'series',
    label: 'Series',
    kind: 'series',
    sources: [
      { tags: ['490', '440'], codes: 'anpxv', before: { ...title, v: ' ; ', x: ', ' } },
      {
        tags: ['800', '810', '811', '830'],
        codes: 'abcdfgklmnopqrstv',
        before: { t: '. ', n: '. ', p: '. ', v: ' ; ' },
      },
    ],
  },
  { key: 'language', label: 'Language', kind: 'language', sources: [{ tags: ['041'], codes: 'ad' }] },
  { key: 'translated-from', label: 'Translated from', kind: 'language', sources: [{ tags: ['041'], codes: 'h' }] },
  {
    key: 'subjects',
    label: 'Subjects',
    kind: 'subject',
    sources: [
      {
        tags: ['600', '610', '611', '630', '647', '648', '650', '651', '653', '654', '656', '657', '662', '690', '691'],
        codes: 'abcdfghjklmnopqrstvxyz',
        before: subject,
      },
    ],
  },
  { key: 'genre', label: 'Genre', kind: 'subject', sources: [{ tags: ['655'], codes: 'abvxyz', before: subject }] },
  { key: 'contents', label: 'Contents', kind: 'contents', sources: [{ tags: ['505'], codes: 'agrtu' }] },
  { key: 'summary', label: 'Summary', kind: 'text', sources: [{ tags: ['520'], codes: 'abc' }] },
  {
    key: 'thesis',
    label: 'Thesis',
    kind: 'text',
    sources: [{ tags: ['502'], codes: 'abcdgo', before: { c: ', ', d: ', ' } }],
  },
  { key: 'bibliography', label: 'Bibliography', kind: 'text', sources: [{ tags: ['504'], codes: 'ab' }] },
  {
    key: 'performers',
    label: 'Performers and credits',
    kind: 'text',
    sources: [{ tags: ['511', '508'], codes: 'a' }],
  },
  {
    key: 'notes',
    label: 'Notes',
    kind: 'text',
    sources: [
      {
        tags: [
          ...['500', '501', '507', '513', '514', '515', '516', '518', '522', '524', '525', '526', '530', '532', '533'],
          ...['534', '535', '536', '538', '540', '544', '545', '546', '547', '550', '552', '555', '556', '561', '562'],
          ...['563', '565', '567', '580', '581', '584', '585', '586', '588'],
        ],
        codes: '*',
      },
    ],
  },
  { key: 'access', label: 'Access', kind: 'text', sources: [{ tags: ['506'], codes: 'abcdef' }] },
  { key: 'audience', label: 'Audience', kind: 'text', sources: [{ tags: ['521'], codes: 'ab' }] },
  { key: 'host', label: 'In', kind: 'entry', sources: [{ tags: ['773'], codes: 'iabdghntxz', before: entry }] },
  {
    key: 'continues',
    label: 'Continues',
    kind: 'entry',
    sources: [{ tags: ['780'], codes: 'iabdghntxz', before: entry }],
  },
  {
    key: 'continued-by',
    label: 'Continued by',
    kind: 'entry',
    sources: [{ tags: ['785'], codes: 'iabdghntxz', before: entry }],
  },
  {
    key: 'related',
    label: 'Related',
    kind: 'entry',
    sources: [
      {
        tags: ['760', '762', '765', '767', '770', '772', '774', '775', '776', '777', '787'],
        codes: 'iabdghntxz',
        before: entry,
      },
    ],
  },
  { key: 'links', label: 'Links', kind: 'link', sources: [{ tags: ['856'], codes: 'u' }] },
  { key: 'isbn', label: 'ISBN', kind: 'isbn', sources: [{ tags: ['020'], codes: 'az' }] },
  { key: 'issn', label: 'ISSN', kind: 'issn', sources: [{ tags: ['022'], codes: 'alyz' }] },
  {
    key: 'number',
    label: 'Other numbers',
    kind: 'number',
    sources: [{ tags: ['024', '028', '027', '030', '074', '086'], codes: 'abdq' }],
  },
  { key: 'lccn', label: 'LCCN', kind: 'lccn', sources: [{ tags: ['010'], codes: 'a' }] },
  { key: 'oclc', label: 'OCLC number', kind: 'oclc', sources: [{ tags: ['035'], codes: 'a' }] },
  {
    key: 'national',
    label: 'National bibliography number',
    kind: 'number',
    sources: [{ tags: ['015', '016'], codes: 'a' }],
  },
  {
    key: 'classification',
    label: 'Classification',
    kind: 'number',
    sources: [{ tags: ['050', '082', '080', '083', '084', '060', '070', '055', '090', '092'], codes: 'ab' }],
  },
  { key: 'script', label: 'In original script', kind: 'text', sources: [{ tags: ['880'], codes: '*' }] },
]
