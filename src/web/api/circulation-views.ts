import type { z } from 'zod'
import type { CheckedIn, Loan, LoanLine, ReservationLine } from '../../circulation/index.ts'
import type * as schemas from './circulation-schemas.ts'

/** How loans and reservations look in the API: who has what stands only where a patron is asked for. */

export const loanView = ({ id, itemId, branch, lentAt, dueOn, renewals }: Loan): z.input<typeof schemas.LoanView> => ({
  ...{ id, itemId, branch, dueOn, renewals },
  lentAt: lentAt.toISOString(),
})

export const loanLine = (line: LoanLine): z.input<typeof schemas.LoanLine> => {
  const { patronId: _patron, lentAt, ...rest } = line
  return { ...rest, lentAt: lentAt.toISOString() }
}

export const reservationLine = (line: ReservationLine): z.input<typeof schemas.ReservationLine> => {
  const { patronId: _patron, placedAt, ...rest } = line
  return { ...rest, placedAt: placedAt.toISOString() }
}

export function checkedInView(back: CheckedIn): z.input<typeof schemas.CheckedInView> {
  if (back.to === 'unknown') return back
  const { accessionNo, id: itemId } = back.item
  const of = { to: back.to, accessionNo, itemId }
  if (back.to === 'withdrawn') return of
  const reservation = 'reservation' in back ? back.reservation : undefined
  return {
    ...of,
    ...(back.to === 'transfer' && { branch: back.branch }),
    ...(reservation && { reservation: reservation.id }),
    ...(reservation?.keepUntil !== undefined && { keepUntil: reservation.keepUntil }),
    ...(back.to === 'ill-officer' && back.ill.lenderDue !== undefined && { lenderDue: back.ill.lenderDue }),
    ...(back.ended && { ended: back.ended.id }),
    ...(back.undo !== undefined && { undo: back.undo }),
  }
}
