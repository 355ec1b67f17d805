import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { readRecords } from '../../src/standards/marc/index.ts'
import { type Libraries, openLibraries } from '../search/libraries.ts'
import { farshelf } from './command-line.ts'

const file = (name: string) => readFile(new URL(`../../fixtures/library/${name}.mrc`, import.meta.url))

describe('farshelf search', () => {
  let libraries: Libraries
  let northfield: string
  let eastbrook: string
  let lakeside: string
  before(async () => {
    libraries = await openLibraries([
      { id: 'northfield', records: 'northfield' },
      { id: 'eastbrook', records: 'eastbrook' },
      { id: 'lakeside', records: 'lakeside' },
    ])
    ;[northfield, eastbrook, lakeside] = libraries.servers.map(({ port }) => `127.0.0.1:${port}/Default`) as [
      string,
      string,
      string,
    ]
  })
  after(() => libraries.close())

  it('prints brief displays, target by target in the order asked, and counts to standard error', async () => {
    const { code, out, err } = await farshelf(
      'search',
      '-t',
      eastbrook,
      '-t',
      northfield,
      '--title',
      'darkness',
      '--max',
      '3',
    )
    expect(code).to.equal(0)
    const sources = [...out.matchAll(/^(\S+) (\d+): /gm)].map(([, target, position]) => `${target} ${position}`)
    expect(sources).to.deep.equal([eastbrook, northfield].flatMap((target) => [1, 2, 3].map((n) => `${target} ${n}`)))
    expect(err).to.match(/: \d+ hits, 3 fetched\n/)
  })

  it('writes binary records unaltered', async () => {
    const { code, stdout } = await farshelf(
      'search',
      '-t',
      eastbrook,
      '--any',
      'history',
      '--max',
      '20',
      '--format',
      'marc',
    )
    expect(code).to.equal(0)
    const held = await file('eastbrook')
    let count = 0
    for await (const outcome of readRecords([stdout])) {
      expect(held.includes(Buffer.from(outcome.raw))).to.equal(true)
      count++
    }
    expect(count).to.equal(20)
  })

  it('writes one JSON object a line', async () => {
    const { out } = await farshelf('search', '-t', northfield, '--author', 'tolstoy', '--format', 'json')
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).to.have.length.greaterThan(1)
    for (const [i, line] of lines.entries()) {
      expect(line).to.include({ target: northfield, position: i + 1, lossy: false })
      expect(line.brief.title.text).to.be.a('string')
      expect(line.marc.leader).to.have.lengthOf(24)
    }
  })

  it('prints the full display, MARCXML, MARCMaker and lines', async () => {
    const as = async (format: string) =>
      (await farshelf('search', '-t', northfield, '--title', 'darkness', '--max', '2', '--format', format)).out
    expect(await as('full')).to.match(/^ {2}Title +\S/m)
    expect(await as('marcxml')).to.match(/^<\?xml[\s\S]*<collection[\s\S]*<record>[\s\S]*<\/collection>\s*$/)
    expect(await as('mrk')).to.match(/^=245 {2}/m)
    expect(await as('line')).to.match(/^245 /m)
  })

  it('searches UNIMARC where it is asked for', async () => {
    const { code, out } = await farshelf(
      'search',
      '-t',
      lakeside,
      '--syntax',
      'unimarc',
      '--title',
      'main gauche',
      '--format',
      'line',
    )
    expect(code).to.equal(0)
    expect(out).to.match(/^200 /m)
  })

  it('says what was done so that a target could answer', async () => {
    const asked = ['--target', northfield, '--syntax', 'unimarc', '--title', 'left hand of darkness', '--max', '1']
    const { code, out, err } = await farshelf('search', ...asked)
    expect([code, out.includes('left hand')]).to.deep.equal([0, true])
    expect(err).to.match(/: Records asked for as usmarc \(it said: 23[89] /)
  })

  it('ends with 0 when nothing is found, and prints nothing', async () => {
    expect(await farshelf('search', '-t', northfield, '--title', 'qqqqqq')).to.include({ code: 0, out: '' })
  })

  it('ends with 3 only when every target failed, and says why for each', async () => {
    const all = await farshelf('search', '-t', '127.0.0.1:9', '--any', 'x')
    expect(all).to.include({ code: 3, out: '' })
    expect(all.err).to.contain('ECONNREFUSED')
    const some = await farshelf('search', '-t', '127.0.0.1:9', '-t', northfield, '--title', 'darkness')
    expect(some.code).to.equal(0)
    expect(some.err).to.contain('ECONNREFUSED')
  })

  const wrong: [what: string, args: string[], says: string][] = [
    ['no query', [], 'Type something'],
    ['an empty query', ['--title', ' '], 'Type something'],
    ['PQF beside a field', ['--pqf', 'x', '--title', 'x'], '--pqf or --cql must be the only query'],
    ['PQF that is none', ['--pqf', '@attr 1=4'], 'Character 10'],
    ['an impossible count', ['--any', 'x', '--max', '0'], '1 to 10000'],
    ['an unknown format', ['--any', 'x', '--format', 'pdf'], 'brief, full, json'],
    ['an unknown option', ['--anywhere', 'x'], '--anywhere'],
  ]
  for (const [what, args, says] of wrong)
    it(`ends with 2 for ${what}`, async () => {
      const { code, out, err } = await farshelf('search', '-t', northfield, ...args)
      expect({ code, out }).to.deep.equal({ code: 2, out: '' })
      expect(err).to.contain(says)
    })

  it('prints a target that is named twice once', async () => {
    const { out } = await farshelf('search', '-t', northfield, '-t', northfield, '--title', 'darkness', '--max', '2')
    expect(out.match(/^\S+ \d+: /gm)).to.have.lengthOf(2)
  })

  it('ends with 2 for a target nobody knows', async () => {
    expect(await farshelf('search', '-t', 'nowhere', '--any', 'x')).to.include({ code: 2 })
  })
})

