import { contextSets, cqlIndexes } from '../query/index.ts'
import { element, type Xml } from '../xml/index.ts'
import { sruVersions } from './versions.ts'

/** What an explain record tells of a database. */
export interface SruDescription {
  readonly host: string
  readonly port: number
  /** Path of the address, without its first slash. */
  readonly database: string
  readonly title: string
  readonly schemas: readonly { readonly name: string; readonly identifier: string; readonly title: string }[]
  /** Bib-1 Use attributes that can be searched, scanned and sorted by. */
  readonly searchable: ReadonlySet<number>
  readonly scannable: ReadonlySet<number>
  readonly sortable: ReadonlySet<number>
  readonly defaultRecords: number
  readonly mostRecords: number
}

/** An explain record. ZeeRex 2.0, http://explain.z3950.org/dtd/2.0/ */
export function explainRecord(description: SruDescription): Xml {
  const { host, port, database, title, schemas, defaultRecords, mostRecords } = description
  return element(
    'explain',
    { xmlns: 'http://explain.z3950.org/dtd/2.0/' },
    element(
      'serverInfo',
      { protocol: 'SRU', version: Object.keys(sruVersions).at(-1), transport: 'http', method: 'GET POST' },
      element('host', {}, host),
      element('port', {}, port),
      element('database', {}, database),
    ),
    element('databaseInfo', {}, element('title', { lang: 'en', primary: 'true' }, title)),
    indexInfo(description),
    element(
      'schemaInfo',
      {},
      schemas.map(({ name, identifier, title }) =>
        element(
          'schema',
          { name, identifier, retrieve: 'true', sort: 'false' },
          element('title', { lang: 'en' }, title),
        ),
      ),
    ),
    element(
      'configInfo',
      {},
      element('default', { type: 'numberOfRecords' }, defaultRecords),
      element('default', { type: 'retrieveSchema' }, schemas[0]?.name),
      element('default', { type: 'contextSet' }, 'cql'),
      element('default', { type: 'index' }, 'cql.serverChoice'),
      element('setting', { type: 'maximumRecords' }, mostRecords),
      ...['=', '==', 'all', 'any', 'adj', 'within', '<', '<=', '>', '>='].map((relation) =>
        element('supports', { type: 'relation' }, relation),
      ),
      element('supports', { type: 'maskingCharacter' }, '*'),
      element('supports', { type: 'sort' }),
      element('supports', { type: 'scan' }),
    ),
  )
}

function indexInfo({ searchable, scannable, sortable }: SruDescription): Xml {
  const answered = cqlIndexes.filter(({ use }) => searchable.has(use))
  const flag = (value: boolean) => String(value)
  return element(
    'indexInfo',
    {},
    Object.entries(contextSets).map(([name, [identifier]]) => element('set', { name, identifier })),
    answered.map(({ use, title, names }) =>
      element(
        'index',
        { search: 'true', scan: flag(scannable.has(use)), sort: flag(sortable.has(use)) },
        element('title', { lang: 'en' }, title),
        names.flatMap((qualified) => {
          const [set, name] = qualified.split('.')
          return name === undefined ? [] : [element('map', {}, element('name', { set }, name))]
        }),
      ),
    ),
  )
}
