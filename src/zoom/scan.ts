import { isUtf8 } from 'node:buffer'
import { undoDoubleUtf8 } from '../standards/marc/index.ts'
import { attributeListOf, termOf, termText } from '../standards/z3950/index.ts'
import type { Association } from './association.ts'
import type { Attempt } from './attempt.ts'
import { diagRecOf, refused } from './diagnostics.ts'
import { termEncoder } from './term-encoding.ts'
import { type ScanQuery, type ScanResult, TargetFailure, type Z3950Settings } from './types.ts'

/**
 * Terms come in the target's own character set, which it does not name: UTF-8 where it is valid, else Latin-1. A server
 * that takes its UTF-8 for Latin-1, as Zebra does by default, encodes it a second time, and finds what was encoded once.
 */
function readable(octets: Uint8Array): string {
  if (!isUtf8(octets)) return Buffer.from(octets).toString('latin1')
  const text = Buffer.from(octets).toString('utf8')
  return undoDoubleUtf8(text) ?? text
}

/**
 * Lists the terms of an index around one.
 * @throws TargetFailure diagnostic when the target has nothing to give but a reason; whatever a request throws
 */
export async function scanTerms(
  association: Association,
  target: Z3950Settings,
  { attributeSet, attributes: { attributes, term }, count, preferredPosition, step }: ScanQuery,
  attempt: Attempt,
): Promise<ScanResult> {
  const encode = await termEncoder(target.queryEncoding)
  const answer = await association.request(
    (referenceId) => ({
      type: 'scanRequest',
      value: {
        referenceId,
        databaseNames: target.databases,
        attributeSet,
        termListAndStartPoint: { attributes: attributeListOf(attributes), term: termOf(term, encode) },
        ...(step !== undefined && { stepSize: step }),
        numberOfTermsRequested: count,
        ...(preferredPosition !== undefined && { preferredPositionInResponse: preferredPosition }),
      },
    }),
    'scanResponse',
    'scan',
    target.deadlines.search,
    attempt,
  )
  const diagnostics = (answer.entries?.nonsurrogateDiagnostics ?? []).map(diagRecOf)
  const entries = (answer.entries?.entries ?? []).slice(0, count).flatMap((entry) => {
    if (entry.type === 'surrogateDiagnostic') {
      diagnostics.push(diagRecOf(entry.value))
      return []
    }
    const { displayTerm, globalOccurrences } = entry.value
    return {
      term: termText(entry.value.term, readable),
      ...(displayTerm !== undefined && { display: undoDoubleUtf8(displayTerm) ?? displayTerm }),
      ...(globalOccurrences !== undefined && { hits: globalOccurrences }),
    }
  })
  if (entries.length === 0 && (diagnostics.length > 0 || answer.scanStatus === 'failure'))
    throw new TargetFailure(refused('scan', diagnostics))
  return { entries, ...(answer.positionOfTerm !== undefined && { position: answer.positionOfTerm }), diagnostics }
}
