import { sql } from 'kysely'
import { type CirculationSettings, defaultCirculation } from '../../circulation/index.ts'
import { storableJson, storableText, type Tx } from '../../kit/db/index.ts'
import { audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import type { Cause, Engine } from '../../workflow/index.ts'
import { auditActor } from '../actors.ts'
import type { HousePatrons } from '../library-system/index.ts'
import type { IllSettings } from '../settings.ts'
import { matchKey, searchWords, titleOf } from './citation-keys.ts'
import { obstaclesTo } from './obstacles.ts'
import { beginPatronCheck } from './patron-standing.ts'
import { readRequest } from './read.ts'
import type { Obstacle, Order, PlaceOutcome, Request } from './types.ts'

export interface PlaceOptions {
  readonly engine: Engine
  readonly settings: IllSettings
  /** Whose calendars say which day it is at a pickup place: the rules without a file by default. */
  readonly circulation?: CirculationSettings
  readonly now: Date
  /** Tells the reader; nobody is told if not given. */
  readonly tellPlaced?:
    | ((tx: Tx, request: Request, cause: Pick<Cause, 'actor' | 'via'>, at: Date) => Promise<void>)
    | undefined
  /** Where the library's system is asked for its readers: later, nobody waits for that. */
  readonly patrons?: HousePatrons | undefined
  /** Kinds of obstacles that do not count: whoever places it was told, and means it. */
  readonly despite?: readonly Obstacle['kind'][]
}

/**
 * Places a request: it stands at Pending review, linked at once where it came from a record of ours. Two placings with
 * one key are one. An answer `refused` has changed nothing.
 */
export async function placeRequest(
  tx: Tx,
  order: Order,
  { actor, via, key }: Pick<Cause, 'actor' | 'via' | 'key'>,
  { engine, settings, circulation = defaultCirculation, now, tellPlaced, patrons, despite = [] }: PlaceOptions,
): Promise<PlaceOutcome> {
  // One at a time for one reader: of two presses the second sees what the first one did.
  await sql`select pg_advisory_xact_lock(hashtextextended('farshelf placing ' || ${order.patronId}, 0))`.execute(tx)
  if (key !== undefined) {
    const before = await tx
      .selectFrom('ill_requests')
      .select(['id', 'patron_id'])
      .where('place_key', '=', key)
      .executeTakeFirst()
    if (before && before.patron_id !== order.patronId)
      throw new Problem('bad-input', { detail: 'This key was used for another request' })
    if (before) return { kind: 'placed', request: (await readRequest(tx, { id: before.id }))!, repeated: true }
  }
  const obstacles = await obstaclesTo(tx, order, matchKey(order.citation), { settings, circulation, now })
  const standing = obstacles.filter(({ kind }) => !despite.includes(kind))
  if (standing.length > 0) return { kind: 'refused', obstacles: standing }

  const { id } = await engine.start(tx, 'request', { actor, via })
  const { citation, source } = order
  await sql`
    insert into ill_requests (id, patron_id, service, title, author, citation, match_key, words, pickup_branch, needed_by,
      patron_note, copyright_at, source, source_raw, bib_id, linked_at, place_key, placed_at, despite)
    values (${id}, ${order.patronId}, ${order.service}, ${storableText(titleOf(citation))}, ${storableText(citation.author ?? '')},
      ${storableJson(citation)}::jsonb, ${matchKey(citation)}, to_tsvector('simple', ${searchWords(citation)}),
      ${order.pickupBranch ?? null}, ${order.neededBy ?? null}, ${storableText(order.note)},
      ${order.copyrightAgreed ? now : null}, ${storableJson(source)}::jsonb, ${order.raw ?? null},
      ${source.kind === 'local' ? source.bibId : null}, ${source.kind === 'local' ? now : null}, ${key ?? null}, ${now}, ${storableJson(obstacles)}::jsonb)`.execute(
    tx,
  )
  await audit(tx, { actor: auditActor(actor, via), action: 'request.place', subject: { kind: 'request', id } })
  if (patrons) await beginPatronCheck(tx, id)
  const request = (await readRequest(tx, { id }))!
  await tellPlaced?.(tx, request, { actor, via }, now)
  return { kind: 'placed', request, repeated: false }
}
