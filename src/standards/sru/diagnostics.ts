import { Problem } from '../../problems.ts'

/** SRU's diagnostics, `info:srw/diagnostic/1/` and the number. OASIS searchRetrieve 1.0 part 3, appendix; SRU 1.2. */
export const sruDiagnostics = {
  1: 'General system error',
  2: 'System temporarily unavailable',
  3: 'Authentication error',
  4: 'Unsupported operation',
  5: 'Unsupported version',
  6: 'Unsupported parameter value',
  7: 'Mandatory parameter not supplied',
  8: 'Unsupported parameter',
  10: 'Query syntax error',
  11: 'Unsupported query type',
  12: 'Too many characters in query',
  15: 'Unsupported context set',
  16: 'Unsupported index',
  18: 'Unsupported combination of indexes',
  19: 'Unsupported relation',
  20: 'Unsupported relation modifier',
  22: 'Unsupported combination of relation and index',
  23: 'Too many characters in term',
  24: 'Unsupported combination of relation and term',
  26: 'Non special character escaped in term',
  27: 'Empty term unsupported',
  28: 'Masking character not supported',
  29: 'Masked words too short',
  30: 'Too many masking characters in term',
  31: 'Anchoring character not supported',
  32: 'Anchoring character in unsupported position',
  35: 'Term contains only stopwords',
  36: 'Term in invalid format for index or relation',
  37: 'Unsupported boolean operator',
  38: 'Too many boolean operators in query',
  39: 'Proximity not supported',
  40: 'Unsupported proximity relation',
  41: 'Unsupported proximity distance',
  42: 'Unsupported proximity unit',
  43: 'Unsupported proximity ordering',
  46: 'Unsupported boolean modifier',
  47: 'Cannot process query; reason unknown',
  48: 'Query feature unsupported',
  50: 'Result sets not supported',
  60: 'Result set not created: too many matching records',
  61: 'First record position out of range',
  64: 'Record temporarily unavailable',
  65: 'Record does not exist',
  66: 'Unknown schema for retrieval',
  67: 'Record not available in this schema',
  70: 'Record too large to send',
  71: 'Unsupported record packing',
  72: 'XPath retrieval unsupported',
  80: 'Sort not supported',
  82: 'Unsupported sort sequence',
  83: 'Too many records to sort',
  84: 'Too many sort keys to sort',
  88: 'Unsupported path for sort',
  90: 'Unsupported direction value',
  91: 'Unsupported case value',
  92: 'Unsupported missing value action',
  93: 'Sort ended due to missing value',
  110: 'Stylesheets not supported',
  120: 'Response position out of range',
  121: 'Too many terms requested',
} as const

export type SruCondition = keyof typeof sruDiagnostics

/** A diagnostic as it is sent. */
export interface SruDiagnostic {
  readonly condition: SruCondition
  /** What SRU wants said of it, such as the name of the index. */
  readonly details: string
}

/** Refuses a request with a diagnostic. */
export function refuseSru(condition: SruCondition, details: string | number = ''): never {
  throw new Problem('sru-diagnostic', { condition, details: String(details) })
}

/** Bib-1 diagnostics, and the diagnostics of SRU that say the same. */
const fromBib1: Readonly<Record<number, SruCondition>> = {
  2: 2,
  3: 48,
  4: 35,
  5: 12,
  6: 38,
  7: 30,
  9: 29,
  11: 23,
  12: 60,
  13: 61,
  14: 64,
  16: 70,
  17: 70,
  18: 50,
  25: 66,
  30: 50,
  31: 2,
  101: 3,
  107: 11,
  108: 10,
  110: 37,
  113: 48,
  114: 16,
  116: 16,
  117: 19,
  118: 48,
  119: 31,
  120: 28,
  121: 15,
  122: 31,
  123: 22,
  125: 36,
  126: 36,
  129: 39,
  131: 40,
  132: 42,
  207: 82,
  211: 84,
  213: 92,
  214: 90,
  228: 36,
  229: 36,
  232: 16,
  233: 120,
  234: 60,
  237: 82,
  238: 67,
  239: 66,
  1011: 3,
  1026: 64,
  1028: 65,
  1029: 121,
}

const toBib1: ReadonlyMap<number, number> = new Map(
  // Of several that say the same, the first one is the plainest.
  Object.entries(fromBib1)
    .map(([bib1, condition]): [number, number] => [condition, Number(bib1)])
    .reverse(),
)

/** The diagnostic of Bib-1 that says what one of SRU does; undefined where none does. */
export const bib1DiagnosticOf = (condition: number): number | undefined => toBib1.get(condition)

/** The diagnostic a problem is told as; undefined for what is not the client's to know. */
export function sruDiagnosticOf(cause: unknown): SruDiagnostic | undefined {
  if (!(cause instanceof Problem)) return undefined
  const { code, context } = cause
  switch (code) {
    case 'sru-diagnostic':
      return diagnostic(Number(context['condition']), context['details'])
    case 'query-unsupported':
      return diagnostic(Number(context['diagnostic']), context['detail'])
    case 'query-syntax':
      return diagnostic(10, `character ${context['place']}: ${context['detail']}`)
    case 'query-empty':
      return diagnostic(10, 'the query is empty')
    case 'bib1-diagnostic':
      return diagnostic(fromBib1[Number(context['condition'])] ?? 1, context['addinfo'])
    default:
      return undefined
  }
}

const diagnostic = (number: number, details: unknown): SruDiagnostic => ({
  condition: Object.hasOwn(sruDiagnostics, number) ? (number as SruCondition) : 47,
  details: String(details ?? ''),
})
