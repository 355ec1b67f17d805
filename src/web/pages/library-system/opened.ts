import { z } from 'zod'
import { aboutCalls, type CallAbout, type CallsWithin, readCall } from '../../../ill/index.ts'
import type { Tx } from '../../../kit/db/index.ts'
import { Problem } from '../../../problems.ts'
import type { Door } from '../../door.ts'
import { may } from '../../may.ts'
import { worksOn } from '../../requests.ts'
import type { Visitor } from '../../visitor.ts'

/** Which steps of the library's own system somebody works on: those of the requests they work on. */
export function callsWithin(visitor: Visitor): CallsWithin {
  const branches = visitor.inBranches.get('requests')
  return {
    lending: may(visitor, 'lending'),
    pickups: visitor.permissions.has('requests') ? 'all' : branches && [...branches],
  }
}

/** Whether somebody works on what a step is about. */
const seesCall = (visitor: Visitor, { side, pickupBranch }: CallAbout): boolean =>
  side === 'lending' ? may(visitor, 'lending') : worksOn(visitor, { pickupBranch })

/** What a step is about, where somebody works on that. @throws Problem not-found, not-allowed */
export async function aboutCall(tx: Tx, visitor: Visitor, id: number): Promise<CallAbout> {
  const call = await readCall(tx, id)
  const about = call && (await aboutCalls(tx, [call])).get(call.instanceId)
  if (!about) throw new Problem('not-found', { what: 'step' })
  if (!seesCall(visitor, about)) throw new Problem('not-allowed')
  return about
}

/** The system that is asked. @throws Problem not-found where there is none */
export function systemOf({ ill: { librarySystem } }: Pick<Door, 'ill'>) {
  if (!librarySystem) throw new Problem('not-found', { what: 'library system' })
  return librarySystem
}

const optional = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .optional()
    .transform((text) => text || undefined)

/** What is said of a step that was done by hand. */
export const ByHandForm = z.object({
  item: optional(60),
  dueOn: optional(10).pipe(z.iso.date().optional()),
  note: z.string().trim().max(1000).default(''),
})
