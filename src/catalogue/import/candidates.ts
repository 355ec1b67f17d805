import type { Brief } from '../../bib/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import type { Key, KeyKind } from '../indexing/index.ts'
import { bibsWithKeys, findMatchesOf, type MatchReason, matchReasons, reasonFor } from '../matching/index.ts'
import { type Bib, type PreparedRecord, readBibs, storedMarc } from '../records/index.ts'
import type { Known } from './decide.ts'
import type { Accepted } from './incoming-record.ts'
import type { Point } from './points.ts'

interface Candidate {
  readonly known: Known
  /** The lower, the surer. */
  readonly rank: number
}

/** What the catalogue held for one point before the group, a list for each of its records. */
type Before = readonly (readonly { readonly bib: Bib; readonly rank: number }[])[]

/** Finds what the records of a group match: in the catalogue as it was, and among what the group itself did to it. */
export class Candidates {
  readonly #points: readonly { readonly point: Point; readonly before: Before }[]
  readonly #group = new Map<string, Touched[]>()
  /** Records of the catalogue that the group changed: how they were before says nothing any more. */
  readonly #changed = new Map<number, Known>()

  private constructor(points: readonly { readonly point: Point; readonly before: Before }[]) {
    this.#points = points
  }

  static async of(tx: Tx, group: readonly Accepted[], points: readonly Point[]): Promise<Candidates> {
    const found = []
    for (const point of points) found.push({ point, before: await inCatalogue(tx, group, point) })
    return new Candidates(found)
  }

  /** The records of the catalogue that the group was found to share a key with. */
  get inCatalogue(): readonly number[] {
    return this.#points.flatMap(({ before }) => before.flatMap((found) => found.map(({ bib }) => bib.id)))
  }

  /** What the record at a place of the group matches by the first point that finds something: the surest of it. */
  of(at: number, { prepared }: Accepted): readonly Known[] {
    for (const { point, before } of this.#points) {
      const candidates = [...this.#untouched(before[at]!), ...this.#touched(point, prepared)]
      if (candidates.length === 0) continue
      const best = Math.min(...candidates.map(({ rank }) => rank))
      return [...new Set(candidates.filter(({ rank }) => rank === best).map(({ known }) => known))]
    }
    return []
  }

  /** Says what the group added or changed: `known` as it is from now on. */
  add(known: Known, prepared: PreparedRecord): void {
    if (known.bibId !== undefined) this.#changed.set(known.bibId, known)
    const touched = { known, brief: prepared.indexed.brief }
    const own = this.#points.flatMap(({ point }) => (point.isUsual ? [] : point.keysOf(prepared)))
    for (const key of [...prepared.indexed.keys, ...own]) {
      const name = nameOf(key)
      // Earlier states go before the list is measured: many states of one record are still one record.
      const list = this.#group.get(name)?.filter((one) => !this.#isOutdated(one.known)) ?? []
      if (list.length < mostOfOneKey) list.push(touched)
      this.#group.set(name, list)
    }
  }

  *#untouched(found: Before[number]): Generator<Candidate> {
    for (const { bib, rank } of found) if (!this.#changed.has(bib.id)) yield { rank, known: this.#knownOf(bib) }
  }

  /** One object for a record, so that two ways to it are one match. */
  readonly #seen = new Map<number, Known>()
  #knownOf(bib: Bib): Known {
    const seen = this.#seen.get(bib.id)
    if (seen) return seen
    const { id, version, flavour, record } = bib
    const known: Known = { bibId: id, version, flavour, record, marc: storedMarc(record) }
    this.#seen.set(id, known)
    return known
  }

  #touched({ reasons, keysOf }: Point, prepared: PreparedRecord): Candidate[] {
    if (this.#group.size === 0) return []
    const shared = new Map<Touched, Set<KeyKind>>()
    for (const key of keysOf(prepared))
      for (const touched of this.#group.get(nameOf(key)) ?? []) {
        if (this.#isOutdated(touched.known)) continue
        const kinds = shared.get(touched)
        if (kinds) kinds.add(key[0])
        else shared.set(touched, new Set([key[0]]))
      }
    return [...shared].flatMap(([{ known, brief: own }, kinds]): Candidate[] => {
      if (!reasons) return [{ known, rank: 0 }]
      const reason = reasonFor(kinds, prepared.indexed, known.record, own)
      return reason && reasons.includes(reason) ? [{ known, rank: rankOf(reason) }] : []
    })
  }

  /** A record that was added, then changed in the same group, is what it was changed to. */
  #isOutdated(known: Known): boolean {
    if (known.bibId === undefined) return false
    const now = this.#changed.get(known.bibId)
    return now !== undefined && now !== known
  }
}

/** Of a group; a file of five hundred records with one title is no reason to compare each with each. */
const mostOfOneKey = 50

interface Touched {
  readonly known: Known
  readonly brief: Brief
}

const nameOf = ([kind, key]: Key): string => `${kind} ${key}`
const rankOf = (reason: MatchReason): number => matchReasons.indexOf(reason)

async function inCatalogue(tx: Tx, group: readonly Accepted[], { reasons, keysOf }: Point): Promise<Before> {
  const records = group.map(({ prepared }) => prepared)
  if (reasons)
    return (await findMatchesOf(tx, records)).map((matches) =>
      matches
        .filter(({ reason }) => reasons.includes(reason))
        .map(({ bib, reason }) => ({ bib, rank: rankOf(reason) })),
    )
  const found = await bibsWithKeys(tx, records.map(keysOf))
  const bibs = await readBibs(tx, [...new Set(found.flatMap((of) => [...of.keys()]))], 'suppressed')
  return found.map((of) => [...of.keys()].flatMap((id) => bibs.get(id) ?? []).map((bib) => ({ bib, rank: 0 })))
}

/** A record of the file as the catalogue has it from now on. */
export const knownAs = (
  { record, prepared }: Pick<Accepted, 'record' | 'prepared'>,
  ordinal: number,
  version: number,
  bibId?: number,
): Known => ({
  version,
  record,
  flavour: prepared.flavour,
  marc: prepared.marc,
  ordinal,
  ...(bibId !== undefined && { bibId }),
})
