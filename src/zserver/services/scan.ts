import { bib1 } from '../../standards/query/index.ts'
import {
  type Apdu,
  condition,
  queryOf,
  refuse,
  type ScanRequest,
  type ScanResponse,
} from '../../standards/z3950/index.ts'
import type { Session } from '../session.ts'
import { diagnose } from './diagnosis.ts'
import { termText } from './term-text.ts'

/** Lists the terms around one. Z39.50-2003 §3.2.8.1 */
export async function scan(session: Session, request: ScanRequest): Promise<Apdu> {
  const { referenceId, stepSize = 0 } = request
  const answer = await entries(session, request).catch((cause): Partial<ScanResponse> => {
    const diagnostic = diagnose(session, cause)
    return { entries: { nonsurrogateDiagnostics: [{ type: 'defaultFormat', value: diagnostic }] } }
  })
  return {
    type: 'scanResponse',
    value: { referenceId, stepSize, scanStatus: 'failure', numberOfEntriesReturned: 0, ...answer },
  }
}

async function entries(session: Session, request: ScanRequest): Promise<Partial<ScanResponse>> {
  await session.admit()
  const { numberOfTermsRequested: count, preferredPositionInResponse: position = 1, stepSize: step = 0 } = request
  const most = session.settings.limits.scanEntries
  if (count > most) refuse(condition.tooManyScanTerms, most)
  if (count < 1) refuse(condition.malformedScan)
  if (position < 0 || position > count + 1) refuse(condition.scanPosition, position)
  if (step < 0) refuse(condition.scanStep, step)
  const [name, another] = request.databaseNames
  if (name === undefined) return refuse(condition.noSuchDatabase)
  if (another !== undefined) refuse(condition.databaseCombination)
  const { attributeSet, root } = queryOf(
    {
      attributeSet: request.attributeSet ?? bib1,
      rpn: { type: 'op', value: { type: 'attrTerm', value: request.termListAndStartPoint } },
    },
    termText,
  )
  if (root.op !== 'term') return refuse(condition.malformedScan)
  const { attributes, term } = root
  const answer = await session.database(name).scan({ attributeSet, attributes, term, count, position, step })
  return {
    // Partial 5: the list ends before as many terms as were asked for.
    scanStatus: answer.entries.length < count ? 'partial5' : 'success',
    numberOfEntriesReturned: answer.entries.length,
    positionOfTerm: answer.position,
    entries: {
      entries: answer.entries.map(({ term, hits }) => ({
        type: 'termInfo',
        value: { term: { type: 'general', value: Buffer.from(term) }, globalOccurrences: hits },
      })),
    },
  }
}
