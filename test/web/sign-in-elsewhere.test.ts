import { expect } from 'chai'
import { pino } from 'pino'
import { addPerson, changePerson, createSecrets, findPerson, setSecret } from '../../src/accounts/index.ts'
import { type Sip2System, startSip2System } from '../sip2-system.ts'
import { wordsOf } from './html.ts'
import { openHouseWith } from './patrons-elsewhere.ts'
import { visit } from './people.ts'
import type { Site } from './site.ts'

const actor = { name: 'test', via: 'cli' } as const

describe('Signing in with a card of the library’s own system', () => {
  let ils: Sip2System
  let site: Site
  let close: () => Promise<void>
  const log: string[] = []
  before(async () => {
    ils = await startSip2System({ login: { user: 'ill', password: 'of-the-terminal' } })
    ils.patrons.set('2001', { name: 'Reader, Ann', email: 'ann@x.example', pin: '86421', expires: '29991231' })
    const sip2 = { host: '127.0.0.1', port: ils.port, allowNetworks: ['127.0.0.0/8'], institution: 'main', timeout: 60 }
    const login = { user: 'ill', password: 'of-the-terminal' }
    const given = { signIn: true, sip2: { ...sip2, login } }
    const into = pino({ level: 'trace' }, { write: (line: string) => void log.push(line) })
    ;({ site, close } = await openHouseWith(ils.port, given, into))
  })
  after(async () => {
    await close?.()
    await ils?.close()
  })

  async function enter(login: string, secret: string, at = '/login') {
    const { cookie, csrf } = await visit(site, at)
    const body = new URLSearchParams({ csrf, login, secret })
    const answer = await site.get(at, { method: 'POST', headers: { cookie }, body })
    const session = answer.headers.getSetCookie().find((one) => one.startsWith('farshelf-session='))
    return { status: answer.status, words: wordsOf(await answer.text()), session: session?.split(';')[0] ?? '' }
  }
  const person = (login: string) => findPerson(site.database.db, 'patron', login)

  it('makes the account of who shows the right PIN, and keeps the PIN nowhere', async () => {
    expect(await person('2001')).to.equal(undefined)
    const entered = await enter('2001', '86421')
    expect(entered.status).to.equal(303)
    const account = wordsOf(await (await site.get('/account', { headers: { cookie: entered.session } })).text())
    expect(account).to.include('Reader, Ann').and.include('valid until 2999-12-31')
    expect(account).to.include('the one of your library card').and.not.include('PIN you have now')
    const made = await person('2001')
    expect(made).to.include({ email: 'ann@x.example', hasSecret: false, blocked: false, active: true })
    expect([...made!.permissions].sort()).to.deep.equal(['account', 'request.place'])
    expect(log.join('')).to.not.include('86421').and.not.include('of-the-terminal')
    expect(await wholeDatabase(site))
      .to.include('Reader, Ann')
      .and.not.include('86421')
  })

  it('keeps the account as the system has it, and makes no second one', async () => {
    ils.patrons.set('2001', { name: 'Reader-Smith, Ann', email: 'none', pin: '86421', expires: '29981231' })
    expect((await enter(' 2001 ', '86421')).status).to.equal(303)
    expect(await person('2001')).to.include({
      name: 'Reader-Smith, Ann',
      email: 'ann@x.example',
      expiresOn: '2998-12-31',
    })
    const both = await Promise.all([enter('2001', '86421'), enter('2001', '86421')])
    expect(both.map(({ status }) => status)).to.deep.equal([303, 303])
  })

  it('makes one account of two who sign in at once for the first time', async () => {
    ils.patrons.set('2002', { name: 'Twice', pin: '97531' })
    const both = await Promise.all([enter('2002', '97531'), enter('2002', '97531')])
    expect(both.map(({ status }) => status)).to.deep.equal([303, 303])
  })

  it('says the same of a wrong PIN and of an unknown card, and only so often', async () => {
    ils.patrons.set('2003', { name: 'Guessed', pin: '5555' })
    const refused = await enter('2003', '1111')
    expect([refused.status, refused.words.includes('do not fit together')]).to.deep.equal([401, true])
    const unknown = await enter('9999', '1111')
    expect(unknown.words.replace('9999', '')).to.equal(refused.words.replace('2003', ''))
    for (let n = 0; n < 4; n++) expect((await enter('2003', `111${n}`)).status).to.equal(401)
    const before = ils.heard.length
    expect((await enter('2003', '5555')).status).to.equal(429)
    expect(ils.heard.length).to.equal(before)
    expect(await person('2003')).to.equal(undefined)
  })

  it('lets nobody say more than a number and a PIN', async () => {
    ils.patrons.set('2004', { name: 'Barred', pin: '4711' })
    expect((await enter('2004|AD4711', 'x')).status).to.equal(401)
    expect((await enter('2004', '4711|AA2001')).status).to.equal(401)
  })

  it('leaves out who is closed here, and lets in who has a PIN of ours without asking', async () => {
    ils.patrons.set('2005', { name: 'Closed', pin: '4711' })
    await enter('2005', '4711')
    const closed = (await person('2005'))!
    await changePerson(site.database.db, closed.id, { ...closed, active: false }, actor)
    expect((await enter('2005', '4711')).status).to.equal(401)

    const fields = { kind: 'patron', login: '2006', name: 'Ours', email: '', blocked: false, active: true } as const
    const id = await addPerson(site.database.db, { ...fields, roles: [{ role: 'patron' }] }, actor)
    await setSecret(site.database.db, { id, hash: await createSecrets().hash('13572468') }, actor)
    const before = ils.heard.length
    expect((await enter('2006', '13572468')).status).to.equal(303)
    expect(ils.heard.length).to.equal(before)
  })

  it('is for readers: staff are asked for nowhere else', async () => {
    const before = ils.heard.length
    expect((await enter('2001', '86421', '/staff/login')).status).to.equal(401)
    expect(ils.heard.length).to.equal(before)
  })

  it('says that the system does not answer, not that the PIN is wrong', async () => {
    ils.faults.push('garbage')
    const answer = await enter('2001', '86421')
    expect([answer.status, answer.words.includes('does not answer now')]).to.deep.equal([503, true])
    expect((await enter('2001', '86421')).status).to.equal(303)
  })
})

describe('Signing in where the system is not to be asked', () => {
  it('asks nobody', async () => {
    const ils = await startSip2System()
    ils.patrons.set('2001', { name: 'Ann', pin: '86421' })
    const { site, close } = await openHouseWith(ils.port)
    try {
      const { cookie, csrf } = await visit(site, '/login')
      const body = new URLSearchParams({ csrf, login: '2001', secret: '86421' })
      expect((await site.get('/login', { method: 'POST', headers: { cookie }, body })).status).to.equal(401)
      expect(ils.heard).to.deep.equal([])
    } finally {
      await close()
      await ils.close()
    }
  })
})

/** Everything that is stored, as text. */
async function wholeDatabase({ database: { db } }: Site): Promise<string> {
  const tables = await db.introspection.getTables()
  const rows = await Promise.all(
    tables.map(({ name }) =>
      db
        .selectFrom(name as 'people')
        .select(db.fn.toJson(name as 'people').as('row'))
        .execute(),
    ),
  )
  return JSON.stringify(rows)
}
