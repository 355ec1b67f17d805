import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'chai'
import { importBatch, startLoad } from '../../../src/catalogue/index.ts'
import { briefRecord, chance } from '../../bench/brief-records.ts'
import { built } from '../../built.ts'
import { bury } from '../../bury.ts'
import { useDatabase } from '../../database.ts'
import { runs } from '../../standards/asn1/scale.ts'
import { until } from '../../until.ts'
import { actor, atRest, census, fileOf, stage } from './loading.ts'

/** With TEST_SCALE at 3, a load as large as many a union catalogue sends. */
const kills = runs(8)
const records = kills * 4000

describe('A load whose processes are killed', () => {
  const data = useDatabase()
  const random = chance(42)
  const processes = new Map<string, ChildProcess>()
  let program: string
  let born = 0

  before('build the worker', async () => {
    program = await built('test/catalogue/import/worker-process.ts')
  })

  function start(): void {
    const name = `worker-${++born}`
    const child = spawn(process.execPath, [program, `${data.url}&application_name=${name}`, name], { stdio: 'ignore' })
    processes.set(name, child)
  }
  async function kill(name: string): Promise<void> {
    const child = processes.get(name)!
    processes.delete(name)
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  after(async () => {
    for (const name of [...processes.keys()]) await kill(name)
  })

  /** The process that has the job just now. */
  async function holder(): Promise<string | undefined> {
    const { rows } = await data.database.pool.query<{ locked_by: string }>(
      'select locked_by from jobs where locked_until > now()',
    )
    const name = rows[0]?.locked_by
    return name !== undefined && processes.has(name) ? name : undefined
  }

  it(`loses nothing and doubles nothing, ${kills} times killed on the way`, async function () {
    this.timeout(1_800_000)
    const { batch } = await stage(data.database, fileOf(Array.from({ length: records }, (_, n) => briefRecord(n))))
    // Two, as on two machines: one goes on where the other was killed, which is then started anew.
    start()
    start()
    await data.database.tx((tx) => startLoad(tx, batch.id, actor))
    const at = new Set<number>()
    for (let killed = 0; killed < kills; ) {
      // Spread over the load, however fast this machine is, and at any moment of a group; the last so early that the
      // load cannot be over before we have seen how far it is.
      const goal = Math.floor(((killed + random()) * records * 0.8) / kills)
      await until(async () => (await importBatch(data.database.db, batch.id)).done.records >= goal)
      await wait(random() * 150)
      const working = await holder()
      if (!working) {
        expect((await importBatch(data.database.db, batch.id)).state, `after ${killed} kills`).to.equal('loading')
        continue
      }
      await kill(working)
      await bury(data.database, { name: working })
      const { state, done } = await importBatch(data.database.db, batch.id)
      expect(state, `after ${killed + 1} kills at ${done.records}`).to.equal('loading')
      at.add(done.records)
      killed += 1
      start()
    }
    const loaded = await atRest(data.database, batch.id)
    expect(loaded.state).to.equal('loaded')
    expect(loaded.counts).to.include({ new: records, unchanged: 0, rejected: 0 })
    expect(await census(data.database)).to.deep.equal({ bibs: records, doubled: 0, indexed: records })
    // It got somewhere in between, or the kills proved nothing.
    expect(at.size).to.be.greaterThan(kills / 2)

    const page = 4000
    for (let from = 0; from < records; from += page) {
      const { rows } = await data.database.pool.query<{ ordinal: number; marc: string }>(
        `select r.ordinal, b.marc from import_records r join bibs b on b.id = r.bib_id
         where r.batch_id = $1 and r.ordinal > $2 and r.ordinal <= $3 order by r.ordinal`,
        [batch.id, from, from + page],
      )
      expect(rows.length).to.equal(page)
      for (const { ordinal, marc } of rows)
        if (JSON.stringify(JSON.parse(marc).fields) !== JSON.stringify(briefRecord(ordinal - 1).fields))
          expect.fail(`record ${ordinal} is another one`)
    }
  })
})
