import { z } from 'zod'
import { type CirculationSettings, todayAt } from '../../circulation/index.ts'
import { type Database, storableText, type Tx } from '../../kit/db/index.ts'
import { type Actor, audit, type Clock } from '../../kit/index.ts'
import { ensure, type Handlers } from '../../kit/jobs/index.ts'
import { Problem } from '../../problems.ts'
import type { Engine } from '../../workflow/index.ts'
import { system } from '../actors.ts'
import type { HousePatrons } from '../library-system/index.ts'
import { openRequestStates } from '../machines/request.ts'
import type { PatronFound } from '../ports.ts'
import { letGoOn } from './held-back.ts'
import { readRequest } from './read.ts'
import type { Request } from './types.ts'

/** What the library's own system says of the reader of a request. */
export interface PatronStanding {
  readonly state: 'waiting' | 'fine' | 'invalid' | 'unanswered' | 'accepted'
  /** Why it is not fine, in words. */
  readonly reason: string
  /** Somebody has to look at it: *Invalid patron*, VDX's Idle–Auth Manual. */
  readonly review: boolean
  readonly askedAt: Date | null
  /** Who accepted them all the same. */
  readonly acceptedBy: string | null
}

const kind = 'ill.patron'
const keyOf = (id: number) => `ill-patron:${id}`

/** Has the library's system asked for the reader of a request, once the transaction has ended. */
export async function beginPatronCheck(tx: Tx, requestId: number): Promise<void> {
  await tx
    .insertInto('ill_patron_checks')
    .values({ request_id: requestId, state: 'waiting', asked_at: null, accepted_by: null })
    .execute()
  await ensure(tx, kind, { request: requestId }, keyOf(requestId))
}

/** What is known; undefined where nobody was to be asked. */
export async function readPatronStanding(tx: Tx, requestId: number): Promise<PatronStanding | undefined> {
  const row = await tx
    .selectFrom('ill_patron_checks')
    .select(['state', 'reason', 'review', 'asked_at as askedAt', 'accepted_by as acceptedBy'])
    .where('request_id', '=', requestId)
    .executeTakeFirst()
  return row
}

/** Asks the library's system once more, in the background. */
export async function checkPatronAgain(tx: Tx, requestId: number, actor: Actor): Promise<void> {
  await tx
    .insertInto('ill_patron_checks')
    .values({ request_id: requestId, state: 'waiting', asked_at: null, accepted_by: null })
    .onConflict((oc) => oc.column('request_id').doUpdateSet({ state: 'waiting', accepted_by: null }))
    .execute()
  await ensure(tx, kind, { request: requestId }, keyOf(requestId))
  await audit(tx, { actor, action: 'request.patron-check', subject: { kind: 'request', id: requestId } })
}

/** Staff know better than the system, or take it upon themselves. @throws Problem not-found where nothing was found wrong */
export async function acceptPatron(tx: Tx, requestId: number, actor: Actor): Promise<void> {
  const row = await tx
    .updateTable('ill_patron_checks')
    .set({ state: 'accepted', review: false, accepted_by: actor.name })
    .where('request_id', '=', requestId)
    .where('state', 'in', ['invalid', 'unanswered', 'waiting'])
    .returning('request_id')
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', { what: 'doubt about the borrower' })
  await letGoOn(tx, requestId)
  await audit(tx, { actor, action: 'request.patron-accept', subject: { kind: 'request', id: requestId } })
}

export type Verdict =
  | { readonly state: 'fine'; readonly reason: '' }
  | { readonly state: 'invalid' | 'unanswered'; readonly reason: string }

/**
 * What an answer means for a loan, and why, in words.
 * @param today YYYY-MM-DD where the reader comes to
 */
export function verdictOf(found: PatronFound, today: string): Verdict {
  if (found.kind === 'unanswered') return { state: 'unanswered', reason: found.detail }
  if (found.kind !== 'known') return { state: 'invalid', reason: 'it knows no patron with this card' }
  const { blocked, expiresOn } = found.patron
  const reasons = [
    ...blocked,
    ...(expiresOn !== undefined && expiresOn < today ? [`the card was valid until ${expiresOn}`] : []),
  ]
  return reasons.length > 0 ? { state: 'invalid', reason: reasons.join('; ') } : { state: 'fine', reason: '' }
}

interface Means {
  readonly engine: Engine
  readonly clock: Clock
  readonly circulation: CirculationSettings
  readonly patrons: HousePatrons
}

const Payload = z.object({ request: z.number() })
/** With growing intervals, some four hours. */
const attempts = 12

/** Asks for the readers of requests. A system that does not answer is asked again; meanwhile the setting holds. */
export const patronHandlers = (database: Database, means: Means): Handlers => ({
  [kind]: {
    attempts,
    async run(payload, job) {
      const id = Payload.parse(payload).request
      const request = await readRequest(database.db, { id })
      const before = await readPatronStanding(database.db, id)
      if (!request || !isAsked(request, before)) return
      const found = await means.patrons.find(request.patron.cardNumber, { signal: job.signal })
      const now = new Date(means.clock.now())
      const verdict = await database.tx(async (tx) => {
        await job.hold(tx)
        const today = await todayAt(tx, means.circulation, request.pickupBranch, now.getTime())
        return await store(tx, request, verdictOf(found, today), { ...means, now })
      })
      if (verdict.state === 'unanswered') throw new Problem('patron-unanswered', { detail: verdict.reason })
    },
  },
})

/** Nobody asks for a reader who is forgotten, whose request is over, or whom staff have accepted. */
const isAsked = (request: Request, before: PatronStanding | undefined): boolean =>
  Boolean(request.patron.id) &&
  openRequestStates.includes(request.state) &&
  before !== undefined &&
  before.state !== 'accepted'

async function store(
  tx: Tx,
  { id }: Request,
  verdict: Verdict,
  { engine, patrons, now }: Means & { readonly now: Date },
): Promise<Verdict> {
  const { state } = verdict
  const reason = storableText(verdict.reason)
  const review = state === 'invalid' || (state === 'unanswered' && patrons.whenDown === 'review')
  // The instance before the check, as what happens by itself holds them.
  await engine.hold(tx, id)
  const before = await tx
    .selectFrom('ill_patron_checks')
    .select(['state', 'reason'])
    .where('request_id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  // Forgotten meanwhile, or staff were quicker.
  if (!before || before.state === 'accepted') return verdict
  await tx
    .updateTable('ill_patron_checks')
    .set({ state, reason, review, asked_at: now })
    .where('request_id', '=', id)
    .execute()
  if (!review) await letGoOn(tx, id)
  // Written down when it changes: each try of a system that is down would say the same.
  if (state !== 'fine' && (before.state !== state || (state === 'invalid' && before.reason !== reason)))
    await engine.act(tx, id, 'note', {
      ...{ actor: system, via: 'job' },
      form: { privateNote: noteOf(state, reason, review).slice(0, 2000) },
    })
  return verdict
}

const noteOf = (state: Verdict['state'], reason: string, review: boolean): string =>
  state === 'invalid'
    ? `Invalid patron: of this card the library’s system says: ${reason}.`
    : `The library’s system could not be asked for this card: ${reason}. ${review ? 'The request waits for somebody to look at it.' : 'The request goes on all the same.'}`
