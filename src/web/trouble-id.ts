import type { Trouble } from '../messages/index.ts'
import { Problem } from '../problems.ts'

/** What a problem is called in addresses and forms: `message-12`, `job-7`. */
export const troubleId = ({ what, id }: Pick<Trouble, 'what' | 'id'>): string => `${what}-${id}`

/** @throws Problem bad-input */
export function readTroubleId(text: string): Pick<Trouble, 'what' | 'id'> {
  const [, what, id] = /^(message|job)-(\d{1,15})$/.exec(text) ?? []
  if (id === undefined) throw new Problem('bad-input', { detail: 'A problem is named like message-12 or job-7.' })
  return { what: what as Trouble['what'], id: Number(id) }
}
