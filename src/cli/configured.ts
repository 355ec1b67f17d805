import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Environment, readConfig } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { type AdHocSettings, adHocTarget, type Target, type TargetsConfig, TargetsFile } from '../search/index.ts'
import { keptByName } from './kept.ts'

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
 * The targets named on a command line, by id or as `HOST:PORT/DB` (with what is said of those), each once; all
 * those of the file when none is named. An id that is not of the file is looked for among the targets that staff keep.
 * @param off also those of these that are turned off
 * @throws Problem unknown-target, no-targets, bad-input, and those of the file when an id is named
 */
export async function namedTargets(
  named: readonly string[],
  environment: Environment,
  settings: AdHocSettings = {},
  { off = false }: { readonly off?: boolean } = {},
): Promise<readonly Target[]> {
  const names = [...new Set(named)]
  const adHoc = names.map((name) => adHocTarget(name, settings))
  const file = names.length > 0 && adHoc.every(Boolean) ? TargetsFile.parse({}) : await configuredTargets(environment)
  const others = names.filter((name, i) => !adHoc[i] && !file.entries.some(({ id }) => id === name))
  const configured = [...file.targets, ...(await keptByName(others, environment, file, off))]
  if (names.length === 0 && configured.length === 0) throw new Problem('no-targets')
  const targets = names.length === 0 ? configured : names.map((name, i) => targetOf(name, adHoc[i]))
  const set = Object.keys(settings)[0]
  const byId = targets.find(({ id }) => configured.some((target) => target.id === id))
  if (set && byId)
    throw new Problem('bad-input', {
      detail: `"${byId.id}" has its ${set} in the configuration: name it by its address`,
    })
  return targets

  function targetOf(name: string, address: Target | undefined): Target {
    const target = configured.find(({ id }) => id === name) ?? address
    if (!target) throw new Problem('unknown-target', { target: name })
    // Several may be named by address, and ids must differ.
    return target.id === 'ad-hoc' ? { ...target, id: name, client: { ...target.client, id: name } } : target
  }
}
