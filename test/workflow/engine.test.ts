import { expect } from 'chai'
import fc from 'fast-check'
import { sql } from 'kysely'
import { createLog } from '../../src/kit/index.ts'
import { createWorker, type Worker } from '../../src/kit/jobs/index.ts'
import { Problem } from '../../src/problems.ts'
import { createEngine, type Engine, fold, timersOf, workflowHandlers } from '../../src/workflow/index.ts'
import { useDatabase } from '../database.ts'
import { until } from '../until.ts'
import { errand, errands } from './errand.ts'

const start = Date.parse('2026-03-02T09:00:00Z')
const ann = { kind: 'staff', id: 'ann', name: 'Ann' } as const
const bob = { kind: 'staff', id: 'bob', name: 'Bob' } as const
const by = (actor: typeof ann | typeof bob) => ({ actor, via: 'page' })

describe('The workflow engine', () => {
  const test = useDatabase()
  let time = start
  const clock = { now: () => time }
  let ours: ReturnType<typeof errands>
  let engine: Engine

  beforeEach(async () => {
    await test.database.db.deleteFrom('jobs').execute()
    time = start
    ours = errands()
    engine = createEngine({ machines: [ours.machine], clock })
  })

  const begin = () => test.database.tx((tx) => engine.start(tx, 'errand', by(ann)))
  const act = (id: number, event: string, more: object = {}) =>
    test.database.tx((tx) => engine.act(tx, id, event, { ...by(ann), ...more }))
  const undo = (id: number, more: object = {}) => test.database.tx((tx) => engine.undo(tx, id, { ...by(ann), ...more }))
  const jobs = async (id: number) =>
    (await test.database.db.selectFrom('jobs').select(['key', 'run_at']).orderBy('id').execute()).filter(({ key }) =>
      key?.includes(`:${id}`),
    )
  const marks = async (id: number) =>
    (
      await test.database.db
        .selectFrom('audit')
        .select('action')
        .where('subject_id', '=', String(id))
        .orderBy('id')
        .execute()
    ).map(({ action }) => action)
  const refusal = async (doing: Promise<unknown>): Promise<Problem> => {
    const error = await doing.then(
      () => undefined,
      (error: unknown) => error,
    )
    if (!(error instanceof Problem)) throw error ?? new Error('nothing was refused')
    return error
  }

  it('stores state, fields, history and jobs of an event together', async () => {
    const { id } = await begin()
    const { instance, event } = await act(id, 'ask', { form: { price: 5 } })
    expect(instance).to.deep.include({ state: 'asked', version: 2, lastEvent: 'ask' })
    expect(instance.data).to.deep.include({ price: 5, askedAt: '2026-03-02T09:00:00.000Z' })
    expect(event).to.deep.include({
      from: 'idle',
      to: 'asked',
      actor: ann,
      form: { price: 5 },
      effects: ['book', 'tell'],
    })
    expect(await engine.read(test.database.db, id)).to.deep.equal(instance)
    expect(await jobs(id)).to.deep.equal([
      { key: `effect:${id}:2:tell`, run_at: new Date(0) },
      { key: `timer:${id}:urgesAt`, run_at: new Date('2026-03-04T09:00:00Z') },
    ])
    expect(await marks(id)).to.deep.equal(['booked'])
  })

  it('chooses among rules by what the form says, and says why none will do', async () => {
    const { id } = await begin()
    ours.allowed = false
    expect((await refusal(act(id, 'ask'))).message).to.equal('"Ask" is not possible: nobody allowed it')
    ours.allowed = true
    expect((await act(id, 'ask', { form: { price: 500 } })).instance.state).to.equal('dropped')
  })

  it('refuses what is illegal, not for this actor, or badly said, and changes nothing', async () => {
    const { id } = await begin()
    expect((await refusal(act(id, 'done', { form: { receipt: 'x' } }))).code).to.equal('workflow-illegal')
    expect((await refusal(act(id, 'nonsense'))).code).to.equal('workflow-illegal')
    expect((await refusal(act(id, 'ask', { form: { price: -1 } }))).context).to.include({ field: 'price' })
    const partner = { actor: { kind: 'partner', name: 'Them' } }
    expect((await refusal(act(id, 'ask', partner))).code).to.equal('not-allowed')
    expect((await refusal(act(999_999, 'ask'))).code).to.equal('workflow-gone')
    expect(await engine.read(test.database.db, id)).to.deep.include({ version: 1, state: 'idle' })
  })

  it('does the same call once, however often it comes', async () => {
    const { id } = await begin()
    const first = await act(id, 'ask', { key: 'k1' })
    const second = await act(id, 'ask', { key: 'k1' })
    expect(second).to.deep.equal({ ...first, repeated: true })
    expect(await engine.history(test.database.db, id)).to.have.length(2)
  })

  it('lets exactly one of many win who saw the same version, and tells the others what happened', async () => {
    const { id } = await begin()
    const tries = Array.from({ length: 20 }, () => act(id, 'ask', { expected: 1 }))
    const ends = await Promise.allSettled(tries)
    expect(ends.filter(({ status }) => status === 'fulfilled')).to.have.length(1)
    const problems = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as Problem] : []))
    expect(new Set(problems.map(({ code, context }) => `${code}: ${context.changed}`))).to.deep.equal(
      new Set(['workflow-stale: Ask (Ann)']),
    )
    expect(await marks(id)).to.deep.equal(['booked'])
  })

  it('does it once for many who call at the same time with one key', async () => {
    for (const event of ['ask', 'note']) {
      const { id } = await begin()
      const form = event === 'note' ? { text: 'n' } : {}
      const cause = { ...by(ann), key: 'k', expected: 1, form }
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, () => engine.perform(test.database, id, event, cause)),
      )
      expect(outcomes.filter(({ repeated }) => !repeated)).to.have.length(1)
      expect(new Set(outcomes.map((outcome) => outcome.event.version))).to.deep.equal(new Set([2]))
      expect(await engine.history(test.database.db, id)).to.have.length(2)
    }
  })

  it('does what needs no transaction in one statement, however many do it at once', async () => {
    const { id } = await begin()
    const texts = Array.from({ length: 40 }, (_, n) => `note ${n}`)
    await Promise.all(texts.map((text) => engine.perform(test.database, id, 'note', { ...by(bob), form: { text } })))
    const history = await engine.history(test.database.db, id)
    expect(history.slice(1).map(({ form }) => form['text'])).to.have.members(texts)
    expect((await engine.read(test.database.db, id)).version).to.equal(41)
  })

  it('tells whoever saw an older version, without a transaction too', async () => {
    const { id } = await begin()
    const note = { ...by(bob), form: { text: 'n' }, expected: 1 }
    const ends = await Promise.allSettled(
      Array.from({ length: 20 }, () => engine.perform(test.database, id, 'note', note)),
    )
    expect(ends.filter(({ status }) => status === 'fulfilled')).to.have.length(1)
    const codes = ends.flatMap((end) => (end.status === 'rejected' ? [(end.reason as Problem).code] : []))
    expect(new Set(codes)).to.deep.equal(new Set(['workflow-stale']))
  })

  it('rolls everything back when an effect within fails', async () => {
    const { id } = await begin()
    const broken = {
      ...ours.machine,
      effects: { ...ours.machine.effects, book: { run: () => Promise.reject(new Error('no ink')) } },
    }
    const other = createEngine({ machines: [broken], clock })
    const doing = test.database.tx((tx) => other.act(tx, id, 'ask', by(ann)))
    expect(await doing.catch((error: Error) => error.message)).to.equal('no ink')
    expect(await engine.read(test.database.db, id)).to.deep.include({ version: 1, state: 'idle' })
    expect(await jobs(id)).to.deep.equal([])
  })

  it('takes the last event back, with what it did in the house, and keeps both in the history', async () => {
    const { id } = await begin()
    await act(id, 'ask', { form: { price: 5 } })
    const { instance } = await undo(id)
    expect(instance).to.deep.include({ state: 'idle', version: 3, lastEvent: 'start', data: errand.start })
    expect(await jobs(id)).to.deep.equal([])
    expect(await marks(id)).to.deep.equal(['booked', 'unbooked'])
    const history = await engine.history(test.database.db, id)
    expect(history.map(({ event, undoes }) => [event, undoes])).to.deep.equal([
      ['start', null],
      ['ask', null],
      ['undo', 2],
    ])
    expect((await refusal(undo(id))).message).to.contain('nothing to undo')
  })

  it('leaves undoing to whoever did it, or a supervisor', async () => {
    const { id } = await begin()
    await act(id, 'ask')
    expect((await refusal(undo(id, by(bob)))).message).to.contain('it was done by Ann')
    expect((await undo(id, { ...by(bob), supervisor: true })).instance.state).to.equal('idle')
  })

  it('does not undo what has left the house, or cannot be taken back', async () => {
    const { id } = await begin()
    await act(id, 'ask')
    await test.database.db
      .updateTable('jobs')
      .set({ attempts: 1, locked_by: 'somebody', locked_until: new Date() })
      .where('key', '=', `effect:${id}:2:tell`)
      .execute()
    expect((await refusal(undo(id))).message).to.contain('Telling somebody has happened already')
    await act(id, 'done', { form: { receipt: 'r' } })
    expect((await refusal(undo(id))).message).to.contain('Stamping cannot be taken back')
    expect((await engine.read(test.database.db, id)).state).to.equal('done')
  })

  it('undoes nothing that was done longer ago than it is told', async () => {
    engine = createEngine({ machines: [ours.machine], clock, undoDays: 7 })
    const { id } = await begin()
    await act(id, 'ask')
    time = start + 7 * 86_400_000 + 1
    const offered = await engine.undoable(test.database.db, [id], ann)
    expect(offered.get(id)?.obstacle).to.equal('it was done more than 7 days ago')
    expect((await refusal(undo(id, { supervisor: true }))).message).to.contain('more than 7 days ago')
    time -= 1
    expect((await undo(id)).instance.state).to.equal('idle')
  })

  it('undoes what was tried in vain: nothing of it has happened', async () => {
    const { id } = await begin()
    await act(id, 'ask')
    const failed = { attempts: 10, failed_at: new Date(), last_error: 'no' }
    await test.database.db.updateTable('jobs').set(failed).where('key', '=', `effect:${id}:2:tell`).execute()
    const offered = await engine.undoable(test.database.db, [id], ann)
    expect(offered.get(id)).to.deep.equal({ label: 'Ask', obstacle: undefined })
    expect((await undo(id)).instance.state).to.equal('idle')
    expect(await jobs(id)).to.deep.equal([])
  })

  it('lets a timer wait for who acts at that moment, without keeping its job from them', async () => {
    const { database } = test
    const { id } = await begin()
    await act(id, 'ask')
    await database.db.deleteFrom('jobs').where('kind', '=', 'workflow.effect').execute()
    time = Date.parse('2026-03-05T09:00:00Z')
    // A row that is waited for is one's own lock on the transaction that has it.
    const waiting = async () => {
      const { rows } = await sql`select from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where a.datname = current_database() and l.locktype = 'transactionid' and not l.granted`.execute(database.db)
      return rows.length > 0
    }
    let worker: Worker | undefined
    try {
      await database.db.transaction().execute(async (tx) => {
        await sql`select from workflow_instances where id = ${id} for no key update`.execute(tx)
        worker = createWorker({
          ...{ database, clock, log: createLog('silent'), poll: 20 },
          handlers: workflowHandlers(database, engine, clock),
        })
        await until(waiting)
        await sql`select from jobs where key = ${`timer:${id}:urgesAt`} for update nowait`.execute(tx)
        await engine.act(tx, id, 'done', { ...by(ann), form: { receipt: 'r' } })
      })
    } finally {
      await worker?.close()
    }
    expect((await engine.read(database.db, id)).data.urged).to.equal(0)
    expect(await jobs(id)).to.deep.equal([])
  })

  it('lists what somebody may do, with the reason where they may not yet', async () => {
    const { id } = await begin()
    ours.allowed = false
    const listed = async (actor: typeof ann | { kind: 'patron'; name: string }) =>
      (await engine.actions(test.database.db, [id], actor)).get(id)!.map(({ event, primary, obstacles }) => ({
        event,
        primary,
        obstacles,
      }))
    expect(await listed(ann)).to.deep.equal([
      { event: 'ask', primary: true, obstacles: ['nobody allowed it'] },
      { event: 'note', primary: false, obstacles: [] },
      { event: 'drop', primary: false, obstacles: [] },
    ])
    ours.allowed = true
    expect(await listed({ kind: 'patron', name: 'Reader' })).to.deep.equal([
      { event: 'ask', primary: true, obstacles: [] },
      { event: 'drop', primary: false, obstacles: [] },
    ])
  })

  it('carries out effects and timers by jobs, each once', async () => {
    const { id } = await begin()
    await act(id, 'ask')
    const { database } = test
    const worker = createWorker({
      ...{ database, clock, log: createLog('silent'), poll: 20 },
      handlers: workflowHandlers(database, engine, clock),
    })
    try {
      await until(async () => ours.told.length === 1 && (await jobs(id)).length === 1)
      expect(ours.told.filter(([instance]) => instance === id)).to.deep.equal([[id, 2]])
      time = Date.parse('2026-03-04T09:00:00Z')
      worker.wake()
      await until(async () => (await engine.read(database.db, id)).data.urged === 1)
      await until(async () => ours.told.length === 2)
    } finally {
      await worker.close()
    }
    expect(await jobs(id)).to.deep.equal([{ key: `timer:${id}:urgesAt`, run_at: new Date('2026-03-06T09:00:00Z') }])
    const last = (await engine.history(database.db, id)).at(-1)!
    expect(last).to.deep.include({ event: 'urge', actor: { kind: 'clock', name: 'Timer' }, via: 'timer' })
  })

  it('stores what its history adds up to, with the timers that follow from it, whatever happens', async () => {
    const step = fc.record({
      event: fc.constantFrom('ask', 'done', 'drop', 'urge', 'pay', 'note', 'undo'),
      actor: fc.constantFrom(ann, bob),
      form: fc.constantFrom({}, { price: 7 }, { price: 700 }, { receipt: 'r' }, { text: 't' }),
      allowed: fc.boolean(),
      pause: fc.nat(86_400_000),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { id } = await begin()
        for (const { event, actor, form, allowed, pause } of steps) {
          ours.allowed = allowed
          time += pause
          await (event === 'undo' ? undo(id, by(actor)) : act(id, event, { ...by(actor), form })).catch((error) => {
            if (!(error instanceof Problem)) throw error
          })
          const row = await engine.read(test.database.db, id)
          const history = await engine.history(test.database.db, id)
          const { definition } = ours.machine
          expect(fold(definition, history)).to.deep.equal({
            ...{ state: row.state, data: row.data, version: row.version, lastEvent: row.lastEvent },
            definitionVersion: 1,
          })
          const timers = (await jobs(id)).filter(({ key }) => key?.startsWith('timer'))
          expect(timers.map(({ run_at }) => run_at)).to.deep.equal(timersOf(definition, row).map(({ at }) => at))
        }
      }),
      { numRuns: 60 },
    )
  })
})
