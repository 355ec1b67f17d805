import { expect } from 'chai'
import { z } from 'zod'
import { parseConfig, readConfig, readEnvironment } from '../../src/kit/index.ts'
import { Problem } from '../../src/problems.ts'

const Shelf = z.strictObject({ shelves: z.array(z.strictObject({ name: z.string(), width: z.int().max(9) })) })

const problemOf = (work: () => unknown): Problem => {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('The address people know us by', () => {
  it('is taken without a slash at its end, and must be one', () => {
    expect(readEnvironment({ FARSHELF_BASE_URL: 'https://ill.example.org/' }).baseUrl).to.equal(
      'https://ill.example.org',
    )
    for (const wrong of ['ill.example.org', 'ftp://ill.example.org', 'javascript:alert(1)'])
      expect(problemOf(() => readEnvironment({ FARSHELF_BASE_URL: wrong })).message).to.include('FARSHELF_BASE_URL')
  })
})

describe('How messages leave the house', () => {
  const FARSHELF_MAIL_FROM = 'The Library <ill@library.example>'
  const mailOf = (FARSHELF_SMTP: string) => readEnvironment({ FARSHELF_SMTP, FARSHELF_MAIL_FROM }).mail

  it('is said by a server and an address', () => {
    expect(mailOf('smtp://mail.example.org')).to.deep.equal({
      server: { host: 'mail.example.org', port: 587, secure: false },
      from: { name: 'The Library', address: 'ill@library.example' },
    })
    expect(mailOf('smtps://ill%40x:p%2Fw@[::1]:4465/')?.server).to.deep.equal({
      ...{ host: '::1', port: 4465, secure: true },
      login: { user: 'ill@x', password: 'p/w' },
    })
    expect(readEnvironment({ FARSHELF_MAIL_FROM }).mail).to.equal(undefined)
  })

  it('stops the start when it makes no sense, and shows no password', () => {
    for (const wrong of ['mail.example.org', 'http://mail.example.org', 'smtp://', 'smtp://user@mail.example.org'])
      expect(problemOf(() => mailOf(wrong)).message).to.include('FARSHELF_SMTP')
    for (const wrong of ['smtp://user:hush%hush@mail.example.org', 'smtp://u:hush%hush@mail.example.org/?tls=no'])
      expect(problemOf(() => mailOf(wrong)).message).to.not.include('hush')
    for (const from of ['', 'Library', 'a@b, c@d', 'Library <a@b', '<a@b> c'])
      expect(problemOf(() => readEnvironment({ FARSHELF_SMTP: 'smtp://m', FARSHELF_MAIL_FROM: from })).code).to.equal(
        'environment-invalid',
      )
  })
})

describe('Where answers of lenders are fetched', () => {
  it('is said by a mailbox, a folder for what is done, and an address with a star', () => {
    expect(readEnvironment({ FARSHELF_IMAP: 'imaps://ill%40x:p%2Fw@mail.example.org' }).inbox).to.deep.equal({
      mailbox: {
        ...{ host: 'mail.example.org', port: 993, secure: true, folder: 'INBOX' },
        login: { user: 'ill@x', password: 'p/w' },
      },
      done: 'Farshelf',
    })
    const elsewhere = { FARSHELF_IMAP: 'imap://u:p@127.0.0.1:1143/Shared/ILL', FARSHELF_IMAP_DONE: 'Done/ILL' }
    const { mailbox, done } = readEnvironment(elsewhere).inbox!
    expect([mailbox.port, mailbox.folder, done]).to.deep.equal([1143, 'Shared/ILL', 'Done/ILL'])
    expect(readEnvironment({}).inbox).to.equal(undefined)
    const mail = { FARSHELF_SMTP: 'smtp://m', FARSHELF_MAIL_FROM: 'a@b.example' }
    expect(readEnvironment({ ...mail, FARSHELF_MAIL_REPLIES: 'ill+*@b.example' }).mail?.replies).to.equal(
      'ill+*@b.example',
    )
  })

  it('stops the start when it makes no sense, and shows no password', () => {
    for (const wrong of [
      'imaps://mail.example.org',
      'pop://u:hush@m',
      'imaps://u:hush%hush@m',
      'imaps://u:hush@m/?x=1',
    ]) {
      const { message } = problemOf(() => readEnvironment({ FARSHELF_IMAP: wrong }))
      expect(message).to.include('FARSHELF_IMAP').and.not.include('hush')
    }
    expect(problemOf(() => readEnvironment({ FARSHELF_MAIL_REPLIES: 'ill@b.example' })).message).to.include('one star')
    expect(problemOf(() => readEnvironment({ FARSHELF_IMAP_DONE: 'a*' })).message).to.include('FARSHELF_IMAP_DONE')
  })
})

describe('Reading a configuration file', () => {
  const cases: [what: string, text: string, line: number, field: string][] = [
    ['a value of the wrong type', 'shelves:\n  - name: a\n    width: wide\n', 3, 'shelves[0].width'],
    [
      'a value out of range',
      'shelves:\n  - { name: a, width: 1 }\n  - name: b\n    width: 12\n',
      4,
      'shelves[1].width',
    ],
    [
      'a missing value, at the entry that lacks it',
      'shelves:\n  - name: a\n    width: 1\n  - name: b\n',
      4,
      'shelves[1].width',
    ],
    ['a setting nobody knows', 'shelves:\n  - name: a\n    width: 1\n    hight: 2\n', 4, 'shelves[0].hight'],
    ['text that is no YAML', 'shelves:\n  - name: a\n   width: 1\n', 3, 'YAML'],
    ['an empty file', '', 1, 'the file'],
  ]
  for (const [what, text, line, field] of cases)
    it(`names the line and field of ${what}`, () => {
      const problem = problemOf(() => parseConfig(text, 'shelves.yaml', Shelf))
      expect(problem.code).to.equal('config-invalid')
      expect(problem.context).to.include({ file: 'shelves.yaml', line, field })
    })

  it('gives what a right file says', () => {
    expect(parseConfig('shelves:\n  - { name: a, width: 1 }\n', 'f', Shelf)).to.deep.equal({
      shelves: [{ name: 'a', width: 1 }],
    })
  })

  it('says which file cannot be read', async () => {
    const problem = await readConfig('no/such/file.yaml', Shelf).catch((error) => error)
    expect(problem).to.be.instanceOf(Problem).with.property('code', 'config-missing')
    expect(problem.message).to.contain('no/such/file.yaml')
  })

  it('does not blow up on a bomb of aliases', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghij'].map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefghi'[i]}`)}]`).join('\n')}\n`
    expect(problemOf(() => parseConfig(bomb, 'f', z.any())).code).to.equal('config-invalid')
  })
})

describe('Reading the environment', () => {
  it('has a default for everything', () => {
    const { metricsFrom, ...others } = readEnvironment({})
    expect(['127.0.0.1', '::ffff:127.0.0.1', '::1', '10.0.0.1', ''].filter(metricsFrom.has)).to.deep.equal([
      '127.0.0.1',
      '::ffff:127.0.0.1',
      '::1',
    ])
    expect(others).to.deep.equal({
      host: '127.0.0.1',
      port: 8080,
      config: 'config',
      data: 'data',
      proxies: 0,
      logLevel: 'info',
    })
  })

  it('refuses what is no list of addresses', () => {
    for (const wrong of ['localhost', '10.0.0.0/33', '::1/129', '1.2.3.4,', '1.2.3.4/x'])
      expect(problemOf(() => readEnvironment({ FARSHELF_METRICS_FROM: wrong })).message).to.include(
        'FARSHELF_METRICS_FROM',
      )
  })

  it('takes an empty variable for one that is not set', () => {
    expect(readEnvironment({ FARSHELF_PORT: '' }).port).to.equal(8080)
  })

  it('names the variable that is wrong', () => {
    for (const [variable, value] of [
      ['FARSHELF_PORT', 'eighty'],
      ['FARSHELF_PORT', '70000'],
      ['FARSHELF_PORT', ' '],
      ['FARSHELF_PORT', '0x1f91'],
      ['LOG_LEVEL', 'loud'],
      ['DATABASE_URL', 'localhost'],
      ['DATABASE_MIGRATION_URL', 'mysql://localhost'],
      ['DATABASE_MIGRATION_URL', 'postgresql://localhost/farshelf'],
    ] as const)
      expect(problemOf(() => readEnvironment({ [variable]: value })).message).to.contain(variable)
  })
})
