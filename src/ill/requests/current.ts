import { type RawBuilder, sql } from 'kysely'
import { hasReadyCopy } from '../documents/index.ts'
import type { LineState } from '../machines/borrowing.ts'
import { openRequestStates } from '../machines/request.ts'
import { someLine } from './queues.ts'

/** Which of a reader's requests are meant, at a time. */
export interface OwnQuery {
  /** Current ones go on; past ones do not, and changed after `since`, if that is given; shown ones are either. */
  readonly which: 'current' | 'past' | 'shown'
  readonly at: Date
  readonly since?: Date | undefined
}

/** States of a lender's line at which what was sent is still here, or with the reader, unless the line is closed. */
export const statesHere: readonly LineState[] = ['received', 'renew-pending', 'overdue', 'renew-overdue', 'recall']

const isHere = sql`(li.state = any(${[...statesHere]}::text[]) and (li.data->>'closed')::boolean is distinct from true)`

/** A completed request is current as long as its reader has to bring something back, or has a copy to download. */
const isCurrent = (at: Date) => sql`(i.state = any(${[...openRequestStates]}::text[])
  or ${someLine(isHere)} or ${someLine(hasReadyCopy(at))})`

/** What has to hold of the request `r` and its instance `i`. */
export function ownCondition({ which, at, since }: OwnQuery): RawBuilder<unknown> {
  const isRecent = since ? sql`i.changed_at > ${since}` : sql`true`
  if (which === 'current') return isCurrent(at)
  return which === 'past' ? sql`(not ${isCurrent(at)} and ${isRecent})` : sql`(${isCurrent(at)} or ${isRecent})`
}
