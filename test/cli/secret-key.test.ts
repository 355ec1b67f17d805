import { Readable, Writable } from 'node:stream'
import { expect } from 'chai'
import { runCommandLine } from '../../src/cli/command-line.ts'
import { createSeal } from '../../src/kit/index.ts'
import { addTarget, searchedTargets, secretOf } from '../../src/search/index.ts'
import { useCommandLine } from './house.ts'

const [old, fresh, other] = [7, 8, 9].map((byte) => Buffer.alloc(32, byte)) as [Buffer, Buffer, Buffer]
const sealWith = (key: Buffer) => createSeal(() => key)

describe('farshelf secret rotate', () => {
  const { data } = useCommandLine()
  const before = process.env['FARSHELF_SECRET_KEY']
  beforeEach(async () => {
    await data.database.db.deleteFrom('targets').execute()
    process.env['FARSHELF_SECRET_KEY'] = old.toString('base64')
  })
  afterEach(() => {
    if (before === undefined) delete process.env['FARSHELF_SECRET_KEY']
    else process.env['FARSHELF_SECRET_KEY'] = before
  })

  async function rotate(typed: string) {
    const said: string[] = []
    const into = () =>
      new Writable({
        write(chunk, _encoding, done) {
          said.push(String(chunk))
          done()
        },
      })
    const io = { stdin: Readable.from([typed]), stdout: into(), stderr: into() }
    const code = await runCommandLine(['secret', 'rotate'], io)
    return { code, said: said.join('') }
  }
  const add = (id: string, password: string, key = old) =>
    data.database.tx((tx) =>
      addTarget(
        tx,
        { id, label: id, host: 'z.example', authentication: { type: 'idPass', user: 'fs', password } },
        { actor: { name: 'test', via: 'cli' }, at: new Date(0), seal: sealWith(key), inFile: new Set() },
      ),
    )
  const readWith = async (key: Buffer) => {
    const { entries, unread } = await searchedTargets(data.database.db, sealWith(key))
    return { secrets: entries.map(secretOf), unread: [...unread.keys()] }
  }
  const stored = async () =>
    await data.database.db.selectFrom('targets').select(['id', 'sealed']).orderBy('id').execute()

  it('encrypts every password with the new key, and with no other; twice is as once', async () => {
    await add('acme', 'open sesame')
    await add('bath', 'a second one')
    const { code, said } = await rotate(`${fresh.toString('base64')}\n`)
    expect([code, said]).to.satisfy(() => code === 0 && /2 passwords are encrypted with the new key\./.test(said), said)
    expect(said).to.contain('Set FARSHELF_SECRET_KEY to the new key').and.not.to.contain(fresh.toString('base64'))
    expect(await readWith(fresh)).to.deep.equal({ secrets: ['open sesame', 'a second one'], unread: [] })
    expect((await readWith(old)).unread).to.deep.equal(['acme', 'bath'])
    const rows = await stored()
    expect((await rotate(fresh.toString('base64'))).said).to.contain(
      '0 passwords are encrypted with the new key; 2 had been before.',
    )
    expect(await stored()).to.deep.equal(rows)
  })

  it('changes nothing where one password was encrypted with a third key, and says which and what to do', async () => {
    await add('acme', 'open sesame')
    await add('bath', 'of another house', other)
    const rows = await stored()
    const { code, said } = await rotate(fresh.toString('base64'))
    expect(code).not.to.equal(0)
    expect(said).to.match(
      /Nothing was changed: .*target bath.*Give the key it was encrypted with as FARSHELF_SECRET_KEY/,
    )
    expect(await stored()).to.deep.equal(rows)
  })

  it('takes no key that is none', async () => {
    await add('acme', 'open sesame')
    const rows = await stored()
    for (const typed of ['', 'sesame', Buffer.alloc(31).toString('base64')])
      expect((await rotate(typed)).code, typed).to.equal(2)
    expect(await stored()).to.deep.equal(rows)
  })
})
