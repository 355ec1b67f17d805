import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { createSeal, installedSeal, noSeal, readEnvironment, replaceKeyFile } from '../../src/kit/index.ts'

const key = Buffer.alloc(32, 7)
const seal = createSeal(() => key)

describe('A seal', () => {
  it('gives back what was sealed, never twice the same text, and shows nothing of it', () => {
    const secrets = ['', 'opensesame', 'Ω\0 und ein langes Geheimnis '.repeat(50)]
    for (const secret of secrets) expect(seal.open(seal.seal(secret, 'target a'), 'target a')).to.equal(secret)
    const [one, other] = [seal.seal('opensesame', 'target a'), seal.seal('opensesame', 'target a')]
    expect(one).not.to.equal(other)
    expect(Buffer.from(one.split('.')[2]!, 'base64url').toString('latin1')).not.to.contain('opensesame')
  })

  it('opens nothing for another place, with another key, or that was changed anywhere', () => {
    const sealed = seal.seal('opensesame', 'target a')
    const unreadable = (work: () => string) => expect(work).to.throw(/encrypted with another key/)
    unreadable(() => seal.open(sealed, 'target b'))
    unreadable(() => createSeal(() => Buffer.alloc(32, 8)).open(sealed, 'target a'))
    unreadable(() => noSeal.open(sealed, 'target a'))
    for (let at = 0; at < sealed.length; at++) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`
      // The last digit of base64 may hold bits that mean nothing.
      if (at < sealed.length - 1) unreadable(() => seal.open(changed, 'target a'))
      unreadable(() => seal.open(sealed.slice(0, at), 'target a'))
    }
  })
})

describe('The key of an installation', () => {
  let data: string
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'farshelf-key-'))
  })
  afterEach(() => rmSync(data, { recursive: true, force: true }))
  const sealOf = (more: NodeJS.ProcessEnv = {}) =>
    installedSeal(readEnvironment({ FARSHELF_DATA: join(data, 'in'), ...more }))
  const given = key.toString('base64')

  it('is a file of the data folder that nobody else reads, made with the first secret and found again', () => {
    const sealed = sealOf().seal('x', 'p')
    expect(readdirSync(join(data, 'in'))).to.deep.equal(['secret.key'])
    expect(statSync(join(data, 'in', 'secret.key')).mode & 0o777).to.equal(0o600)
    expect(sealOf().open(sealed, 'p')).to.equal('x')
  })

  it('gives way to another in its file, and leaves nothing beside it', () => {
    const environment = readEnvironment({ FARSHELF_DATA: join(data, 'in') })
    const sealed = sealOf().seal('x', 'p')
    replaceKeyFile(environment, key)
    expect(readdirSync(join(data, 'in'))).to.deep.equal(['secret.key'])
    expect(statSync(join(data, 'in', 'secret.key')).mode & 0o777).to.equal(0o600)
    expect(sealOf().open(seal.seal('y', 'p'), 'p')).to.equal('y')
    expect(() => sealOf().open(sealed, 'p')).to.throw(/encrypted with another key/)
  })

  it('is the one of the environment where that has one', () => {
    const sealed = sealOf({ FARSHELF_SECRET_KEY: given }).seal('x', 'p')
    expect(seal.open(sealed, 'p')).to.equal('x')
    expect(readdirSync(data)).to.deep.equal([])
  })

  it('is not made up beside a server’s database, where other processes would not have it', () => {
    const beside = sealOf({ DATABASE_URL: 'postgresql://localhost/x' })
    expect(() => beside.seal('x', 'p')).to.throw(/set FARSHELF_SECRET_KEY/)
    expect(readdirSync(data)).to.deep.equal([])
  })

  it('is refused when it is none, without saying what it was', () => {
    const bad = () => readEnvironment({ FARSHELF_SECRET_KEY: 'hunter2' })
    expect(bad).to.throw(/FARSHELF_SECRET_KEY: must be 32 bytes in base64/)
    expect(bad).not.to.throw(/hunter2/)
    sealOf().seal('x', 'p')
    writeFileSync(join(data, 'in', 'secret.key'), 'rubbish')
    expect(() => sealOf().seal('x', 'p')).to.throw(/secret.key cannot be read: it holds no key of 32 bytes/)
    expect(readFileSync(join(data, 'in', 'secret.key'), 'utf8')).to.equal('rubbish')
  })
})
