import { z } from 'zod'
import type { TargetInfo } from '../search/index.ts'

const names = z.array(z.string().min(1).max(200)).max(200)

/** What a form says of categories where no script has ticked their libraries: the ticked ones, and those it came with. */
export const Categories = { c: names, had: names }

interface Ticked {
  /** Libraries ticked one by one. */
  readonly t: readonly string[]
  readonly c: readonly string[]
  readonly had: readonly string[]
}

/** The libraries chosen: those ticked, with those of categories ticked anew, without those of categories unticked. */
export function chosenLibraries({ t, c, had }: Ticked, libraries: readonly TargetInfo[]): string[] {
  const among = (categories: readonly string[]) =>
    libraries.filter((library) => library.categories.some((one) => categories.includes(one))).map(({ id }) => id)
  const added = among(c.filter((one) => !had.includes(one)))
  const dropped = among(had.filter((one) => !c.includes(one)))
  // A library may stand in two categories: the one that is ticked decides.
  const kept = new Set([...added, ...among(c)])
  return [...new Set([...t.filter((id) => !dropped.includes(id) || kept.has(id)), ...added])]
}
