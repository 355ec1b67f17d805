/** How the terms of an index are read: words of a text, the one value of a number or code, years. */
export type CqlIndexKind = 'words' | 'value' | 'year'

export interface CqlIndex {
  /** Bib-1 Use attribute. */
  readonly use: number
  readonly kind: CqlIndexKind
  /** Names, `set.name`, of which the first is the one that queries are printed with. Farshelf's own have no set. */
  readonly names: readonly string[]
  /** For explain. */
  readonly title: string
}

/** Context sets by their short name; every URI a set is known under, the current one first. */
export const contextSets: Readonly<Record<string, readonly string[]>> = {
  cql: [
    'info:srw/cql-context-set/1/cql-v1.2',
    'info:srw/cql-context-set/1/cql-v1.1',
    'http://www.loc.gov/zing/cql/context-sets/cql/v1.1/',
  ],
  dc: [
    'info:srw/cql-context-set/1/dc-v1.1',
    'http://purl.org/dc/elements/1.1/',
    'http://www.loc.gov/zing/cql/dc-indexes/v1.0/',
  ],
  rec: [
    'info:srw/cql-context-set/2/rec-1.1',
    'info:srw/cql-context-set/2/rec-1.0',
    'info:srw/cql-context-set/2/rec-2.0',
  ],
  bath: ['http://zing.z3950.org/cql/bath/2.0/', 'info:srw/cql-context-set/1/bath-v1.1'],
  bib: [
    'info:srw/cql-context-set/1/bib-v1.0',
    'info:srw/cql-context-set/1/bib-v1',
    'info:srw/cql-context-set/1/bib-v1.1',
  ],
  sort: ['info:srw/cql-context-set/1/sort-v1.0'],
}

const index = (use: number, kind: CqlIndexKind, title: string, names: string): CqlIndex => ({
  use,
  kind,
  title,
  names: names.split(' '),
})

/**
 * The indexes, and the Bib-1 Use attribute each of them is. A target need not answer them all: it refuses the attribute
 * as it does when it comes in a Type-1 query.
 */
export const cqlIndexes: readonly CqlIndex[] = [
  index(
    1016,
    'words',
    'Anywhere',
    'cql.anywhere cql.serverChoice cql.anyIndexes cql.allIndexes cql.keywords bath.any bib.anywhere any keyword anywhere serverChoice',
  ),
  index(4, 'words', 'Title', 'dc.title bath.title bib.title title'),
  index(
    1003,
    'words',
    'Author',
    'dc.creator dc.contributor dc.author bath.author bath.name bib.name author creator contributor',
  ),
  index(1004, 'words', 'Personal author', 'bath.personalAuthor bath.personalName bib.namePersonal'),
  index(1005, 'words', 'Corporate author', 'bath.corporateAuthor bath.corporateName bib.nameCorporate'),
  index(1006, 'words', 'Conference author', 'bath.conferenceAuthor bath.conferenceName bib.nameConference'),
  index(21, 'words', 'Subject', 'dc.subject bath.subject bib.subjectTopic subject'),
  index(58, 'words', 'Place as subject', 'dc.coverage bath.geographicName bib.subjectPlace coverage'),
  index(1018, 'words', 'Publisher', 'dc.publisher bath.publisher bib.originPublisher publisher'),
  index(59, 'words', 'Place of publication', 'bib.originPlace bath.placeOfPublication'),
  index(31, 'year', 'Year of publication', 'dc.date bath.date bib.dateIssued date year'),
  index(54, 'value', 'Language', 'dc.language bath.language bib.language language'),
  index(1031, 'value', 'Type of material', 'dc.type bath.materialType bib.genre type'),
  index(5, 'words', 'Series', 'bath.seriesTitle bib.titleSeries series'),
  index(6, 'words', 'Uniform title', 'bath.uniformTitle bib.titleUniform'),
  index(62, 'words', 'Abstract', 'dc.description description'),
  index(63, 'words', 'Notes', 'bath.notes bib.note notes'),
  index(7, 'value', 'ISBN', 'bath.isbn bib.isbn isbn'),
  index(8, 'value', 'ISSN', 'bath.issn bib.issn issn'),
  index(9, 'value', 'LCCN', 'bath.lccn bib.lccn lccn'),
  index(1007, 'value', 'Standard identifier', 'dc.identifier bath.standardIdentifier bib.identifier identifier'),
  index(12, 'value', 'Record number', 'rec.id rec.identifier bath.localNumber bib.recordIdentifier id controlNumber'),
  index(1211, 'value', 'OCLC number', 'bib.oclc oclc'),
  index(48, 'value', 'National bibliography number', 'bib.nationalNumber'),
  index(16, 'words', 'LC call number', 'bath.lcCallNumber bib.lcCallNumber'),
  index(13, 'words', 'Dewey class', 'bath.deweyClassification bib.dewey dewey ddc'),
  index(53, 'words', 'Shelf mark', 'bath.callNumber bib.callNumber callNumber'),
]

/** Index by `set.name`, lower case; the names without a set are in the set "". */
const byName: ReadonlyMap<string, CqlIndex> = new Map(
  cqlIndexes.flatMap((entry) =>
    entry.names.map((name): [string, CqlIndex] => [(name.includes('.') ? name : `.${name}`).toLowerCase(), entry]),
  ),
)

export const cqlIndexOf = (set: string, name: string): CqlIndex | undefined =>
  byName.get(`${set}.${name}`.toLowerCase())

const setByUri: ReadonlyMap<string, string> = new Map(
  Object.entries(contextSets).flatMap(([set, uris]) => uris.map((uri): [string, string] => [uri.toLowerCase(), set])),
)

export const contextSetOf = (uri: string): string | undefined => setByUri.get(uri.toLowerCase())
