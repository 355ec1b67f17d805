import { type SelectDecision, type SelectOutcome, type SelectRequest, selectRecord } from '../catalogue/index.ts'
import type { HitDetail } from '../search/index.ts'
import type { Door } from './door.ts'
import { linkingWith } from './request-link.ts'
import type { Visitor } from './visitor.ts'

/** What somebody says when selecting a record. */
export interface Selection {
  readonly decision?: SelectDecision | undefined
  readonly confirmLossy?: boolean | undefined
  /** The interlibrary-loan request that the record is for. */
  readonly requestId?: string | undefined
}

/** A found record as the catalogue wants to have it. */
export const foundRecord = (
  door: Door,
  { source, origin, decoded, flavour }: HitDetail,
): Pick<SelectRequest, 'source' | 'decoded' | 'flavour' | 'settings'> => ({
  source: { target: source.target, label: source.label, ...origin },
  decoded,
  flavour,
  settings: door.select,
})

/** Takes a found record into the catalogue. @throws Problem unknown-request, and those of `selectRecord` */
export function selectFound(
  door: Door,
  detail: HitDetail,
  { requestId, ...selection }: Selection,
  visitor: Visitor,
): Promise<SelectOutcome> {
  const { actor } = visitor
  const via = actor.via === 'api' ? 'api' : 'page'
  const link = requestId === undefined ? undefined : linkingWith(door, requestId, visitor, via)
  return door.database.tx((tx) =>
    selectRecord(tx, {
      ...foundRecord(door, detail),
      ...selection,
      actor,
      link,
    }),
  )
}
