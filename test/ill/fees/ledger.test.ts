import { expect } from 'chai'
import { type Kysely, sql } from 'kysely'
import { feesOf, SettlementSettings, statementLines, statementSums, statementTotals } from '../../../src/ill/index.ts'
import { connect } from '../../../src/kit/db/index.ts'
import { up } from '../../../src/kit/db/migrations/043-fee-entries.ts'
import { createLog } from '../../../src/kit/index.ts'
import { useDatabase } from '../../database.ts'
import { ann, createHouse } from '../create-house.ts'

const settlement = SettlementSettings.parse({
  ifm: { loan: '15.00 USD', copy: '12.00 USD' },
  laser: { loan: '9,5 gbp' },
  withoutScheme: ['costAdjustment', 'unship'],
})
const shipped = { service: 'loan' as const }

describe('The ledger of fees', () => {
  const test = useDatabase()
  const house = createHouse(() => test.database, { settlement, symbol: 'XX-US' })
  before('furnish', () => house.furnish())

  const asked = async (lender: object) => {
    const { line } = await house.line({ lender })
    await house.act(line.id, 'request', { transmit: true })
    return line
  }
  const entries = async (id: number) =>
    (await feesOf(test.database.db, id)).map(({ kind, amount, currency }) => [kind, amount, currency])

  it('takes what a scheme charges where nobody says what something costs, of both sides', async () => {
    const line = await asked({ settlement: 'laser' })
    await house.act(line.id, 'shipped', shipped)
    expect(await entries(line.id)).to.deep.equal([['fee', '9.50', 'GBP']])
    const { lending } = await house.lending({}, { settlement: 'ifm' })
    await house.act(lending.id, 'shipped', { dueOn: '2026-04-30' })
    expect(await entries(lending.id)).to.deep.equal([['fee', '15.00', 'USD']])
    const [entry] = await feesOf(test.database.db, lending.id)
    expect(entry).to.include({ side: 'lending', debtor: lending.partner.symbol, creditor: 'ISIL:XX-US' })
  })

  it('has an entry without an amount where there is no such charge either', async () => {
    const { lending } = await house.lending({ services: ['copy'] }, { settlement: 'laser' })
    await house.act(lending.id, 'shipped', {})
    expect(await entries(lending.id)).to.deep.equal([['fee', null, '']])
  })

  it('takes an undone shipment back on the day it is undone', async () => {
    const line = await asked({ settlement: 'ifm' })
    await house.act(line.id, 'shipped', shipped)
    house.pass(3)
    await house.database.tx((tx) => house.engine.undo(tx, line.id, { actor: ann, via: 'web' }))
    const [fee, reversal] = await feesOf(test.database.db, line.id)
    expect(reversal!.at.getTime() - fee!.at.getTime()).to.equal(3 * 86_400_000)
    expect(reversal!.amount).to.equal('-15.00')
  })

  it('lets Cost Adjustment and Unship be offered without a scheme where the house says so, and posts nothing', async () => {
    const line = await asked({ settlement: 'none' })
    await house.act(line.id, 'shipped', shipped)
    await house.act(line.id, 'costAdjustment', { cost: '7' })
    const { lending } = await house.lending({}, { settlement: 'none' })
    await house.act(lending.id, 'shipped', { dueOn: '2026-04-30' })
    await house.act(lending.id, 'unship', {})
    expect([await entries(line.id), await entries(lending.id)]).to.deep.equal([[], []])
  })

  it('is stated by month of the house, library, side and currency', async () => {
    const line = await asked({ settlement: 'ifm' })
    // An hour before midnight in UTC is the next month already, where the house is.
    house.pass((Date.UTC(2026, 8, 30, 23) - house.clock.now()) / 86_400_000)
    await house.act(line.id, 'shipped', { ...shipped, cost: '20.00 EUR' })
    await house.act(line.id, 'costAdjustment', { cost: '18.40 EUR' })
    const { lending } = await house.lending({}, { settlement: 'ifm' })
    await house.act(lending.id, 'shipped', { dueOn: '2026-11-30', cost: '12,50 EUR' })
    await house.act(lending.id, 'unship', {})
    await house.act(lending.id, 'shipped', { dueOn: '2026-11-30' })
    const { db } = test.database
    const october = { month: '2026-10', timeZone: 'Europe/Berlin' }
    expect(await statementLines(db, { ...october, month: '2026-09' }, { limit: 9 })).to.deep.equal([])
    const lines = await statementLines(db, october, { limit: 9 })
    expect(lines.map(({ amount, ours }) => [amount, ours])).to.deep.equal([
      ['20.00', '18.40 EUR'],
      ['12.50', null],
      ['-12.50', null],
      ['15.00', null],
    ])
    expect(lines[0]).to.include({ requestId: line.requestId, side: 'borrowing' })
    expect(await statementTotals(db, october)).to.deep.equal([
      { currency: 'EUR', paid: '20.00', received: '0.00', balance: '-20.00' },
      { currency: 'USD', paid: '0.00', received: '15.00', balance: '15.00' },
    ])
    const sums = await statementSums(db, { ...october, side: 'lending', partnerId: lending.partner.id })
    expect(sums.map(({ currency, amount, entries, unsaid }) => [currency, amount, entries, unsaid])).to.deep.equal([
      ['EUR', '0.00', 2, 0],
      ['USD', '15.00', 1, 0],
    ])
    const next = await statementLines(db, october, { after: lines[1]!.id, limit: 1 })
    expect(next.map(({ id }) => id)).to.deep.equal([lines[2]!.id])
  })

  it('has taken over what stood in two', async () => {
    const line = await asked({ settlement: 'ifm' })
    const { lending } = await house.lending({}, { settlement: 'ifm' })
    const connection = await connect({ url: test.url, dataFolder: '', log: createLog('silent') })
    try {
      const owner = connection.owner as unknown as Kysely<unknown>
      for (const statement of [
        `drop table fee_entries`,
        `create table ill_line_fees (id bigint primary key, line_id bigint, version integer, kind text, scheme text,
          amount numeric(9, 2), currency text, debtor text, creditor text, reverses bigint, at timestamptz)`,
        `create table ill_fees (id bigint primary key, lending_id bigint, version integer, scheme text,
          amount numeric(12, 2), currency text, reverses bigint, posted_at timestamptz)`,
        `insert into ill_line_fees values
          (4, ${line.id}, 2, 'fee', 'ifm', 9.5, 'EUR', 'a', 'b', null, '2026-03-01'),
          (5, ${line.id}, 3, 'reversal', 'ifm', 9.5, 'EUR', 'a', 'b', 4, '2026-03-02'),
          (6, ${line.id}, 4, 'fee', 'ifm', null, '', 'a', 'b', null, '2026-03-03')`,
        `insert into ill_fees values (4, ${lending.id}, 1, 'ifm', 12.5, 'EUR', null, '2026-03-01'),
          (7, ${lending.id}, 2, 'ifm', -12.5, 'EUR', 4, '2026-03-02')`,
      ])
        await sql.raw(statement).execute(owner)
      await up(owner)
      const { rows } = await sql<{ said: string }>`select concat_ws(' ', f.side, f.version, f.kind, f.amount,
        o.version) as said from fee_entries f left join fee_entries o on o.id = f.reverses order by f.side, f.version`.execute(
        owner,
      )
      expect(rows.map(({ said }) => said)).to.deep.equal([
        'borrowing 2 fee 9.50',
        'borrowing 3 reversal -9.50 2',
        'borrowing 4 fee',
        'lending 1 fee 12.50',
        'lending 2 reversal -12.50 1',
      ])
    } finally {
      await connection.close()
    }
  })
})
