import { mergeRecords, richness } from '../../bib/index.ts'
import type { Flavour, MarcRecord } from '../../standards/marc/index.ts'
import { type PreparedRecord, prepareRecord } from '../records/index.ts'
import type { ImportProfile } from './profile.ts'
import type { ImportCode, ImportOutcome } from './types.ts'

/** A record of the catalogue as an earlier record of the file may have left it. */
export interface Known {
  /** Absent as long as it is about to be added. */
  bibId?: number
  version: number
  readonly flavour: Flavour
  readonly record: MarcRecord
  /** As it is stored. */
  readonly marc: string
  /** Of the record of this file that it is, or was made of. */
  readonly ordinal?: number
}

/** What becomes of an incoming record, and of which record of the catalogue. */
export type Decision =
  | { readonly outcome: 'new' }
  | { readonly outcome: 'overlaid' | 'merged'; readonly known: Known; readonly next: Next }
  | {
      readonly outcome: Exclude<ImportOutcome, 'new' | 'overlaid' | 'merged'>
      readonly known?: Known
      readonly code?: ImportCode
      readonly detail?: string
    }

interface Next {
  readonly record: MarcRecord
  readonly prepared: PreparedRecord
}

/** Decides by the rules of a profile. `matches` are the records it matched, the likeliest first. */
export function decide(incoming: Next, matches: readonly Known[], profile: ImportProfile): Decision {
  const [known, ...others] = matches
  if (!known) return profile.onNone === 'create' ? { outcome: 'new' } : { outcome: 'skipped', code: 'unmatched' }
  if (others.length > 0 && profile.onSeveral !== 'first')
    return {
      outcome: 'skipped',
      code: profile.onSeveral === 'review' ? 'review' : 'several',
      detail: `records ${matches.slice(0, 10).map(nameOf).join(', ')}`,
    }
  const twin =
    known.ordinal === undefined ? {} : { code: 'twin' as const, detail: `record ${known.ordinal} of the file` }
  if (contentOf(known.marc) === contentOf(incoming.prepared.marc)) return { outcome: 'unchanged', known, ...twin }
  switch (profile.onMatch) {
    case 'skip':
      return { outcome: 'skipped', known, code: 'policy', ...twin }
    case 'keep':
      return { outcome: 'kept', known, code: 'policy', ...twin }
    case 'replace':
      return laidOver('overlaid', known, incoming, profile)
    case 'merge': {
      const rules = { ...profile.merge, agency: profile.cleanUp?.agency }
      const record = mergeRecords(known.record, incoming.record, rules, profile.flavour)
      const prepared = prepareRecord(record, profile.flavour)
      if (contentOf(prepared.marc) === contentOf(known.marc)) return { outcome: 'unchanged', known, ...twin }
      return laidOver('merged', known, { record, prepared }, profile)
    }
  }
}

/** Where a leader stands in a record as it is stored, and which of it says how the record came: lengths and encoding. */
const [leaderAt, ofTransport] = [
  '{"leader":"'.length,
  [
    [0, 5],
    [9, 10],
    [12, 17],
  ],
] as const

/** What a record as it is stored says: the same file in another format brings nothing new. */
function contentOf(marc: string): string {
  let leader = marc.slice(leaderAt, leaderAt + 24)
  for (const [from, to] of ofTransport) leader = leader.slice(0, from) + '-'.repeat(to - from) + leader.slice(to)
  return leader + marc.slice(leaderAt + 24)
}

function laidOver(outcome: 'overlaid' | 'merged', known: Known, next: Next, profile: ImportProfile): Decision {
  if (known.flavour !== profile.flavour)
    return { outcome: 'kept', known, code: 'policy', detail: `it is ${known.flavour}` }
  if (profile.refusePoorer) {
    const [theirs, ours] = [richness(next.record, profile.flavour), richness(known.record, known.flavour)]
    if (theirs < ours) return { outcome: 'kept', known, code: 'poorer', detail: `${theirs} points to ${ours}` }
  }
  return { outcome, known, next }
}

const nameOf = ({ bibId, ordinal }: Known): string => (bibId === undefined ? `${ordinal} of the file` : String(bibId))
