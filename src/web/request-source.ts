import { brief } from '../bib/index.ts'
import { type SelectOutcome, selectRecord } from '../catalogue/index.ts'
import { type Request, readReceived, readSourceRecord } from '../ill/index.ts'
import type { Tx } from '../kit/db/index.ts'
import type { Door } from './door.ts'
import { linkingWith } from './request-link.ts'
import type { Selection } from './selection.ts'
import type { Visitor } from './visitor.ts'

/** The hit a request was placed with, as it is kept beside; undefined where it came from elsewhere. */
export async function sourceOf(tx: Tx, request: Request) {
  const { source } = request
  if (source.kind !== 'external') return undefined
  const raw = await readSourceRecord(tx, request.id)
  if (!raw) return undefined
  const decoded = await readReceived(raw, source.flavour)
  if (!decoded) return undefined
  return { brief: brief(decoded.record, source.flavour), label: source.label, decoded, lossy: decoded.lossy, source }
}

/** Takes that hit into the catalogue and links it, in one transaction; undefined where there is none. */
export async function selectSource(
  tx: Tx,
  door: Door,
  visitor: Visitor,
  request: Request,
  { decision, confirmLossy }: Pick<Selection, 'decision' | 'confirmLossy'>,
  via: 'page' | 'api',
): Promise<SelectOutcome | undefined> {
  const kept = await sourceOf(tx, request)
  if (!kept) return undefined
  const { source, decoded } = kept
  return await selectRecord(tx, {
    source: { ...source, fetchedAt: new Date(source.fetchedAt) },
    ...{ decoded, decision, confirmLossy },
    flavour: source.flavour,
    actor: visitor.actor,
    settings: door.select,
    link: linkingWith(door, String(request.id), visitor, via),
  })
}
