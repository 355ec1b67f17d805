import { once } from 'node:events'
import { expect } from 'chai'
import { normaliseIsbn } from '../../src/bib/index.ts'
import { createLog } from '../../src/kit/index.ts'
import { MarcRecord, writeIso2709 } from '../../src/standards/marc/index.ts'
import { recordSyntax } from '../../src/standards/z3950/index.ts'
import { createZServer, type ResultSet, type ZServer } from '../../src/zserver/index.ts'
import { until } from '../until.ts'
import { csrfOf, openProcesses, type Processes, settledPage } from './processes.ts'

/** Numbers that are answered before the library holds its answers back. */
const answered = 10
/** Numbers of a list that a process looks up side by side. */
const lanes = 4

/** The n-th of many ISBNs: its check digit is the one of ten that is right. */
const isbnOf = (n: number): string =>
  Array.from({ length: 10 }, (_, check) => `97800000${String(n).padStart(4, '0')}${check}`).find(
    (isbn) => normaliseIsbn(isbn).valid,
  )!

/** A library that has every ISBN, notes which it was asked for, and holds its answers back until it is let to. */
async function openEveryIsbn() {
  const asked: string[] = []
  let letGo = () => {}
  const gate = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const one = (isbn: string): ResultSet => {
    const record = new MarcRecord()
    record.leader = '00000nam a2200000 a 4500'
    record.fields = [
      ['001', isbn],
      ['020', '  ', 'a', isbn],
      ['245', '10', 'a', `Book ${isbn}`],
    ]
    const set: ResultSet = {
      hits: 1,
      sort: () => set,
      present: () => ({ syntax: recordSyntax.usmarc, octets: writeIso2709(record) }),
    }
    return set
  }
  const server: ZServer = createZServer({
    databases: [
      {
        name: 'Default',
        async search(query) {
          const [isbn = ''] = /97[89]\d{10}/.exec(JSON.stringify(query)) ?? []
          asked.push(isbn)
          if (asked.length > answered) await gate
          return one(isbn)
        },
        scan: () => {
          throw new Error('nobody browses here')
        },
      },
    ],
    name: 'every ISBN',
    log: createLog('silent'),
  })
  await server.listen(0)
  return { asked, port: server.port, letGo: () => letGo(), close: () => server.close() }
}

describe('A list of numbers whose process is killed', function () {
  // Whole processes, and the time for which others leave a job to a process that says nothing.
  this.timeout(240_000)
  let library: Awaited<ReturnType<typeof openEveryIsbn>>
  let processes: Processes
  before(async () => {
    library = await openEveryIsbn()
    processes = await openProcesses({
      'targets.yaml': `
allowNetworks: [127.0.0.0/8]
targets:
  - { id: every, label: Every ISBN, host: 127.0.0.1, port: ${library.port}, searchesPerMinute: 1000 }
`,
    })
    const { process, lines } = await processes.start()
    await processes.makeAdmin(process, lines)
    await processes.fill(2)
  })
  after(async () => {
    library?.letGo()
    await processes?.close()
    await library?.close()
  })

  it('goes on at another one, asks for nothing again that was stored, and ends with all of it', async () => {
    const { pool, running } = processes
    const numbers = Array.from({ length: 24 }, (_, n) => isbnOf(n))
    const session = await processes.signIn(running[0]!)
    const csrf = csrfOf(await (await session.get(running[0]!, '/enquiry/numbers')).text())
    const form = new FormData()
    for (const [name, value] of Object.entries({ order: 'every', 'use.every': '1', numbers: numbers.join('\n') }))
      form.set(name, value)
    const sent = await session.form(running[0]!, `/enquiry/numbers?csrf=${csrf}`, () => form)
    expect(sent.status).to.equal(303)
    const path = sent.headers.get('location')!
    const stored = async () => {
      const { rows } = await pool.query<{ number: string }>(
        "select number from lookup_numbers where outcome = 'found' and marc is not null order by line",
      )
      return rows.map(({ number }) => number)
    }
    await until(async () => (await stored()).length === answered && library.asked.length > answered)
    const before = await stored()
    const dying = await processes.holder()
    const ended = once(dying.child, 'exit')
    dying.child.kill('SIGKILL')
    await ended
    expect(await stored()).to.deep.equal(before)
    library.letGo()
    await processes.fill(2)
    const [one, other] = running
    expect(await settledPage(session, other!, path))
      .to.include('Done')
      .and.include('Found 24')

    const times = (number: string) => library.asked.filter((one) => one === number).length
    expect(before.map(times)).to.deep.equal(before.map(() => 1))
    const twice = numbers.filter((number) => times(number) > 1)
    expect(twice.length).to.be.greaterThan(0).and.at.most(lanes)
    expect(library.asked).to.have.lengthOf(numbers.length + twice.length)
    expect(await stored()).to.deep.equal(numbers)
    const file = await (await session.get(one!, `${path}/file?format=mrk`)).text()
    expect([...file.matchAll(/^=001 +(\d+)/gm)].map(([, number]) => number)).to.deep.equal(numbers)
    const { rows } = await pool.query("select from jobs where kind = 'lookup.run'")
    expect(rows).to.deep.equal([])
  })
})
