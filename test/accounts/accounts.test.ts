import { expect } from 'chai'
import { Secret, TOTP } from 'otpauth'
import {
  addPerson,
  beginSession,
  changePerson,
  createSecrets,
  endSessions,
  findPerson,
  makeLink,
  makeToken,
  newAuthenticator,
  type PersonFields,
  passwordComplaint,
  pinComplaint,
  readLink,
  resumeSession,
  revokeToken,
  setSecret,
  signIn,
  storeBuiltInRoles,
  useLink,
  useToken,
} from '../../src/accounts/index.ts'
import { useDatabase } from '../database.ts'

const actor = { name: 'Root', via: 'cli' } as const
const ada: PersonFields = {
  kind: 'staff',
  login: 'Ada',
  name: 'Ada L.',
  email: '',
  blocked: false,
  active: true,
  roles: [{ role: 'cataloguing' }],
}
const secrets = createSecrets()
const now = Date.UTC(2026, 0, 1)
const minute = 60_000

describe('Accounts', () => {
  const data = useDatabase()
  const db = () => data.database.db
  let id: string
  before(async () => {
    await storeBuiltInRoles(db())
    id = await addPerson(db(), ada, actor)
    await setSecret(db(), { id, hash: await secrets.hash('correct horse') }, actor)
  })
  const attempt = (secret: string, more: { login?: string; code?: string; address?: string; at?: number } = {}) =>
    signIn(
      db(),
      secrets,
      { kind: 'staff', login: more.login ?? 'ada', secret, code: more.code, address: more.address ?? '192.0.2.1' },
      more.at ?? now,
    )

  it('let in who knows the secret, whatever the case of the name', async () => {
    const answer = await attempt('correct horse')
    expect(answer.outcome).to.equal('in')
    expect((await findPerson(db(), 'staff', 'ADA'))?.permissions).to.deep.equal(
      new Set(['account', 'enquiry', 'catalogue.edit']),
    )
  })

  it('say the same of a wrong secret, an unknown name and a closed account', async () => {
    const closed = await addPerson(db(), { ...ada, login: 'gone', active: false }, actor)
    await setSecret(db(), { id: closed, hash: await secrets.hash('correct horse') }, actor)
    for (const answer of [
      await attempt('wrong', { address: '192.0.2.2' }),
      await attempt('correct horse', { login: 'nobody' }),
      await attempt('correct horse', { login: 'gone' }),
    ])
      expect(answer).to.deep.equal({ outcome: 'refused' })
  })

  it('refuse the sixth attempt on an account from one address, others not', async () => {
    const address = '192.0.2.3'
    for (let n = 0; n < 5; n++) await attempt('wrong', { address })
    try {
      await attempt('correct horse', { address })
      expect.fail('let in')
    } catch (error) {
      expect(error).to.include({ code: 'too-many-logins' })
    }
    expect((await attempt('correct horse', { address: '192.0.2.4' })).outcome).to.equal('in')
    expect((await attempt('correct horse', { address, at: now + 16 * minute })).outcome).to.equal('in')
  })

  it('count a name with blanks around it as the name', async () => {
    const address = '192.0.2.9'
    for (const login of ['ada', 'ada ', ' ada', 'ADA', ' Ada ']) await attempt('wrong', { address, login })
    const sixth = await Promise.allSettled([attempt('wrong', { address, login: 'ada  ' })])
    expect(sixth[0]?.status).to.equal('rejected')
  })

  it('count attempts that are made at the same time', async () => {
    const address = '192.0.2.5'
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => attempt('wrong', { address })))
    expect(all.filter(({ status }) => status === 'fulfilled')).to.have.length(5)
  })

  it('keep nobody’s mistyped secret in the trail', async () => {
    await attempt('hunter2hunter2', { login: 'my-password-as-name', address: '192.0.2.6' })
    const trail = JSON.stringify(await db().selectFrom('audit').selectAll().execute())
    expect(trail).to.include('login.refused')
    expect(trail).to.not.include('hunter2')
    expect(trail).to.not.include('my-password-as-name')
  })

  it('want a code where an authenticator is set up, and take each once', async () => {
    const other = await addPerson(db(), { ...ada, login: 'grace' }, actor)
    await setSecret(db(), { id: other, hash: await secrets.hash('correct horse') }, actor)
    const secret = newAuthenticator()
    await db().updateTable('people').set({ totp_secret: secret }).where('id', '=', other).execute()
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now })
    const login = 'grace'
    expect(await attempt('correct horse', { login })).to.deep.equal({ outcome: 'code' })
    expect((await attempt('correct horse', { login, code })).outcome).to.equal('in')
    expect((await attempt('correct horse', { login, code })).outcome).to.equal('refused')
  })

  it('end a session that lay idle, and every one when the secret changes', async () => {
    const person = { id, kind: 'staff' } as const
    const token = await beginSession(db(), person, 'a browser', now)
    expect((await resumeSession(db(), token, now + 29 * minute))?.personId).to.equal(id)
    expect((await resumeSession(db(), token, now + 58 * minute))?.personId).to.equal(id)
    expect(await resumeSession(db(), token, now + 120 * minute)).to.equal(undefined)
    const other = await beginSession(db(), person, '', now)
    await setSecret(db(), { id, hash: await secrets.hash('correct horse') }, actor)
    expect(await resumeSession(db(), other, now)).to.equal(undefined)
    await endSessions(db(), id)
  })

  it('end sessions when roles change', async () => {
    const token = await beginSession(db(), { id, kind: 'staff' }, '', now)
    await changePerson(db(), id, { ...ada, name: 'Ada Lovelace' }, actor)
    expect(await resumeSession(db(), token, now)).to.not.equal(undefined)
    await changePerson(db(), id, { ...ada, roles: [] }, actor)
    expect(await resumeSession(db(), token, now)).to.equal(undefined)
  })

  it('give no two people one name', async () => {
    try {
      await addPerson(db(), { ...ada, login: 'ADA' }, actor)
      expect.fail('taken twice')
    } catch (error) {
      expect(error).to.include({ code: 'login-taken' })
    }
  })

  it('let programs in by a token that is stored nowhere', async () => {
    const token = await makeToken(db(), { name: 'loader', permissions: ['catalogue.import'] }, actor)
    const used = await useToken(db(), token, now)
    expect(used?.permissions).to.deep.equal(['catalogue.import'])
    expect(JSON.stringify(await db().selectFrom('api_tokens').selectAll().execute())).to.not.include(token.slice(3))
    await revokeToken(db(), used!.id, actor, now)
    expect(await useToken(db(), token, now)).to.equal(undefined)
  })

  it('use a one-time link once, and not after a day', async () => {
    const token = await makeLink(db(), 'setup', undefined, now)
    expect((await readLink(db(), token, now))?.purpose).to.equal('setup')
    const uses = await Promise.all([useLink(db(), token, now), useLink(db(), token, now)])
    expect(uses.filter(Boolean)).to.have.length(1)
    const late = await makeLink(db(), 'setup', undefined, now)
    expect(await readLink(db(), late, now + 25 * 60 * minute)).to.equal(undefined)
  })

  it('make one first administrator by whichever of several links', async () => {
    const [one, other] = [await makeLink(db(), 'setup', undefined, now), await makeLink(db(), 'setup', undefined, now)]
    for (const link of [one, other]) expect((await readLink(db(), link, now))?.purpose).to.equal('setup')
    const uses = await Promise.all([one, other].map((link) => data.database.tx((tx) => useLink(tx, link, now))))
    expect(uses.filter(Boolean)).to.have.length(1)
    for (const link of [one, other]) expect(await readLink(db(), link, now)).to.equal(undefined)
  })

  it('judge new secrets by length and by what is tried first', () => {
    for (const bad of ['short', 'password', 'aaaaaaaaaa', 'farshelf12', 'adalovelace1'])
      expect(passwordComplaint(bad, 'adalovelace'), bad).to.be.a('string')
    for (const good of ['correct horse', 'ёлка-в-лесу', `${'x'.repeat(30)}yz`])
      expect(passwordComplaint(good, 'ada'), good).to.equal(undefined)
    for (const bad of ['123', '1111', '4321', '0815']) expect(pinComplaint(bad, 'P-0815'), bad).to.be.a('string')
    expect(pinComplaint('4711', 'P-0815')).to.equal(undefined)
  })
})
