import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readConfig } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import { ImportProfile } from './profile.ts'

export type ImportProfiles = Readonly<Record<string, ImportProfile>>

/** What there is without any configuration; a file may give either name another meaning. */
export const builtInProfiles: ImportProfiles = {
  default: ImportProfile.parse({ label: 'Full records: better ones replace what is there' }),
  brief: ImportProfile.parse({ label: 'Brief records: what is there stays', onMatch: 'keep' }),
}

/** The shape of `import.yaml`. */
export const ImportProfilesFile = z
  .strictObject({
    profiles: z.record(
      z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'a name has small letters, digits and hyphens'),
      ImportProfile,
    ),
  })
  .transform(({ profiles }): ImportProfiles => ({ ...builtInProfiles, ...profiles }))

/** The profiles of a configuration folder. @throws Problem config-invalid, config-missing */
export async function importProfiles(folder: string): Promise<ImportProfiles> {
  const file = join(folder, 'import.yaml')
  return existsSync(file) ? await readConfig(file, ImportProfilesFile) : builtInProfiles
}

/** @throws Problem import-profile-unknown */
export function profileNamed(profiles: ImportProfiles, name: string): ImportProfile {
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined
  if (!profile) throw new Problem('import-profile-unknown', { profile: name, known: Object.keys(profiles).join(', ') })
  return profile
}
