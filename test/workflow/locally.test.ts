import { expect } from 'chai'
import fc from 'fast-check'
import { createLog, parseConfig } from '../../src/kit/index.ts'
import { createWorker } from '../../src/kit/jobs/index.ts'
import { Problem } from '../../src/problems.ts'
import {
  createEngine,
  createPolicy,
  type Definition,
  type Engine,
  fold,
  type LocalAlert,
  policyFile,
  type Who,
  workflowHandlers,
} from '../../src/workflow/index.ts'
import { useDatabase } from '../database.ts'
import { until } from '../until.ts'
import { errand, errands } from './errand.ts'

const ann: Who = { kind: 'staff', id: '00000000-0000-4000-8000-00000000000a', name: 'Ann', login: 'ann' }
const bob: Who = { kind: 'staff', id: '00000000-0000-4000-8000-00000000000b', name: 'Bob', login: 'bob' }
const file = `
groups: { desk: [ann] }
machines:
  errand:
    menu:
      - { hide: [drop], for: [desk] }
      - { first: [note, ask], in: [idle] }
      - { relabel: { ask: Go and ask }, for: [desk] }
    notes: { note: { text: As usual. } }
    lengths: { patience: { days: 9 } }
    automatic:
      - { state: dropped, event: note, form: { text: It was dropped. } }
      - { state: done, event: pay }
alerts: { loud: { says: Somebody shouted. }, soft: { says: Somebody hums., mail: true } }
local:
  - { code: shout, label: Shout, machines: [errand], groups: [desk], alert: loud, recipients: [patron, group:desk], order: 3 }
  - { code: hum, label: Hum, machines: [errand], states: [done], groups: [desk], alert: soft, recipients: [doer] }
`

