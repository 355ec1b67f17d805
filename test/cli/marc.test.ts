import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable, Writable } from 'node:stream'
import { expect } from 'chai'
import { CommanderError } from 'commander'
import type { Io } from '../../src/cli/io.ts'
import { marcCommand } from '../../src/cli/marc.ts'
import { Problem } from '../../src/problems.ts'
import {
  type Field,
  formats,
  MarcRecord,
  type ReadableFormat,
  readableFormats,
  writeIso2709,
} from '../../src/standards/marc/index.ts'

const record = (...fields: Field[]): MarcRecord =>
  Object.assign(new MarcRecord(), { leader: '00000nam a2200000 i 4500', fields })
const sample = record(['001', 'x1'], ['245', '10', 'a', 'Łódź $5 {and}', 'c', '红楼梦'])
const good = writeIso2709(sample)

/** Runs a command line; standard input is `input`. */
async function run(args: readonly string[], input: Iterable<Uint8Array> | AsyncIterable<Uint8Array> = []) {
  const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
  const into = (chunks: Buffer[]) =>
    new Writable({
      write(chunk, _encoding, done) {
        chunks.push(Buffer.from(chunk))
        setImmediate(done)
      },
    })
  const io: Io = { stdin: Readable.from(input), stdout: into(output.stdout), stderr: into(output.stderr), exitCode: 0 }
  let problem: Problem | CommanderError | undefined
  try {
    const command = marcCommand(io)
    for (const each of [command, ...command.commands])
      each.exitOverride().configureOutput({ writeErr: () => undefined })
    await command.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof Problem || error instanceof CommanderError)) throw error
    problem = error
  }
  return {
    stdout: Buffer.concat(output.stdout),
    stderr: Buffer.concat(output.stderr).toString(),
    exitCode: io.exitCode,
    problem: problem?.message,
    code: problem?.code,
  }
}

