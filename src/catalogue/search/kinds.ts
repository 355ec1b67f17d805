import { type Kind, kindsFor } from '../../bib/index.ts'

const known = new Map<number, readonly Kind[]>()

/** The kinds of subfield a Use attribute covers, worked out once: they are the same for ever. */
export function kindsOfUse(use: number): readonly Kind[] {
  const found = known.get(use) ?? kindsFor(use)
  known.set(use, found)
  return found
}
