import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { expect } from 'chai'
import { pino } from 'pino'
import { type App, startApp } from '../../src/app.ts'
import { addBib } from '../../src/catalogue/index.ts'
import { CirculationFile } from '../../src/circulation/index.ts'
import { addLender, addLine, createIll, IllSettings, placeRequest } from '../../src/ill/index.ts'
import { readEnvironment, systemClock } from '../../src/kit/index.ts'
import { Problem } from '../../src/problems.ts'
import { TargetsFile } from '../../src/search/index.ts'
import { followedJob } from '../../src/workflow/index.ts'
import { book } from '../catalogue/books.ts'
import { testServer } from '../database.ts'
import { lender } from '../ill/lenders/lender.ts'
import { type SignedIn, signInWith } from '../web/people.ts'

const by = { name: 'Test', via: 'cli' } as const
const cause = { actor: { kind: 'staff', name: 'Test' }, via: 'cli' } as const
const workflow = `
groups: { ill-office: [ann, bob, zoe] }
alerts:
  telephone: { says: Please telephone the lender., mail: true }
  arrived: { says: Something came for you. }
local:
  - code: ask-again
    label: Ask by telephone
    machines: [borrowing]
    groups: [ill-office]
    alert: telephone
    recipients: [group:ill-office]
  - { code: tell, label: Tell the reader, machines: [request], groups: [ill-office], alert: arrived, recipients: [patron] }
  - { code: unheard, label: Call Zoe, machines: [request], groups: [ill-office], alert: arrived, recipients: ['user:zoe'] }
`

