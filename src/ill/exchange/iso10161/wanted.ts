import { isbn10, normaliseIsbn, normaliseIssn } from '../../../bib/index.ts'
import type { ItemId } from '../../../standards/iso10161/index.ts'
import type { Wanted } from '../message.ts'
import { filled } from './parties.ts'
import { said } from './texts.ts'

/** Numbers without a field of their own: they stand in additional-no-letters, named, with semicolons between them. */
const numbers = {
  ISBN: 'isbn',
  ISSN: 'issn',
  DOI: 'doi',
  OCLC: 'oclc',
  LCCN: 'lccn',
  PMID: 'pmid',
  RECORD: 'recordId',
} as const
type Label = keyof typeof numbers

/** Item-Id of what is wanted. An ISBN of 13 digits does not fit: its form with ten stands in the field, if it has one. */
export function itemId(wanted: Wanted): ItemId {
  const isbn = wanted.isbn === undefined ? undefined : normaliseIsbn(wanted.isbn)
  const ten = isbn?.valid ? isbn10(isbn.value) : undefined
  const issn = wanted.issn === undefined ? undefined : normaliseIssn(wanted.issn)
  const eight = issn?.valid ? issn.value.replaceAll('-', '') : undefined
  const more = Object.entries({
    ISBN: wanted.isbn === ten ? undefined : wanted.isbn,
    // A valid ISSN is the same wherever it is read.
    ISSN: eight === undefined ? wanted.issn : undefined,
    DOI: wanted.doi,
    OCLC: wanted.oclc,
    LCCN: wanted.lccn,
    PMID: wanted.pmid,
    RECORD: wanted.recordId,
  }).flatMap(([label, number]) => {
    const kept = said(number)
    return kept === undefined ? [] : [`${label} ${kept}`]
  })
  return {
    itemType: wanted.issn !== undefined || wanted.articleTitle !== undefined ? 'serial' : 'monograph',
    ...filled({
      author: wanted.author,
      title: wanted.title,
      placeOfPublication: wanted.place,
      publisher: wanted.publisher,
      seriesTitleNumber: wanted.series,
      volumeIssue: volumeIssue(wanted),
      edition: wanted.edition,
      publicationDate: wanted.year,
      authorOfArticle: wanted.articleAuthor,
      titleOfArticle: wanted.articleTitle,
      pagination: wanted.pages,
      iSBN: ten,
      iSSN: eight,
      additionalNoLetters: more.join('; '),
    }),
  }
}

/** `12(3)`: both are one field. */
const volumeIssue = ({ volume, issue }: Wanted) =>
  said(issue) === undefined ? volume : `${said(volume) ?? ''}(${said(issue)})`

/** What an Item-Id wants. */
export function wantedIn(item: ItemId): Wanted {
  const named = namedNumbers(item.additionalNoLetters)
  const title = [said(item.title), said(item.subTitle)].filter(Boolean).join(' : ')
  const parts = /^(.*?)\(([^()]*)\)$/s.exec(item.volumeIssue?.trim() ?? '')
  const [volume, issue] = parts ? [parts[1], parts[2]] : [item.volumeIssue]
  const issn = said(item.iSSN, 60)
  return filled({
    title: said(title, 1000),
    author: said(item.author ?? item.sponsoringBody, 1000),
    edition: said(item.edition, 200),
    publisher: said(item.publisher, 400),
    place: said(item.placeOfPublication, 400),
    year: said(item.publicationDate, 60) ?? said(item.publicationDateOfComponent, 60),
    series: said(item.seriesTitleNumber, 400),
    articleTitle: said(item.titleOfArticle, 1000),
    articleAuthor: said(item.authorOfArticle, 1000),
    volume: said(volume, 200),
    issue: said(issue, 200),
    pages: said(item.pagination, 200),
    isbn: named.ISBN ?? said(item.iSBN, 60),
    issn: issn === undefined ? named.ISSN : normaliseIssn(issn).value,
    doi: named.DOI,
    oclc: named.OCLC,
    lccn: named.LCCN,
    pmid: named.PMID,
    recordId: named.RECORD,
  })
}

const labelled = new RegExp(`^\\s*(${Object.keys(numbers).join('|')})[\\s:]+(.*)$`, 'i')
const between = new RegExp(`;\\s*(?=(?:${Object.keys(numbers).join('|')})[\\s:])`, 'i')

function namedNumbers(text: string | undefined): { readonly [L in Label]?: string } {
  const found: { [L in Label]?: string } = {}
  for (const part of (text ?? '').split(between)) {
    const [, label, number] = labelled.exec(part) ?? []
    const key = label?.toUpperCase() as Label | undefined
    if (key) found[key] ??= said(number, key === 'DOI' ? 300 : key === 'RECORD' ? 200 : 60)
  }
  // What stands there without a name is not known: it may be anybody's number.
  return found
}
