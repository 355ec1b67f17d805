import type { Db } from '../../kit/db/index.ts'
import type { Log } from '../../kit/index.ts'
import {
  checkFrame,
  explainRecord,
  packingOf,
  type SruDescription,
  type SruDiagnostic,
  type SruFrame,
  type SruParameters,
  sruDiagnosticOf,
  sruFrame,
  writeExplainResponse,
  writeScanResponse,
  writeSearchResponse,
} from '../../standards/sru/index.ts'
import { sruScan } from './scan.ts'
import { sruSearch } from './search.ts'
import type { SruSettings } from './settings.ts'

/** What a request is answered from. */
export interface SruService {
  readonly db: Db
  readonly settings: SruSettings
  /** The address people know us by. */
  readonly baseUrl?: string | undefined
  readonly log: Log
}

/** Answers a request of whatever operation, in the version it is of. What goes wrong is a diagnostic in the answer. */
export async function answerSru(
  { db, settings, log }: SruService,
  parameters: SruParameters,
  description: SruDescription,
): Promise<string> {
  const frame = sruFrame(parameters)
  try {
    checkFrame(parameters)
    if (frame.operation === 'scan') return writeScanResponse(frame.version, await sruScan(db, settings, parameters), [])
    const packing = packingOf(parameters)
    if (frame.operation === 'searchRetrieve')
      return writeSearchResponse(frame.version, packing, await sruSearch(db, settings, parameters))
    return writeExplainResponse(frame.version, packing, explainRecord(description), [])
  } catch (cause) {
    const diagnostic = sruDiagnosticOf(cause)
    if (!diagnostic) log.error({ err: cause }, 'an SRU request could not be answered')
    return refusedSru(frame, diagnostic ?? { condition: 1, details: '' }, description)
  }
}

/** The answer that holds nothing but a diagnostic. */
export function refusedSru(
  { version, operation }: SruFrame,
  diagnostic: SruDiagnostic,
  description: SruDescription,
): string {
  switch (operation) {
    case 'searchRetrieve':
      return writeSearchResponse(version, 'xml', { hits: 0, records: [], diagnostics: [diagnostic] })
    case 'scan':
      return writeScanResponse(version, [], [diagnostic])
    case 'explain':
      // Its record is not optional; it says what would have been right.
      return writeExplainResponse(version, 'xml', explainRecord(description), [diagnostic])
  }
}
