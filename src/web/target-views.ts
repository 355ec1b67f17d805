import { Problem } from '../problems.ts'
import {
  addressOf,
  isPlainlyPlaced,
  type Keeping,
  type KeptTarget,
  placeRefusal,
  readKeptTarget,
  type TargetEntry,
  type TargetList,
  targetOf,
} from '../search/index.ts'
import type { Door } from './door.ts'
import type { Exchange } from './route.ts'

/** A target as lists and pages show it: of the file or kept, seen by somebody or not. */
export interface TargetView {
  readonly id: string
  readonly entry: TargetEntry | undefined
  /** Undefined for one of the file. */
  readonly kept: KeptTarget | undefined
  readonly standing: Standing
}

/** `off`, `unseen` and `unread` are seen by nobody; `hidden` is kept, and the file has one of the same id. */
export type Standing =
  | { readonly state: 'searched' | 'off' | 'unseen' | 'hidden' }
  | { readonly state: 'unread' | 'refused'; readonly why: string }

export const ofFile = async (list: TargetList, entry: TargetEntry): Promise<TargetView> => ({
  ...{ id: entry.id, entry, kept: undefined },
  standing: await standingOf(list, entry, undefined),
})

export const ofKept = async (list: TargetList, kept: KeptTarget): Promise<TargetView> => ({
  ...{ id: kept.id, entry: kept.entry, kept },
  standing: list.inFile.some(({ id }) => id === kept.id)
    ? { state: 'hidden' }
    : await standingOf(list, kept.entry, list.trouble(kept.id)),
})

async function standingOf(
  { reach }: TargetList,
  entry: TargetEntry | undefined,
  trouble: string | undefined,
): Promise<Standing> {
  if (!entry || trouble !== undefined) return { state: 'unread', why: trouble ?? 'its settings are not understood' }
  if (!entry.enabled) return { state: 'off' }
  if (entry.audience.length === 0) return { state: 'unseen' }
  const target = targetOf(entry, reach)
  // Names are looked up when it is asked or tested, not for a list of a thousand.
  const why = isPlainlyPlaced(target) ? await placeRefusal(target) : undefined
  return why === undefined ? { state: 'searched' } : { state: 'refused', why }
}

/** Where it is, for people. */
export const placeOf = ({ entry }: TargetView): string =>
  entry ? addressOf(targetOf(entry, undefined).client) : 'not known'

/** Those that nobody can find anything in, and that are not so on purpose of the file. */
export const isUnseen = ({ standing }: TargetView): boolean =>
  standing.state !== 'searched' && standing.state !== 'hidden'

/** One of the file, or one that is kept. @throws Problem not-found */
export async function targetView({ targets: list, database }: Door, id: string): Promise<TargetView> {
  await list.refresh()
  const entry = list.inFile.find((one) => one.id === id)
  if (entry) return await ofFile(list, entry)
  const kept = await readKeptTarget(database.db, id)
  if (!kept) throw new Problem('not-found', { what: 'target' })
  return await ofKept(list, kept)
}

/** Who keeps a target at a door, when, and with what. */
export const keepingOf = ({ targets, clock }: Pick<Door, 'targets' | 'clock'>, { visitor }: Exchange): Keeping => ({
  ...{ actor: visitor.actor, at: new Date(clock.now()), seal: targets.seal },
  inFile: new Set(targets.inFile.map(({ id }) => id)),
})

/** Where an entry is asked: what moves to another host is looked at anew. */
export const hostOf = (entry: TargetEntry): string => (entry.protocol === 'sru' ? new URL(entry.url).host : entry.host)
