import { z } from 'zod'
import { ownPath } from './own-path.ts'

/** What somebody sent by a form that could not be taken yet: where to, and the fields. */
export interface Draft {
  readonly to: string
  readonly fields: readonly (readonly [name: string, value: string])[]
}

const Draft = z.object({ to: z.string(), fields: z.array(z.tuple([z.string(), z.string()])) })

/** In base64 it grows by a third, not threefold as it would in a form within a form. Characters. */
export const longestDraft = 1_500_000

/** A draft as a field of a form carries it; undefined for one that is too long to be carried. */
export function draftText(draft: Draft): string | undefined {
  const text = Buffer.from(JSON.stringify(draft)).toString('base64url')
  return text.length <= longestDraft ? text : undefined
}

/** The draft of such a field, if it is one and leads to a page of ours. */
export function readDraft(text: string): Draft | undefined {
  if (text === '') return undefined
  const json = Buffer.from(text, 'base64url').toString()
  try {
    const draft = Draft.parse(JSON.parse(json))
    return ownPath(draft.to) === undefined ? undefined : draft
  } catch {
    return undefined
  }
}
