import { type Item, type ItemCirculation, moveItem } from '../catalogue/index.ts'
import type { Tx } from '../kit/db/index.ts'
import { audit, mustActIn } from '../kit/index.ts'
import { withCalendars } from './calendars.ts'
import { hold, holdByNumber } from './hold.ts'
import { allocate } from './reservations/allocate.ts'
import { nextFor } from './reservations/queue.ts'
import type { CirculationSettings } from './settings.ts'
import type { DeskAct, Held, IllItem, Loan, Reservation } from './types.ts'
import { rememberScan, standing } from './undo.ts'

export interface CheckIn extends DeskAct {
  /** What was scanned; of several the first that an item has. */
  readonly accessionNo: string | readonly string[]
}

/** What came of it: exactly one place the item goes to, or why it goes nowhere. */
export type CheckedIn =
  | { readonly to: 'unknown'; readonly accessionNo: string }
  /** It has left the library, as far as we know. */
  | { readonly to: 'withdrawn'; readonly item: Item; readonly ill?: IllItem }
  | Destination

/** Where an item goes. */
type Destination =
  | ({ readonly to: 'shelf' } & Taken)
  /** On the pickup shelf, for this reservation. `fresh` unless it stood there before. */
  | ({ readonly to: 'pickup'; readonly reservation: Reservation; readonly fresh: boolean } & Taken)
  /** To another branch: where it is picked up, or where it belongs. */
  | ({ readonly to: 'transfer'; readonly branch: string; readonly reservation?: Reservation } & Taken)
  | ({ readonly to: 'ill-officer'; readonly ill: IllItem } & Taken)

interface Taken {
  readonly item: Item
  /** The loan that ended with it. */
  readonly ended?: Loan
  /** What takes it back, for `undoScan`; none where nothing changed. */
  readonly undo?: string
}

/** Takes an item back, or in, and says where it goes. The same again says the same. @throws Problem not-your-branch */
export async function checkIn(tx: Tx, rules: CirculationSettings, act: CheckIn): Promise<CheckedIn> {
  const settings = await withCalendars(tx, rules)
  mustActIn(act.branch, act.by)
  const numbers = [act.accessionNo].flat()
  const held = await holdByNumber(tx, ...numbers)
  if (!held) return { to: 'unknown', accessionNo: numbers[0] ?? '' }
  const { item, loan } = held
  if (item.withdrawn) return { to: 'withdrawn', item, ...(held.ill && { ill: held.ill }) }
  const before = await standing(tx, item)
  if (loan) await endLoan(tx, loan, act)
  const status = Object.hasOwn(settings.onCheckIn, item.status) ? settings.onCheckIn[item.status] : undefined
  if (status !== undefined) await moveItem(tx, item.id, item.circulation, status)
  // Read anew: its status decides who may have it.
  const taken = status === undefined ? held : await hold(tx, item.id)
  const outcome = await route(tx, settings, taken, act)
  const moved = circulationAt[outcome.to]
  if (loan || status !== undefined || moved !== item.circulation)
    await audit(tx, {
      actor: act.by,
      action: 'item.check-in',
      subject: { kind: 'item', id: item.id },
      detail: {
        branch: act.branch,
        to: outcome.to,
        ...(loan && { loan: loan.id, ...whose(loan) }),
        ...(status !== undefined && { status }),
      },
    })
  const undo = await rememberScan(tx, 'check-in', item, before, act)
  return { ...outcome, ...(loan && { ended: loan }), ...(undo !== undefined && { undo }) }
}

/** Who had it, for the audit trail. */
const whose = ({ patronId, lendingId }: Loan) =>
  lendingId === undefined ? { patron: patronId } : { lending: lendingId }

/** What is written on an item that goes to a place. */
const circulationAt = {
  shelf: undefined,
  pickup: 'pickup-shelf',
  transfer: 'in-transit',
  'ill-officer': 'ill-officer',
} as const satisfies Readonly<Record<Destination['to'], ItemCirculation | undefined>>

async function route(tx: Tx, settings: CirculationSettings, held: Held, act: DeskAct): Promise<Destination> {
  const { item, allocated, ill } = held
  if (allocated?.state === 'ready' && allocated.pickupBranch === act.branch)
    return { to: 'pickup', item, reservation: allocated, fresh: false }
  const wish = allocated ?? (await nextFor(tx, settings, held))
  if (wish) {
    const isSame = wish.state === 'transit' && wish.pickupBranch !== act.branch
    const reservation = isSame ? wish : await allocate(tx, settings, wish, item.id, act)
    return reservation.state === 'ready'
      ? { to: 'pickup', item, reservation, fresh: true }
      : { to: 'transfer', item, branch: wish.pickupBranch, reservation }
  }
  if (ill) {
    await moveItem(tx, item.id, circulationAt['ill-officer'])
    return { to: 'ill-officer', item, ill }
  }
  if (item.branch !== act.branch) {
    await moveItem(tx, item.id, circulationAt.transfer)
    return { to: 'transfer', item, branch: item.branch }
  }
  await moveItem(tx, item.id, circulationAt.shelf)
  return { to: 'shelf', item }
}

/** Ends a loan. Its title is held. */
export async function endLoan(tx: Tx, { id }: Loan, { branch, now }: Pick<DeskAct, 'branch' | 'now'>): Promise<void> {
  await tx
    .updateTable('loans')
    .set({ returned_at: new Date(now), returned_branch: branch })
    .where('id', '=', id)
    .execute()
}
