import { expect } from 'chai'
import { Secret, TOTP } from 'otpauth'
import {
  addPerson,
  addRole,
  beginSession,
  changePerson,
  changeRole,
  confirmSecret,
  listPeople,
  listRoles,
  newAuthenticator,
  type PersonFields,
  readPerson,
  removeAuthenticator,
  removeRole,
  resumeSession,
  setAuthenticator,
  setSecret,
  signIn,
  storeBuiltInRoles,
} from '../../src/accounts/index.ts'
import { useDatabase } from '../database.ts'
import { actor, administrator, codeOf, now, secrets } from './staff.ts'

const somebody = administrator('root', 'Root Admin')

describe('Managing accounts', () => {
  const data = useDatabase()
  const db = () => data.database.db
  const change = (id: string, fields: Partial<PersonFields>) =>
    data.database.tx((tx) => changePerson(tx, id, { ...somebody, ...fields }, actor))
  let root: string
  before(async () => {
    await storeBuiltInRoles(db())
    root = await addPerson(db(), somebody, actor)
  })

  it('finds people by words in any order, and takes signs of patterns for themselves', async () => {
    for (const [login, name] of [
      ['C-100', 'Ada 100% Lovelace'],
      ['C-101', 'Grace Hopper'],
      ['C-102', 'Ada Byron'],
    ] as const)
      await addPerson(db(), { ...somebody, kind: 'patron', login, name, roles: [{ role: 'patron' }] }, actor)
    const names = async (words: string, page = 1, size = 10) => {
      const { people, count } = await listPeople(db(), { kind: 'patron', words, page, size })
      return [count, ...people.map(({ name }) => name)]
    }
    expect(await names('')).to.deep.equal([3, 'Ada 100% Lovelace', 'Ada Byron', 'Grace Hopper'])
    expect(await names('love ada')).to.deep.equal([1, 'Ada 100% Lovelace'])
    expect(await names('c-101')).to.deep.equal([1, 'Grace Hopper'])
    expect(await names('100%')).to.deep.equal([1, 'Ada 100% Lovelace'])
    expect(await names('_')).to.deep.equal([0])
    expect(await names('', 2, 2)).to.deep.equal([3, 'Grace Hopper'])
  })

  it('always leaves somebody who can manage accounts', async () => {
    expect(await codeOf(change(root, { active: false }))).to.equal('last-admin')
    expect(await codeOf(change(root, { roles: [] }))).to.equal('last-admin')
    expect(await codeOf(change(root, { roles: [{ role: 'admin', branch: 'main' }] }))).to.equal('last-admin')
    const other = await addPerson(db(), { ...somebody, login: 'deputy' }, actor)
    const both = await Promise.all([
      codeOf(change(root, { active: false })),
      codeOf(change(other, { login: 'deputy', active: false })),
    ])
    expect(both.sort()).to.deep.equal(['done', 'last-admin'])
    await change(root, {})
    await change(other, { login: 'deputy', roles: [] })
  })

  it('lets a house make roles of its own, and ends the sessions of a role that changes', async () => {
    await addRole(db(), { name: 'desk', label: 'Desk', permissions: ['circulation'] }, actor)
    expect(await codeOf(addRole(db(), { name: 'desk', label: 'Desk', permissions: [] }, actor))).to.equal('role-taken')
    const id = await addPerson(db(), { ...somebody, login: 'clerk', roles: [{ role: 'desk', branch: 'main' }] }, actor)
    const person = await readPerson(db(), id)
    expect(person?.permissions).to.deep.equal(new Set(['account']))
    expect(person?.inBranches).to.deep.equal(new Map([['circulation', new Set(['main'])]]))
    const token = await beginSession(db(), { id, kind: 'staff' }, '', now)
    const fewer = { name: 'desk', label: 'Desk', permissions: ['enquiry'] as const }
    await data.database.tx((tx) => changeRole(tx, fewer, actor))
    expect(await resumeSession(db(), token, now)).to.equal(undefined)
    expect((await readPerson(db(), id))?.permissions).to.deep.equal(new Set(['account', 'enquiry']))
    expect(await codeOf(data.database.tx((tx) => removeRole(tx, 'desk', actor)))).to.equal('role-in-use')
    await change(id, { login: 'clerk', roles: [] })
    await data.database.tx((tx) => removeRole(tx, 'desk', actor))
    expect((await listRoles(db())).map(({ name }) => name)).to.not.include('desk')
  })

  it('leaves the roles that come with it as they are', async () => {
    const weaker = { name: 'admin', label: 'Nothing', permissions: [] }
    expect(await codeOf(data.database.tx((tx) => changeRole(tx, weaker, actor)))).to.equal('role-built-in')
    expect(await codeOf(data.database.tx((tx) => removeRole(tx, 'patron', actor)))).to.equal('role-built-in')
  })

  it('sets an authenticator up only for who shows a code of it, which is used up by that', async () => {
    await setSecret(db(), { id: root, hash: await secrets.hash('correct horse') }, actor)
    const secret = newAuthenticator()
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now })
    const wrong = code === '000000' ? '000001' : '000000'
    expect(await setAuthenticator(db(), { id: root, secret, code: wrong }, actor, now)).to.equal(false)
    expect(await setAuthenticator(db(), { id: root, secret, code }, actor, now)).to.equal(true)
    const attempt = (given?: string) =>
      signIn(
        db(),
        secrets,
        { kind: 'staff', login: 'root', secret: 'correct horse', code: given, address: '192.0.2.9' },
        now,
      )
    expect((await attempt(code)).outcome).to.equal('refused')
    await removeAuthenticator(db(), root, actor)
    expect((await attempt()).outcome).to.equal('in')
  })

  it('lets nobody who knows the password try codes without end', async () => {
    const secret = newAuthenticator()
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now })
    await setAuthenticator(db(), { id: root, secret, code }, actor, now)
    const attempt = (given?: string) =>
      codeOf(
        signIn(
          db(),
          secrets,
          { kind: 'staff', login: 'root', secret: 'correct horse', code: given, address: '192.0.2.10' },
          now,
        ),
      )
    for (let n = 0; n < 5; n++) {
      expect(await attempt('000000')).to.equal('done')
      if (n < 4) expect(await attempt()).to.equal('done')
    }
    expect(await attempt('000000')).to.equal('too-many-logins')
    expect(await attempt()).to.equal('too-many-logins')
    await removeAuthenticator(db(), root, actor)
  })

  it('lets nobody at a browser left open try passwords without end', async () => {
    const person = (await readPerson(db(), root))!
    const attempt = (secret: string) => confirmSecret(db(), secrets, { person, secret, address: '192.0.2.11' }, now)
    expect(await attempt('correct horse')).to.equal(true)
    for (let n = 0; n < 5; n++) expect(await attempt('wrong')).to.equal(false)
    expect(await codeOf(attempt('correct horse'))).to.equal('too-many-logins')
  })
})
