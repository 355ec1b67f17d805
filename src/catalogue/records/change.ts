import type { Tx } from '../../kit/db/index.ts'
import { audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import type { Flavour, MarcRecord } from '../../standards/marc/index.ts'
import { addBibs } from './add-many.ts'
import { type PreparedRecord, prepareRecord } from './rows.ts'
import { readStoredMarc } from './stored-marc.ts'
import type { BibState, Provenance } from './types.ts'
import { type Superseded, storeVersions, supersede } from './versions.ts'

export interface Changed {
  readonly id: number
  readonly version: number
}

/** Adds a record to the catalogue, active unless said otherwise. */
export async function addBib(
  tx: Tx,
  { record, flavour, state = 'active' }: { record: MarcRecord; flavour: Flavour; state?: 'active' | 'suppressed' },
  provenance: Provenance,
): Promise<Changed> {
  const [id] = await addBibs(tx, [prepareRecord(record, flavour)], state, provenance)
  await tell(tx, id!, 1, provenance)
  return { id: id!, version: 1 }
}

/**
 * Replaces a record's MARC; the version before stays in its history.
 * @throws Problem bib-gone, version-conflict when it is no longer the version `expected`
 */
export async function changeBib(
  tx: Tx,
  id: number,
  expected: number,
  { record, flavour }: { record: MarcRecord; flavour: Flavour },
  provenance: Provenance,
): Promise<Changed> {
  await changeBibs(tx, [{ id, expected, prepared: prepareRecord(record, flavour) }], provenance)
  return { id, version: expected + 1 }
}

/** A record that is to be given other MARC. */
export interface BibChange {
  readonly id: number
  readonly expected: number
  readonly prepared: PreparedRecord
}

/**
 * The same for many records, each named once: a few statements for all.
 * @throws Problem bib-gone, version-conflict when one is no longer the version `expected`; then none is changed
 */
export async function changeBibs(tx: Tx, changes: readonly BibChange[], provenance: Provenance): Promise<void> {
  if (changes.length === 0) return
  const before = await supersede(tx, changes)
  const next = changes.map(({ id, expected, prepared }, at) => {
    const { state } = before[at]!
    if (state === 'deleted') throw new Problem('bib-gone', { bib: id })
    return { id, version: expected + 1, state, prepared }
  })
  await storeVersions(tx, next, provenance)
  for (const { id, version } of next) await tell(tx, id, version, provenance)
}

/**
 * Suppresses a record, shows it again, or deletes it. Deleting keeps its history and refuses while it has items.
 * @throws Problem bib-gone, version-conflict, bib-has-items
 */
export async function setBibState(
  tx: Tx,
  id: number,
  expected: number,
  state: BibState,
  provenance: Provenance,
): Promise<Changed> {
  const [row] = await supersede(tx, [{ id, expected }])
  if (row!.state === 'deleted') throw new Problem('bib-gone', { bib: id })
  if (state === 'deleted') await refuseItems(tx, id)
  return await store(tx, id, expected, state, row!, provenance)
}

/**
 * Makes an earlier version the current one, in a version of its own. A deleted record comes back so; what is suppressed
 * stays so.
 * @throws Problem bib-gone when there is no such record or version, version-conflict
 */
export async function restoreBib(
  tx: Tx,
  id: number,
  version: number,
  expected: number,
  provenance: Provenance,
): Promise<Changed> {
  const [now] = await supersede(tx, [{ id, expected }])
  const row = await tx
    .selectFrom('bib_versions')
    .select(['marc', 'flavour', 'state'])
    .where('bib_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (!row) throw new Problem('bib-gone', { bib: id })
  const before = now!.state === 'deleted' ? row.state : now!.state
  const state = before === 'deleted' ? 'active' : before
  return await store(tx, id, expected, state, row, provenance)
}

async function store(
  tx: Tx,
  id: number,
  expected: number,
  state: BibState,
  { marc, flavour }: Pick<Superseded, 'marc' | 'flavour'>,
  provenance: Provenance,
): Promise<Changed> {
  const version = expected + 1
  const prepared = prepareRecord(readStoredMarc(marc), flavour)
  await storeVersions(tx, [{ id, version, state, prepared }], provenance)
  await tell(tx, id, version, provenance)
  return { id, version }
}

async function refuseItems(tx: Tx, id: number): Promise<void> {
  const { items } = await tx
    .selectFrom('items')
    .select((eb) => eb.fn.countAll<number>().as('items'))
    .where('bib_id', '=', id)
    .executeTakeFirstOrThrow()
  if (items > 0) throw new Problem('bib-has-items', { bib: id, items })
}

/** Loads and undoes of whole files are audited as such, not record by record: each version names its batch. */
async function tell(
  tx: Tx,
  id: number,
  version: number,
  { actor, action, reason, batchId }: Provenance,
): Promise<void> {
  if (batchId !== undefined) return
  await audit(tx, {
    actor,
    action: `bib.${action}`,
    subject: { kind: 'bib', id },
    detail: { version, ...(reason && { reason }) },
  })
}
