import { expect } from 'chai'
import fc from 'fast-check'
import { addLine, forgetRequests, liveLineStates } from '../../src/ill/index.ts'
import { Problem } from '../../src/problems.ts'
import { type Definition, fold, rulesFor, type StoredEvent, timersOf } from '../../src/workflow/index.ts'
import { chance } from '../bench/brief-records.ts'
import { seed } from '../seed.ts'
import { runs } from '../standards/asn1/scale.ts'
import { ann, useHouse } from './house.ts'
import { doJobs, meansOf, storyEngine } from './story.ts'
import { oneOf, type Step, someForm, take } from './walk.ts'

/** A request of a reader's, with two lenders. */
interface Subject {
  readonly request: number
  readonly lines: readonly number[]
  readonly bibId: number
}

/** S01 and S02 of the test catalogue, in a house with its desk and its letters. */
describe('A request with two lenders, whatever is done in any order', () => {
  const house = useHouse({ limits: { perDay: 100_000, open: 100_000 } })
  const engine = storyEngine({ clock: house.clock })
  const takenBy = (step: Step) => take({ ...house, engine }, step)
  const sequences = runs(24)
  const steps = 30
  const all: Subject[] = []

  async function subject(service: 'loan' | 'copy'): Promise<Subject> {
    const { request, line } = await house.line({ order: { service } })
    const { id: lenderId } = await house.lender()
    const means = { ...house, now: house.now }
    const other = await house.database.tx((tx) => addLine(tx, request.id, lenderId, { actor: ann, via: 'web' }, means))
    const [{ bib_id }] = (await house.db
      .selectFrom('ill_requests')
      .select('bib_id')
      .where('id', '=', request.id)
      .execute()) as [{ bib_id: number }]
    const made = { request: request.id, lines: [line.id, other.id], bibId: bib_id }
    all.push(made)
    return made
  }

  /** What somebody might do next: mostly something legal. */
  async function somethingTo({ request, lines, bibId }: Subject, seed: number): Promise<Step> {
    const random = chance(seed)
    const id = oneOf(random, [request, ...lines, ...lines])
    const of = id === request ? 'request' : 'borrowing'
    const { definition } = engine.machine(of)
    const { state } = await engine.read(house.db, id)
    const legal = Object.keys(definition.events).filter((one) => rulesFor(definition, state, one).length > 0)
    const event = random() < 0.1 ? 'undo' : oneOf(random, random() < 0.9 ? legal : Object.keys(definition.events))
    const spec = definition.events[event]
    if (!spec) return { ...{ of, id, event }, kind: 'staff', form: {} }
    const form = { ...someForm(spec, random), ...(event === 'link' && { bibId }) }
    return { of, id, event, kind: oneOf(random, spec.by), form }
  }

  async function liveOf({ lines }: Subject): Promise<number> {
    const instances = await Promise.all(lines.map((id) => engine.read(house.db, id)))
    return instances.filter(
      ({ state, data }) => (liveLineStates as readonly string[]).includes(state) && !data['closed'],
    ).length
  }

  /** History and row are one, and items, timers and jobs follow from them. */
  async function expectSound(id: number): Promise<void> {
    const { state, data, version, lastEvent, definitionVersion, ...instance } = await engine.read(house.db, id)
    const definition = engine.machine(instance.definition).definition as Definition
    const history = await engine.history(house.db, id)
    expect(fold(definition, history)).to.deep.equal({ state, data, version, lastEvent, definitionVersion })
    expect(history, 'a line for each version').to.have.length(version)
    const jobs = (await house.db.selectFrom('jobs').select(['key', 'run_at']).execute()).filter(
      ({ key }) => key?.split(':')[1] === String(id),
    )
    expect(jobs.filter(({ key }) => key!.startsWith('timer:')).map(({ run_at }) => run_at)).to.have.deep.members(
      timersOf(definition, { state, data }).map(({ at }) => at),
    )
    const standing = stillStanding(history)
    const effects = standing.flatMap(({ effects, version: at }) =>
      effects
        .filter((one) => definition.effects[one]!.runs === 'after')
        .map((effect) => `effect:${id}:${at}:${effect}`),
    )
    expect(jobs.flatMap(({ key }) => (key!.startsWith('effect:') ? [key] : []))).to.have.members(effects)
    if (!definition.states[state]!.final)
      expect((await engine.actions(house.db, [id], ann)).get(id), `a way out of ${state}`).not.to.deep.equal([])
    if (instance.definition === 'borrowing') await expectItems(id, standing)
  }

  async function expectItems(id: number, standing: readonly StoredEvent[]): Promise<void> {
    const items = await house.db
      .selectFrom('ill_items')
      .select(['item_id', 'closed_at'])
      .where('line_id', '=', String(id))
      .execute()
    const made = standing.findIndex(({ effects }) => effects.includes('createItem'))
    expect(items, 'items of what was received').to.have.length(made < 0 ? 0 : 1)
    const closed = standing.slice(made + 1).some(({ effects }) => effects.includes('closeItem'))
    for (const { item_id, closed_at } of items) {
      expect(closed_at !== null, 'closed when it goes home').to.equal(closed)
      const { length } = await house.db.selectFrom('reservations').select('id').where('item_id', '=', item_id).execute()
      expect(length, 'reservations').to.equal(1)
    }
  }

  const stillStanding = (history: readonly StoredEvent[]): readonly StoredEvent[] => {
    const undone = new Set(history.flatMap(({ undoes }) => undoes ?? []))
    return history.filter(({ version, undoes }) => undoes === null && !undone.has(version))
  }

  it(`is whole after each act, ${sequences} times up to ${steps} acts`, async function () {
    this.timeout(3_600_000)
    this.test!.title += ` (seed ${seed})`
    let done = 0
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('loan', 'loan', 'copy'),
        fc.array(fc.nat(2 ** 31 - 1), { maxLength: steps, size: 'max' }),
        async (service, list) => {
          const its = await subject(service as 'loan' | 'copy')
          const story: string[] = []
          for (const one of list) {
            house.pass(chance(one)())
            const step = await somethingTo(its, one)
            const outcome = await takenBy(step)
            const refused = outcome instanceof Problem ? ` – ${outcome.code}` : ''
            story.push(
              `${step.of} ${its.lines.indexOf(step.id)}: ${step.kind} ${step.event} ${JSON.stringify(step.form)}${refused}`,
            )
            if (!refused) done += 1
            try {
              for (const id of [its.request, ...its.lines]) await expectSound(id)
              if (!refused && step.event === 'request' && step.form['another'] !== true)
                expect(await liveOf(its), 'lenders who are asked at once').to.equal(1)
            } catch (cause) {
              throw new Error(`${(cause as Error).message}\n  after ${service}:\n    ${story.join('\n    ')}`, {
                cause,
              })
            }
          }
        },
      ),
      { numRuns: sequences, seed },
    )
    expect(done).to.be.greaterThan(sequences * 3)
  })

  it('tells a reader who is forgotten nothing more', async () => {
    const means = { ...meansOf(house.database, engine), clock: house.clock }
    await doJobs(means)
    house.pass(400)
    expect(await forgetRequests(house.database, house.now)).to.be.greaterThan(0)
    const forgotten = await house.db.selectFrom('ill_requests').select('id').where('patron_id', 'is', null).execute()
    const written = async () => {
      const rows = await house.db
        .selectFrom('messages')
        .select('id')
        .where('audience', '=', 'patron')
        .where(
          'request_id',
          'in',
          forgotten.map(({ id }) => id),
        )
        .execute()
      return rows.length
    }
    const before = await written()
    for (const { id } of forgotten) {
      const cause = { of: 'request', id, kind: 'staff' } as const
      for (const event of ['alert', 'reopen', 'complete'])
        await takenBy({ ...cause, event, form: { message: 'It is here.', notify: true } })
    }
    await doJobs(means)
    expect(await written()).to.equal(before)
  })
})
