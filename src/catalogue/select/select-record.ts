import { brief, mergeRecords } from '../../bib/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import type { MarcRecord } from '../../standards/marc/index.ts'
import { lockForMatching } from '../matching/index.ts'
import { addBib, type Bib, bibHistory, changeBib, readBib, restoreBib } from '../records/index.ts'
import { cleanedRecord } from './cleaned.ts'
import { matchesOf, matchOf } from './matches.ts'
import {
  keepOrigin,
  type OriginRow,
  originKey,
  readOrigin,
  releaseOrigin,
  settleOrigin,
  wasMadeFrom,
} from './origin.ts'
import type { SelectDecision, SelectMatch, SelectOutcome, SelectRequest } from './types.ts'

type Done = Extract<SelectOutcome, { bibId: number }>

/**
 * Takes a record of another library into the catalogue, exactly once: the same source record is the same record of
 * ours, however often and by how many it is selected. Without a twin in the catalogue and with every character read it
 * is added at once; else the answer is `undecided`, and nothing is changed until it comes again with a decision.
 * Everything happens in the caller's transaction, `link` included.
 * @throws Problem bib-gone, version-conflict, select-flavour
 */
export async function selectRecord(tx: Tx, request: SelectRequest): Promise<SelectOutcome> {
  // First of all: what is read from here on no other selection or load changes before this transaction ends.
  await lockForMatching(tx)
  const outcome = await decide(tx, request)
  if ('bibId' in outcome) await request.link?.(tx, outcome.bibId)
  return outcome
}

async function decide(tx: Tx, request: SelectRequest): Promise<SelectOutcome> {
  const key = originKey(request)
  const cleaned = cleanedRecord(request)
  const origin = await readOrigin(tx, key)
  const known = origin?.bib_id == null ? undefined : await readBib(tx, origin.bib_id, 'all')
  if (origin && known && known.state !== 'deleted') return again(tx, request, cleaned, key, origin, known)

  const { decision } = request
  // What is not taken over can lose nothing.
  const takesTheirs = decision?.kind !== 'existing' && decision?.kind !== 'restore'
  const lossyFields = takesTheirs ? unconfirmed(request) : []
  if (decision === undefined || lossyFields.length > 0) {
    const deleted = known ? [matchOf(known, 'origin', cleaned, request)] : []
    const matches = [...deleted, ...(await matchesOf(tx, cleaned, request))]
    if (matches.length > 0 || lossyFields.length > 0) return undecided(request, cleaned, matches, lossyFields)
  }
  if (decision?.kind === 'restore') return restore(tx, request, decision)
  // The record it was made into is deleted and stays so.
  if (origin && known) await releaseOrigin(tx, origin.id)
  return take(tx, request, cleaned, key, decision ?? { kind: 'create' })
}

/** Fields with characters that could not be read, unless somebody said that the record is taken all the same. */
const unconfirmed = ({ decoded, confirmLossy }: SelectRequest): readonly string[] =>
  decoded.lossy && !confirmLossy ? decoded.lossyFields : []

const undecided = (
  { flavour }: SelectRequest,
  cleaned: MarcRecord,
  matches: readonly SelectMatch[],
  lossyFields: readonly string[],
): SelectOutcome => ({ kind: 'undecided', matches, lossyFields, brief: brief(cleaned, flavour), flavour })

/** The source record is in the catalogue: only laying a newer state of it over ours does more than say so. */
async function again(
  tx: Tx,
  request: SelectRequest,
  cleaned: MarcRecord,
  key: string,
  origin: OriginRow,
  bib: Bib,
): Promise<SelectOutcome> {
  const { decision, decoded } = request
  const existing: Done = { kind: 'existing', bibId: bib.id, version: bib.version }
  const lays = decision?.kind === 'overlay' || decision?.kind === 'complete'
  if (!lays || decision.bibId !== bib.id) return existing
  const sameBytes = Buffer.compare(origin.raw, decoded.raw) === 0
  // The retry of an act whose answer was lost
  if (sameBytes && (await wasMadeFrom(tx, bib.id, origin.id))) return existing
  const lossyFields = unconfirmed(request)
  if (lossyFields.length > 0) return undecided(request, cleaned, await matchesOf(tx, cleaned, request), lossyFields)
  if (!sameBytes) await releaseOrigin(tx, origin.id)
  return take(tx, request, cleaned, key, decision)
}

async function restore(
  tx: Tx,
  { actor }: SelectRequest,
  { bibId, version }: Extract<SelectDecision, { kind: 'restore' }>,
): Promise<Done> {
  const last = (await bibHistory(tx, bibId)).find((one) => one.version < version && one.state !== 'deleted')
  if (!last) throw new Problem('bib-gone', { bib: bibId })
  const restored = await restoreBib(tx, bibId, last.version, version, { actor, action: 'restore', reason: 'selected' })
  return { kind: 'restored', bibId, version: restored.version }
}

/** Does what was decided, and keeps the origin with it. */
async function take(
  tx: Tx,
  request: SelectRequest,
  cleaned: MarcRecord,
  key: string,
  decision: Exclude<SelectDecision, { kind: 'restore' }>,
): Promise<Done> {
  const { flavour, actor } = request
  const ours = decision.kind === 'create' ? undefined : await readBib(tx, decision.bibId, 'suppressed')
  if (decision.kind !== 'create' && !ours) throw new Problem('bib-gone', { bib: decision.bibId })
  const sourceId = await keepOrigin(tx, key, request)
  const done = await act()
  await settleOrigin(tx, sourceId, done.bibId)
  return done

  async function act(): Promise<Done> {
    if (decision.kind === 'create') {
      const made = await addBib(tx, { record: cleaned, flavour }, { actor, action: 'select', sourceId })
      return { kind: 'created', bibId: made.id, version: made.version }
    }
    if (decision.kind === 'existing') {
      await audit(tx, {
        actor,
        action: 'bib.use-existing',
        subject: { kind: 'bib', id: decision.bibId },
        detail: { source: sourceId },
      })
      return { kind: 'existing', bibId: decision.bibId, version: ours!.version }
    }
    return lay(tx, request, cleaned, ours!, decision, sourceId)
  }
}

async function lay(
  tx: Tx,
  { flavour, actor, settings }: SelectRequest,
  cleaned: MarcRecord,
  ours: Bib,
  decision: Extract<SelectDecision, { version: number }>,
  sourceId: number,
): Promise<Done> {
  if (ours.flavour !== flavour)
    throw new Problem('select-flavour', { bib: ours.id, ours: ours.flavour, theirs: flavour })
  const overlays = decision.kind === 'overlay'
  const rules = { ...(overlays ? settings.overlay : settings.complete), agency: settings.agency }
  const record = mergeRecords(ours.record, cleaned, rules, flavour)
  const action = overlays ? 'overlay' : 'merge'
  const changed = await changeBib(tx, ours.id, decision.version, { record, flavour }, { actor, action, sourceId })
  return { kind: overlays ? 'overlaid' : 'completed', bibId: ours.id, version: changed.version }
}
