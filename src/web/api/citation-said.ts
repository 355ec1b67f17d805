import type { z } from 'zod'
import type { Citation } from '../../bib/index.ts'
import { type CitationFields, type CitationFormOptions, type CitationTyped, citationForm } from '../../ill/index.ts'
import { Problem } from '../../problems.ts'
import type { CitationIn } from './request-schemas.ts'

/** A citation with what a caller says of it laid over: an empty text takes away, what is left out stays. */
export function citationSaid(before: Citation, said: z.output<typeof CitationIn> = {}): Citation {
  const { identifiers, ...fields } = said
  return {
    ...before,
    ...present(fields),
    identifiers: { ...before.identifiers, ...present(identifiers ?? {}) },
  }
}

/** What was said, judged as the form's fields are. @throws Problem bad-input, naming the first field that is wrong */
export function judgedAsForm(options: CitationFormOptions, typed: CitationTyped): CitationFields {
  const judged = citationForm(options).safeParse(typed)
  if (judged.success) return judged.data
  const [{ path, message }] = judged.error.issues as [(typeof judged.error.issues)[number]]
  throw new Problem('bad-input', { detail: `${nameOf(String(path[0]))}: ${message}` })
}

const names: Readonly<Record<string, string>> = {
  ...{ service: 'service', notes: 'note', neededBy: 'neededBy', pickup: 'pickupBranch' },
}
/** Where a field of the form stands in the body. */
const nameOf = (field: string) =>
  names[field] ??
  (['doi', 'pmid', 'oclc', 'lccn'].includes(field) ? `citation.identifiers.${field}` : `citation.${field}`)

const present = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
