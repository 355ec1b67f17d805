import type { Row } from './full-table.ts'
import { subdivision } from './text.ts'
import { unimarcBrief } from './unimarc-brief.ts'

const title = { a: ' ; ', e: ' : ', h: '. ', i: '. ' }
const person = { b: ', ', c: ', ', d: ' ', f: ', ' }
const body = { b: '. ', c: ', ', d: ', ', e: ', ', f: ', ', h: ', ' }
const subject = { j: subdivision, x: subdivision, y: subdivision, z: subdivision }
const series = { e: ' : ', h: '. ', i: '. ', v: ' ; ', x: ', ' }
const entry = {
  c: ' : ',
  d: ', ',
  e: ' : ',
  f: ' / ',
  h: '. ',
  i: '. ',
  n: ', ',
  p: ', ',
  t: '. ',
  v: ' ; ',
  x: ', ',
  y: ', ',
}

/** UNIMARC Manual, bibliographic format, in the order a reader asks for things. */
export const unimarcFull: readonly Row[] = [
  { key: 'title', label: 'Title', kind: 'text', sources: unimarcBrief.title.slice(0, 1) },
  {
    key: 'other-titles',
    label: 'Other titles',
    kind: 'work',
    sources: [
      { tags: ['200'], codes: 'd' },
      { tags: ['500', '501', '503'], codes: 'abehiklmq', before: { ...title, k: '. ', l: '. ', m: '. ', q: '. ' } },
      {
        tags: ['510', '512', '513', '514', '515', '516', '517', '518', '530', '532', '540', '541'],
        codes: 'aehi',
        before: title,
      },
    ],
  },
  {
    key: 'responsibility',
    label: 'Statement of responsibility',
    kind: 'text',
    sources: [{ tags: ['200'], codes: 'fg', before: { f: ' ; ', g: ' ; ' } }],
  },
  {
    key: 'author',
    label: 'Author',
    kind: 'agent',
    sources: [
      { tags: ['700'], codes: 'abcdf', before: person },
      { tags: ['710'], codes: 'abcdefh', before: body },
      { tags: ['720', '730'], codes: 'af', before: person },
    ],
  },
  {
    key: 'contributors',
    label: 'Contributors',
    kind: 'agent',
    sources: [
      { tags: ['701', '702'], codes: 'abcdf', before: person },
      { tags: ['711', '712'], codes: 'abcdefh', before: body },
      { tags: ['721', '722'], codes: 'af', before: person },
    ],
  },
  { key: 'edition', label: 'Edition', kind: 'text', sources: unimarcBrief.edition },
  {
    key: 'imprint',
    label: 'Published',
    kind: 'text',
    sources: [
      {
        tags: ['210', '214', '219'],
        codes: 'acdegh',
        before: { a: ' ; ', c: ' : ', d: ', ', e: ' ; ', g: ' : ', h: ', ' },
      },
    ],
  },
  {
    key: 'physical',
    label: 'Description',
    kind: 'text',
    sources: [{ tags: ['215'], codes: 'acde', before: { c: ' : ', d: ' ; ', e: ' + ' } }],
  },
  {
    key: 'frequency',
    label: 'Frequency',
    kind: 'text',
    sources: [{ tags: ['326'], codes: 'ab', before: { b: ', ' } }],
  },
  { key: 'numbering', label: 'Numbering', kind: 'text', sources: [{ tags: ['207'], codes: 'a' }] },
  { key: 'scale', label: 'Scale', kind: 'text', sources: [{ tags: ['206'], codes: 'abcdef', before: { b: ' ; ' } }] },
  {
    key: 'series',
    label: 'Series',
    kind: 'series',
    sources: [
      { tags: ['225'], codes: 'aehivx', before: series },
      { tags: ['410'], codes: 'athivx', before: series },
    ],
  },
  { key: 'language', label: 'Language', kind: 'language', sources: [{ tags: ['101'], codes: 'a' }] },
  { key: 'translated-from', label: 'Translated from', kind: 'language', sources: [{ tags: ['101'], codes: 'c' }] },
  {
    key: 'subjects',
    label: 'Subjects',
    kind: 'subject',
    sources: [
      { tags: ['600'], codes: 'abcdfjtxyz', before: { ...subject, b: ', ', c: ', ', d: ' ', f: ', ', t: '. ' } },
      {
        tags: ['601', '602'],
        codes: 'abcdefjtxyz',
        before: { ...subject, b: '. ', c: ', ', d: ', ', e: ', ', f: ', ' },
      },
      { tags: ['604', '605', '606', '607', '610', '615', '616', '617'], codes: 'abdehijlmntxyz', before: subject },
    ],
  },
  { key: 'genre', label: 'Genre', kind: 'subject', sources: [{ tags: ['608'], codes: 'ajxyz', before: subject }] },
  { key: 'contents', label: 'Contents', kind: 'contents', sources: [{ tags: ['327'], codes: 'ab' }] },
  { key: 'summary', label: 'Summary', kind: 'text', sources: [{ tags: ['330'], codes: 'a' }] },
  {
    key: 'thesis',
    label: 'Thesis',
    kind: 'text',
    sources: [{ tags: ['328'], codes: 'abcdetz', before: { c: ', ', d: ', ', e: ', ' } }],
  },
  { key: 'bibliography', label: 'Bibliography', kind: 'text', sources: [{ tags: ['320'], codes: 'a' }] },
  { key: 'performers', label: 'Performers and credits', kind: 'text', sources: [{ tags: ['322', '323'], codes: 'a' }] },
  {
    key: 'notes',
    label: 'Notes',
    kind: 'text',
    sources: [
      {
        tags: [
          ...['300', '301', '302', '303', '304', '305', '306', '307', '308', '309', '310', '311', '312', '313', '314'],
          ...['315', '316', '317', '318', '321', '324', '325', '332', '334', '336', '337', '345'],
        ],
        codes: '*',
      },
    ],
  },
  { key: 'access', label: 'Access', kind: 'text', sources: [{ tags: ['371'], codes: 'abcd' }] },
  { key: 'audience', label: 'Audience', kind: 'text', sources: [{ tags: ['333'], codes: 'a' }] },
  {
    key: 'host',
    label: 'In',
    kind: 'entry',
    sources: [{ tags: ['461', '462', '463'], codes: 'acdefhinptvxy', before: entry }],
  },
  {
    key: 'continues',
    label: 'Continues',
    kind: 'entry',
    sources: [
      { tags: ['430', '431', '432', '433', '434', '435', '436', '437'], codes: 'acdefhinptvxy', before: entry },
    ],
  },
  {
    key: 'continued-by',
    label: 'Continued by',
    kind: 'entry',
    sources: [
      { tags: ['440', '441', '442', '443', '444', '445', '446', '447', '448'], codes: 'acdefhinptvxy', before: entry },
    ],
  },
  {
    key: 'related',
    label: 'Related',
    kind: 'entry',
    sources: [
      {
        tags: [
          '411',
          '421',
          '422',
          '423',
          '424',
          '425',
          '451',
          '452',
          '453',
          '454',
          '455',
          '456',
          '464',
          '470',
          '481',
          '482',
          '488',
        ],
        codes: 'acdefhinptvxy',
        before: entry,
      },
    ],
  },
  { key: 'links', label: 'Links', kind: 'link', sources: [{ tags: ['856', '859'], codes: 'u' }] },
  { key: 'isbn', label: 'ISBN', kind: 'isbn', sources: [{ tags: ['010'], codes: 'az' }] },
  { key: 'issn', label: 'ISSN', kind: 'issn', sources: [{ tags: ['011'], codes: 'afyz' }] },
  {
    key: 'number',
    label: 'Other numbers',
    kind: 'number',
    sources: [{ tags: ['012', '013', '014', '017', '071', '073'], codes: 'ab' }],
  },
  { key: 'lccn', label: 'LCCN', kind: 'lccn', sources: [{ tags: ['020'], codes: 'b', where: ['a', 'US'] }] },
  { key: 'oclc', label: 'OCLC number', kind: 'oclc', sources: [{ tags: ['035'], codes: 'a' }] },
  {
    key: 'national',
    label: 'National bibliography number',
    kind: 'number',
    sources: [
      { tags: ['020'], codes: 'ab', having: 'b' },
      { tags: ['022'], codes: 'ab' },
    ],
  },
  {
    key: 'classification',
    label: 'Classification',
    kind: 'number',
    sources: [{ tags: ['675', '676', '680', '686'], codes: 'ab' }],
  },
]
