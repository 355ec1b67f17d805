import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { noSeal, parseConfig } from '../../src/kit/index.ts'
import { addTarget, changeTarget, listKeptTargets, TargetsFile } from '../../src/search/index.ts'
import { farshelf } from './command-line.ts'
import { useCommandLine } from './house.ts'

const sample = (name: string) => fileURLToPath(new URL(`../../fixtures/target-lists/${name}`, import.meta.url))

describe('farshelf targets import', () => {
  const { data, path, file } = useCommandLine()
  const before: { [name: string]: string | undefined } = {}
  const lead = (name: string, value: string | undefined) => {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
  beforeEach('lead it to a configuration and a key', async () => {
    for (const name of ['FARSHELF_CONFIG', 'FARSHELF_SECRET_KEY']) before[name] = process.env[name]
    const entry = '{ id: northfield, label: Ours, host: Z.NORTHFIELD.example, enabled: false }'
    await file('targets.yaml', `targets: [${entry}]`)
    lead('FARSHELF_CONFIG', path(''))
    lead('FARSHELF_SECRET_KEY', Buffer.alloc(32, 7).toString('base64'))
  })
  afterEach('lead it back', () => {
    for (const [name, value] of Object.entries(before)) lead(name, value)
  })
  const kept = async () => await data.database.tx((tx) => listKeptTargets(tx))

  it('says what it would do, and does nothing', async () => {
    const { code, out, err } = await farshelf('targets', 'import', '--dry-run', sample('koha.csv'))
    expect(code).to.equal(1)
    expect(out.split('\n').map((line) => line.split(/ {2,}/))).to.deep.equal([
      ['LINE', 'LIBRARY', 'ADDRESS', 'IS', 'AS'],
      ['2', 'Northfield College', 'z.northfield.example:210/Default', 'there already', 'northfield'],
      ['3', 'Lakeside "Old" Library', 'z.lakeside.example:2100/A+B', 'new', 'lakeside-old-library'],
      ['4', 'Hill Names', 'no target', ''],
      ['5', 'Seaport', 'https://sru.seaport.example/sru/books', 'new', 'seaport'],
      ['6', 'Far', 'no target', ''],
      ['7', 'z.bare.example', 'z.bare.example:210/Default', 'new', 'z-bare-example'],
      [''],
    ])
    expect(err).to.contain('line 1: the column “Colour” is not known')
    expect(err).to.contain('line 4: Hill Names: it holds authority records')
    expect(err).to.match(/: 3 would be taken in, disabled .*; 1 there already; 2 no targets\n$/)
    expect(out + err).not.to.contain('secret word')
    expect(await kept()).to.deep.equal([])
  })

  it('keeps what is new, disabled, its passwords encrypted; and nothing twice', async () => {
    const first = await farshelf('targets', 'import', sample('koha.csv'))
    expect(first.code).to.equal(1)
    expect(first.err).to.match(/: 3 taken in, disabled until somebody enables them; 1 there already; 2 no targets\n$/)
    const all = await kept()
    expect(all.map(({ id, hasSecret, entry }) => [id, hasSecret, entry?.enabled])).to.deep.equal([
      ['lakeside-old-library', true, false],
      ['seaport', false, false],
      ['z-bare-example', true, false],
    ])
    const second = await farshelf('targets', 'import', sample('koha.csv'))
    expect(second.err).to.match(/: 0 taken in, .*; 4 there already; 2 no targets\n$/)
    const dump = await farshelf('targets', 'import', '--enable', sample('pazpar2.xml'))
    expect(dump.err).to.match(/: 1 taken in and searched; 2 there already; 1 no targets\n$/)
    expect((await kept()).filter(({ entry }) => entry?.enabled).map(({ id }) => id)).to.deep.equal(['seaport-2'])
    const told = await data.database.db.selectFrom('audit').selectAll().execute()
    expect(told).to.have.length(4)
    expect(JSON.stringify([told, await data.database.db.selectFrom('targets').selectAll().execute()]))
      .to.contain('command line')
      .and.not.to.contain('secret word')
  })

  it('keeps none where there is no key to encrypt a password with, and says so', async () => {
    const count = (await kept()).length
    lead('FARSHELF_SECRET_KEY', undefined)
    const list = 'host,userid,password\nz.first.example,,\nz.second.example,u,p\n'
    const { code, err } = await farshelf('targets', 'import', await file('two.csv', list))
    expect(code).to.equal(1)
    expect(err).to.contain('set FARSHELF_SECRET_KEY')
    expect(await kept()).to.have.length(count)
  })

  it('writes entries that the file takes, without a database', async () => {
    const { code, out, err } = await farshelf('targets', 'import', '--yaml', sample('koha.sql'))
    expect(code).to.equal(1)
    expect(err).to.match(/2 written as entries of targets\.yaml; 1 there already; 2 no targets/)
    const { entries, targets } = parseConfig(out, 'targets.yaml', TargetsFile)
    expect(entries.map(({ id }) => id)).to.deep.equal(['l-etang-no-comment', 'hill'])
    expect(entries[0]).to.have.deep.property('authentication', {
      ...{ type: 'idPass', user: 'reader', password: 'back\\slash' },
    })
    expect(targets).to.deep.equal([])
    const enabled = await farshelf('targets', 'import', '--yaml', '--enable', sample('koha.sql'))
    expect(parseConfig(enabled.out, 'targets.yaml', TargetsFile).targets).to.have.length(2)
  })

  it('ends with 0 where all could be taken, and with other numbers where the file or the arguments are wrong', async () => {
    const good = await file('good.csv', 'host\nz.good.example\n')
    expect(await farshelf('targets', 'import', '--dry-run', good)).to.include({ code: 0 })
    expect(await farshelf('targets', 'import', path('none.csv'))).to.include({ code: 2 })
    expect(await farshelf('targets', 'import', '--yaml', '--dry-run', good)).to.include({ code: 2 })
    const bad = await farshelf('targets', 'import', await file('bad.txt', 'nothing\n'))
    expect(bad.code).to.equal(1)
    expect(bad.err).to.contain('No list of targets can be read here')
    expect(await readFile(path('targets.yaml'), 'utf8')).to.contain('Ours')
  })

  it('leaves its targets to be tested by id, enabled or not, and to be searched once they are', async () => {
    const target = { id: 'house', label: 'House', host: '127.0.0.1', port: 1, enabled: false }
    const by = { actor: { name: 'Ada', via: 'web' }, at: new Date(), seal: noSeal, inFile: new Set<string>() } as const
    await data.database.tx((tx) => addTarget(tx, target, by))
    const tested = await farshelf('targets', 'test', 'house')
    expect(tested.code).to.equal(3)
    expect(tested.out).to.match(/^✕ connect .*allowNetworks in targets\.yaml/)
    expect((await farshelf('search', '--target', 'house', '--title', 'x')).err).to.contain('no library with the id')
    await data.database.tx((tx) => changeTarget(tx, undefined, { ...target, enabled: true }, by))
    const searched = await farshelf('search', '--target', 'house', '--title', 'x')
    expect(searched.code).to.equal(3)
    expect(searched.err).to.contain('allowNetworks')
  })

  it('are listed, searched and browsed with those of the file when none is named, as pages show them', async () => {
    const by = { actor: { name: 'Ada', via: 'web' }, at: new Date(), seal: noSeal, inFile: new Set<string>() } as const
    const keep = (entry: { id: string; label: string; enabled?: boolean; order?: number }) =>
      data.database.tx((tx) => addTarget(tx, { ...entry, host: '127.0.0.1', port: 1 }, by))
    await data.database.db.deleteFrom('targets').execute()
    await file('targets.yaml', 'targets: [{ id: ours, label: Ours, host: 127.0.0.1, port: 1, order: 5 }]')
    await keep({ id: 'first', label: 'First', order: 1 })
    await keep({ id: 'last', label: 'Last', order: 9 })
    await keep({ id: 'waiting', label: 'Waiting', enabled: false })
    await keep({ id: 'ours', label: 'Hidden by the file' })
    await keep({ id: 'odd', label: 'Odd' })
    await data.database.db.updateTable('targets').set({ entry: '{}' }).where('id', '=', 'odd').execute()
    const listed = await farshelf('targets', 'list')
    expect(listed.code).to.equal(0)
    const rows = listed.out.trim().split('\n').slice(1)
    expect(rows.map((line) => line.split(/ {2,}/).slice(0, 2))).to.deep.equal([
      ['first', 'First'],
      ['ours', 'Ours'],
      ['last', 'Last'],
    ])
    expect(listed.err).to.contain('odd: not searched: its settings are not understood')
    for (const command of [
      ['search', '--title', 'x'],
      ['scan', 'x'],
    ]) {
      const { code, err } = await farshelf(...command)
      expect(code, command[0]).to.equal(3)
      expect(err).to.contain('odd: not searched')
      expect(['First', 'Ours', 'Last', 'Waiting', 'Hidden'].filter((label) => err.includes(label))).to.deep.equal([
        ...['First', 'Ours', 'Last'],
      ])
    }
  })
})
