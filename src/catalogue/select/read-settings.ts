import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '../../kit/index.ts'
import { CatalogueFile, type SelectSettings } from './settings.ts'

/**
 * What the configuration folder says of Select Record: the defaults when it has no `catalogue.yaml`.
 * @throws Problem config-invalid, config-missing
 */
export async function selectSettings(config: string): Promise<SelectSettings> {
  const file = join(config, 'catalogue.yaml')
  const { select } = existsSync(file) ? await readConfig(file, CatalogueFile) : CatalogueFile.parse({})
  return select
}
