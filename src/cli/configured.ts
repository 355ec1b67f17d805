import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Environment, readConfig } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import {
  type AdHocSettings,
  adHocTarget,
  enabledTargets,
  type Target,
  type TargetsConfig,
  TargetsFile,
  targetOf,
} from '../search/index.ts'
import type { Io } from './io.ts'
import { keptTargets } from './kept.ts'

/**
 * The enabled targets of the configuration folder, and where targets may be; none when it has no `targets.yaml`.
 * @throws Problem config-missing when there is no such folder, config-invalid
 */
export async function configuredTargets({ config }: Environment): Promise<TargetsConfig> {
  const file = join(config, 'targets.yaml')
  if (existsSync(config) && !existsSync(file)) return TargetsFile.parse({})
  return readConfig(file, TargetsFile)
}

/**
 * All enabled targets, of the file and kept by staff, in the order pages show them. One that is kept and cannot be read
 * is left out, and named on standard error.
 * @throws Problem those of `configuredTargets` and of `openDatabase`
 */
export async function enabledOnes(
  environment: Environment,
  { stderr }: Pick<Io, 'stderr'>,
): Promise<readonly Target[]> {
  const { entries: inFile, reach } = await configuredTargets(environment)
  const ids = new Set(inFile.map(({ id }) => id))
  const { entries, unread } = await keptTargets(environment)
  for (const [id, why] of unread) if (!ids.has(id)) stderr.write(`${id}: not searched: ${why}\n`)
  return enabledTargets([...inFile, ...entries.filter(({ id }) => !ids.has(id))], reach)
}

interface Naming {
  readonly io: Pick<Io, 'stderr'>
  /** What is said of addresses. */
  readonly settings?: AdHocSettings
  /** Whether one that staff keep may be turned off. */
  readonly off?: boolean
}

/**
 * The targets named on a command line, by id or as `HOST:PORT/DB` (with what is said of those), each once; all that are
 * enabled when none is named. An id that is not of the file is looked for among the targets that staff keep.
 * @throws Problem unknown-target, no-targets, bad-input, and those of the file when an id is named
 */
export async function namedTargets(
  named: readonly string[],
  environment: Environment,
  { io, settings = {}, off = false }: Naming,
): Promise<readonly Target[]> {
  const names = [...new Set(named)]
  const adHoc = names.map((name) => adHocTarget(name, settings))
  const configured = names.length === 0 ? await enabledOnes(environment, io) : await byId()
  if (names.length === 0 && configured.length === 0) throw new Problem('no-targets')
  const targets = names.length === 0 ? configured : names.map((name, i) => targetNamed(name, adHoc[i]))
  const set = Object.keys(settings)[0]
  const ofOurs = targets.find(({ id }) => configured.some((target) => target.id === id))
  if (set && ofOurs)
    throw new Problem('bad-input', {
      detail: `"${ofOurs.id}" has its ${set} in the configuration: name it by its address`,
    })
  return targets

  async function byId(): Promise<readonly Target[]> {
    if (adHoc.every(Boolean)) return []
    const file = await configuredTargets(environment)
    const others = names.filter((name, i) => !adHoc[i] && !file.entries.some(({ id }) => id === name))
    if (others.length === 0) return file.targets
    const { entries, unread } = await keptTargets(environment)
    for (const name of others)
      if (unread.has(name)) throw new Problem('bad-input', { detail: `target ${name}: ${unread.get(name)}` })
    const kept = entries.filter(({ id, enabled }) => others.includes(id) && (enabled || off))
    return [...file.targets, ...kept.map((entry) => targetOf(entry, file.reach))]
  }

  function targetNamed(name: string, address: Target | undefined): Target {
    const target = configured.find(({ id }) => id === name) ?? address
    if (!target) throw new Problem('unknown-target', { target: name })
    // Several may be named by address, and ids must differ.
    return target.id === 'ad-hoc' ? { ...target, id: name, client: { ...target.client, id: name } } : target
  }
}
