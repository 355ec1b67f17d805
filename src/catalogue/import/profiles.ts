import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readConfig } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import { type Flavour, flavourNames } from '../../standards/marc/index.ts'
import { ImportProfile } from './profile.ts'

export type ImportProfiles = Readonly<Record<string, ImportProfile>>

/** What there is without any configuration; a file may give each name another meaning. */
export const builtInProfiles: ImportProfiles = {
  default: ImportProfile.parse({ label: 'Full records: better ones replace what is there' }),
  brief: ImportProfile.parse({ label: 'Brief records: what is there stays', onMatch: 'keep' }),
  unimarc: ImportProfile.parse({
    label: 'Full records in UNIMARC: better ones replace what is there',
    flavour: 'unimarc',
  }),
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

/**
 * The profile for records of a flavour where nobody chose one: `default` if it is for them, else the one called as they
 * are, else the first that is for them. Those with columns are for tables alone.
 * @throws Problem import-no-profile
 */
export function profileFor(
  profiles: ImportProfiles,
  flavour: Flavour,
): { readonly name: string; readonly profile: ImportProfile } {
  const fit = Object.entries(profiles).filter(([, profile]) => profile.flavour === flavour && !profile.table)
  const named = (wanted: string) => fit.find(([name]) => name === wanted)
  const [name, profile] = named('default') ?? named(flavour) ?? fit[0] ?? []
  if (name === undefined || !profile) throw new Problem('import-no-profile', { flavour: flavourNames[flavour] })
  return { name, profile }
}
