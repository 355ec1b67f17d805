import { expect } from 'chai'
import { createLog } from '../../src/kit/index.ts'
import { createWorker, type Worker } from '../../src/kit/jobs/index.ts'
import { Problem } from '../../src/problems.ts'
import {
  beginMigrating,
  createEngine,
  type Definition,
  type Engine,
  fold,
  migrateInstances,
  migrationFaults,
  workflowHandlers,
} from '../../src/workflow/index.ts'
import { useDatabase } from '../database.ts'
import { errand, errands } from './errand.ts'
import { errand2, errandMachine2 } from './errand-2.ts'

const [old, newer] = [errand, errand2] as unknown as readonly [Definition, Definition]
const by = { actor: { kind: 'staff', id: 'ann', name: 'Ann' }, via: 'page' } as const

describe('A newer version of a machine', () => {
  const test = useDatabase()
  let now = Date.parse('2026-03-02T09:00:00Z')
  const clock = { now: () => now }
  let before: Engine
  let engine: Engine

  beforeEach(async () => {
    now = Date.parse('2026-03-02T09:00:00Z')
    await test.database.db.deleteFrom('jobs').execute()
    await test.database.db.deleteFrom('workflow_events').execute()
    await test.database.db.deleteFrom('workflow_instances').execute()
    const { machine } = errands()
    before = createEngine({ machines: [machine], clock })
    engine = createEngine({ machines: [machine, errandMachine2()], clock })
  })
  const begin = () => test.database.tx((tx) => before.start(tx, 'errand', by))
  const ask = (id: number) => test.database.tx((tx) => engine.act(tx, id, 'ask', { ...by, form: { price: 5 } }))
  const migrate = (id: number) => test.database.tx((tx) => engine.migrate(tx, id, by))
  const effectsDone = () => test.database.db.deleteFrom('jobs').where('kind', '=', 'workflow.effect').execute()

  it('leaves an instance by the old one until a step is taken, which its history tells', async () => {
    const { id } = await begin()
    await ask(id)
    await effectsDone()
    const { instance, event } = (await migrate(id))!
    expect(instance).to.deep.include({ definitionVersion: 2, state: 'inquired', version: 3, lastEvent: 'inquire' })
    expect(instance.data).to.deep.equal({ cents: 500, urged: 0, urgesAt: '2026-03-04T09:00:00.000Z' })
    expect(event).to.deep.include({ event: 'migrate', form: { from: 1, to: 2 }, from: 'asked', to: 'inquired' })
    const { definitionVersion, state, version, lastEvent, data } = await engine.read(test.database.db, id)
    const history = await engine.history(test.database.db, id)
    expect(fold(newer, history, [old])).to.deep.equal({ definitionVersion, state, version, lastEvent, data })
    const timers = await test.database.db.selectFrom('jobs').select(['key', 'run_at']).execute()
    expect(timers).to.deep.equal([{ key: `timer:${id}:urgesAt`, run_at: new Date('2026-03-04T09:00:00Z') }])
    expect(await migrate(id)).to.equal(undefined)
  })

  it('cannot be left again by an undo', async () => {
    const { id } = await begin()
    await migrate(id)
    const undoing = test.database.tx((tx) => engine.undo(tx, id, { ...by, supervisor: true }))
    expect((await undoing.catch((error: Problem) => error)) as Problem)
      .to.have.property('message')
      .that.contains('newer')
  })

  it('waits for what the old one still has to do', async () => {
    const [idle, asked] = [(await begin()).id, (await begin()).id]
    await ask(asked)
    expect(await migrateInstances(test.database, engine)).to.deep.equal({ steps: 1, waiting: 1, unfit: [] })
    expect((await engine.read(test.database.db, idle)).definitionVersion).to.equal(2)
    expect((await engine.read(test.database.db, asked)).definitionVersion).to.equal(1)
    await effectsDone()
    expect(await migrateInstances(test.database, engine)).to.deep.equal({ steps: 1, waiting: 0, unfit: [] })
    expect(await migrateInstances(test.database, engine)).to.deep.equal({ steps: 0, waiting: 0, unfit: [] })
  })

  describe('where a process has it', () => {
    const silent = createLog('silent')
    const workers: Worker[] = []
    afterEach(async () => {
      for (const worker of workers.splice(0)) await worker.close()
    })
    const work = (of: Engine, kinds: readonly string[]) => {
      const all = workflowHandlers(test.database, of, clock)
      const handlers = Object.fromEntries(Object.entries(all).filter(([kind]) => kinds.includes(kind)))
      workers.push(createWorker({ database: test.database, handlers, clock, log: silent, poll: 20, backOff: 20 }))
    }
    const migration = async () =>
      (await test.database.db.selectFrom('jobs').selectAll().where('kind', '=', 'workflow.migrate').execute())[0]
    const until = async (holds: () => Promise<boolean>) => {
      while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const versionOf = async (id: number) => (await engine.read(test.database.db, id)).definitionVersion

    it('begins when that starts, in the background, and goes on until the last has come along', async () => {
      const [idle, asked] = [(await begin()).id, (await begin()).id]
      await ask(asked)
      await beginMigrating(test.database.db, engine)
      work(engine, ['workflow.migrate'])
      await until(async () => ((await migration())?.run_at.getTime() ?? 0) > now)
      expect([await versionOf(idle), await versionOf(asked)]).to.deep.equal([2, 1])
      work(engine, ['workflow.effect'])
      await until(
        async () =>
          (await test.database.db.selectFrom('jobs').select('id').where('kind', '=', 'workflow.effect').execute())
            .length === 0,
      )
      now += 60_000
      await until(async () => (await migration()) === undefined)
      expect(await versionOf(asked)).to.equal(2)
      await beginMigrating(test.database.db, engine)
      expect(await migration()).to.equal(undefined)
    })

    it('leaves it alone where a process is still the old one', async () => {
      const { id } = await begin()
      await beginMigrating(test.database.db, engine)
      work(before, ['workflow.migrate'])
      await until(async () => (await migration())?.last_error != null)
      expect((await migration())?.failed_at).to.equal(null)
      expect(await versionOf(id)).to.equal(1)
      await workers.shift()!.close()
      work(engine, ['workflow.migrate'])
      await until(async () => {
        now += 60_000
        return (await versionOf(id)) === 2
      })
    })

    it('tells which instance does not fit, and takes the others along', async () => {
      const [odd, fit] = [(await begin()).id, (await begin()).id]
      await test.database.db
        .updateTable('workflow_instances')
        .set({ data: JSON.stringify({ price: 'dear' }) as never })
        .where('id', '=', odd)
        .execute()
      await beginMigrating(test.database.db, engine)
      work(engine, ['workflow.migrate'])
      await until(async () => (await migration())?.failed_at != null)
      expect((await migration())!.last_error).to.contain(`the first is ${odd}`)
      expect([await versionOf(odd), await versionOf(fit)]).to.deep.equal([1, 2])
    })
  })

  it('begins new instances by itself, and acts on each by its own rules', async () => {
    const { id } = await begin()
    const { id: later } = await test.database.tx((tx) => engine.start(tx, 'errand', by))
    expect((await ask(id)).instance.state).to.equal('asked')
    const refused = await ask(later).catch((error: Problem) => error.code)
    expect(refused).to.equal('workflow-illegal')
  })

  it('is refused where its steps do not fit', () => {
    const faulty = (change: object) =>
      migrationFaults([old, { ...newer, migrations: [{ ...newer.migrations![0]!, ...change }] }]).join('; ')
    expect(migrationFaults([old, newer])).to.deep.equal([])
    expect(faulty({ states: { asked: 'inquired' } })).to.contain('the state done becomes done, which there is not')
    expect(faulty({ states: { ...newer.migrations![0]!.states, nowhere: 'idle' } })).to.contain('no state nowhere')
    expect(faulty({ events: {} })).to.contain('the event ask becomes ask, which there is not')
    expect(faulty({ data: undefined })).to.contain('what it makes of the fields')
    expect(faulty({ to: 3 })).to.contain('has to lead to 2')
    expect(migrationFaults([newer])).to.deep.equal(['errand 2, migration from 1: there is no such version'])
    const machines = [errandMachine2()]
    expect(() => createEngine({ machines, clock })).to.throw(Problem, 'there is no such version')
  })
})