describe('farshelf marc', () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'farshelf-cli-'))
  })
  after(() => rmSync(folder, { recursive: true }))

  const file = (name: string, ...parts: (string | Uint8Array)[]) => {
    const path = join(folder, name)
    writeFileSync(path, Buffer.concat(parts.map((part) => Buffer.from(part))))
    return path
  }

  describe('convert', () => {
    const whole = (format: ReadableFormat): Buffer => {
      const { open, write, close } = formats[format]
      return Buffer.concat([open, write(sample), write(sample), close].map((part) => Buffer.from(part)))
    }
    for (const from of readableFormats)
      for (const to of readableFormats)
        it(`turns ${from} into ${to} without being told what it is`, async () => {
          const { stdout, stderr, exitCode } = await run(['convert', '--to', to, file('in', whole(from))])
          expect({ stderr, exitCode }).to.deep.equal({ stderr: '', exitCode: 0 })
          // ISO 2709 writes its lengths into the leader, and the others keep them.
          const plain = (bytes: Buffer) => bytes.toString().replaceAll('00085nam a2200049', '00000nam a2200000')
          expect(plain(stdout)).to.equal(plain(whole(to)))
        })

    it('reads standard input, and writes lines to look at', async () => {
      const { stdout } = await run(['convert', '--to', 'line', '-'], [good.subarray(0, 5), good.subarray(5)])
      expect(stdout.toString()).to.match(
        /^00085nam a2200049 i 4500\n001 x1\n245 10 \$a Łódź \$5 \{and\} \$c 红楼梦\n\n$/,
      )
    })

    it('reports what it repaired and goes on behind what it must leave out', async () => {
      const damaged = Buffer.from('{"leader":"x","fields":[{"5":"A"}]}\n{"broken\n')
      const path = file('damaged.json', damaged, formats.json.write(sample))
      const { stdout, stderr, exitCode } = await run(['convert', '--to', 'mrk', path])
      expect(stderr.split('\n')).to.deep.equal([
        `${path}: record 1, byte 0: The leader is not as the format wants it: 1 characters (leader-wrong)`,
        `${path}: record 1, byte 0, 005: A tag is not three letters or digits: tag "5" (tag-wrong)`,
        `${path}: record 2, byte 36: The record ends before its last field does (record-cut-short)`,
        '',
      ])
      expect(stdout.toString().match(/=LDR/g)).to.have.length(2)
      expect(exitCode).to.equal(1)
    })

    it('names the record that the format cannot hold, and writes the others', async () => {
      const long = record(['500', '  ', 'a', 'x'.repeat(10_000)])
      const path = file('long.json', ...[sample, long, sample].map((each) => formats.json.write(each)))
      const { stdout, stderr, exitCode } = await run(['convert', '--to', 'marc', path])
      expect(stdout.toString()).to.equal(Buffer.concat([good, good]).toString())
      expect(stderr).to.match(
        /long\.json: record 2, byte \d+: .*field 1 \(500\): it takes 10005 bytes.*\(marc-unwritable\)\n$/,
      )
      expect(exitCode).to.equal(1)
    })

    it('tells of characters that XML cannot hold, and writes the rest', async () => {
      const path = file('control.json', formats.json.write(record(['245', '10', 'a', 'a\x01b'])))
      const { stdout, stderr, exitCode } = await run(['convert', '--to', 'marcxml', path])
      expect(stdout.toString()).to.contain('>ab<')
      expect(stderr).to.contain('record 1, byte 0, 245: ').and.to.contain('U+0001 (xml-character-dropped)')
      expect(exitCode).to.equal(0)
    })

    it('shows no control character of a record on the terminal', async () => {
      const { stderr } = await run(
        ['convert', '--to', 'line', '-'],
        [Buffer.from('{"leader":"x\\u001b[31m","fields":[{"\u001b]0;x":"A"}]}')],
      )
      expect(stderr).to.not.match(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/)
    })

    it('takes the encoding that it is told', async () => {
      const path = file('latin1.mrk', Buffer.from('=LDR  00000nam a2200000 i 4500\n=245  10$aC\xe9line\n', 'latin1'))
      const { stdout } = await run(['convert', '--to', 'line', '--encoding', 'iso-8859-1', path])
      expect(stdout.toString()).to.contain('$a Céline')
    })

    it('waits for a slow reader, and holds little meanwhile', async () => {
      let sent = 0
      const many = Buffer.concat(Array.from({ length: 1000 }, () => good))
      async function* endless() {
        for (; sent < 400; sent++) yield many
      }
      // Nobody reads: it has to stop asking for records.
      const stdout = new PassThrough({ highWaterMark: 1024 })
      const stderr = new PassThrough()
      const io: Io = { stdin: Readable.from(endless()), stdout, stderr }
      const running = marcCommand(io).parseAsync(['convert', '--to', 'marcxml', '-'], { from: 'user' })
      const turn = () => new Promise((done) => setImmediate(done))
      while (!stdout.writableNeedDrain) await turn()
      for (let n = 0; n < 100; n++) await turn()
      expect(sent).to.be.within(1, 30)
      let size = 0
      for await (const chunk of stdout) {
        size += chunk.length
        if (size > 1_000_000) break
      }
      await running
      expect(sent).to.be.lessThan(100)
    })

    it('says when the disk is full, whether at once or later', async () => {
      const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
      const atOnce = new PassThrough()
      atOnce.write = () => {
        throw full
      }
      const later = new Writable({ write: (_chunk, _encoding, done) => done(full) })
      for (const stdout of [atOnce, later]) {
        const io: Io = { stdin: Readable.from([good]), stdout, stderr: new PassThrough() }
        const outcome = await marcCommand(io)
          .parseAsync(['convert', '--to', 'mrk', '-'], { from: 'user' })
          .catch((error) => error)
        expect(outcome).to.be.instanceOf(Problem)
        expect(outcome.message).to.equal('The output cannot be written: ENOSPC: no space left on device, write')
      }
    })

    it('stops quietly when the reader has gone', async () => {
      let sent = 0
      function* endless() {
        for (; sent < 100_000; sent++) yield good
      }
      const stdout = new Writable({
        write(_chunk, _encoding, done) {
          done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
        },
      })
      const io: Io = { stdin: Readable.from(endless()), stdout, stderr: new PassThrough(), exitCode: 0 }
      await marcCommand(io).parseAsync(['convert', '--to', 'mrk', '-'], { from: 'user' })
      expect(sent).to.be.lessThan(100_000)
      expect(io.exitCode).to.equal(0)
    })
  })

  describe('check', () => {
    const path = () =>
      file(
        'mixed.json',
        formats.json.write(sample),
        '{"leader":"x","fields":[]}\nnonsense\n',
        formats.json.write(sample).replace('Łódź', '\ufffd'),
      )

    it('counts what it read, repaired and rejected as one JSON object', async () => {
      const { stdout, exitCode } = await run(['check', '--json', path()])
      const summary = JSON.parse(stdout.toString())
      expect(summary).to.deep.include({
        format: 'json',
        read: 3,
        repaired: 2,
        lossy: 1,
        rejected: 1,
        encodings: { 'utf-8': 3 },
      })
      expect(summary.findings).to.deep.equal({
        'leader-wrong': { count: 1, record: 2, offset: Buffer.byteLength(formats.json.write(sample)) },
        'record-not-found': { count: 1, record: 3, offset: Buffer.byteLength(formats.json.write(sample)) + 27 },
        undecodable: { count: 1, record: 4, offset: Buffer.byteLength(formats.json.write(sample)) + 36 },
      })
      expect(exitCode).to.equal(1)
    })

    it('counts the same as tables', async () => {
      const { stdout } = await run(['check', path()])
      expect(stdout.toString()).to.match(/read +3\nrepaired +2\nlossy +1\nrejected +1\n/)
      expect(stdout.toString()).to.match(/utf-8 +3\n/)
      expect(stdout.toString()).to.match(/record-not-found +1 +record 3, byte \d+ +No record begins here\n/)
    })

    it('finds nothing wrong with good records of any size', async () => {
      const { stdout, exitCode } = await run(
        ['check', '--json', '-'],
        Array.from({ length: 5000 }, () => good),
      )
      expect(JSON.parse(stdout.toString())).to.deep.include({
        read: 5000,
        repaired: 0,
        lossy: 0,
        rejected: 0,
        findings: {},
      })
      expect(exitCode).to.equal(0)
    })
  })

  describe('says plainly what is wrong with', () => {
    const wrong: Record<string, [() => string[], string, RegExp]> = {
      'a missing file': [() => ['check', join(folder, 'none.mrc')], 'bad-input', /none\.mrc: there is no such file$/],
      'a folder': [() => ['check', folder], 'bad-input', /this is a folder/],
      'an empty file': [() => ['check', file('empty')], 'marc-unreadable', /empty is empty$/],
      'empty standard input': [() => ['convert', '--to', 'mrk', '-'], 'marc-unreadable', /standard input is empty$/],
      'a letter': [
        () => ['check', file('letter', 'Dear reader,\n')],
        'marc-unreadable',
        /does not begin like a file of records \(marc, marcxml, json, mrk\).* --from$/,
      ],
      'a compressed file': [
        () => ['check', file('gz', Buffer.from([0x1f, 0x8b, 8, 0]))],
        'marc-unreadable',
        /compressed/,
      ],
      'XML about other things': [
        () => ['check', file('feed', '<rss><channel/></rss>')],
        'marc-unreadable',
        /there is none in .*feed$/,
      ],
      'no format': [() => ['convert', 'x'], 'commander.missingMandatoryOptionValue', /--to/],
      'an unknown format': [
        () => ['convert', '--to', 'pdf', 'x'],
        'commander.invalidArgument',
        /Allowed choices are marc, marcxml, json, mrk, line/,
      ],
      'a format that cannot be read': [
        () => ['check', '--from', 'line', 'x'],
        'commander.invalidArgument',
        /Allowed choices are marc, marcxml, json, mrk\./,
      ],
    }
    for (const [what, [args, code, message]] of Object.entries(wrong))
      it(what, async () => {
        const outcome = await run(args())
        expect(outcome.code).to.equal(code)
        expect(outcome.problem).to.match(message)
      })
  })
})
