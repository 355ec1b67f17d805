import { brief, type HeldBy, heldBy } from '../../bib/index.ts'
import { readBibs, sourceOf as sourceOfBib } from '../../catalogue/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import type { Flavour } from '../../standards/marc/index.ts'
import { readSourceRecord } from '../requests/read.ts'
import { readReceived } from '../requests/received.ts'
import type { Request } from '../requests/types.ts'

/** A record of another library that a request came from, or was linked to, with what it says of copies. */
export interface FoundRecord {
  readonly target: string
  readonly label: string
  /** Its number there. */
  readonly recordId?: string | undefined
  readonly copies: readonly HeldBy[]
}

/** The record a request was placed from, and the one its record of ours was made from: one for each target. */
export async function foundRecords(tx: Tx, request: Request): Promise<readonly FoundRecord[]> {
  const { source, bibId } = request
  const found: FoundRecord[] = []
  if (source.kind === 'external') {
    const raw = await readSourceRecord(tx, request.id)
    found.push(await readFound(source, raw, source.flavour))
  }
  const taken = bibId === undefined ? undefined : await sourceOfBib(tx, bibId)
  if (taken && !found.some(({ target }) => target === taken.target)) {
    const ours = (await readBibs(tx, [bibId!], 'all')).get(bibId!)
    found.push(await readFound(taken, taken.raw, ours?.flavour ?? 'marc21'))
  }
  return found
}

async function readFound(
  { target, label }: Pick<FoundRecord, 'target' | 'label'>,
  raw: Uint8Array | undefined,
  flavour: Flavour,
): Promise<FoundRecord> {
  const decoded = raw && (await readReceived(raw, flavour))
  if (!decoded) return { target, label, copies: [] }
  return {
    ...{ target, label },
    recordId: brief(decoded.record, flavour).controlNumber,
    copies: heldBy(decoded.record, flavour),
  }
}