describe('An engine with local policy', () => {
  const test = useDatabase()
  const clock = { now: () => Date.parse('2026-03-02T09:00:00Z') }
  let ours: ReturnType<typeof errands>
  let engine: Engine
  let alerts: LocalAlert[]

  beforeEach(async () => {
    await test.database.db.deleteFrom('jobs').execute()
    ours = errands()
    alerts = []
    engine = createEngine({
      ...{ machines: [ours.machine], clock },
      policy: createPolicy(parseConfig(file, 'workflow.yaml', policyFile([errand as unknown as Definition]))),
      alert: async (_tx, alert) => void alerts.push(alert),
    })
  })

  const begin = async () => (await test.database.tx((tx) => engine.start(tx, 'errand', { actor: ann, via: 'page' }))).id
  const act = (id: number, event: string, actor: Who = ann, form?: object) =>
    test.database.tx((tx) => engine.act(tx, id, event, { actor, via: 'page', form }))
  const menu = async (id: number, who: Who) => (await engine.actions(test.database.db, [id], who)).get(id)!
  const problemOf = (doing: Promise<unknown>) =>
    doing.then(
      () => undefined,
      (error: Problem) => error.code,
    )
  const jobs = async (id: number) =>
    (await test.database.db.selectFrom('jobs').selectAll().orderBy('id').execute()).filter(({ key }) =>
      key?.split(':').includes(String(id)),
    )

  it('offers what is left, in the order and words of the house', async () => {
    const id = await begin()
    expect((await menu(id, ann)).map(({ event, label }) => [event, label])).to.deep.equal([
      ['note', 'Note'],
      ['ask', 'Go and ask'],
      ['local:shout', 'Shout'],
    ])
    expect((await menu(id, bob)).map(({ label }) => label)).to.deep.equal(['Note', 'Ask', 'Drop'])
    const [note] = await menu(id, ann)
    expect(note).to.deep.include({ notes: { text: 'As usual.' }, local: false })
  })

  it('refuses what it does not offer', async () => {
    const id = await begin()
    expect(await problemOf(act(id, 'drop'))).to.equal('workflow-hidden')
    expect(await problemOf(act(id, 'local:shout', bob))).to.equal('workflow-hidden')
    expect(await problemOf(act(id, 'local:hum'))).to.equal('workflow-illegal')
    expect(await problemOf(act(id, 'local:nonsense'))).to.equal('workflow-hidden')
    expect((await engine.read(test.database.db, id)).version).to.equal(1)
    expect(alerts).to.deep.equal([])
    await act(id, 'drop', bob)
  })

  it('has timers run as long as the house says', async () => {
    const id = await begin()
    expect((await act(id, 'ask')).instance.data['urgesAt']).to.equal('2026-03-11T09:00:00.000Z')
  })

  it('alerts people of a local action, writes it down twice, and takes none back', async () => {
    const id = await begin()
    const { instance } = await act(id, 'local:shout')
    expect(alerts).to.deep.equal([
      {
        instance,
        action: { code: 'shout', label: 'Shout' },
        template: 'loud',
        says: 'Somebody shouted.',
        mail: false,
        by: { kind: 'staff', id: '00000000-0000-4000-8000-00000000000a', name: 'Ann' },
        recipients: { patron: true, logins: ['ann'] },
        key: `local:${id}:2`,
      },
    ])
    expect((await engine.history(test.database.db, id)).at(-1)).to.deep.include({ event: 'local:shout', mark: 'start' })
    const audited = await test.database.db
      .selectFrom('audit')
      .selectAll()
      .where('subject_id', '=', String(id))
      .execute()
    expect(audited).to.have.length(1)
    expect(audited[0]).to.include({ action: 'errand.local.shout', actor_id: ann.id, via: 'web' })
    const undoing = test.database.tx((tx) => engine.undo(tx, id, { actor: ann, via: 'page' }))
    expect(await problemOf(undoing)).to.equal('undo-refused')
  })

  it('cannot be made without a way to alert people where it has local actions', () => {
    const policy = engine.policy
    expect(() => createEngine({ machines: [ours.machine], clock, policy })).to.throw(Problem, 'no way to alert')
  })

  it('changes neither state, fields, timers nor jobs by a local action, whatever went before', async () => {
    const step = fc.record({
      event: fc.constantFrom('ask', 'done', 'drop', 'urge', 'pay', 'note'),
      form: fc.constantFrom({}, { price: 7 }, { price: 700 }, { receipt: 'r' }, { text: 't' }),
    })
    let done = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 6 }),
        fc.constantFrom('local:shout', 'local:hum'),
        async (steps, local) => {
          const id = await begin()
          for (const { event, form } of steps)
            await act(id, event, bob, form).catch((error) => {
              if (!(error instanceof Problem)) throw error
            })
          const told = ours.told.length
          const [before, timers] = [await engine.read(test.database.db, id), await jobs(id)]
          const outcome = await act(id, local).catch((error) => {
            if (!(error instanceof Problem)) throw error
            return error
          })
          if (outcome instanceof Problem) {
            expect(outcome.code).to.equal('workflow-illegal')
            return
          }
          done += 1
          const after = await engine.read(test.database.db, id)
          expect(after).to.deep.equal({ ...before, version: before.version + 1, changedAt: after.changedAt })
          expect(await jobs(id)).to.deep.equal(timers)
          expect(ours.told).to.have.length(told)
          expect(outcome.event).to.deep.include({ patch: {}, effects: [], from: before.state, to: before.state })
          const { version, state, data, lastEvent, definitionVersion } = after
          const stands = { version, state, data, lastEvent, definitionVersion }
          const history = await engine.history(test.database.db, id)
          expect(fold(engine.machine('errand').definition, history)).to.deep.equal(stands)
          // Also once the house has dropped the action.
          expect(fold(errand as unknown as Definition, history)).to.deep.equal(stands)
        },
      ),
      { numRuns: 60 },
    )
    expect(done).to.be.greaterThan(10)
  })

  it('has rules without a word for whatever local actions a file may hold', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/)
    const state = fc.constantFrom(...Object.keys(errand.states))
    const action = fc.record({
      code: name,
      label: fc.constant('L'),
      machines: fc.constant(['errand']),
      states: fc.option(fc.array(state, { minLength: 1 }), { nil: undefined }),
      scope: fc.constantFrom('system', { branch: 'x' }, { user: 'y' }),
      groups: fc.constant(['desk']),
      alert: fc.constant('any'),
      recipients: fc.constant(['patron']),
      order: fc.nat(10_000),
    })
    fc.assert(
      fc.property(fc.uniqueArray(action, { selector: ({ code }) => code, maxLength: 5 }), (local) => {
        const parsed = policyFile([errand as unknown as Definition]).parse({
          ...{ groups: { desk: [] }, alerts: { any: { says: 'Look.' } }, local },
        })
        const { rules, everywhere } = createPolicy(parsed).localise(errand as unknown as Definition)
        for (const [at, table] of Object.entries(rules))
          for (const [event, rule] of Object.entries(table ?? {}))
            expect(rule, `${at}, ${event}`).to.deep.equal(
              event.startsWith('local:') ? {} : errand.rules[at as 'idle']?.[event as 'ask'],
            )
        expect(everywhere).to.deep.equal(errand.everywhere)
      }),
    )
  })

  /** Runs the jobs of instances, but for their timers. */
  async function work(engine: Engine, ...ids: number[]): Promise<void> {
    const { database } = test
    const handlers = workflowHandlers(database, engine, clock)
    const worker = createWorker({ database, clock, log: createLog('silent'), poll: 20, handlers })
    const waiting = async () => (await Promise.all(ids.map(jobs))).flat()
    await until(async () => (await waiting()).every(({ kind }) => kind === 'workflow.timer'))
    await worker.close()
  }

  it('does by itself what the house wants when a state is entered, once', async () => {
    const [one, other] = [await begin(), await begin()]
    await act(one, 'drop', bob)
    await act(other, 'ask')
    await act(other, 'done', ann, { receipt: 'r' })
    const { database } = test
    await work(engine, one, other)
    const told = async (id: number) =>
      (await engine.history(database.db, id)).map(({ event, actor }) => `${event} ${actor.kind}`)
    expect(await told(one)).to.deep.equal(['start staff', 'drop staff', 'note system'])
    expect(await told(other)).to.deep.equal(['start staff', 'ask staff', 'done staff', 'pay system'])
    expect((await engine.history(database.db, one)).at(-1)!.form).to.deep.equal({ text: 'It was dropped.' })
    expect(await jobs(one)).to.deep.equal([])
  })
  it('does nothing by itself that is not possible, or that came too late', async () => {
    const text = 'machines: { errand: { automatic: [{ state: idle, event: ask }] } }'
    const policy = createPolicy(parseConfig(text, 'workflow.yaml', policyFile([errand as unknown as Definition])))
    const eager = createEngine({ machines: [ours.machine], clock, policy })
    const start = () => test.database.tx((tx) => eager.start(tx, 'errand', { actor: ann, via: 'page' }))
    ours.allowed = false
    const [refused, left] = [(await start()).id, (await start()).id]
    expect(await jobs(refused)).to.have.length(1)
    await act(left, 'drop', bob)
    await work(eager, refused, left)
    expect((await eager.read(test.database.db, refused)).version).to.equal(1)
    expect((await eager.read(test.database.db, left)).state).to.equal('dropped')
    ours.allowed = true
    const { id } = await start()
    await work(eager, id)
    expect((await eager.read(test.database.db, id)).state).to.equal('asked')
  })
})
