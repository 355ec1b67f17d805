import { InvalidArgumentError, Option } from 'commander'
import type { FieldName } from '../standards/query/index.ts'

/** The flag of a search field: `--control-number <text>`. */
export const fieldFlag = (field: FieldName): string =>
  `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} <text>`

/** The flag that names targets, each time one more. */
export const targetFlag = (description: string): Option =>
  new Option('-t, --target <id|host:port/db|url>', description)
    .argParser((value: string, all: readonly string[] | undefined) => [...(all ?? []), value])
    .default([], 'all enabled')

/** A number of records. */
export function positive(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || value > 10_000) throw new InvalidArgumentError('It must be 1 to 10000.')
  return value
}
