/**
 * Object identifiers of Z39.50-2003 appendix OID and of the registry kept for it, by class and by the short names the
 * field's tools use. Names with a hyphen are written with it.
 */
const z3950 = '1.2.840.10003'

const classOf = <const Members extends Readonly<Record<string, string>>>(classNumber: number, members: Members) =>
  Object.fromEntries(
    Object.entries(members).map(([name, rest]) => [name, `${z3950}.${classNumber}.${rest}`]),
  ) as Readonly<Record<keyof Members, string>>

export const attributeSet = classOf(3, {
  'bib-1': '1',
  'exp-1': '2',
  'ext-1': '3',
  'ccl-1': '4',
  gils: '5',
  stas: '6',
  collections: '7',
  'cimi-1': '8',
  geo: '9',
  zbig: '10',
  util: '11',
  'xd-1': '12',
  zthes: '13',
  'fin-1': '14',
  'dan-1': '15',
  holdings: '16',
  marc: '17',
  'bib-2': '18',
  zeerex: '19',
})

export const diagnosticSet = classOf(4, { 'bib-1': '1', 'diag-1': '2', 'diag-es': '3' })

export const recordSyntax = classOf(5, {
  unimarc: '1',
  intermarc: '2',
  ccf: '3',
  usmarc: '10',
  ukmarc: '11',
  normarc: '12',
  librismarc: '13',
  danmarc: '14',
  finmarc: '15',
  mab: '16',
  canmarc: '17',
  sbn: '18',
  picamarc: '19',
  ausmarc: '20',
  ibermarc: '21',
  carmarc: '22',
  malmarc: '23',
  jpmarc: '24',
  swemarc: '25',
  siglemarc: '26',
  isdsmarc: '27',
  rusmarc: '28',
  hunmarc: '29',
  'nacsis-catp': '30',
  finmarc2000: '31',
  'marc21-fin': '32',
  explain: '100',
  sutrs: '101',
  opac: '102',
  summary: '103',
  'grs-0': '104',
  'grs-1': '105',
  extended: '106',
  fragment: '107',
  pdf: '109.1',
  postscript: '109.2',
  html: '109.3',
  tiff: '109.4',
  gif: '109.5',
  jpeg: '109.6',
  png: '109.7',
  mpeg: '109.8',
  sgml: '109.9',
  xml: '109.10',
  'application-xml': '109.11',
  'tiff-b': '110.1',
  wav: '110.2',
  'sql-rs': '111',
  json: '1000.81.3',
})
export type RecordSyntaxName = keyof typeof recordSyntax

export const resourceReportFormat = classOf(7, { 'resource-1': '1', 'resource-2': '2' })

export const accessControlFormat = classOf(8, { 'prompt-1': '1', 'des-1': '2', 'krb-1': '3' })

export const extendedService = classOf(9, {
  'persistent-result-set': '1',
  'persistent-query': '2',
  'periodic-query-schedule': '3',
  'item-order': '4',
  'database-update': '5.1.1',
  'database-update-first': '5',
  'export-specification': '6',
  'export-invocation': '7',
})

export const userInformation = classOf(10, {
  'search-result-1': '1',
  'charset-and-language': '2',
  'user-info-1': '3',
  'multiple-search-terms-1': '4',
  'multiple-search-terms-2': '5',
  'date-time': '6',
  proxy: '1000.81.1',
  cookie: '1000.81.2',
  'client-ip': '1000.81.3',
  'scan-set': '1000.81.4',
  'facet-1': '1000.81.5',
})

export const elementSpecification = classOf(11, { 'espec-1': '1' })

export const variantSet = classOf(12, { 'variant-1': '1' })

export const schema = classOf(13, {
  wais: '1',
  gils: '2',
  collections: '3',
  geo: '4',
  cimi: '5',
  update: '6',
  holdings: '7',
  zthes: '8',
})

export const tagSet = classOf(14, {
  'tagset-m': '1',
  'tagset-g': '2',
  stas: '3',
  gils: '4',
  collections: '5',
  cimi: '6',
  zthes: '8',
})

export const negotiationRecord = classOf(15, { 'charset-3': '3', 'charset-4': '4' })

export const queryLanguage = classOf(16, { cql: '2' })

/** Transfer forms of ISO 10646, for character set negotiation. */
export const iso10646Form = {
  'ucs-2': '1.0.10646.1.0.2',
  'ucs-4': '1.0.10646.1.0.4',
  'utf-16': '1.0.10646.1.0.5',
  'utf-8': '1.0.10646.1.0.8',
} as const

/** Interlibrary loan APDUs of ISO 10161, as item orders carry them. */
export const iso10161 = '1.0.10161.2.1'

/** Other names of record syntaxes met in configurations. */
const otherNames: Readonly<Record<string, RecordSyntaxName>> = {
  marc21: 'usmarc',
  grs1: 'grs-1',
  grs0: 'grs-0',
  'text-xml': 'xml',
  mab2: 'mab',
}

/** The OID of a record syntax given by short name, in any case, or already as an OID; undefined if it is neither. */
export function recordSyntaxOid(nameOrOid: string): string | undefined {
  const name = nameOrOid.trim().toLowerCase()
  if (/^[0-2](\.\d+)+$/.test(name)) return name
  const own = otherNames[name] ?? name
  return Object.hasOwn(recordSyntax, own) ? recordSyntax[own as RecordSyntaxName] : undefined
}

const namesByOid: ReadonlyMap<string, string> = new Map(
  [
    attributeSet,
    diagnosticSet,
    recordSyntax,
    resourceReportFormat,
    accessControlFormat,
    extendedService,
    userInformation,
    elementSpecification,
    variantSet,
    schema,
    tagSet,
    negotiationRecord,
    queryLanguage,
    iso10646Form,
    { 'iso-10161': iso10161 },
  ].flatMap((members) => Object.entries(members).map(([name, oid]) => [oid, name] as const)),
)

/** The short name of an OID, e.g. `usmarc` or `bib-1`; undefined where it is not in the tables. */
export const oidName = (oid: string): string | undefined => namesByOid.get(oid)
