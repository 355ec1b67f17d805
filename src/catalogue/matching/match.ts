import { sql } from 'kysely'
import { type Brief, brief, describeSame, shareTitle } from '../../bib/index.ts'
import { numberArray, type Tx, textArray } from '../../kit/db/index.ts'
import { controlText, type MarcRecord } from '../../standards/marc/index.ts'
import { type Key, type KeyKind, kindNumber, kindNumbered } from '../indexing/index.ts'
import { type Bib, type PreparedRecord, readBibs } from '../records/index.ts'

/** Why a record of the catalogue is taken for the same as another, the surest first. */
export const matchReasons = ['control-number', 'isbn-title', 'number-title', 'title-author-year'] as const
export type MatchReason = (typeof matchReasons)[number]

export interface CatalogueMatch {
  readonly bib: Bib
  readonly brief: Brief
  readonly reason: MatchReason
}

/** Records that share keys with one another are looked at one by one: so many for each. */
const mostCandidates = 50

/**
 * The records of the catalogue that each of some records is the twin of, the surest first; suppressed ones count,
 * deleted ones do not. Two records are twins by their control number and agency (001 with 003, or 035), by a control
 * number without agency where their titles agree too, or when bib's comparison finds them the same. Under `lockForMatching` the answer holds until the transaction ends.
 */
export async function findMatchesOf(tx: Tx, records: readonly PreparedRecord[]): Promise<readonly CatalogueMatch[][]> {
  const wanted = records.map(({ indexed }) => matchingKeys(indexed.keys))
  const found = await bibsWithKeys(tx, wanted)
  const bibs = await readBibs(tx, [...new Set(found.flatMap((of) => [...of.keys()]))], 'suppressed')
  const briefs = new Map<number, Brief>()
  const briefOf = (bib: Bib): Brief => {
    const known = briefs.get(bib.id) ?? brief(bib.record, bib.flavour)
    briefs.set(bib.id, known)
    return known
  }
  return records.map(({ indexed }, at) => {
    const matches = [...found[at]!].flatMap(([id, kinds]): CatalogueMatch[] => {
      const bib = bibs.get(id)
      if (!bib) return []
      const own = briefOf(bib)
      const reason = reasonFor(kinds, indexed, bib.record, own)
      return reason ? [{ bib, brief: own, reason }] : []
    })
    return matches.sort((a, b) => rank(a) - rank(b) || a.bib.id - b.bib.id)
  })
}

/** The same for one record. */
export async function findMatches(tx: Tx, record: PreparedRecord): Promise<readonly CatalogueMatch[]> {
  return (await findMatchesOf(tx, [record]))[0]!
}

const rank = ({ reason }: CatalogueMatch) => matchReasons.indexOf(reason)

/**
 * The keys of a record by which its twins are looked for. A bare 001 says little where the agency is known: then only
 * both together are.
 */
export function matchingKeys(keys: PreparedRecord['indexed']['keys']): PreparedRecord['indexed']['keys'] {
  const hasAgency = namesAgency(keys)
  return keys.filter(
    ([kind, key]) => kind === 'match' || (kind === 'controlNumber' && (!hasAgency || key.startsWith('('))),
  )
}

const namesAgency = (keys: PreparedRecord['indexed']['keys']) =>
  keys.some(([kind, key]) => kind === 'controlNumber' && key.startsWith('('))

/**
 * Why a record is the twin of another with which it shares matching keys of those kinds, or undefined when it is not
 * after all. A number without its agency is another one than the same number of an agency, and says little: every system
 * has a record 1.
 */
export function reasonFor(
  shared: ReadonlySet<KeyKind>,
  { keys, brief: a }: PreparedRecord['indexed'],
  other: MarcRecord,
  b: Brief,
): MatchReason | undefined {
  if (shared.has('controlNumber')) {
    if (namesAgency(keys)) return 'control-number'
    if (!controlText(other, '003')?.trim() && shareTitle(a, b)) return 'control-number'
  }
  const same = describeSame(a, b)
  if (!same) return undefined
  return same === 'isbn' ? 'isbn-title' : same === 'number' ? 'number-title' : 'title-author-year'
}

/**
 * For each list of keys, the records that have one of them, with the kinds of key they share; of more than are looked
 * at, those that share an earlier key.
 */
export async function bibsWithKeys(
  tx: Tx,
  lists: readonly (readonly Key[])[],
): Promise<readonly Map<number, Set<KeyKind>>[]> {
  const found = lists.map(() => new Map<number, Set<KeyKind>>())
  const flat = lists.flatMap((keys, at) => keys.map(([kind, key]) => ({ at, kind, key })))
  if (flat.length === 0) return found
  const { rows } = await sql<{ at: number; kind: number; id: number }>`
    select w.at, w.kind, b.bib_id as id
    from unnest(${numberArray(flat.map(({ at }) => at))}::int[], ${numberArray(flat.map(({ kind }) => kindNumber(kind)))}::smallint[],
      ${textArray(flat.map(({ key }) => key))}::text[]) with ordinality as w (at, kind, key, place)
    cross join lateral (
      select bib_id from bib_keys k where k.kind = w.kind and k.key = w.key order by bib_id limit ${mostCandidates}
    ) b
    order by w.place
  `.execute(tx)
  for (const { at, kind, id } of rows) {
    const of = found[at]!
    const name = kindNumbered(kind)
    const kinds = of.get(id)
    if (kinds) kinds.add(name)
    else if (of.size < mostCandidates) of.set(id, new Set([name]))
  }
  return found
}

/** Any number that nobody else uses for an advisory lock. */
const matchingLock = 0x66_61_72_73

/**
 * Until the transaction ends, nobody else decides by what the catalogue holds and adds to it: loads of files, undoes of
 * them and Select Record take turns here, so that no two of them add the same record, or change one under the other.
 */
export async function lockForMatching(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${matchingLock})`.execute(tx)
}
