import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '../../kit/index.ts'
import type { Definition } from '../definition.ts'
import { policyFile } from './file.ts'
import { createPolicy, type Policy } from './policy.ts'

export { newestOf } from './complaints.ts'
export { policyFile } from './file.ts'
export { createPolicy, type Menu, type Policy, type Who } from './policy.ts'
export { profiles } from './profiles.ts'
export type { AlertTemplate, LocalAction, PolicyFile } from './shape.ts'

/** No wishes: the machines as they are. */
export const noPolicy: Policy = createPolicy({
  ...{ labels: 'first', profiles: [], groups: {}, machines: {}, alerts: {}, local: [] },
})

/**
 * What the configuration folder says of workflows: nothing when it has no `workflow.yaml`.
 * @throws Problem config-invalid with line and field, config-missing
 */
export async function readPolicy(folder: string, definitions: readonly Definition[]): Promise<Policy> {
  const file = join(folder, 'workflow.yaml')
  return existsSync(file) ? createPolicy(await readConfig(file, policyFile(definitions))) : noPolicy
}
