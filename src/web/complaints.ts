import type { z } from 'zod'

/** What is wrong with a form, by field. */
export type Complaints = Readonly<Record<string, string>>

/** The first complaint about each field of a form. */
export function complaintsOf(error: z.ZodError): Complaints {
  const complaints: Record<string, string> = {}
  for (const { path, message } of error.issues) complaints[path.map(String).join('.')] ??= message
  return complaints
}