describe('farshelf targets', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'farshelf-config-'))
  })
  after(() => rm(folder, { recursive: true }))
  const configured = async (...args: string[]) => {
    const before = process.env['FARSHELF_CONFIG']
    process.env['FARSHELF_CONFIG'] = folder
    try {
      return await farshelf(...args)
    } finally {
      if (before === undefined) delete process.env['FARSHELF_CONFIG']
      else process.env['FARSHELF_CONFIG'] = before
    }
  }

  it('lists none before any is configured, and says where some are', async () => {
    const { code, out, err } = await configured('targets', 'list')
    expect({ code, out }).to.deep.equal({ code: 0, out: '' })
    expect(err).to.contain('targets.sample.yaml')
  })

  it('lists the enabled ones, and refuses to ask one of them for another syntax', async () => {
    const entries = [
      '{ id: a, label: First, host: a.example, syntax: unimarc }',
      '{ id: b, label: B, host: b, enabled: false }',
    ]
    await writeFile(join(folder, 'targets.yaml'), `targets: [${entries}]`)
    const { out } = await configured('targets', 'list')
    expect(out)
      .to.match(/^ID +LABEL +ADDRESS +SYNTAX/)
      .and.to.match(/^a +First +a\.example:210\/Default +unimarc /m)
    expect(out).not.to.contain('b.example')
    const refused = await configured('search', '-t', 'a', '--syntax', 'usmarc', '--any', 'x')
    expect(refused).to.include({ code: 2, out: '' })
    expect(refused.err).to.contain('"a" has its syntax in the configuration')
  })

  it('says which ones are in a network of the house that is not allowed', async () => {
    const entries = '[{ id: ils, label: Ours, host: 10.1.2.3 }, { id: me, label: Me, host: localhost }]'
    await writeFile(join(folder, 'targets.yaml'), `targets: ${entries}`)
    const { code, err } = await configured('targets', 'list')
    expect(code).to.equal(0)
    expect(err).to.match(/^ils: 10\.1\.2\.3 is not called: .* add the network to allowNetworks in targets\.yaml$/m)
    expect(err).to.match(
      /^me: localhost is not called: it is in a private network.*its address is (?:127\.0\.0\.1|::1)\)$/m,
    )
    await writeFile(join(folder, 'targets.yaml'), `allowNetworks: [10.1.0.0/16]\ntargets: ${entries}`)
    expect((await configured('targets', 'list')).err).not.to.contain('10.1.2.3')
    const refused = await configured('targets', 'test', 'me')
    expect(refused.code).to.equal(3)
    expect(refused.out).to.match(/^✕ connect .*allowNetworks.* \(at (?:127\.0\.0\.1|::1)\)/)
  })

  it('says what is wrong with the configuration, and where', async () => {
    await writeFile(join(folder, 'targets.yaml'), 'targets:\n  - id: a\n    label: A\n')
    const { code, err } = await configured('targets', 'list')
    expect(code).to.equal(1)
    expect(err).to.match(/targets\.yaml, line 2: targets\[0\]\.host: /)
  })

  it('tests a target step by step', async () => {
    const libraries = await openLibraries([{ id: 'northfield', records: 'northfield' }])
    try {
      const { code, out } = await farshelf('targets', 'test', `127.0.0.1:${libraries.servers[0]!.port}/Default`)
      expect(code).to.equal(0)
      for (const step of [
        'connect +connected to 127',
        'init +version 3',
        'options +.*search',
        'search +\\d+ hits',
        'syntax +usmarc: \\d+ bytes',
      ])
        expect(out).to.match(new RegExp(`^✓ ${step}`, 'm'))
      expect(out).to.match(/^✕ syntax +grs-1: .*239/m)
    } finally {
      await libraries.close()
    }
  })

  it('says at which step a target fails', async () => {
    const { code, out } = await farshelf('targets', 'test', '127.0.0.1:9')
    expect(code).to.equal(3)
    expect(out).to.match(/^✕ connect .*ECONNREFUSED \(at 127\.0\.0\.1\)/)
  })
})

describe('farshelf', () => {
  it('lists its commands, and helps with each', async () => {
    const { code, out } = await farshelf('--help')
    expect(code).to.equal(0)
    for (const command of ['search', 'targets', 'marc', 'serve', 'demo']) {
      expect(out).to.contain(command)
      expect((await farshelf(command, '--help')).out).to.contain(`Usage: farshelf ${command}`)
    }
  })

  it('ends with 2 for a command it does not have', async () => {
    expect(await farshelf('fly')).to.include({ code: 2 })
  })
})
