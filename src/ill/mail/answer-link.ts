import { tokenHash } from '../../accounts/index.ts'
import { storableJson, type Tx } from '../../kit/db/index.ts'
import type { Engine } from '../../workflow/index.ts'
import { readLines } from '../lines/read.ts'
import type { Line } from '../lines/types.ts'
import { readRequest } from '../requests/read.ts'
import type { Request } from '../requests/types.ts'
import { answerForms, eventForm } from './answers.ts'
import { offeredEvents, partnerOf } from './offered.ts'
import { type AnswerEvent, isAnswerEvent } from './questions.ts'

/** A link as its holder finds it. */
export interface AnswerLink {
  readonly line: Line
  readonly request: Request
  readonly event: AnswerEvent
  /** The other answers that can be given instead. */
  readonly others: readonly AnswerEvent[]
  /**
   * `closed`: it would be good, but the answer fits no more, or was given otherwise. `late`: its time is over. `used`: this
   * is what it said.
   */
  readonly standing: 'open' | 'closed' | 'late' | 'used'
  readonly answer?: {
    readonly event: AnswerEvent
    readonly at: Date
    readonly said: Readonly<Record<string, unknown>>
  }
}

export interface AnswerMeans {
  readonly engine: Engine
  readonly now: Date
}

/** How an answer by link stands in histories. Domain/ill.md 3.5. */
export const viaLink = 'email-link'

/** What a link is good for; undefined where it is none of ours, or not for this answer. Looking uses nothing up. */
export async function readAnswerLink(
  tx: Tx,
  token: string,
  event: string,
  { engine, now }: AnswerMeans,
): Promise<AnswerLink | undefined> {
  const row = await tx.selectFrom('lender_links').selectAll().where('hash', '=', tokenHash(token)).executeTakeFirst()
  if (!row || !isAnswerEvent(event) || !row.events.includes(event)) return undefined
  const line = (await readLines(tx, [row.line_id], now)).get(row.line_id)!
  const request = (await readRequest(tx, { id: line.requestId }))!
  const others = (row.events as AnswerEvent[]).filter((one) => one !== event)
  const link = { line, request, event, others }
  if (row.used_at !== null)
    return {
      ...{ ...link, standing: 'used' },
      answer: { event: row.used_as as AnswerEvent, at: row.used_at, said: row.answer ?? {} },
    }
  if (row.ends_at <= now) return { ...link, standing: 'late' }
  const fits = (await offeredEvents(tx, line, engine)).has(event) && !(await isAnswered(tx, row.line_id, row, engine))
  return { ...link, standing: fits ? 'open' : 'closed' }
}

/** Whether the question was answered since the letter left, by whatever way, and that was not taken back. */
async function isAnswered(
  tx: Tx,
  lineId: number,
  { events, asked_version }: { readonly events: readonly string[]; readonly asked_version: number },
  engine: Engine,
): Promise<boolean> {
  const since = (await engine.history(tx, lineId)).filter(({ version }) => version > asked_version)
  const undone = new Set(since.map(({ undoes }) => undoes))
  return since.some(({ event, version }) => events.includes(event) && !undone.has(version))
}

/**
 * Gives an answer, and uses the link up with it: both or neither. False where the link was not open any more.
 * `expected` is the version of the line that was seen.
 * @throws Problem workflow-stale when the line has changed since; those of the engine's `act`
 */
export async function answerByLink(
  tx: Tx,
  token: string,
  event: AnswerEvent,
  said: unknown,
  expected: number,
  { engine, now }: AnswerMeans,
): Promise<boolean> {
  // Of two at once the second one waits here, and finds it used.
  const hash = tokenHash(token)
  await tx.selectFrom('lender_links').select('hash').where('hash', '=', hash).forUpdate().execute()
  const link = await readAnswerLink(tx, token, event, { engine, now })
  if (link?.standing !== 'open') return false
  const answer = answerForms[event].parse(said)
  await tx
    .updateTable('lender_links')
    .set({ used_at: now, used_as: event, answer: storableJson(answer) })
    .where('hash', '=', hash)
    .execute()
  const cause = { actor: partnerOf(link.line.lender), via: viaLink, expected, form: eventForm(event, said) }
  await engine.act(tx, link.line.id, event, cause)
  return true
}
