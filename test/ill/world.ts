import { expect } from 'chai'
import { sql } from 'kysely'
import { fold, type StoredEvent, timersOf } from '../../src/workflow/index.ts'
import type { House } from './create-house.ts'
import type { Places, Story, World } from './story.ts'

let made = 0

/** A world in which a story can be told. */
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
  const { db } = house
  const { request, line } = await placesOf(house, world)
  if (request === undefined) return []
  const histories = [await historyOf(house, request), ...(line === undefined ? [] : [await historyOf(house, line)])]
  const standing = histories.flatMap(stillStanding).map(({ event }) => event)
  const { bib_id } = await db
    .selectFrom('ill_requests')
    .select('bib_id')
    .where('id', '=', request)
    .executeTakeFirstOrThrow()
  expect(bib_id !== null).to.equal(standing.includes('link'))
  const items = await db
    .selectFrom('ill_items')
    .select(['item_id', 'closed_at'])
    .where('line_id', '=', String(line ?? 0))
    .execute()
  expect(items).to.have.length(standing.includes('receivedAsLoan') ? 1 : 0)
  for (const { item_id, closed_at } of items) {
    expect(closed_at !== null, 'closed with the return').to.equal(standing.includes('returned'))
    const { length } = await db.selectFrom('reservations').select('id').where('item_id', '=', item_id).execute()
    expect(length, 'reservations').to.equal(1)
  }
  return histories.flat().map(({ event }) => event)
}

/** The history of an instance that adds up to its row, with the jobs and messages that follow from it and no others. */
async function historyOf({ db, engine }: House, id: number): Promise<readonly StoredEvent[]> {
  const { state, data, version, lastEvent, definitionVersion, ...instance } = await engine.read(db, id)
  const history = await engine.history(db, id)
  const { definition } = engine.machine(instance.definition)
  expect(fold(definition, history)).to.deep.equal({ state, data, version, lastEvent, definitionVersion })
  expect(history, 'a line for each version').to.have.length(version)

  const its = sql<boolean>`split_part(key, ':', 2) = ${String(id)}`
  const jobs = await db.selectFrom('jobs').select(['key', 'run_at', 'failed_at']).where(its).execute()
  const timers = jobs.filter(({ key }) => key!.startsWith('timer:'))
  expect(timers.map(({ key, run_at }) => [key, run_at])).to.have.deep.members(
    timersOf(definition, { state, data }).map(({ field, at }) => [`timer:${id}:${field}`, at]),
  )
  for (const { key, failed_at } of jobs) expect(failed_at, `${key} is given up`).to.equal(null)
  const messages = await db.selectFrom('messages').select('key').where(its).execute()
  const follows: string[] = []
  const standing = stillStanding(history)
  for (const { effects, version: at, form } of standing)
    for (const effect of effects.filter((one) => definition.effects[one]!.runs === 'after')) {
      const still = jobs.filter(({ key }) => key === `effect:${id}:${at}:${effect}`)
      const written = messages.filter(({ key }) => key.split(':')[2] === String(at))
      // To be done, or done: never both. Of receipt and return only those are told that somebody has a note for.
      const mayBeSilent = quiet.has(effect) && form['publicNote'] === undefined
      const times = still.length + written.length
      expect(times, `version ${at}: ${effect}`).to.be.oneOf(mayBeSilent ? [0, 1] : [1])
      follows.push(...[...still, ...written].map(({ key }) => key!))
    }
  const effects = jobs.filter(({ key }) => key!.startsWith('effect:'))
  expect([...effects, ...messages].map(({ key }) => key)).to.have.members(follows)
  return history
}

const quiet = new Set(['sendReceived', 'sendReturned'])

/** Events that have not been taken back. */
function stillStanding(history: readonly StoredEvent[]): readonly StoredEvent[] {
  const undone = new Set(history.flatMap(({ undoes }) => undoes ?? []))
  return history.filter(({ version, undoes }) => undoes === null && !undone.has(version))
}

/** The story is over, and all of it happened once. */
export async function expectOver(house: House, world: World, { outcome }: Story): Promise<void> {
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
