import type { Apdu, PresentRequest } from '../../standards/z3950/index.ts'
import { condition, refuse } from '../../standards/z3950/index.ts'
import type { Session } from '../session.ts'
import { compositionOf } from './composition.ts'
import { diagnose } from './diagnosis.ts'
import { failure, type Retrieved, retrieve } from './retrieve.ts'

/** Sends records of a result set. Z39.50-2003 §3.2.3.1 */
export async function present(session: Session, request: PresentRequest): Promise<Apdu> {
  const retrieved = await records(session, request).catch((cause) => failure(diagnose(session, cause)))
  return { type: 'presentResponse', value: { referenceId: request.referenceId, ...retrieved } }
}

async function records(session: Session, request: PresentRequest): Promise<Retrieved> {
  const { resultSetStartPoint: start, numberOfRecordsRequested: count } = request
  const set = session.set(request.resultSetId)
  if (request.additionalRanges) refuse(condition.additionalRanges)
  if (start < 1 || count < 0 || start + count - 1 > set.hits) refuse(condition.presentOutOfRange)
  return retrieve(session, set, { start, count, ...compositionOf(request) })
}
