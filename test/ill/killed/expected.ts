import { expect } from 'chai'
import type { Library } from '../exchange/library.ts'
import type { Loan } from './loans.ts'
import type { Pair, Told } from './telling.ts'

/** Both houses stand where the loan ends, and everything has happened once. */
export async function expectTold(title: string, { turns }: Loan, pair: Pair, told: Told): Promise<void> {
  const [ours, theirs] = [pair.borrower.library, pair.lender.library]
  const lendings = await told.lendings()
  const placed = await ours.db.selectFrom('ill_requests').select('id').where('title', '=', title).execute()
  expect(placed, `${title}: placed`).to.deep.equal([{ id: told.request }])
  const lines = await ours.db.selectFrom('ill_lines').select('id').where('request_id', '=', told.request).execute()
  expect(lines, `${title}: lenders`).to.have.length(turns.length)

  for (const [n, turn] of turns.entries()) {
    const [line, lending] = [told.lines[n]!, lendings[n]!]
    const about = `${title}, lender ${n}`
    expect([await ours.stateOf(line), await theirs.stateOf(lending)], about).to.deep.equal([turn.borrower, turn.lender])
    expect((await ours.eventsOf(line)).join(' '), `${about}, at the borrower`).to.equal(`start ${turn.atBorrower}`)
    expect((await theirs.eventsOf(lending)).join(' '), `${about}, at the lender`).to.equal(`start ${turn.atLender}`)
    const { dueOn } = await theirs.dataOf(lending)
    if (dueOn !== null) expect((await ours.dataOf(line))['dueAtLender'], `${about}, due`).to.equal(dueOn)

    // What one has said the other has heard, once and in its order.
    const [ourSide, theirSide] = [await saidAbout(ours, line), await saidAbout(theirs, lending)]
    expect(theirSide.in, about).to.deep.equal(ourSide.out)
    expect(ourSide.in, about).to.deep.equal(theirSide.out)

    await expectItemOnce(ours, line, turn.atBorrower.includes('receivedAsLoan'), about)
    const lent = await theirs.db.selectFrom('loans').select('returned_at').where('lending_id', '=', lending).execute()
    expect(lent, `${about}: loans`).to.have.length(turn.atLender.includes('shipped') ? 1 : 0)
    const advances = await ours.db.selectFrom('ill_advances').select('to_line').where('from_line', '=', line).execute()
    const ended = turn.borrower === 'not-supplied' || turn.borrower === 'cancelled'
    expect(advances, `${about}: the next one`).to.deep.equal(ended ? [{ to_line: told.lines[n + 1] ?? null }] : [])
  }
}

/** Of a line: what came in is an item with a reservation. */
export async function expectItemOnce({ db }: Library, line: number, came: boolean, about: string): Promise<void> {
  const items = await db.selectFrom('ill_items').select('item_id').where('line_id', '=', String(line)).execute()
  expect(items, `${about}: items`).to.have.length(came ? 1 : 0)
  for (const { item_id } of items) {
    const reserved = await db.selectFrom('reservations').select('id').where('item_id', '=', item_id).execute()
    expect(reserved, `${about}: reservations`).to.have.length(1)
  }
}

async function saidAbout(library: Library, instance: number) {
  const messages = await library.messages(instance)
  for (const { state, type, receipt } of messages)
    expect([type, state, JSON.stringify(receipt)]).to.deep.equal([type, 'confirmed', '{"kind":"ok"}'])
  const going = (way: 'in' | 'out') => messages.filter(({ direction }) => direction === way).map(({ type }) => type)
  return { in: going('in'), out: going('out') }
}

/** Nothing is left to be done, nothing was given up, and nobody was refused. */
export async function expectDone({ database }: Library): Promise<void> {
  const { rows: jobs } = await database.pool.query(
    `select kind, key, last_error from jobs where failed_at is not null or locked_by is not null
       or kind in ('workflow.effect', 'ill.exchange', 'ill.advance')`,
  )
  expect(jobs).to.deep.equal([])
  const { rows: messages } = await database.pool.query(
    `select type, state, error from ill_messages where state <> 'confirmed'`,
  )
  expect(messages).to.deep.equal([])
  const { rows: refused } = await database.pool.query(
    `select action, detail from audit where action in ('exchange.refuse', 'exchange.refused-by', 'exchange.stranger', 'exchange.forged')`,
  )
  expect(refused).to.deep.equal([])
}
