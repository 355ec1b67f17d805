import { expect } from 'chai'
import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import {
  addPerson,
  beginSession,
  changePerson,
  confirmSecret,
  endSessions,
  makeSecretLink,
  newAuthenticator,
  type PersonFields,
  readLink,
  readPerson,
  setSecret,
  signIn,
  storeBuiltInRoles,
} from '../../src/accounts/index.ts'
import { useDatabase } from '../database.ts'
import { actor, administrator, codeOf, now, secrets } from './staff.ts'

const somebody = administrator('ada', 'Ada')

describe('Accounts that change while they are used', () => {
  const data = useDatabase()
  const db = () => data.database.db
  let id: string
  let oldHash: string
  let newHash: string
  before(async () => {
    await storeBuiltInRoles(db())
    oldHash = await secrets.hash('correct horse')
    newHash = await secrets.hash('battery staple')
  })
  beforeEach(async () => {
    await db().deleteFrom('people').execute()
    id = await addPerson(db(), somebody, actor)
    await setSecret(db(), { id, hash: oldHash }, actor)
  })

  const person = (who = id) => ({ id: who, kind: 'staff' }) as const
  const newLink = () => data.database.tx((tx) => makeSecretLink(tx, person(), actor, now))
  const isGood = async (link: string) => (await readLink(db(), link, now)) !== undefined
  const change = (who: string, fields: Partial<PersonFields>) =>
    data.database.tx((tx) => changePerson(tx, who, { ...somebody, ...fields }, actor))

  it('void their one-time link when a new secret is chosen', async () => {
    const link = await newLink()
    await data.database.tx((tx) => setSecret(tx, { id, hash: newHash }, actor))
    expect(await isGood(link)).to.equal(false)
  })

  it('void it when they are closed', async () => {
    await addPerson(db(), { ...somebody, login: 'grace' }, actor)
    const link = await newLink()
    await change(id, { name: 'Ada L.' })
    expect(await isGood(link)).to.equal(true)
    await change(id, { active: false })
    expect(await isGood(link)).to.equal(false)
  })

  it('have one good link when two are made at the same time', async () => {
    const links = await Promise.all(Array.from({ length: 8 }, newLink))
    const good = await Promise.all(links.map(isGood))
    expect(good.filter(Boolean)).to.have.length(1)
  })

  it('let nobody in by a secret that was replaced while it was checked', async () => {
    const slow = {
      ...secrets,
      async check(secret: string, of: string | null | undefined) {
        const right = await secrets.check(secret, of)
        await data.database.tx((tx) => setSecret(tx, { id, hash: newHash }, actor))
        return right
      },
    }
    const credentials = { kind: 'staff', login: 'ada', secret: 'correct horse', address: '192.0.2.1' } as const
    expect((await signIn(db(), slow, credentials, now)).outcome).to.equal('refused')
    expect(await db().selectFrom('sessions').select('id').execute()).to.deep.equal([])
  })

  it('let nobody choose a secret by a session that was ended meanwhile', async () => {
    await beginSession(db(), person(), '', now)
    const { id: session } = await db().selectFrom('sessions').select('id').executeTakeFirstOrThrow()
    await endSessions(db(), id)
    expect(await codeOf(data.database.tx((tx) => setSecret(tx, { id, hash: newHash, keep: session }, actor)))).to.equal(
      'sign-in-first',
    )
  })

  it('keep an administrator when one who was just made one is unmade by an older form', async () => {
    const other = await addPerson(db(), { ...somebody, login: 'grace', roles: [] }, actor)
    const [older] = await data.database.tx(async (tx) => {
      await changePerson(tx, other, { ...somebody, login: 'grace' }, actor)
      const older = codeOf(change(other, { login: 'grace', roles: [] }))
      await untilSomebodyWaits()
      await changePerson(tx, id, { ...somebody, active: false }, actor)
      return [older]
    })
    expect(await older).to.equal('last-admin')
  })

  /** Until another transaction waits for ours. */
  async function untilSomebodyWaits(): Promise<void> {
    for (;;) {
      const { rows } = await sql`select 1 from pg_locks where not granted`.execute(db())
      if (rows.length > 0) return
    }
  }

  it('want a code, too, where an authenticator is to be turned off', async () => {
    const secret = newAuthenticator()
    await db().updateTable('people').set({ totp_secret: secret }).where('id', '=', id).execute()
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now })
    const asked = { person: (await readPerson(db(), id))!, secret: 'correct horse', address: '192.0.2.2' }
    expect(await confirmSecret(db(), secrets, { ...asked, code: '' }, now)).to.equal(false)
    expect(await confirmSecret(db(), secrets, { ...asked, code, secret: 'wrong' }, now)).to.equal(false)
    expect(await confirmSecret(db(), secrets, { ...asked, code }, now)).to.equal(true)
    expect(await confirmSecret(db(), secrets, { ...asked, code }, now), 'a second time').to.equal(false)
    await confirmSecret(db(), secrets, { ...asked, code: '000000' }, now)
    await confirmSecret(db(), secrets, { ...asked, code: '000000' }, now)
    expect(await codeOf(confirmSecret(db(), secrets, { ...asked, code: '000000' }, now))).to.equal('too-many-logins')
  })
})
