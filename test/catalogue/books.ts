import { type Field, MarcRecord } from '../../src/standards/marc/index.ts'

/** What a test says of a book. */
export interface Book {
  readonly title: string
  readonly author?: string
  readonly year?: number
  readonly isbn?: string
  readonly subject?: string
  readonly dewey?: string
  readonly publisher?: string
  readonly controlNumber?: string
  readonly language?: string
}

/** A MARC 21 record of a book. */
export function book({
  title,
  author,
  year = 1974,
  isbn,
  subject,
  dewey,
  publisher = 'Harper',
  controlNumber,
  language = 'eng',
}: Book): MarcRecord {
  const record = new MarcRecord()
  record.leader = '00000nam a2200000 a 4500'
  const fields: (Field | undefined)[] = [
    controlNumber === undefined ? undefined : ['001', controlNumber],
    ['008', `740101s${year}    nyu           000 1 ${language} d`],
    isbn === undefined ? undefined : ['020', '  ', 'a', isbn],
    dewey === undefined ? undefined : ['082', '04', 'a', dewey, '2', '22'],
    author === undefined ? undefined : ['100', '1 ', 'a', author],
    ['245', title.startsWith('The ') ? '14' : '10', 'a', title],
    ['260', '  ', 'a', 'New York :', 'b', `${publisher},`, 'c', String(year)],
    subject === undefined ? undefined : ['650', ' 0', 'a', subject],
  ]
  record.fields = fields.filter((field) => field !== undefined)
  return record
}
