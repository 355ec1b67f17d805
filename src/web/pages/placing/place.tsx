import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { findPerson, type Person } from '../../../accounts/index.ts'
import { type Citation, citationOf } from '../../../bib/index.ts'
import { type Branch, branches, itemSummaries } from '../../../catalogue/index.ts'
import {
  CitationFields,
  type CitationTyped,
  citationFilled,
  citationForm,
  citationTyped,
  type Obstacle,
  placeRequest,
  wantedOf,
} from '../../../ill/index.ts'
import { mustActIn } from '../../../kit/index.ts'
import type { HitDetail } from '../../../search/index.ts'
import { RecordAddress, recordHref } from '../../address.ts'
import { type Complaints, complaintsOf } from '../../complaints.ts'
import type { Door } from '../../door.ts'
import { clockOf } from '../../house-clock.ts'
import { bibHref } from '../../our-address.ts'
import { ourBib } from '../../our-bib.ts'
import { type Origin, originOfHit, passable } from '../../placing.ts'
import { pickupChoices, whoIs } from '../../requests.ts'
import { type Exchange, exchangeOf, formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { BibAddress } from '../catalogue/bib-address.ts'
import { theRecord } from '../record.tsx'
import { type BorrowerSearch, findBorrower, findElsewhere, takeFromElsewhere } from './borrower.ts'
import { citationOfOpenUrl } from './from-openurl.ts'
import { PlacePage } from './place-page.tsx'

const Extra = z.object({
  card: z.string().max(100).default(''),
  /** The borrower that stood on the page, and the buttons that look for another. */
  shown: z.string().max(100).optional(),
  find: z.enum(['1', 'system']).optional().catch(undefined),
  chosen: z.string().max(100).optional(),
  /** One whom the library's own system has shown. */
  adopt: z.string().max(100).optional(),
  key: z.string().max(80).default(''),
  agreed: z.literal('1').optional().catch(undefined),
  despite: z.string().max(200).default(''),
})

/** Where a request begins. */
interface Beginning extends Origin {
  /** Where the form is posted to, and where giving up leads. */
  readonly action: string
  readonly back: string
}

const blank = (action: string, citation: Citation = {}): Beginning => ({
  ...{ citation, source: { kind: 'form' }, action },
  back: '/',
})

function ofHit(detail: HitDetail, address: RecordAddress): Beginning {
  const place = { target: address.library, position: address.record }
  return {
    ...originOfHit(detail),
    action: recordHref(address, place, '/record/request'),
    back: recordHref(address, place),
  }
}

/** The form for a hit of an external search. Whoever signs in first comes back to it. */
export const placeForHit = (door: Door): RequestHandler =>
  route(RecordAddress, async (wanted, exchange) => {
    const found = await theRecord(door, wanted, exchange)
    if (found) await show(door, exchange, ofHit(found.detail, found.address))
  })

export const placeForHitAct = (door: Door): RequestHandler =>
  route(RecordAddress, async (wanted, exchange) => {
    const found = await theRecord(door, wanted, exchange)
    if (found) await place(door, exchange, ofHit(found.detail, found.address))
  })

/** A record of ours as the beginning; a reader sees none that is suppressed. @throws Problem bib-gone */
async function ofOurs(door: Door, { visitor }: Exchange, id: number, action: string): Promise<Beginning> {
  const { bib } = await ourBib(door.database.db, id, visitor.person?.kind !== 'patron')
  return {
    citation: citationOf(bib.record, bib.flavour),
    source: { kind: 'local', bibId: id },
    action,
    back: bibHref(id),
  }
}

/** The form for a record of our own. Where it has copies, that is said at once: they are to be reserved. */
export const placeForOurs = (door: Door, action: (id: number) => string): RequestHandler =>
  route(BibAddress, async ({ id }, exchange) => {
    const beginning = await ofOurs(door, exchange, id, action(id))
    const items = (await itemSummaries(door.database.db, [id])).get(id)
    const held = {
      kind: 'held',
      bibId: id,
      title: beginning.citation.title ?? '',
      available: items?.available ?? 0,
    } as const
    await show(door, exchange, beginning, { obstacles: items && items.count > 0 ? [held] : [], status: 200 })
  })

export const placeForOursAct = (door: Door, action: (id: number) => string): RequestHandler =>
  route(BibAddress, async ({ id }, exchange) => place(door, exchange, await ofOurs(door, exchange, id, action(id))))

/** A form with nothing but what an OpenURL says: an empty one without. */
export const placeBlank =
  (door: Door, action: string): RequestHandler =>
  async (req, res) =>
    show(door, exchangeOf(req, res), blank(action, citationOfOpenUrl(req)))

export const placeBlankAct =
  (door: Door, action: string): RequestHandler =>
  async (req, res) =>
    place(door, exchangeOf(req, res), blank(action))

interface Shown {
  readonly typed?: CitationTyped
  readonly card?: string
  readonly search?: BorrowerSearch
  readonly complaints?: Complaints
  readonly obstacles?: readonly Obstacle[]
  readonly status?: number
}

async function show(door: Door, { res, visitor }: Exchange, beginning: Beginning, shown: Shown = {}): Promise<void> {
  const pickups = pickupChoices(await branches(door.database.db), visitor)
  const isStaff = visitor.person?.kind !== 'patron'
  const usual = pickups.find(({ code }) => code === visitor.person?.branch)?.code ?? onlyOne(pickups)
  const { typed, card = '', search, complaints = {}, obstacles = [], status } = shown
  const wrong = Object.keys(complaints).length > 0
  sendPage(
    res,
    <PlacePage
      door={door}
      action={beginning.action}
      back={beginning.back}
      typed={typed ?? citationFilled(beginning.citation, { pickup: usual ?? null })}
      prefilled={beginning.citation.title !== undefined && !wrong}
      pickups={pickups}
      card={isStaff ? card : undefined}
      search={search}
      statement={door.ill.settings.copyrightStatement}
      complaints={complaints}
      obstacles={obstacles}
      passable={isStaff ? passable.staff : passable.patron}
      formKey={randomUUID()}
    />,
    status ?? (wrong ? 422 : obstacles.length > 0 ? 409 : 200),
  )
}

const onlyOne = (pickups: readonly Branch[]) => {
  const [first, second] = pickups.filter(({ active }) => active)
  return second ? undefined : first?.code
}

async function place(door: Door, exchange: Exchange, beginning: Beginning): Promise<void> {
  const { req, res, visitor } = exchange
  const fields = formFields(req, CitationFields)
  const extra = parse(Extra, formFields(req, Extra))
  const typed = citationTyped(fields)
  const { db } = door.database
  const pickups = (await branches(db)).filter(({ active }) => active).map(({ code }) => code)
  const clock = await clockOf(door, db)
  const today = clock.today(typed.pickup || undefined)
  const judged = citationForm({ today, pickups }).safeParse(fields)
  const isStaff = visitor.person?.kind !== 'patron'
  const card = extra.adopt ?? extra.chosen ?? extra.card
  if (isStaff && extra.find === 'system') {
    const { search, complaint } = await findElsewhere(door, card, clock)
    return show(door, exchange, beginning, {
      typed,
      card,
      search,
      ...(complaint && { complaints: { card: complaint } }),
    })
  }
  if (isStaff && extra.adopt !== undefined) await takeFromElsewhere(door, extra.adopt, visitor.actor)
  const search = isStaff ? await findBorrower(db, card, clock) : undefined
  // Looked for, or scanned over one that was shown: nothing is placed before staff have seen for whom.
  const isLooking = extra.find !== undefined || extra.chosen !== undefined || extra.adopt !== undefined
  const isOther = extra.shown !== undefined && extra.shown.toLowerCase() !== card.trim().toLowerCase()
  if (search && (isLooking || isOther))
    return show(door, exchange, beginning, { typed, card, search, ...(!search.chosen && complainOf(card, search)) })
  const borrower = isStaff ? await findPerson(db, 'patron', card) : visitor.person
  const complaints: Complaints = {
    ...(judged.success ? {} : complaintsOf(judged.error)),
    ...(search && !borrower && complainOf(card, search).complaints),
  }
  if (!judged.success || !borrower || Object.keys(complaints).length > 0)
    return show(door, exchange, beginning, { typed, card, complaints, ...(search && { search }) })
  const wanted = wantedOf(judged.data)
  if (wanted.pickup !== null) mustActIn(wanted.pickup, visitor.actor)
  const allowed = isStaff ? passable.staff : passable.patron
  const outcome = await door.database.tx((tx) =>
    placeRequest(
      tx,
      {
        patronId: borrower.id,
        service: wanted.service,
        citation: wanted.citation,
        pickupBranch: wanted.pickup ?? undefined,
        neededBy: wanted.neededBy ?? undefined,
        note: wanted.notes,
        copyrightAgreed: extra.agreed !== undefined,
        source: beginning.source,
        raw: beginning.raw,
      },
      { actor: whoIs(visitor), via: 'page', ...(extra.key && { key: `${borrower.id}:${extra.key}` }) },
      {
        ...door.ill,
        now: new Date(door.clock.now()),
        despite: allowed.filter((kind) => extra.despite.split(' ').includes(kind)),
      },
    ),
  )
  if (outcome.kind === 'refused')
    return show(door, exchange, beginning, { typed, card, obstacles: outcome.obstacles, ...(search && { search }) })
  res.redirect(303, nextPage(visitor.person, outcome.request.id, outcome.request.publicId))
}

function complainOf(card: string, { chosen, found }: BorrowerSearch): { readonly complaints: Complaints } {
  if (card.trim() === '') return { complaints: { card: 'Scan or type the borrower’s card.' } }
  const next = chosen ? ' Is it this one?' : found.length > 0 ? ' Choose one of these.' : ''
  return { complaints: { card: `No borrower has this card.${next}` } }
}

const nextPage = (person: Person | undefined, id: number, publicId: string) =>
  person?.kind === 'patron' ? `/account/requests/${publicId}?done=placed` : `/requests/${id}?done=placed`
