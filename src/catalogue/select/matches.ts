import { brief, diffRecords, mergeRecords, richness } from '../../bib/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import type { MarcRecord } from '../../standards/marc/index.ts'
import { findMatches } from '../matching/index.ts'
import { type Bib, prepareRecord } from '../records/index.ts'
import type { SelectMatch, SelectRequest } from './types.ts'

/** More are not compared: whoever decides looks at the surest. */
const mostMatches = 10

/** The records of the catalogue that the cleaned record may be, each with what laying it over would change. */
export async function matchesOf(tx: Tx, cleaned: MarcRecord, request: SelectRequest): Promise<SelectMatch[]> {
  const found = await findMatches(tx, prepareRecord(cleaned, request.flavour))
  return found.slice(0, mostMatches).map(({ bib, reason }) => matchOf(bib, reason, cleaned, request))
}

export function matchOf(
  bib: Bib,
  reason: SelectMatch['reason'],
  cleaned: MarcRecord,
  { flavour, settings }: Pick<SelectRequest, 'flavour' | 'settings'>,
): SelectMatch {
  const laid =
    bib.flavour === flavour
      ? mergeRecords(bib.record, cleaned, { ...settings.overlay, agency: settings.agency }, flavour)
      : undefined
  return {
    bibId: bib.id,
    version: bib.version,
    state: bib.state,
    flavour: bib.flavour,
    reason,
    brief: brief(bib.record, bib.flavour),
    ...(laid && { changes: diffRecords(bib.record, laid) }),
    poorer: richness(cleaned, flavour) < richness(bib.record, bib.flavour),
  }
}
