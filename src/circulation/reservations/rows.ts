import type { Reservation, ReservationLevel, ReservationState } from '../types.ts'

export const reservationColumns = [
  'reservations.id',
  'level',
  'reservations.bib_id',
  'item_id',
  'patron_id',
  'lending_id',
  'pickup_branch',
  'state',
  'position',
  'allocated_item',
  'placed_at',
  'keep_until',
] as const

interface Row {
  readonly id: string
  readonly level: ReservationLevel
  readonly bib_id: number
  readonly item_id: number | null
  readonly patron_id: string | null
  readonly lending_id: number | null
  readonly pickup_branch: string
  readonly state: ReservationState
  readonly position: number
  readonly allocated_item: number | null
  readonly placed_at: Date
  readonly keep_until: string | null
}

export const reservationOf = (row: Row): Reservation => ({
  id: row.id,
  level: row.level,
  bibId: row.bib_id,
  ...(row.item_id !== null && { itemId: row.item_id }),
  ...(row.patron_id !== null && { patronId: row.patron_id }),
  ...(row.lending_id !== null && { lendingId: row.lending_id }),
  pickupBranch: row.pickup_branch,
  state: row.state,
  position: row.position,
  ...(row.allocated_item !== null && { allocatedItem: row.allocated_item }),
  placedAt: row.placed_at,
  ...(row.keep_until !== null && { keepUntil: row.keep_until }),
})
