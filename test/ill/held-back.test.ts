import { expect } from 'chai'
import { sql } from 'kysely'
import { CirculationFile } from '../../src/circulation/index.ts'
import {
  acceptPatron,
  addLine,
  advanceHandlers,
  checkPatronAgain,
  illDefinitions,
  linesOf,
  setAutomatic,
} from '../../src/ill/index.ts'
import type { PatronFound } from '../../src/ill/ports.ts'
import { patronHandlers } from '../../src/ill/requests/patron-standing.ts'
import type { Tx } from '../../src/kit/db/index.ts'
import { createEngine, createPolicy, policyFile, workflowHandlers } from '../../src/workflow/index.ts'
import { until } from '../until.ts'
import { ann, useHouse } from './house.ts'
import { doJobs } from './story.ts'

const by = { actor: ann, via: 'web' } as const
const staff = { name: 'Ann', via: 'web' } as const

describe('A request of an invalid patron', () => {
  const house = useHouse()
  const policy = createPolicy(
    policyFile(illDefinitions).parse({
      machines: {
        request: { automatic: [{ state: 'in-process', event: 'note', form: { privateNote: 'By itself.' } }] },
        borrowing: { automatic: [{ state: 'not-supplied', event: 'note', form: { privateNote: 'By itself.' } }] },
      },
    }),
  )
  /** What the library's system says. */
  let found: PatronFound
  const means = () => {
    const { database } = house
    const clock = { now: () => house.now.getTime() }
    const engine = createEngine({ clock, machines: house.engine.machines, policy })
    const patrons = { whenDown: 'review', find: async () => found } as never
    const circulation = CirculationFile.parse({})
    const handlers = {
      ...workflowHandlers(database, engine, clock),
      ...advanceHandlers(database, { engine, clock }),
      ...patronHandlers(database, { engine, clock, circulation, patrons }),
    }
    return { database, engine, clock, handlers }
  }
  const work = () => doJobs(means())
  const act = (id: number, event: string, form = {}) =>
    house.database.tx((tx) => means().engine.act(tx, id, event, { ...by, form }))
  const eventsOf = async (id: number) => (await house.engine.history(house.db, id)).map(({ event }) => event)
  const statesOf = async (id: number) => (await linesOf(house.db, [id], house.now)).get(id)!.map(({ state }) => state)
  /** Whether a transaction waits for another one. */
  const somebodyWaits = async () =>
    (
      await sql`select from pg_locks l join pg_stat_activity a using (pid)
        where a.datname = current_database() and not l.granted`.execute(house.db)
    ).rows.length > 0
  const known = (more: object): PatronFound =>
    ({ kind: 'known', patron: { number: '1', name: 'Ann', email: '', blocked: [], said: [], ...more } }) as never

  /** Its first lender has been asked, and cannot supply; of what follows nothing has been done yet. */
  async function begun() {
    const { id, title } = await house.request()
    await house.database.tx((tx) => checkPatronAgain(tx, id, staff))
    await act(id, 'link', { bibId: await house.bib(title) })
    const options = { engine: house.engine, settings: house.settings, now: house.now }
    const lines: number[] = []
    for (let n = 0; n < 2; n++) {
      const lender = await house.lender({})
      lines.push((await house.database.tx((tx) => addLine(tx, id, lender.id, by, options))).id)
    }
    await house.database.tx((tx) => setAutomatic(tx, id, true, by, house.now))
    await act(lines[0]!, 'request', { transmit: true })
    await act(lines[0]!, 'notSupplied', { reason: 'NotHeld' })
    await act(id, 'inProcess', { notify: false })
    return { id, line: lines[0]! }
  }
  const heldBack = async ({ id, line }: { id: number; line: number }) => {
    expect(await statesOf(id)).to.deep.equal(['not-supplied', 'idle'])
    expect(await eventsOf(line)).not.to.include('note')
    expect((await eventsOf(id)).filter((event) => event === 'note').length).to.be.at.most(1)
  }
  const wentOn = async ({ id, line }: { id: number; line: number }, notes: number) => {
    expect(await statesOf(id)).to.deep.equal(['not-supplied', 'pending'])
    expect((await eventsOf(line)).filter((event) => event === 'note')).to.have.length(1)
    expect((await eventsOf(id)).filter((event) => event === 'note')).to.have.length(notes)
  }

  it('goes on by itself once staff accept the borrower, and not before, though hours pass', async () => {
    found = known({ blocked: ['owes too much in fines'] })
    const one = await begun()
    await work()
    await heldBack(one)
    house.pass(1)
    await work()
    await heldBack(one)
    await house.database.tx((tx) => acceptPatron(tx, one.id, staff))
    await work()
    // One of them tells why it waited.
    await wentOn(one, 2)
  })

  it('goes on at once though staff accept the borrower in the moment in which it is put off', async () => {
    found = known({ blocked: ['owes too much in fines'] })
    const one = await begun()
    await work()
    await heldBack(one)
    house.pass(1)
    const { handlers } = means()
    const key = `advance:${one.id}:${one.line}`
    // Somebody is at it.
    await sql`update jobs set locked_by = 'a worker', locked_until = now() + interval '1 hour' where key = ${key}`.execute(
      house.db,
    )
    let accepting: Promise<void> | undefined
    const job = {
      key,
      async finish(tx: Tx) {
        await sql`delete from jobs where key = ${key}`.execute(tx)
        accepting = house.database.tx((other) => acceptPatron(other, one.id, staff))
        let accepted = false
        void accepting.then(() => {
          accepted = true
        })
        await until(async () => accepted || (await somebodyWaits()))
      },
    }
    await handlers['ill.advance']!.run({ request: one.id, from: one.line }, job as never)
    await accepting
    await work()
    await wentOn(one, 2)
  })

  it('goes on by itself once the library’s system says that all is well', async () => {
    found = { kind: 'unknown', detail: '' }
    const one = await begun()
    await work()
    await heldBack(one)
    found = known({})
    await house.database.tx((tx) => checkPatronAgain(tx, one.id, staff))
    await work()
    await wentOn(one, 2)
  })

  it('is dealt with by staff as any other meanwhile', async () => {
    found = { kind: 'unknown', detail: '' }
    const one = await begun()
    await work()
    const [, second] = (await linesOf(house.db, [one.id], house.now)).get(one.id)!
    await act(second!.id, 'request', { transmit: true })
    expect(await statesOf(one.id)).to.deep.equal(['not-supplied', 'pending'])
  })

  it('is asked for as always where the borrower may borrow', async () => {
    found = known({})
    const one = await begun()
    await work()
    await wentOn(one, 1)
  })
})
