import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { z } from 'zod'
import { illDefinitions } from '../ill/index.ts'
import { afterOpenDays, type Calendar } from '../kit/calendar/index.ts'
import { readEnvironment } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import {
  type Definition,
  faults,
  type Length,
  mermaidOf,
  migrationFaults,
  newestOf,
  profiles,
  readPolicy,
  Scenario,
  simulate,
  svgOf,
} from '../workflow/index.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { intoFile } from './output-file.ts'
import { simulated } from './simulated.ts'

/** `farshelf workflow`: looks at machines as they are with local policy, and tries them without a database. */
export function workflowCommand(io: Io, definitions: readonly Definition[] = illDefinitions): Command {
  const command = new Command('workflow').description('Checks, draws and tries the workflows.')
  command
    .command('check')
    .description('tells what is wrong with the workflows, and with workflow.yaml')
    .action(() => check(io, definitions))
  command
    .command('draw')
    .description('writes drawings: as Mermaid to standard output, or both kinds into a folder')
    .argument('[machine...]', 'some of them; all, if none is named')
    .addOption(new Option('-f, --format <format>', 'of one machine').choices(['mermaid', 'svg']).default('mermaid'))
    .option('-o, --out <folder>', 'a folder that is there')
    .action((names: string[], options: DrawOptions) => draw(io, definitions, names, options))
  command
    .command('simulate')
    .description('walks a list of events and tells how each is decided')
    .argument('<machine>')
    .argument('[event...]', 'names of events; event@patron for somebody else than usual')
    .option('--file <json>', 'a file with the list: events, or { event, by, form, not, after }')
    .option('--not <guards>', 'guards that do not hold in any step, separated by commas', '')
    .action((name: string, events: string[], options: SimulateOptions) =>
      trySteps(io, definitions, name, events, options),
    )
  return command
}

/** In the words and with the lengths of local policy. */
async function localised(definitions: readonly Definition[]): Promise<readonly Definition[]> {
  const policy = await readPolicy(readEnvironment(process.env).config, definitions)
  return definitions.map((definition) => policy.localise(definition))
}

async function check(io: Io, definitions: readonly Definition[]): Promise<void> {
  const found = [
    ...definitions.flatMap((definition) =>
      faults(definition).map((fault) => `${definition.name} ${definition.version}: ${fault}`),
    ),
    ...migrationFaults(definitions),
  ]
  await localised(definitions).catch((error) => {
    if (!(error instanceof Problem)) throw error
    found.push(error.message)
  })
  for (const fault of found) io.stdout.write(`✕ ${fault}\n`)
  for (const remark of profileRemarks(definitions)) io.stdout.write(`  ${remark}\n`)
  const looked = definitions.map(({ name, version }) => `${name} ${version}`).join(', ') || 'none there are'
  io.stdout.write(found.length > 0 ? `${found.length} fault(s) in: ${looked}\n` : `✓ sound: ${looked}\n`)
  if (found.length > 0) io.exitCode = exitCodes.failed
}

/** What a ready profile names in vain: of no harm, but perhaps a name that was changed. */
function profileRemarks(definitions: readonly Definition[]): string[] {
  if (definitions.length === 0) return []
  const known = new Set(definitions.flatMap(({ events, acts = {} }) => [...Object.keys(events), ...Object.keys(acts)]))
  return Object.entries(profiles).flatMap(([name, { hide = [] }]) =>
    hide.filter((event) => !known.has(event)).map((event) => `profile ${name}: no workflow has an action ${event}`),
  )
}

interface DrawOptions {
  readonly format: 'mermaid' | 'svg'
  readonly out?: string
}

async function draw(io: Io, definitions: readonly Definition[], names: string[], options: DrawOptions): Promise<void> {
  const all = [...newestOf(await localised(definitions)).values()]
  const chosen = names.length > 0 ? names.map((name) => named(all, name)) : all
  if (options.out === undefined) {
    if (options.format === 'svg' && chosen.length !== 1)
      throw new Problem('bad-input', {
        detail: 'one drawing at a time goes to standard output: name one, or an --out folder',
      })
    for (const definition of chosen)
      io.stdout.write(options.format === 'svg' ? await svgOf(definition) : mermaidOf(definition))
    return
  }
  for (const definition of chosen) {
    const file = join(options.out, definition.name)
    await intoFile(`${file}.svg`, io, async (output) => void output.write(await svgOf(definition)))
    await intoFile(`${file}.mmd`, io, async (output) => void output.write(mermaidOf(definition)))
    io.stdout.write(`${file}.svg\n${file}.mmd\n`)
  }
}

interface SimulateOptions {
  readonly file?: string
  readonly not: string
}

async function trySteps(
  io: Io,
  definitions: readonly Definition[],
  name: string,
  events: readonly string[],
  options: SimulateOptions,
): Promise<void> {
  const definition = named([...newestOf(await localised(definitions)).values()], name)
  const scenario = parsedScenario(options.file === undefined ? events.map(step) : await fromFile(options.file))
  const never = options.not.split(',').filter(Boolean)
  const strange = [...never, ...scenario.steps.flatMap(({ not }) => not)].find((guard) => !(guard in definition.guards))
  if (strange !== undefined) throw new Problem('bad-input', { detail: `${name} has no guard ${strange}` })
  if (scenario.state !== undefined && !(scenario.state in definition.states))
    throw new Problem('bad-input', { detail: `${name} has no state ${scenario.state}` })
  const steps = scenario.steps.map((one) => ({ ...one, not: [...one.not, ...never] }))
  const walked = simulate(definition, { ...scenario, steps }, new Date(), later)
  io.stdout.write(simulated(definition, walked))
}

/** `event`, or `event@kind`. */
function step(said: string): object {
  const at = said.lastIndexOf('@')
  return at < 0 ? { event: said } : { event: said.slice(0, at), by: said.slice(at + 1) }
}

async function fromFile(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    throw new Problem('bad-input', { detail: `${file}: ${(cause as Error).message}` }, { cause })
  }
}

function parsedScenario(said: unknown): Scenario {
  const parsed = Scenario.safeParse(said)
  if (parsed.success) return parsed.data
  throw new Problem('bad-input', { detail: z.prettifyError(parsed.error) })
}

function named(definitions: readonly Definition[], name: string): Definition {
  const found = definitions.find((one) => one.name === name)
  if (found) return found
  const known = definitions.map((one) => one.name).join(', ') || 'none there are'
  throw new Problem('bad-input', { detail: `there is no workflow ${name}: ${known}` })
}

const day = 86_400_000
/** No branch is asked in a simulation: a week has five open days. */
const usual: Calendar = { timeZone: 'UTC', closedWeekdays: [6, 7], closedDates: [] }

const later = (from: Date, length: Length): Date =>
  'days' in length
    ? new Date(from.getTime() + length.days * day)
    : new Date(afterOpenDays(usual, from.getTime(), length.openDays))
