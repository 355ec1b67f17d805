import { sql } from 'kysely'
import { turnNumber } from '../../../src/ill/exchange/turn-number.ts'
import { until } from '../../until.ts'
import type { Library } from '../exchange/library.ts'
import type { KilledHouse } from './killed-house.ts'
import { ask, type Loan, type Step } from './loans.ts'

/** Who borrows from whom: the lender by each of its symbols, as it is in the borrower's directory. */
export interface Pair {
  readonly borrower: KilledHouse
  readonly lender: KilledHouse
  readonly turns: readonly number[]
}

/** What was told: a request, the lines of its lenders, and what they are there, where they were asked. */
export interface Told {
  readonly request: number
  readonly lines: readonly number[]
  lendings(): Promise<readonly (number | undefined)[]>
}

/** Tells a loan to its end. Whoever acts waits until both houses have done what there is to do. */
export async function tell(title: string, { steps, turns }: Loan, { borrower, lender, ...pair }: Pair): Promise<Told> {
  const { item } = await lender.library.book(title)
  const placed = await borrower.call(
    ...(['POST', '/requests'] as const),
    { card: await borrower.card(), service: 'loan', citation: { title, author: 'Doe, Jane' } },
    `${title}: place`,
  )
  const request = Number(placed['id'])
  const { bib } = await borrower.library.book(title)
  const about = `/requests/${request}`
  await borrower.call('POST', `${about}/link`, { bibId: bib }, `${title}: link`)
  const lines: number[] = []
  for (const id of pair.turns.slice(0, turns.length))
    lines.push(Number((await borrower.call('POST', `${about}/lines`, { lender: id }, `${title}: lender ${id}`))['id']))
  await borrower.call('PATCH', `${about}/rota`, { automatic: true }, `${title}: rota`)
  const lendings = () => Promise.all(lines.map((line) => lendingOf(lender.library, turnNumber(request, line))))
  const quiet = async (): Promise<boolean> => {
    for (const side of ['borrower', 'lender', 'borrower', 'lender'] as const)
      if (
        side === 'borrower'
          ? await busy(borrower.library, lines, request)
          : await busy(lender.library, await lendings())
      )
        return false
    return true
  }
  for (const [n, [who, turn, action, form = {}]] of ([ask, ...steps] satisfies Step[]).entries()) {
    await until(quiet)
    const key = `${title}: ${n}`
    if (who === 'borrower') await borrower.call('POST', `${about}/lines/${lines[turn]}/actions/${action}`, form, key)
    else {
      const lending = (await lendings())[turn]
      const said = action === 'shipped' ? { itemNo: item.accessionNo, ...form } : form
      await lender.call('POST', `/lendings/${lending}/actions/${action}`, said, key)
    }
  }
  await until(quiet)
  return { request, lines, lendings }
}

async function lendingOf({ db }: Library, theirNumber: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('ill_lendings')
    .select('id')
    .where('their_number', '=', theirNumber)
    .executeTakeFirst()
  return row?.id
}

/** Something is still to be done, or to be answered. */
async function busy({ db }: Library, of: readonly (number | undefined)[], request?: number): Promise<boolean> {
  const ids = of.flatMap((one) => one ?? [])
  const { rows } = await sql`
    select from ill_messages where instance_id = any(${ids}) and direction = 'out' and state in ('queued', 'sent')
    union all select from jobs where split_part(key, ':', 1) = 'effect' and split_part(key, ':', 2) = any(${ids.map(String)})
    union all select from jobs where key like ${`advance:${request ?? 0}:%`}
    limit 1`.execute(db)
  return rows.length > 0
}
