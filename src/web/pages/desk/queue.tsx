import type { RequestHandler } from 'express'
import { z } from 'zod'
import { findPerson, namesOf } from '../../../accounts/index.ts'
import { cancelReservation, moveReservation, placeReservation, reservationsOfBib } from '../../../circulation/index.ts'
import { deskBranch } from '../../desk/branch.ts'
import { numbersIn } from '../../desk/scan.ts'
import { placeRefusals } from '../../desk/words.ts'
import type { Door } from '../../door.ts'
import { clockOf } from '../../house-clock.ts'
import { branchNames } from '../../item-lists.ts'
import { bibHref } from '../../our-address.ts'
import { ourBib } from '../../our-bib.ts'
import { type Exchange, formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { titlesOf } from '../../titles.ts'
import { BibAddress } from '../catalogue/bib-address.ts'
import { type BorrowerSearch, findBorrower } from '../placing/borrower.ts'
import { QueuePage } from './queue-page.tsx'

const done = ['placed', 'moved', 'cancelled'] as const
const QueueAddress = BibAddress.extend({ done: z.enum(done).optional() })
const ReservationAddress = BibAddress.extend({ reservation: z.uuid() })

/** Who waits for a record and its copies. */
export const queuePage = (door: Door): RequestHandler =>
  route(QueueAddress, ({ id, done }, exchange) => show(door, exchange, id, { done }))

interface Said {
  readonly done?: (typeof done)[number] | undefined
  readonly refusal?: string
  readonly card?: string
  readonly search?: BorrowerSearch
  readonly complaint?: string
  readonly item?: string
  readonly pickup?: string
}

async function show(door: Door, exchange: Exchange, id: number, said: Said, status = 200) {
  const { db } = door.database
  const { items } = await ourBib(db, id, true)
  const { branch, choices } = await deskBranch(door, exchange)
  const reservations = await reservationsOfBib(db, id)
  const people = await namesOf(
    db,
    reservations.map(({ patronId }) => patronId),
  )
  const title = (await titlesOf(db, [id])).get(id) ?? ''
  sendPage(
    exchange.res,
    <QueuePage
      {...{ door, id, title, items, reservations, people, branch, choices, said }}
      branchName={await branchNames(db)}
    />,
    status,
  )
}

const PlaceForm = z.object({
  card: z.string().max(200).default(''),
  /** None for any copy. */
  item: z.union([z.literal(''), z.coerce.number().int().min(1)]).default(''),
  pickup: z.string().max(64).default(''),
  /** A reader is looked for, or one of those found is meant; `shown` is who stood there when it was sent. */
  find: z.string().max(10).optional(),
  chosen: z.string().max(200).optional(),
  shown: z.string().max(200).optional(),
})

/** Places a reservation for a reader: of whom the card was scanned, or who was found by name and is shown. */
export const placeAtDesk = (door: Door): RequestHandler =>
  route(BibAddress, async ({ id }, exchange) => {
    const form = parse(PlaceForm, formFields(exchange.req, PlaceForm))
    const { items } = await ourBib(door.database.db, id, true)
    const card = form.chosen ?? form.card
    const patron = await findByCard(door, card)
    const said = { card, item: String(form.item), pickup: form.pickup }
    const isOther = form.shown !== undefined && form.shown.toLowerCase() !== card.trim().toLowerCase()
    if (!patron || form.find !== undefined || form.chosen !== undefined || isOther) {
      const { db } = door.database
      const search = await findBorrower(db, patron?.login ?? card, await clockOf(door, db))
      // Who was looked for and found needs no complaint.
      const isFound = patron !== undefined || (form.find !== undefined && search.chosen !== undefined)
      const looked = { ...said, search, ...(!isFound && { complaint: complaintOf(card, search) }) }
      return await show(door, exchange, id, looked, isFound ? 200 : 409)
    }
    const refuse = (refusal: string) => show(door, exchange, id, { ...said, refusal }, 409)
    if (form.item !== '' && !items.some((item) => item.id === form.item))
      return await refuse('This record has no such copy (any more).')
    const wanted = form.item === '' ? { bibId: id } : { itemId: form.item }
    const act = { patronId: patron.id, pickupBranch: form.pickup, by: exchange.visitor.actor, now: door.clock.now() }
    const placed = await door.database.tx((tx) => placeReservation(tx, door.circulation, { ...wanted, ...act }))
    if (!placed.done) return await refuse(`Not reserved. ${placeRefusals[placed.why]}`)
    exchange.res.redirect(303, bibHref(id, '/reservations?done=placed'))
  })

function complaintOf(card: string, { chosen, found }: BorrowerSearch): string {
  if (card.trim() === '') return 'Scan or type the reader’s card.'
  const next = chosen ? ' Is it this one?' : found.length > 0 ? ' Choose one of these.' : ''
  return `No reader has this card number.${next}`
}

async function findByCard(door: Door, card: string) {
  for (const number of numbersIn(card)) {
    const patron = await findPerson(door.database.db, 'patron', number)
    if (patron) return patron
  }
  return undefined
}

const MoveForm = z.object({ to: z.coerce.number().int().min(1).max(10_000) })

export const moveAtDesk = (door: Door): RequestHandler =>
  route(ReservationAddress, async ({ id, reservation }, exchange) => {
    const { to } = parse(MoveForm, formFields(exchange.req, MoveForm))
    const act = { id: reservation, by: exchange.visitor.actor, now: door.clock.now() }
    const moved = await door.database.tx((tx) => moveReservation(tx, { ...act, to }))
    if (!moved) return await show(door, exchange, id, { refusal: 'It does not wait any more.' }, 409)
    exchange.res.redirect(303, bibHref(id, '/reservations?done=moved'))
  })

export const cancelInQueue = (door: Door): RequestHandler =>
  route(ReservationAddress, async ({ id, reservation }, exchange) => {
    const act = { id: reservation, by: exchange.visitor.actor, now: door.clock.now() }
    const cancelled = await door.database.tx((tx) => cancelReservation(tx, act))
    if (!cancelled) return await show(door, exchange, id, { refusal: 'It has ended already.' }, 409)
    exchange.res.redirect(303, bibHref(id, '/reservations?done=cancelled'))
  })
