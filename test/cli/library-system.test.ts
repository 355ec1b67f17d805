import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { type Sip2System, startSip2System } from '../sip2-system.ts'
import { farshelf } from './command-line.ts'

describe('farshelf library-system test', () => {
  const folder = mkdtempSync(join(tmpdir(), 'farshelf-cli-'))
  const before_ = process.env['FARSHELF_CONFIG']
  let ils: Sip2System
  before(async () => {
    process.env['FARSHELF_CONFIG'] = folder
    ils = await startSip2System({ login: { user: 'ill', password: 'of-the-terminal' } })
    ils.patrons.set('12345', { name: 'Reader, Ann', email: 'ann@x.example', expires: '29991231', said: 'Hello' })
  })
  after(async () => {
    if (before_ === undefined) delete process.env['FARSHELF_CONFIG']
    else process.env['FARSHELF_CONFIG'] = before_
    rmSync(folder, { recursive: true })
    await ils?.close()
  })
  const configure = (password: string) =>
    writeFileSync(
      join(folder, 'library-system.yaml'),
      `sip2: { host: 127.0.0.1, port: ${ils.port}, allowNetworks: [127.0.0.0/8], institution: main,
        login: { user: ill, password: ${password} } }\n`,
    )

  it('says how each step went, and never a secret', async () => {
    configure('of-the-terminal')
    const { code, out, err } = await farshelf('library-system', 'test', '--patron', '12345')
    expect([code, err]).to.deep.equal([0, ''])
    expect(out.replace(/\(\d+ ms\)/g, '(ms)').split('\n')).to.deep.equal([
      `✓ connect      to 127.0.0.1 port ${ils.port} (ms)`,
      '✓ login        as ill (ms)',
      '✓ status       online: Test Library, SIP 2.00 (ms)',
      '✓ patron       Reader, Ann, card 12345; ann@x.example; valid until 2999-12-31; may borrow; says: Hello (ms)',
      '',
    ])
  })

  it('says at which step it ends, and ends with 1', async () => {
    configure('wrong')
    const { code, out } = await farshelf('library-system', 'test', '--patron', '12345')
    expect(code).to.equal(1)
    expect(out).to.match(/^✓ connect.*\n✕ login +it refused our login as ill \(\d+ ms\)\n$/)
    expect(out).to.not.include('wrong')
  })

  it('says that nothing is described', async () => {
    writeFileSync(join(folder, 'library-system.yaml'), '{}\n')
    const { code, err } = await farshelf('library-system', 'test', '--patron', '12345')
    expect([code, err.includes('library-system.yaml has no section sip2 or ncip')]).to.deep.equal([2, true])
  })
})
