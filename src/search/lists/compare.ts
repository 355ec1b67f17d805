import { Entry, type TargetEntry, type WrittenEntry } from '../entries.ts'
import { readTargetList } from './list.ts'
import type { Listed, TargetList } from './types.ts'

/** A target of a list, beside those there are. */
export type Compared = Pick<Listed, 'line' | 'label' | 'remarks'> &
  (
    | { readonly outcome: 'new'; readonly entry: WrittenEntry; readonly address: string }
    /** Searched at the same address already, as `id`: of ours, or of an earlier line of the list. */
    | { readonly outcome: 'known'; readonly id: string; readonly address: string }
    | { readonly outcome: 'refused'; readonly detail: string }
  )

export interface ComparedList extends Omit<TargetList, 'targets'> {
  readonly targets: readonly Compared[]
}

/** How many targets of a list came, or would come, to what. */
export function countOutcomes({
  targets,
}: Pick<ComparedList, 'targets'>): Readonly<Record<Compared['outcome'], number>> {
  const of = (outcome: Compared['outcome']) => targets.filter((target) => target.outcome === outcome).length
  return { new: of('new'), known: of('known'), refused: of('refused') }
}

/** What is there already. `entry` is undefined of what is not understood: its id is taken even so. */
export interface Existing {
  readonly id: string
  readonly entry: TargetEntry | undefined
}

/**
 * Reads a list, and says of each target what would become of it. One at an address that is searched already is left
 * alone; so may the same list be taken in again when it has grown.
 * @param enable whether new ones are searched from then on; they wait for staff otherwise
 * @throws Problem target-list-unreadable
 */
export function compareList(bytes: Uint8Array, existing: readonly Existing[], enable: boolean): ComparedList {
  const list = readTargetList(bytes, new Set(existing.map(({ id }) => id)))
  const ids = new Map(existing.flatMap(({ id, entry }) => (entry ? [[placeOf(entry), id] as const] : [])))
  const targets = list.targets.map((listed): Compared => {
    const { line, label, remarks } = listed
    if ('fault' in listed) return { line, label, remarks, outcome: 'refused', detail: listed.fault }
    const entry = Entry.parse(listed.entry)
    const [place, address] = [placeOf(entry), addressOf(entry)]
    const id = ids.get(place)
    if (id !== undefined) return { line, label, remarks, outcome: 'known', id, address }
    ids.set(place, entry.id)
    return { line, label, remarks, outcome: 'new', entry: { ...listed.entry, enabled: enable }, address }
  })
  return { ...list, targets }
}

/** What tells addresses apart: names of hosts are the same in capitals, databases of a server in any order. */
function placeOf(entry: TargetEntry): string {
  if (entry.protocol === 'sru') return `sru ${new URL(entry.url).href.replace(/\/$/, '')}`
  const { host, port, databases } = entry
  return `z3950 ${host.toLowerCase().replace(/\.$/, '')} ${port} ${databases.toSorted().join('+')}`
}

/** Where a target is, for people: of SRU without what may be a key. */
export function addressOf(entry: TargetEntry): string {
  if (entry.protocol === 'z3950') return `${entry.host}:${entry.port}/${entry.databases.join('+')}`
  const { origin, pathname } = new URL(entry.url)
  return origin + pathname
}
