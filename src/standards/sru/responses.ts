import { element, type Xml } from '../xml/index.ts'
import { type SruDiagnostic, sruDiagnostics } from './diagnostics.ts'
import type { Packing } from './request.ts'
import type { SruVersion } from './versions.ts'

/** A record, or why it cannot be given. */
export type SruRecord = { readonly position: number } & (
  | { readonly schema: string; readonly data: Xml; readonly identifier?: string }
  | { readonly diagnostic: SruDiagnostic }
)

export interface SruSearchAnswer {
  readonly hits: number
  readonly records: readonly SruRecord[]
  readonly nextPosition?: number | undefined
  readonly diagnostics: readonly SruDiagnostic[]
}

export interface SruTerm {
  readonly value: string
  readonly hits: number
}

const diagnosticsSchema = 'info:srw/schema/1/diagnostics-v1.1'
const explainSchema = 'http://explain.z3950.org/dtd/2.0/'
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** Writes a searchRetrieveResponse. */
export function writeSearchResponse(version: SruVersion, packing: Packing, answer: SruSearchAnswer): string {
  const { hits, records, nextPosition, diagnostics } = answer
  return document(
    version,
    'searchRetrieveResponse',
    version.response,
    leaf('numberOfRecords', hits),
    some(
      'records',
      records.map((record) => recordXml(version, packing, record)),
    ),
    nextPosition === undefined ? undefined : leaf('nextRecordPosition', nextPosition),
    diagnosticsXml(version, diagnostics),
    version.name === '2.0'
      ? leaf('resultCountPrecision', 'info:srw/vocabulary/resultCountPrecision/1/exact')
      : undefined,
  )
}

/** Writes a scanResponse. */
export function writeScanResponse(
  version: SruVersion,
  terms: readonly SruTerm[],
  diagnostics: readonly SruDiagnostic[],
): string {
  const termXml = ({ value, hits }: SruTerm) =>
    element('zs:term', {}, leaf('value', value), leaf('numberOfRecords', hits), leaf('displayTerm', value))
  return document(
    version,
    'scanResponse',
    version.scan,
    some('terms', terms.map(termXml)),
    diagnosticsXml(version, diagnostics),
  )
}

/** Writes an explainResponse around an explain record. */
export function writeExplainResponse(
  version: SruVersion,
  packing: Packing,
  explain: Xml,
  diagnostics: readonly SruDiagnostic[],
): string {
  return document(
    version,
    'explainResponse',
    version.response,
    element('zs:record', {}, ...recordData(version, packing, explainSchema, explain)),
    diagnosticsXml(version, diagnostics),
  )
}

const leaf = (name: string, value: string | number) => element(`zs:${name}`, {}, value)

function document(
  version: SruVersion,
  name: string,
  namespace: string,
  ...content: readonly (Xml | undefined)[]
): string {
  const root = element(`zs:${name}`, { 'xmlns:zs': namespace }, leaf('version', version.name), ...content)
  return declaration + root.xml
}

const some = (name: string, items: readonly Xml[]): Xml | undefined =>
  items.length > 0 ? element(`zs:${name}`, {}, ...items) : undefined

function recordXml(version: SruVersion, packing: Packing, record: SruRecord): Xml {
  const [schema, data, identifier] =
    'diagnostic' in record
      ? [diagnosticsSchema, diagnosticXml(version, record.diagnostic), undefined]
      : [record.schema, record.data, version.hasIdentifiers ? record.identifier : undefined]
  return element(
    'zs:record',
    {},
    ...recordData(version, packing, schema, data),
    identifier === undefined ? undefined : leaf('recordIdentifier', identifier),
    leaf('recordPosition', record.position),
  )
}

const recordData = (version: SruVersion, packing: Packing, schema: string, data: Xml): Xml[] => [
  leaf('recordSchema', schema),
  leaf(version.packing, packing),
  element('zs:recordData', {}, packing === 'string' ? data.xml : data),
]

const diagnosticsXml = (version: SruVersion, diagnostics: readonly SruDiagnostic[]) =>
  some(
    'diagnostics',
    diagnostics.map((one) => diagnosticXml(version, one)),
  )

function diagnosticXml(version: SruVersion, { condition, details }: SruDiagnostic): Xml {
  return element(
    'diagnostic',
    { xmlns: version.diagnostic },
    element('uri', {}, `info:srw/diagnostic/1/${condition}`),
    details === '' ? undefined : element('details', {}, details),
    element('message', {}, sruDiagnostics[condition]),
  )
}
