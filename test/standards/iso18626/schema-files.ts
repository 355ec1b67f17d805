import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { XmlDocument, XmlValidateError, XsdValidator } from 'libxml2-wasm'
import { type Version, versions } from '../../../src/standards/iso18626/index.ts'

const files: Readonly<Record<Version, string>> = { '1.2': 'ISO-18626-v1_2.xsd', '2021-2': 'ISO-18626-2021-2.xsd' }

/** The schemas are ISO's, not ours: they lie in `shared/schemas` beside the checkout or above it, if at all. */
function folder(): string | undefined {
  for (let at = process.cwd(); ; at = dirname(at)) {
    const candidate = join(at, 'shared', 'schemas')
    if (versions.every((version) => existsSync(join(candidate, files[version])))) return candidate
    if (at === dirname(at)) return undefined
  }
}

const found = folder()
/** For the names of tests: whether the schemas themselves had a say. */
export const which = found ? 'the schemas themselves' : 'the schemas themselves (which are not here: skipped)'

/** Skips a test where the schemas are missing; with REQUIRE_SCHEMAS=1 that is a failure. */
export function needsSchemas(test: Mocha.Context): void {
  if (found) return
  if (process.env['REQUIRE_SCHEMAS'] === '1') throw new Error('The schemas of ISO 18626 are not in shared/schemas')
  test.skip()
}

export const schemaText = (version: Version): string => readFileSync(join(found!, files[version]), 'utf8')

/** What libxml2 finds wrong with a document, by the schema of a version; undefined where it is valid. */
export class Validators {
  readonly #made = new Map<Version, { document: XmlDocument; validator: XsdValidator }>()

  complaint(text: string, version: Version): string | undefined {
    const document = XmlDocument.fromString(text)
    try {
      this.#of(version).validate(document)
      return undefined
    } catch (error) {
      if (error instanceof XmlValidateError) return error.message
      throw error
    } finally {
      document.dispose()
    }
  }

  #of(version: Version): XsdValidator {
    const made = this.#made.get(version)
    if (made) return made.validator
    const document = XmlDocument.fromString(schemaText(version))
    const validator = XsdValidator.fromDoc(document)
    this.#made.set(version, { document, validator })
    return validator
  }

  dispose(): void {
    for (const { document, validator } of this.#made.values()) {
      validator.dispose()
      document.dispose()
    }
    this.#made.clear()
  }
}
