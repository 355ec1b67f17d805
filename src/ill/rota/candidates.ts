import type { Tx } from '../../kit/db/index.ts'
import { lenderLines, standingOf } from '../lenders/index.ts'
import type { Request } from '../requests/types.ts'
import { dealingsWith } from './dealings.ts'
import { holdersOf } from './holders.ts'
import { orderRota, type RotaCandidate, type RotaDraft } from './order.ts'
import type { RotaSettings } from './settings.ts'

/** More lenders of the directory are not thought of at once. */
const mostOthers = 500

interface DraftMeans {
  readonly settings: RotaSettings
  readonly symbol: string | undefined
  readonly now: Date
}

/**
 * The rota of a request as it would be built now: whoever is known to have it by the records it came from, and others of
 * the directory, as the house wants. Only reads.
 */
export async function draftRota(tx: Tx, request: Request, { settings, symbol, now }: DraftMeans): Promise<RotaDraft> {
  const { by, guesses, unresolved } = await holdersOf(tx, request, settings)
  const known = await lenderLines(tx, { symbols: [...by.keys()] })
  const symbols = new Set(known.map((one) => one.symbol.toLowerCase()))
  const nobody = [...by].flatMap(([owner, { holding }]) =>
    symbols.has(owner) ? [] : [guesses.get(owner) ?? holding!.label],
  )
  const others =
    settings.others === 'none'
      ? []
      : await lenderLines(tx, {
          lastResort: settings.others === 'last-resort',
          service: request.service,
          most: mostOthers,
        })
  const lenders = [...new Map([...known, ...others].map((one) => [one.id, one])).values()]
  const dealings = await dealingsWith(
    tx,
    lenders.map(({ id }) => id),
    now,
  )
  const listed = await listedOn(tx, request.id)
  const candidates = lenders.map(
    (lender): RotaCandidate => ({
      lender,
      standing: standingOf(lender, now.getTime()),
      ...by.get(lender.symbol.toLowerCase()),
      ...(dealings.get(lender.id) ?? { asked: 0, lent: 0, borrowed: 0 }),
      listed: listed.has(lender.id),
    }),
  )
  return orderRota(candidates, { settings, service: request.service, symbol }, [...unresolved, ...nobody])
}

async function listedOn(tx: Tx, requestId: number): Promise<ReadonlySet<number>> {
  const rows = await tx.selectFrom('ill_lines').select('lender_id').where('request_id', '=', requestId).execute()
  return new Set(rows.map(({ lender_id }) => lender_id))
}
