import { readFile, stat } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { stringify } from 'yaml'
import { type Actor, installedSeal, readEnvironment, systemClock } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import {
  type Compared,
  type ComparedList,
  compareList,
  countOutcomes,
  listFormatNames,
  longestList,
  takeTargetList,
  tryTargetList,
} from '../search/index.ts'
import { visible } from '../standards/marc/index.ts'
import { configuredTargets } from './configured.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { table } from './table.ts'
import { withDatabase } from './with-database.ts'

export interface TargetListOptions {
  readonly dryRun?: true
  readonly enable?: true
  readonly yaml?: true
}

const actor: Actor = { name: 'command line', via: 'cli' }

/** `farshelf targets import`: takes in a list that another program keeps. */
export async function importTargetList(file: string, options: TargetListOptions, io: Io): Promise<void> {
  if (options.yaml && options.dryRun)
    throw new Problem('bad-input', { detail: '--yaml writes entries and takes nothing in: leave --dry-run out' })
  const bytes = await contentOf(file)
  const enable = options.enable === true
  const { entries: inFile } = await configuredTargets(readEnvironment(process.env))
  if (options.yaml) {
    const compared = compareList(
      bytes,
      inFile.map((entry) => ({ id: entry.id, entry })),
      enable,
    )
    const fresh = compared.targets.flatMap((target) => (target.outcome === 'new' ? [target.entry] : []))
    io.stdout.write(stringify({ targets: fresh }))
    report(compared, 'written as entries of targets.yaml', io.stderr, io)
    return
  }
  const taking = { inFile, enable }
  const compared = await withDatabase((database, environment) =>
    database.tx((tx) =>
      options.dryRun
        ? tryTargetList(tx, bytes, taking)
        : takeTargetList(tx, bytes, taking, {
            ...{ actor, at: new Date(systemClock.now()), seal: installedSeal(environment) },
          }),
    ),
  )
  const taken = enable ? 'taken in and searched' : 'taken in, disabled until somebody enables them'
  report(compared, options.dryRun ? `would be ${taken}` : taken, io.stdout, io)
}

const words: Readonly<Record<Compared['outcome'], string>> = {
  new: 'new',
  known: 'there already',
  refused: 'no target',
}

/** A row for each target, then what was left out, and how many became what. */
function report({ format, targets, remarks }: ComparedList, taken: string, rows: Writable, io: Io): void {
  rows.write(table(['line', 'library', 'address', 'is', 'as'], targets.map(row)))
  const said = [
    ...remarks,
    ...targets.flatMap((target) => [
      ...(target.outcome === 'refused' ? [{ line: target.line, text: `${target.label}: ${target.detail}` }] : []),
      ...target.remarks.map((text) => ({ line: target.line, text: `${target.label}: ${text}` })),
    ]),
  ].toSorted((a, b) => a.line - b.line)
  for (const { line, text } of said) io.stderr.write(`line ${line}: ${visible(text)}\n`)
  const counts = countOutcomes({ targets })
  io.stderr.write(
    `A ${listFormatNames[format]}: ${counts.new} ${taken}; ${counts.known} there already; ${counts.refused} no targets\n`,
  )
  if (counts.refused > 0) io.exitCode = exitCodes.failed
}

function row(target: Compared): string[] {
  const { line, label, outcome } = target
  const address = outcome === 'refused' ? '' : target.address
  const id = outcome === 'new' ? target.entry.id : outcome === 'known' ? target.id : ''
  return [String(line), visible(label), visible(address), words[outcome], id]
}

/** @throws Problem bad-input */
async function contentOf(file: string): Promise<Buffer> {
  try {
    if ((await stat(file)).size > longestList)
      throw new Problem('target-list-unreadable', {
        detail: `It has more than ${longestList / 1024 / 1024} MiB: give the table of servers alone`,
      })
    return await readFile(file)
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('bad-input', { detail: `${file} cannot be read: ${(error as Error).message}` }, { cause: error })
  }
}
