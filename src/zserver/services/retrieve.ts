import {
  type DefaultDiagFormat,
  type External,
  encode,
  type NamePlusRecord,
  type PresentResponse,
  SutrsRecord,
} from '../../standards/z3950/index.ts'
import type { PresentedRecord } from '../database.ts'
import { condition, refuse } from '../diagnostics.ts'
import type { Session } from '../session.ts'
import type { SessionSet } from '../session-set.ts'
import { diagnose } from './diagnosis.ts'

/** Which records of a set are wanted, and how. */
export interface Wanted {
  readonly start: number
  readonly count: number
  readonly syntax: string | undefined
  readonly elementSet: (database: string) => string | undefined
}

/** The part that search and present responses have in common. */
export type Retrieved = Pick<
  PresentResponse,
  'numberOfRecordsReturned' | 'nextResultSetPosition' | 'presentStatus' | 'records'
>

/** Octets of a record's name and wrapping, and of the response around them; generous. */
const wrapping = 128

/**
 * Records `start` to `start + count - 1`, which must be in the set: as many as fit into a message and the limit. A
 * failure of the first record is taken for one of all (a syntax not supported); of a later one, it stands in its place.
 */
export async function retrieve(session: Session, set: SessionSet, wanted: Wanted): Promise<Retrieved> {
  const { messageSize, recordSize } = session.agreed!
  const most = Math.min(wanted.count, session.settings.limits.recordsPerPresent)
  const records: NamePlusRecord[] = []
  let size = wrapping
  let isFull = false
  for (let position = wanted.start; records.length < most && !isFull; position++) {
    const { part, position: place } = set.locate(position)!
    const name = part.database.name
    try {
      const presented = await part.set.present(place, wanted.syntax, wanted.elementSet(name))
      const octets = sizeOf(presented) + wrapping
      const alone = wanted.count === 1 && octets <= recordSize
      // With the response around it, or the client would be told to ask for it again and again.
      if (!alone && wrapping + octets > messageSize)
        refuse(octets > recordSize ? condition.recordTooLarge : condition.messageTooSmall)
      isFull = !alone && size + octets > messageSize
      if (isFull) break
      size += octets
      records.push({ name, record: { type: 'retrievalRecord', value: external(presented) } })
    } catch (cause) {
      const value = diagnose(session, cause)
      if (records.length === 0 && !isOfOneRecord(value.condition)) return failure(value)
      const octets = Buffer.byteLength(value.addinfo.value) + wrapping
      isFull = records.length > 0 && size + octets > messageSize
      if (isFull) break
      size += octets
      records.push({ name, record: { type: 'surrogateDiagnostic', value: { type: 'defaultFormat', value } } })
    }
  }
  const next = wanted.start + records.length
  return {
    numberOfRecordsReturned: records.length,
    nextResultSetPosition: next > set.hits ? 0 : next,
    presentStatus: isFull ? 'partial2' : records.length < wanted.count ? 'partial4' : 'success',
    records: records.length > 0 ? { type: 'responseRecords', value: records } : undefined,
  }
}

/** No record came, and why. */
export const failure = (diagnostic: DefaultDiagFormat): Retrieved => ({
  numberOfRecordsReturned: 0,
  nextResultSetPosition: 0,
  presentStatus: 'failure',
  records: { type: 'nonSurrogateDiagnostic', value: diagnostic },
})

/** Diagnostics that say nothing about the records to come. */
const isOfOneRecord = (code: number) => code === condition.recordTooLarge || code === condition.messageTooSmall

const sizeOf = (record: PresentedRecord) => ('octets' in record ? record.octets.length : Buffer.byteLength(record.text))

const external = (record: PresentedRecord): External => ({
  directReference: record.syntax,
  encoding:
    'octets' in record
      ? { type: 'octetAligned', value: record.octets }
      : { type: 'singleAsn1Type', value: encode(SutrsRecord, record.text) },
})
