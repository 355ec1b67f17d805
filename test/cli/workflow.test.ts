import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { expect } from 'chai'
import type { Io } from '../../src/cli/io.ts'
import { workflowCommand } from '../../src/cli/workflow.ts'
import { Problem } from '../../src/problems.ts'
import type { Definition } from '../../src/workflow/index.ts'
import { errand } from '../workflow/errand.ts'
import { errand2 } from '../workflow/errand-2.ts'
import { farshelf } from './command-line.ts'

const [first, second] = [errand, errand2] as unknown as readonly [Definition, Definition]

describe('farshelf workflow', () => {
  let folder: string
  let config: string | undefined
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'farshelf-workflow-'))
    config = process.env['FARSHELF_CONFIG']
    process.env['FARSHELF_CONFIG'] = folder
  })
  after(async () => {
    if (config === undefined) delete process.env['FARSHELF_CONFIG']
    else process.env['FARSHELF_CONFIG'] = config
    await rm(folder, { recursive: true })
  })
  afterEach(() => rm(join(folder, 'workflow.yaml'), { force: true }))

  /** Runs the command on machines of the test's own. */
  async function run(definitions: readonly Definition[], ...args: string[]): Promise<{ out: string; code: unknown }> {
    let out = ''
    const stdout = new Writable({
      write(chunk, _encoding, done) {
        out += chunk
        done()
      },
    })
    const io: Io = { stdin: Readable.from([]), stdout, stderr: stdout }
    await workflowCommand(io, definitions).parseAsync(args, { from: 'user' })
    return { out, code: io.exitCode }
  }
  const refusal = (definitions: readonly Definition[], ...args: string[]): Promise<string> =>
    run(definitions, ...args).then(
      () => 'nothing was refused',
      (error: unknown) => (error instanceof Problem ? error.message : Promise.reject(error)),
    )

  it('finds the workflows of this release sound', async () => {
    const { code, out } = await farshelf('workflow', 'check')
    expect(out).to.contain('✓ sound: request 1, request 2, lending 1, lending 2, borrowing 1')
    expect(out, 'every action that a profile hides is there').not.to.contain('profile ')
    expect(code).to.equal(0)
  })

  it('tells what is wrong with machines, their versions and local policy', async () => {
    const broken = { ...first, states: { ...first.states, lost: { label: 'Lost', final: true } } } as Definition
    await writeFile(join(folder, 'workflow.yaml'), 'machines:\n  errand:\n    states: { gone: Gone }\n')
    const { out, code } = await run([broken, second], 'check')
    expect(out).to.contain('✕ errand 1: lost cannot be reached')
    expect(out).to.contain('✕ errand 2, migration from 1: the state lost becomes lost, which there is not')
    expect(out).to.contain('workflow.yaml, line 3: machines.errand.states.gone: is no state')
    expect(out).to.contain('  profile north-america: no workflow has an action unship')
    expect(code).to.equal(1)
  })

  it('draws as Mermaid, in the words of the house', async () => {
    await writeFile(join(folder, 'workflow.yaml'), 'machines: { errand: { states: { asked: "Asked; #1" } } }')
    const { out } = await run([first], 'draw', 'errand')
    expect(out.split('\n')).to.include.members([
      'stateDiagram-v2',
      '  state "Asked#59; #35;1" as s1',
      '  [*] --> s0',
      '  s0 --> s1: Ask',
      '  s0 --> s3: Ask<br/>Drop',
      '  s2 --> [*]',
    ])
  })

  it('draws the newest version of each machine into a folder', async () => {
    const drawings = join(folder, 'drawings')
    const missing = await refusal([first, second], 'draw', '--out', drawings)
    expect(missing).to.contain('cannot be written')
    const { out } = await run([first, second], 'draw', '--out', folder)
    expect(out.split('\n').filter(Boolean)).to.have.length(2)
    expect(await readdir(folder)).to.include.members(['errand.svg', 'errand.mmd'])
    const svg = await readFile(join(folder, 'errand.svg'), 'utf8')
    expect(svg).to.contain('<svg').and.to.contain('>Inquired<')
    // Pages take no styles from within.
    expect(svg).not.to.match(/style=|<style|<script/)
  })

  it('simulates events, telling effects, timers, and why one is refused', async () => {
    const file = join(folder, 'steps.json')
    const steps = [
      { event: 'ask', form: { price: 5 }, not: ['allowed'] },
      { event: 'ask', form: { price: 5 } },
      { event: 'done' },
      { event: 'urge', by: 'partner' },
      { event: 'urge', after: { days: 3 } },
      'pay',
      'fly',
      { event: 'drop', by: 'patron' },
    ]
    await writeFile(file, JSON.stringify(steps))
    const { out } = await run([first], 'simulate', 'errand', '--file', file)
    const told = out.split(/^(?=\d\. )/m)
    expect(told[0]).to.contain('refused  nobody allowed it').and.to.contain('allowed does not hold')
    expect(told[1]).to.contain('idle → asked "Asked"').and.to.contain('price = 5')
    expect(told[1]).to.contain('tell: Telling somebody, by a job, cannot be taken back')
    expect(told[1]).to.match(/timers {3}urge at 20/)
    expect(told[2]).to.contain('refused  its form: receipt:')
    expect(told[3]).to.contain('refused  not for partner')
    expect(told[4]).to.contain('stays asked').and.to.contain('urged = 1')
    expect(told[5]).to.contain('refused  illegal in the state asked')
    expect(told[6]).to.contain('refused  errand has no event fly')
    expect(told[7]).to.contain('asked → dropped').and.not.to.contain('timers')
  })

  it('simulates what stands on the command line', async () => {
    const { out } = await run([first], 'simulate', 'errand', '--not', 'cheap', 'ask@patron', 'note')
    expect(out).to.contain('1. ask "Ask" by patron').and.to.contain('idle → dropped')
    expect(out).to.contain('2. note "Note" by staff').and.to.contain('refused  its form: text')
  })

  it('says what it does not know', async () => {
    const unreadable = join(folder, 'steps.json')
    await writeFile(unreadable, '[{ "evnt": "ask" }]')
    expect(await refusal([first], 'draw', 'errant')).to.equal('there is no workflow errant: errand')
    expect(await refusal([first], 'simulate', 'errand', '--not', 'rich', 'ask')).to.equal('errand has no guard rich')
    expect(await refusal([first], 'simulate', 'errand', '--file', unreadable)).to.contain('evnt')
    expect(await refusal([first], 'simulate', 'errand', '--file', join(folder, 'none'))).to.contain('ENOENT')
    expect(await refusal([first], 'simulate', 'errand', 'ask@cat')).to.contain('by')
    expect(await refusal([first, { ...first, name: 'other' }], 'draw', '--format', 'svg')).to.contain('name one')
  })
})
