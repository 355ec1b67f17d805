import { join } from 'node:path'
import { type Environment, readConfig } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { type AdHocSettings, adHocTarget, type Target, TargetsFile } from '../search/index.ts'

/** The enabled targets of the configuration folder. @throws Problem config-missing, config-invalid */
export const configuredTargets = (environment: Environment): Promise<readonly Target[]> =>
  readConfig(join(environment.config, 'targets.yaml'), TargetsFile)

/**
 * The targets named on a command line, by id or as `HOST:PORT/DB` (with what is said of those); all configured ones
 * when none is named.
 * @throws Problem unknown-target, no-targets, and those of the file when an id is named
 */
export async function namedTargets(
  names: readonly string[],
  environment: Environment,
  settings: AdHocSettings = {},
): Promise<readonly Target[]> {
  const adHoc = names.map((name) => adHocTarget(name, settings))
  const configured = names.length > 0 && adHoc.every(Boolean) ? [] : await configuredTargets(environment)
  if (names.length === 0) {
    if (configured.length === 0) throw new Problem('no-targets')
    return configured
  }
  return names.map((name, i) => {
    const target = configured.find(({ id }) => id === name) ?? adHoc[i]
    if (!target) throw new Problem('unknown-target', { target: name })
    // Several may be named by address, and ids must differ.
    return target.id === 'ad-hoc' ? { ...target, id: name, client: { ...target.client, id: name } } : target
  })
}
