import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { type LenderLine, lenderLines, standingOf } from '../lenders/index.ts'
import type { Request } from '../requests/types.ts'
import { orderRota, type RotaCandidate, type RotaDraft } from './order.ts'
import type { RotaSettings } from './settings.ts'

/** So long back it counts how often a lender was asked. */
const late = 90 * 86_400_000
/** More lenders of the directory are not thought of at once. */
const mostOthers = 500

interface DraftMeans {
  readonly settings: RotaSettings
  readonly symbol: string | undefined
  readonly now: Date
}

/**
 * The rota of a request as it would be built now: whoever is known to have it by the external search it came from, and
 * others of the directory, as the house wants. Only reads.
 */
export async function draftRota(tx: Tx, request: Request, { settings, symbol, now }: DraftMeans): Promise<RotaDraft> {
  const shown = shownBy(request)
  const held = new Map<string, Pick<RotaCandidate, 'holding'>>()
  const unresolved: string[] = []
  for (const { target, label, by } of shown) {
    const owner = settings.targets[target]
    if (owner === undefined) unresolved.push(label)
    else if (!held.has(owner.toLowerCase())) held.set(owner.toLowerCase(), { holding: { by, label } })
  }
  const known = await lenderLines(tx, { symbols: [...held.keys()] })
  for (const [owner, { holding }] of held)
    if (!known.some(({ symbol: its }) => its.toLowerCase() === owner)) unresolved.push(holding!.label)
  const others =
    settings.others === 'none'
      ? []
      : await lenderLines(tx, {
          lastResort: settings.others === 'last-resort',
          service: request.service,
          most: mostOthers,
        })
  const lenders = [...new Map([...known, ...others].map((one) => [one.id, one])).values()]
  const asked = await timesAsked(tx, lenders, new Date(now.getTime() - late))
  const listed = await listedOn(tx, request.id)
  const candidates = lenders.map(
    (lender): RotaCandidate => ({
      lender,
      standing: standingOf(lender, now.getTime()),
      ...held.get(lender.symbol.toLowerCase()),
      asked: asked.get(lender.id) ?? 0,
      listed: listed.has(lender.id),
    }),
  )
  return orderRota(candidates, { settings, service: request.service, symbol }, unresolved)
}

/** The targets of the search whose records were one hit, first the one whose record was chosen. */
function shownBy({ source }: Request) {
  if (source.kind !== 'external') return []
  const also = source.also ?? []
  return [
    { target: source.target, label: source.label, by: 'source' as const },
    ...also.map(({ target, label }) => ({ target, label, by: 'target' as const })),
  ]
}

async function timesAsked(tx: Tx, lenders: readonly LenderLine[], since: Date): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ lender: number; times: number }>`
    select l.lender_id as lender, count(*)::int as times
    from ill_lines l join workflow_instances i on i.id = l.id
    where l.lender_id = any(${lenders.map(({ id }) => id)}::bigint[]) and (i.data->>'sentAt')::timestamptz >= ${since}
    group by 1`.execute(tx)
  return new Map(rows.map(({ lender, times }) => [lender, times]))
}

async function listedOn(tx: Tx, requestId: number): Promise<ReadonlySet<number>> {
  const rows = await tx.selectFrom('ill_lines').select('lender_id').where('request_id', '=', requestId).execute()
  return new Set(rows.map(({ lender_id }) => lender_id))
}
