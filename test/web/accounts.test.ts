import { expect } from 'chai'
import { Secret, TOTP } from 'otpauth'
import { pino } from 'pino'
import {
  addPerson,
  createSecrets,
  makeLink,
  makeSecretLink,
  makeToken,
  newAuthenticator,
  setSecret,
} from '../../src/accounts/index.ts'
import { signIn, visit } from './people.ts'
import { openSite, type Site } from './site.ts'

const actor = { name: 'test', via: 'cli' } as const
const secrets = createSecrets()

describe('Accounts on the web', () => {
  let site: Site
  const lines: string[] = []
  before(async () => {
    site = await openSite([], { log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }) })
    const fields = { kind: 'staff', login: 'ada', name: 'Ada', email: '', blocked: false, active: true } as const
    const id = await addPerson(site.database.db, { ...fields, roles: [{ role: 'admin' }] }, actor)
    await setSecret(site.database.db, { id, hash: await secrets.hash('correct horse') }, actor)
  })
  after(() => site.close())

  /** Signs Ada in, and gives where she is led. */
  const lead = async (next: string) => {
    const { cookie, csrf } = await visit(site, '/staff/login')
    const body = new URLSearchParams({ csrf, login: 'ada', secret: 'correct horse', next })
    const answer = await site.get('/staff/login', { method: 'POST', headers: { cookie }, body })
    return [answer.status, answer.headers.get('location')]
  }

  it('lead from signing in to where one was going, on this site alone', async () => {
    expect(await lead('/enquiry?title=a%20b')).to.deep.equal([303, '/enquiry?title=a%20b'])
    for (const next of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/.//evil.example',
      '/a/..//evil.example',
      '/%2e//evil.example',
      '/\t/evil.example',
      'javascript:alert(1)',
    ])
      expect([next, ...(await lead(next))]).to.deep.equal([next, 303, '/account'])
  })

  it('keep one-time links and tokens out of caches and the log', async () => {
    const link = await makeLink(site.database.db, 'setup', undefined, Date.now())
    const page = await site.get(`/link/${link}`)
    expect(page.status).to.equal(200)
    expect(page.headers.get('cache-control')).to.include('no-store')
    const { cookie, csrf } = await visit(site, `/link/${link}`)
    const used = await site.get(`/LINK/${link}`, {
      method: 'POST',
      headers: { cookie },
      body: new URLSearchParams({ csrf, login: 'grace', name: 'Grace', fresh: 'short', again: 'short' }),
    })
    expect(used.status).to.equal(400)
    expect(used.headers.get('cache-control')).to.include('no-store')
    const admin = await signIn(site, 'admin')
    const made = await admin.form(`/admin/people/${admin.id}/link`)
    expect(made.headers.get('cache-control')).to.include('no-store')
    await admin.get(`/import?csrf=${csrf}`)
    expect(lines.filter((line) => line.includes('/link/'))).to.have.length.at.least(2)
    expect(lines.filter((line) => line.includes(link) || line.includes(csrf))).to.deep.equal([])
  })

  it('show a page with a new token in no cache, whoever asks for it', async () => {
    const admin = await makeToken(site.database.db, { name: 'script', permissions: ['admin'] }, actor)
    const authorization = `Bearer ${admin}`
    const page = await site.get('/admin/tokens', { headers: { authorization } })
    const cookie = page.headers.getSetCookie()[0]!.split(';')[0]!
    const csrf = /name="csrf" value="([^"]+)"/.exec(await page.text())![1]!
    const made = await site.get('/admin/tokens', {
      method: 'POST',
      headers: { authorization, cookie },
      body: new URLSearchParams({ csrf, name: 'another', permission: 'enquiry' }),
    })
    expect(await made.text()).to.include('fs_')
    expect(made.headers.get('cache-control')).to.include('no-store')
  })

  it('are for people: a program with a token has none', async () => {
    const token = await makeToken(
      site.database.db,
      { name: 'loader', permissions: ['account', 'catalogue.import'] },
      actor,
    )
    const headers = { authorization: `Bearer ${token}` }
    for (const path of ['/account', '/account/authenticator']) {
      const answer = await site.get(path, { headers })
      expect([path, answer.status]).to.deep.equal([path, 403])
    }
    const page = await site.get('/import', { headers })
    const cookie = page.headers.getSetCookie()[0]!.split(';')[0]!
    const csrf = /\?csrf=([^"]+)"/.exec(await page.text())![1]!
    const body = new FormData()
    body.set('profile', 'brief')
    body.set('file', new Blob(['=LDR  00000nam a2200000 a 4500\n=245  10$aOne\n']), 'a.mrk')
    const sent = await site.get(`/import?csrf=${csrf}`, { method: 'POST', headers: { ...headers, cookie }, body })
    expect(sent.status).to.equal(303)
    const wrong = { headers: { ...headers, cookie }, method: 'POST', body: new URLSearchParams({ csrf }) }
    for (const path of ['/account/secret', '/account/authenticator', '/account/authenticator/off'])
      expect([path, (await site.get(path, wrong)).status]).to.deep.equal([path, 403])
  })

  it('turn an authenticator off for who knows the password and shows a code', async () => {
    const { db } = site.database
    const staff = await signIn(site, 'enquiry')
    const secret = newAuthenticator()
    const changes = { totp_secret: secret, secret_hash: await secrets.hash('correct horse') }
    await db.updateTable('people').set(changes).where('id', '=', staff.id).execute()
    const off = async (fields: Record<string, string>) =>
      (await staff.form('/account/authenticator/off', fields)).headers.get('location')
    expect(await off({ now: 'correct horse' })).to.equal(null)
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate()
    expect(await off({ now: 'wrong', code })).to.equal(null)
    expect(await off({ now: 'correct horse', code })).to.equal('/account?saved=authenticator-off')
  })

  it('say that a link is used up when its account was closed', async () => {
    const staff = await signIn(site, 'enquiry')
    const link = await makeSecretLink(site.database.db, { id: staff.id, kind: 'staff' }, actor, Date.now())
    const admin = await signIn(site, 'admin')
    await admin.form(`/admin/people/${staff.id}`, { name: 'X', login: 'gone', closed: '1' })
    const answer = await site.get(`/link/${link}`)
    expect(answer.status).to.equal(410)
    expect(answer.headers.get('cache-control')).to.include('no-store')
  })
})