describe('A house with actions of its own', () => {
  let url: string
  let config: string
  let app: App
  let ann: SignedIn
  let bob: SignedIn
  let eve: SignedIn
  let reader: SignedIn
  let warned = ''
  let serial = 0

  const start = async (file: string) => {
    await writeFile(join(config, 'workflow.yaml'), file)
    const variables = { DATABASE_URL: url, FARSHELF_CONFIG: config, FARSHELF_PORT: '0' }
    const kept = new Writable({
      write(chunk, _encoding, done) {
        warned += chunk
        done()
      },
    })
    return startApp(readEnvironment(variables), TargetsFile.parse({}), pino({ level: 'warn' }, kept))
  }

  before(async () => {
    config = await mkdtemp(join(tmpdir(), 'farshelf-config-'))
    url = await (await testServer()).create()
    app = await start(workflow)
    const { database } = app
    const get = (path: string, init?: RequestInit) => fetch(new URL(path, app.url), { redirect: 'manual', ...init })
    const one = (kind: 'staff' | 'patron', role: string, name: string) =>
      signInWith({ database, get }, kind, [{ role }], name)
    ann = await one('staff', 'requests', 'ann')
    bob = await one('staff', 'requests', 'bob')
    eve = await one('staff', 'requests', 'eve')
    reader = await one('patron', 'patron', 'Ruth Reader')
    await database.db.updateTable('people').set({ email: 'bob@library.example' }).where('id', '=', bob.id).execute()
  })
  after(async () => {
    await app?.close()
    await (await testServer()).drop(url)
    await rm(config, { recursive: true, force: true })
  })

  /** A request with a lender, placed by the same rules. */
  async function aRequest() {
    const ill = createIll({
      ...{ clock: systemClock, settings: IllSettings.parse({}), circulation: CirculationFile.parse({}) },
    })
    return app.database.tx(async (tx) => {
      const now = new Date()
      const citation = { title: `Wanted ${++serial}` }
      const order = { patronId: reader.id, service: 'loan', citation, note: '', copyrightAgreed: false } as const
      const placed = await placeRequest(tx, { ...order, source: { kind: 'form' } }, cause, { ...ill, now })
      if (placed.kind !== 'placed') throw new Error('refused')
      const { request } = placed
      const { id: bibId } = await addBib(
        tx,
        { record: book(citation), flavour: 'marc21' },
        { actor: by, action: 'create' },
      )
      await ill.engine.act(tx, request.id, 'link', { ...cause, form: { bibId } })
      const { id } = await addLender(tx, lender({ symbol: `XX-${++serial}`, name: 'Hill Library' }), by)
      return { request, line: await addLine(tx, request.id, id, cause, { ...ill, now }) }
    })
  }

  /** Presses the button of an action's page. */
  async function press(who: SignedIn, path: string) {
    const page = await (await who.get(path)).text()
    const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? ''
    return who.form(path, { version: field('version'), key: field('key') })
  }
  const text = async (who: SignedIn, path: string) => (await who.get(path)).text()
  /** Work for the machines themselves: whoever follows events hears of each, and changes nothing by it. */
  const jobs = () =>
    app.database.db
      .selectFrom('jobs')
      .select(['key', 'run_at'])
      .where('kind', 'like', 'workflow%')
      .where('kind', '<>', followedJob)
      .execute()

  it('starts, and says whom the file names in vain', () => {
    expect(warned).to.contain('zoe').and.to.contain('no account in use')
  })

  it('has one fired by whom it is granted, and nothing changes but that people know', async () => {
    const { database } = app
    const { request, line } = await aRequest()
    const lenders = `/requests/${request.id}/lenders`
    expect(await text(ann, lenders)).to.contain('Ask by telephone')
    expect(await text(eve, lenders)).not.to.contain('Ask by telephone')
    const standing = async () =>
      database.db
        .selectFrom('workflow_instances')
        .select(['id', 'state', 'data', 'last_event'])
        .where('id', 'in', [request.id, line.id])
        .orderBy('id')
        .execute()
    const [before, waiting] = [await standing(), await jobs()]
    const path = `${lenders}/${line.id}/act/local:ask-again`
    expect((await press(eve, path)).status).to.equal(409)
    expect((await press(ann, path)).status).to.equal(303)
    expect(await standing()).to.deep.equal(before)
    expect(await jobs()).to.deep.equal(waiting)

    for (const who of [ann, bob]) {
      const alerts = await text(who, '/account/alerts')
      expect(alerts).to.contain('Please telephone the lender.').and.to.contain('Hill Library').and.to.contain('ann')
      expect(alerts).to.contain(`/requests/${request.id}"`).and.to.contain('1 new alert<')
    }
    expect(await text(eve, '/account/alerts'))
      .to.contain('Nobody has alerted you')
      .and.not.to.contain('new alert')

    const mails = await database.db.selectFrom('messages').select(['kind', 'to_address', 'audience', 'text']).execute()
    expect(mails).to.have.length(1)
    expect(mails[0]).to.deep.include({ kind: 'staff-alert', to_address: 'bob@library.example', audience: 'staff' })
    expect(mails[0]!.text).to.contain('Please telephone the lender.').and.not.to.contain('Ruth')
    const audited = await database.db
      .selectFrom('audit')
      .select(['actor_name', 'subject_id'])
      .where('action', '=', 'borrowing.local.ask-again')
      .execute()
    expect(audited).to.deep.equal([{ actor_name: 'ann', subject_id: String(line.id) }])
    expect(await text(ann, `/requests/${request.id}?tab=history`)).to.contain('Ask by telephone')
  })

  it('lets people mark alerts as read: one, or all they have seen', async () => {
    const { request, line } = await aRequest()
    const path = `/requests/${request.id}/lenders/${line.id}/act/local:ask-again`
    for (let n = 0; n < 2; n++) await press(ann, path)
    const page = await text(bob, '/account/alerts')
    expect(page).to.contain('3 new alerts')
    const id = /name="id" value="(\d+)"/.exec(page)![1]!
    expect((await ann.form('/account/alerts', { id })).status, 'somebody else’s is none of ours').to.equal(303)
    expect(await text(bob, '/account/alerts')).to.contain('3 new alerts')
    await bob.form('/account/alerts', { id })
    expect(await text(bob, '/account/alerts')).to.contain('2 new alerts')
    const upTo = /name="upTo" value="(\d+)"/.exec(page)![1]!
    await press(ann, path)
    await bob.form('/account/alerts', { upTo })
    expect(await text(bob, '/account')).to.contain('1 new alert<')
    expect((await bob.form('/account/alerts', {})).status).to.equal(400)
  })

  it('tells a reader what the alert says, and nothing of the house', async () => {
    const { request } = await aRequest()
    expect((await press(ann, `/requests/${request.id}/act/local:tell`)).status).to.equal(303)
    const alerts = await text(reader, '/account/alerts')
    expect(alerts).to.contain('Something came for you.').and.to.contain(request.title)
    expect(alerts).not.to.match(/ann|Tell the reader|Hill Library|href="\/requests/)
  })

  it('says so where nobody would hear, and does nothing', async () => {
    const { request } = await aRequest()
    const answer = await press(ann, `/requests/${request.id}/act/local:unheard`)
    expect(answer.status).to.equal(409)
    expect(await answer.text())
      .to.contain('Call Zoe')
      .and.to.contain('zoe')
    expect(await text(ann, `/requests/${request.id}?tab=history`)).not.to.match(/Call Zoe.*Call Zoe/s)
  })

  it('does not start with a file that is wrong, and says where', async () => {
    for (const [file, said] of [
      [workflow.replace('alert: telephone', 'alert: fax'), 'line 11: local[0].alert: is no alert; there are telephone'],
      [workflow.replace('says:', 'say:'), 'line 4: alerts.telephone'],
      [workflow.replace('[borrowing]', '[lendings]'), 'line 9: local[0].machines[0]: is no machine'],
      [`${workflow}: :`, 'YAML'],
    ] as const) {
      const refused = await start(file).then(
        async (running) => {
          await running.close()
          return undefined
        },
        (error: unknown) => error,
      )
      expect(refused).to.be.instanceOf(Problem)
      expect((refused as Problem).message)
        .to.contain('workflow.yaml')
        .and.to.contain(said)
    }
  })
})
