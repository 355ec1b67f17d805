import { sql } from 'kysely'
import { briefRecordsLike } from '../../bib/index.ts'
import { findMatchesOf, itemSummaries, prepareRecord } from '../../catalogue/index.ts'
import { type CirculationSettings, todayAt } from '../../circulation/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import type { Citation } from '../../standards/openurl/index.ts'
import { openRequestStates } from '../machines/request.ts'
import type { IllSettings } from '../settings.ts'
import { requestNumber } from './number.ts'
import type { Obstacle, Order } from './types.ts'

interface Judging {
  readonly settings: IllSettings
  /** The calendars of the pickup places. */
  readonly circulation: CirculationSettings
  readonly now: Date
}

/** Everything that stands against an order, so that whoever places it can be told all of it at once. */
export async function obstaclesTo(
  tx: Tx,
  order: Order,
  key: string,
  { settings, circulation, now }: Judging,
): Promise<Obstacle[]> {
  // The day it is where the reader comes to.
  const today = await todayAt(tx, circulation, order.pickupBranch, now.getTime())
  const ofPatron = await patronObstacles(tx, order.patronId, today)
  if (ofPatron.some(({ kind }) => kind === 'no-patron')) return ofPatron
  const late: Obstacle[] = order.neededBy && order.neededBy < today ? [{ kind: 'late', on: order.neededBy }] : []
  const asks = order.service === 'copy' && settings.copyrightStatement !== undefined && !order.copyrightAgreed
  return [
    ...ofPatron,
    ...late,
    ...(asks ? [{ kind: 'copyright' } as const] : []),
    ...(await limitObstacles(tx, order.patronId, settings, now)),
    ...(await duplicates(tx, order.patronId, key)),
    ...(await held(tx, order, today)),
  ]
}

async function patronObstacles(tx: Tx, id: string, today: string): Promise<Obstacle[]> {
  const patron = await tx
    .selectFrom('people')
    .select(['active', 'blocked', 'expires_on'])
    .where('id', '=', id)
    .where('kind', '=', 'patron')
    .executeTakeFirst()
  if (!patron?.active) return [{ kind: 'no-patron' }]
  return [
    ...(patron.blocked ? [{ kind: 'patron-blocked' } as const] : []),
    ...(patron.expires_on !== null && patron.expires_on < today
      ? [{ kind: 'patron-expired', on: patron.expires_on } as const]
      : []),
  ]
}

async function limitObstacles(tx: Tx, patron: string, { limits }: IllSettings, now: Date): Promise<Obstacle[]> {
  const { rows } = await sql<{ today: number; open: number }>`
    select count(*) filter (where r.placed_at > ${now}::timestamptz - interval '1 day') as today,
      count(*) filter (where i.state = any(${[...openRequestStates]}::text[])) as open
    from ill_requests r join workflow_instances i on i.id = r.id where r.patron_id = ${patron}`.execute(tx)
  const { today, open } = rows[0]!
  return [
    ...(today >= limits.perDay ? [{ kind: 'limit', most: limits.perDay, per: 'day' } as const] : []),
    ...(open >= limits.open ? [{ kind: 'limit', most: limits.open, per: 'open' } as const] : []),
  ]
}

async function duplicates(tx: Tx, patron: string, key: string): Promise<Obstacle[]> {
  const { rows } = await sql<{ id: number; publicId: string }>`
    select r.id, r.public_id as "publicId"
    from ill_requests r join workflow_instances i on i.id = r.id
    where r.patron_id = ${patron} and r.match_key = ${key} and i.state = any(${[...openRequestStates]}::text[])
    order by r.id limit 1`.execute(tx)
  return rows.map((row) => ({ kind: 'duplicate', number: requestNumber(row.id), ...row }))
}

/** Whether the library has the title itself, with copies readers can see. An article is not looked for: its journal says nothing. */
async function held(tx: Tx, { citation, service, source }: Order, today: string): Promise<Obstacle[]> {
  if (service === 'copy' && citation.articleTitle) return []
  const bibs = source.kind === 'local' ? [source.bibId] : await twins(tx, citation, today)
  const summaries = await itemSummaries(tx, bibs)
  const bibId = bibs.find((id) => (summaries.get(id)?.count ?? 0) > 0)
  if (bibId === undefined) return []
  return [{ kind: 'held', bibId, title: citation.title ?? '', available: summaries.get(bibId)!.available }]
}

/** Records of the catalogue that describe what is cited; suppressed ones are not for readers. */
async function twins(tx: Tx, citation: Citation, today: string): Promise<number[]> {
  if (!citation.title) return []
  const records = briefRecordsLike(
    {
      title: citation.title,
      author: citation.author,
      edition: citation.edition,
      year: citation.year?.slice(0, 4),
      isbns: citation.isbn ? [citation.isbn] : [],
      issns: citation.issn ? [citation.issn] : [],
      format: 'book',
    },
    { entered: today },
  )
  const matches = await findMatchesOf(
    tx,
    records.map((record) => prepareRecord(record, 'marc21')),
  )
  return [...new Set(matches.flat().flatMap(({ bib }) => (bib.state === 'active' ? [bib.id] : [])))]
}
