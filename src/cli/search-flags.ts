import type { FieldName } from '../standards/query/index.ts'

/** The flag of a search field: `--control-number <text>`. */
export const fieldFlag = (field: FieldName): string =>
  `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} <text>`
