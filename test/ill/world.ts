import { expect } from 'chai'
import { fold } from '../../src/workflow/index.ts'
import type { House } from './create-house.ts'
import { outcome, type Places, type World } from './story.ts'

let made = 0

/** A world in which the story can be told. */
export async function newWorld(house: House): Promise<World> {
  const key = `story-${++made}`
  const [patronId, bibId, { id: lenderId }] = [await house.patron(), await house.bib(key), await house.lender()]
  return { key, patronId, bibId, lenderId }
}

export async function placesOf({ db }: House, { key }: World): Promise<Places> {
  const row = await db
    .selectFrom('ill_requests')
    .leftJoin('ill_lines', 'ill_lines.request_id', 'ill_requests.id')
    .select(['ill_requests.id as request', 'ill_lines.id as line'])
    .where('place_key', '=', key)
    .execute()
  expect(row.length, 'one request, and one lender').to.be.lessThan(2)
  const { request, line } = row[0] ?? {}
  return { ...(request !== undefined && { request }), ...(line != null && { line }) }
}

/** Whole transitions or none: the history adds up to the row, and what belongs to an event is there with it, once. */
export async function expectWhole(house: House, world: World): Promise<readonly string[]> {
  const { db, engine } = house
  const { request, line } = await placesOf(house, world)
  if (request === undefined) return []
  const events: string[] = []
  for (const id of [request, ...(line === undefined ? [] : [line])]) {
    const { definition, state, data, version, lastEvent, definitionVersion } = await engine.read(db, id)
    const history = await engine.history(db, id)
    const stands = { state, data, version, lastEvent, definitionVersion }
    expect(fold(engine.machine(definition).definition, history)).to.deep.equal(stands)
    expect(history).to.have.length(version)
    events.push(...history.map(({ event }) => event))
    for (const { event, effects, version: at } of history)
      for (const effect of effects.filter(
        (one) => engine.machine(definition).definition.effects[one]!.runs === 'after',
      ))
        expect(await timesDone(house, id, at, effect), `${event}: ${effect}`).to.be.oneOf(mayBeDone(effect))
  }
  const linked = await db
    .selectFrom('ill_requests')
    .select('bib_id')
    .where('id', '=', request)
    .executeTakeFirstOrThrow()
  expect(linked.bib_id !== null).to.equal(events.includes('link'))
  const items = await db
    .selectFrom('ill_items')
    .select(['item_id', 'closed_at'])
    .where('line_id', '=', String(line ?? 0))
    .execute()
  expect(items).to.have.length(events.includes('receivedAsLoan') ? 1 : 0)
  for (const { item_id, closed_at } of items) {
    expect(closed_at !== null, 'closed with the return').to.equal(events.includes('returned'))
    const { length } = await db.selectFrom('reservations').select('id').where('item_id', '=', item_id).execute()
    expect(length, 'reservations').to.equal(1)
  }
  return events
}

/** How often an effect is still to be done, or was: never both. A receipt without a note is told nobody. */
async function timesDone({ db }: House, id: number, version: number, effect: string): Promise<number> {
  const jobs = await db.selectFrom('jobs').select('id').where('key', '=', `effect:${id}:${version}:${effect}`).execute()
  const sent = await db.selectFrom('messages').select('id').where('key', 'like', `%:${id}:${version}%`).execute()
  return jobs.length + sent.length
}
const mayBeDone = (effect: string) => (effect === 'sendReceived' ? [0, 1] : [1])

/** The story is over, and all of it happened once. */
export async function expectOver(house: House, world: World): Promise<void> {
  const events = await expectWhole(house, world)
  expect(events).to.deep.equal([...outcome.request, ...outcome.line])
  const { request, line } = await placesOf(house, world)
  const messages = await house.db
    .selectFrom('messages')
    .select('kind')
    .where('request_id', '=', request!)
    .orderBy('id')
    .execute()
  expect(messages.map(({ kind }) => kind)).to.deep.equal(outcome.messages)
  const jobs = await house.db.selectFrom('jobs').select(['kind', 'key']).where('kind', 'like', 'workflow%').execute()
  const theirs = jobs.filter(({ key }) =>
    key?.split(':').some((part) => part === String(request) || part === String(line)),
  )
  expect(theirs).to.deep.equal([])
}
