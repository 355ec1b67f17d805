import {
  condition,
  type DefaultDiagFormat,
  type External,
  encode,
  type NamePlusRecord,
  type PresentResponse,
  refuse,
  SutrsRecord,
} from '../../standards/z3950/index.ts'
import type { PresentedRecord } from '../database.ts'
import { Pages } from '../pages.ts'
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
 * failure that is of one record (deleted since, too large) stands in its place; another one of the first record is
 * taken for one of all (a syntax not supported).
 */
export async function retrieve(session: Session, set: SessionSet, wanted: Wanted): Promise<Retrieved> {
  const { messageSize, recordSize } = session.agreed!
  const most = Math.min(wanted.count, session.settings.limits.recordsPerPresent)
  const records: NamePlusRecord[] = []
  let size = wrapping
  let isFull = false
  const pages = new Pages(set, wanted.start + most)
  for (let position = wanted.start; records.length < most && !isFull; position++) {
    const { part, position: place } = set.locate(position)!
    const name = part.database.name
    try {
      const source = await pages.sourceOf(position)
      const presented = await source.present(place, wanted.syntax, wanted.elementSet(name))
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
  const refused = records.map(surrogateOf)
  const [first] = refused
  // None of them can be had in this syntax: the client had better ask for another.
  if (first && refused.every((one) => one?.condition === condition.notInSyntax)) return failure(first)
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
const ofOneRecord: ReadonlySet<number> = new Set([
  condition.recordTooLarge,
  condition.messageTooSmall,
  condition.notInSyntax,
  condition.recordDeleted,
])
const isOfOneRecord = (code: number) => ofOneRecord.has(code)

function surrogateOf({ record }: NamePlusRecord): DefaultDiagFormat | undefined {
  return record.type === 'surrogateDiagnostic' && record.value.type === 'defaultFormat' ? record.value.value : undefined
}

function sizeOf(record: PresentedRecord): number {
  if ('text' in record) return Buffer.byteLength(record.text)
  return ('octets' in record ? record.octets : record.asn1).length
}

function external(record: PresentedRecord): External {
  const directReference = record.syntax
  if ('octets' in record) return { directReference, encoding: { type: 'octetAligned', value: record.octets } }
  const value = 'asn1' in record ? record.asn1 : encode(SutrsRecord, record.text)
  return { directReference, encoding: { type: 'singleAsn1Type', value } }
}
