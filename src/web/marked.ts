import { z } from 'zod'
import { Problem } from '../problems.ts'
import type { HitDetail } from '../search/index.ts'
import { askedFor, resultsHref, type SearchAddress } from './address.ts'
import type { Door } from './door.ts'
import { findRecord } from './find-record.ts'
import { type Exchange, formFields, parse } from './route.ts'

/** A place in a library's answer, as a mark has it: `northfield 3`. */
export const Place = z.string().regex(/^\S{1,64} \d{1,10}$/)

/** What a results page sends of its marks. */
const Form = z.object({ mark: z.array(Place).max(1000), shown: z.array(Place).max(1000) })

/** Keeps the ticks a form brings, and gives all marks of the search. @throws Problem bad-input */
export async function takeMarks(
  door: Door,
  address: SearchAddress,
  { req, visitor }: Exchange,
): Promise<readonly string[]> {
  const { mark, shown } = parse(Form, formFields(req, Form))
  return await door.enquiries.mark(visitor.sessionId, address, { shown, marked: mark })
}

/** Back to the list, which says what cannot be done with so many marked hits. */
export function inVain(address: SearchAddress, marks: readonly string[]): string {
  const back = resultsHref(address)
  return `${back}${back.includes('?') ? '&' : '?'}marked=${marks.length}`
}

export const placeOf = (mark: string): { readonly target: string; readonly position: number } => {
  const [target, position] = mark.split(' ') as [string, string]
  return { target, position: Number(position) }
}

/** A marked record, or why it could not be had. */
export type MarkedRecord = { readonly mark: string } & ({ readonly detail: HitDetail } | { readonly gone: string })

/** Time for all marked records together, in times of what one page waits for libraries. */
const patience = 3

/**
 * Fetches marked records, one after the other: most are held already.
 * @throws Problem too-many-requests
 */
export async function markedRecords(
  door: Door,
  address: SearchAddress,
  marks: readonly string[],
  { req, signal }: Exchange,
): Promise<readonly MarkedRecord[]> {
  const search = await door.searches.open(askedFor(address), req, { held: address.stopped })
  const until = Date.now() + patience * door.deadline
  const records: MarkedRecord[] = []
  for (const mark of marks) {
    const { target: library, position: record } = placeOf(mark)
    const left = Math.min(door.deadline, until - Date.now())
    if (left <= 0 || signal.aborted) {
      records.push({ mark, gone: 'there was no time left to fetch it' })
      continue
    }
    const more = () => door.searches.more(search, req)
    const detail = await findRecord(search, { library, record }, more, left, signal).catch((cause: unknown) => {
      if (cause instanceof Problem && cause.code === 'target-failed') return cause.message
      throw cause
    })
    records.push(
      typeof detail === 'object' ? { mark, detail } : { mark, gone: detail ?? 'the library no longer answers with it' },
    )
  }
  return records
}

/** How a mark is called whose record could not be had: by its library and its place. */
export function markLabel(door: Door, mark: string): string {
  const { target, position } = placeOf(mark)
  const label = door.service.targets('enquiry').find(({ id }) => id === target)?.label ?? target
  return `${label}, record ${position}`
}
