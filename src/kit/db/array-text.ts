const special = /["\\]/

/**
 * Texts as PostgreSQL reads an array of them: `{"one","two",NULL}`. The driver makes the same of an array, but looks at
 * every element twice, and a group of records has thousands.
 */
export function textArray(values: readonly (string | null)[]): string {
  let text = ''
  for (const value of values) {
    if (text !== '') text += ','
    if (value === null) text += 'NULL'
    else text += `"${special.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`
  }
  return `{${text}}`
}

/** The same of numbers. */
export const numberArray = (values: readonly number[]): string => `{${values.join(',')}}`
