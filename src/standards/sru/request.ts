import {
  bib1,
  type CqlMeaning,
  type CqlQuery,
  type CqlSort,
  cqlMeaning,
  indexNamed,
  parseCql,
  parsePqf,
  usualPrefixes,
} from '../query/index.ts'
import { refuseSru } from './diagnostics.ts'
import { sortKeysOf } from './sort-keys.ts'
import { newestSru, type SruVersion, sruVersions } from './versions.ts'

/** Parameters of an SRU request, each name once. */
export type SruParameters = ReadonlyMap<string, string>

export type SruOperation = 'searchRetrieve' | 'scan' | 'explain'

/** What can be said of any request, however wrong it is: in which version to answer it, and how. */
export interface SruFrame {
  readonly version: SruVersion
  readonly operation: SruOperation
}

export type Packing = 'xml' | 'string'

export interface SruSearch {
  readonly query: CqlMeaning['query']
  readonly sort: readonly CqlSort[]
  /** From 1. */
  readonly startRecord: number
  /** Undefined leaves it to the server. */
  readonly maximumRecords: number | undefined
  /** Name or identifier; undefined leaves it to the server. */
  readonly recordSchema: string | undefined
  readonly packing: Packing
}

export interface SruScan {
  /** An index and a term, as in a query. */
  readonly clause: CqlMeaning['query']
  /** Where among the terms answered the one asked for should stand: 1 is the first, 0 before it. */
  readonly responsePosition: number
  readonly maximumTerms: number | undefined
}

/** Version and operation of a request. Without a version it is of the newest, where the operation follows from what is asked. */
export function sruFrame(parameters: SruParameters): SruFrame {
  const asked = parameters.get('version')
  const version =
    asked !== undefined && Object.hasOwn(sruVersions, asked) ? sruVersions[asked as SruVersion['name']] : newestSru
  const named = (['searchRetrieve', 'scan', 'explain'] as const).find((name) => name === parameters.get('operation'))
  const isQuery = parameters.has('query') || parameters.has('x-pquery')
  const implied = isQuery ? 'searchRetrieve' : parameters.has('scanClause') ? 'scan' : 'explain'
  return { version, operation: named ?? (parameters.has('operation') ? 'explain' : implied) }
}

/** Refuses a version or an operation that is not known. @throws Problem sru-diagnostic */
export function checkFrame(parameters: SruParameters): void {
  const version = parameters.get('version')
  if (version !== undefined && !Object.hasOwn(sruVersions, version)) refuseSru(5, newestSru.name)
  const operation = parameters.get('operation')
  if (operation !== undefined && operation !== sruFrame(parameters).operation) refuseSru(4, operation)
  if (parameters.get('stylesheet')) refuseSru(110, parameters.get('stylesheet'))
}

/** Reads a searchRetrieve request. @throws Problem sru-diagnostic, query-unsupported, query-syntax, query-empty */
export function readSearch(parameters: SruParameters): SruSearch {
  if (parameters.get('recordXPath')) refuseSru(72)
  const { query, sort } = queryOf(parameters)
  const sortKeys = parameters.get('sortKeys')
  return {
    query,
    // The query's own order prevails. OASIS searchRetrieve 1.0 part 3, §"sortKeys".
    sort: sort.length > 0 || !sortKeys ? sort : sortKeysOf(sortKeys),
    startRecord: whole(parameters, 'startRecord', 1) ?? 1,
    maximumRecords: whole(parameters, 'maximumRecords', 0),
    recordSchema: parameters.get('recordSchema'),
    packing: packingOf(parameters),
  }
}

/** Reads a scan request. @throws Problem sru-diagnostic, query-unsupported, query-syntax, query-empty */
export function readScan(parameters: SruParameters): SruScan {
  const clause = scanClauseOf(parseCql(parameters.get('scanClause') ?? refuseSru(7, 'scanClause')))
  const responsePosition = whole(parameters, 'responsePosition', 0) ?? 1
  return { clause, responsePosition, maximumTerms: whole(parameters, 'maximumTerms', 1) }
}

/** An empty term, which a search refuses, is where a list begins. */
function scanClauseOf(cql: CqlQuery): CqlMeaning['query'] {
  const { root } = cql
  if (root.op !== 'clause' || root.index === undefined || root.term.trim() !== '') return cqlMeaning(cql).query
  const { use } = indexNamed(root.index, usualPrefixes)
  const attributes = [{ type: 1, value: use }]
  return { attributeSet: bib1, root: { op: 'term', attributes, term: { type: 'general', value: '' } } }
}

/** Whether the explain record is wanted as XML or as its text. */
export function packingOf(parameters: SruParameters): Packing {
  const value = parameters.get('recordXMLEscaping') ?? parameters.get('recordPacking')
  // Version 2.0 gave recordPacking another meaning: what becomes of a record's wrapping, of which there is none here.
  if (value === undefined || value === 'packed' || value === 'unpacked') return 'xml'
  return value === 'xml' || value === 'string' ? value : refuseSru(71, value)
}

/** The query, in CQL unless said otherwise. `x-pquery` is what YAZ's clients send of a PQF query in version 1. */
function queryOf(parameters: SruParameters): CqlMeaning {
  const pqf = parameters.get('x-pquery')
  if (pqf !== undefined) return { query: parsePqf(pqf), sort: [] }
  const text = parameters.get('query') ?? refuseSru(7, 'query')
  switch (parameters.get('queryType') ?? 'cql') {
    case 'cql':
      return cqlMeaning(parseCql(text))
    case 'pqf':
      return { query: parsePqf(text), sort: [] }
    default:
      return refuseSru(11, parameters.get('queryType'))
  }
}

function whole(parameters: SruParameters, name: string, least: number): number | undefined {
  const text = parameters.get(name)
  if (text === undefined || text === '') return undefined
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  return value >= least ? value : refuseSru(6, name)
}
