/** How the versions of SRU differ in what is sent. */
export interface SruVersion {
  readonly name: '1.1' | '1.2' | '2.0'
  /** Namespaces of searchRetrieve and explain responses, of scan responses, and of diagnostics. */
  readonly response: string
  readonly scan: string
  readonly diagnostic: string
  /** The element that says whether a record is XML or its text. */
  readonly packing: 'recordPacking' | 'recordXMLEscaping'
  readonly hasIdentifiers: boolean
  readonly mediaType: string
}

const srw = 'http://www.loc.gov/zing/srw/'
const searchWs = 'http://docs.oasis-open.org/ns/search-ws/'
const first = {
  response: srw,
  scan: srw,
  diagnostic: `${srw}diagnostic/`,
  packing: 'recordPacking',
  mediaType: 'application/xml',
} as const

/** SRU 1.1, SRU 1.2, and OASIS searchRetrieve 1.0, which calls itself 2.0. */
export const sruVersions: Readonly<Record<SruVersion['name'], SruVersion>> = {
  '1.1': { name: '1.1', ...first, hasIdentifiers: false },
  '1.2': { name: '1.2', ...first, hasIdentifiers: true },
  '2.0': {
    name: '2.0',
    response: `${searchWs}sruResponse`,
    scan: `${searchWs}scan`,
    diagnostic: `${searchWs}diagnostic`,
    packing: 'recordXMLEscaping',
    hasIdentifiers: true,
    mediaType: 'application/sru+xml',
  },
}

export const newestSru = sruVersions['2.0']
