/** A field of a form that says something. */
export const said = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined
