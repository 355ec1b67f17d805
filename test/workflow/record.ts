import { type Database, openDatabase } from '../../src/kit/db/index.ts'
import { createLog } from '../../src/kit/index.ts'
import { createEngine } from '../../src/workflow/index.ts'
import { startServer } from '../postgres.ts'
import { errand, errands } from './errand.ts'
import { errandMachine2 } from './errand-2.ts'
import { overhear, recorded, writeRecorded } from './histories.ts'

/**
 * `tsx test/workflow/record.ts`: records histories of the test's own machines anew. What is recorded of a release stays as
 * it is: a history that does not replay any more is a machine that needs a new version.
 */
const staff = { kind: 'staff', id: '7c0b6a7e-58f4-4a4e-9f3b-4f0c8a1d2e3f', name: 'Ann' } as const
const patron = { kind: 'patron', name: 'A reader' } as const
const hour = 3_600_000

type Step = readonly [event: string, form?: object, by?: typeof staff | typeof patron]

async function record(database: Database, file: string, about: string, steps: readonly Step[]): Promise<void> {
  let time = Date.parse('2026-03-02T09:00:00Z')
  const clock = { now: () => time }
  const first = overhear(errands().machine)
  const second = overhear(errandMachine2())
  const heard: object[] = [{}]
  const begun = createEngine({ machines: [first.machine], clock })
  const { id } = await database.tx((tx) => begun.start(tx, errand.name, { actor: staff, via: 'page' }))
  const engine = createEngine({ machines: [first.machine, second.machine], clock })
  for (const [event, form, actor = staff] of steps) {
    time += hour
    const cause = { actor, via: 'page' }
    if (event === 'migrate') await database.db.deleteFrom('jobs').execute()
    await database.tx(async (tx) => {
      if (event === 'undo') await engine.undo(tx, id, cause)
      else if (event === 'migrate') await engine.migrate(tx, id, cause)
      else await engine.act(tx, id, event, { ...cause, form })
    })
    heard.push({ ...first.heard(), ...second.heard() })
  }
  const history = await engine.history(database.db, id)
  writeRecorded(file, recorded(about, errand, history, heard, await engine.read(database.db, id)))
}

const server = await startServer()
try {
  const database = await openDatabase({ url: await server.create(), dataFolder: '', log: createLog('silent') })
  await record(database, 'done', 'Asked, urged, noted, done and paid', [
    ['ask', { price: 5 }],
    ['urge'],
    ['note', { text: 'They are slow' }],
    ['done', { receipt: 'r-17' }],
    ['pay'],
  ])
  await record(database, 'undone', 'Asked by a reader, taken back, asked for too much', [
    ['note', { text: 'A reader comes' }],
    ['ask', { price: 5 }],
    ['undo'],
    ['ask', { price: 500 }, patron],
  ])
  await record(database, 'migrated', 'Asked by the rules of version 1, done by those of version 2', [
    ['ask', { price: 5 }],
    ['urge'],
    ['migrate'],
    ['urge'],
    ['done'],
    ['undo'],
    ['drop', undefined, patron],
  ])
  await database.close()
} finally {
  await server.close()
}
