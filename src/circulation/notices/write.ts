import { readPerson } from '../../accounts/index.ts'
import { brief } from '../../bib/index.ts'
import { branches, readBib, readItem } from '../../catalogue/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { type MessageLimits, queueMessage, requestNumber } from '../../messages/index.ts'
import { illItem } from '../hold.ts'
import { doesWithout } from './choice.ts'

/** Who the house is, in what it writes to readers. */
export interface NoticeOptions {
  readonly library?: string | undefined
  readonly limits?: MessageLimits | undefined
}

interface Days {
  readonly dueOn?: string | undefined
  readonly keepUntil?: string | undefined
}

/** What a reader is told by itself, and what it is about. */
export type Notice = {
  readonly patronId: string
  readonly bibId: number
  /** None once it was removed. */
  readonly itemId?: number | undefined
  readonly key: string
  readonly at: Date
} & (
  | ({ readonly kind: 'pickup-ready' | 'pickup-expired'; readonly pickupBranch: string } & Days)
  | { readonly kind: 'overdue'; readonly dueOn: string; readonly daysLate: number }
  | { readonly kind: 'due-soon' | 'recalled'; readonly dueOn: string }
)

/** Writes to a reader, once for each key. To one who is there no more, or does without, nothing is written. */
export async function writeNotice(tx: Tx, notice: Notice, { library, limits }: NoticeOptions): Promise<void> {
  const { patronId, bibId, itemId, key, at } = notice
  const reader = await readPerson(tx, patronId)
  if (!reader || doesWithout(reader.noticesOff, notice.kind)) return
  const item = itemId === undefined ? undefined : await readItem(tx, itemId)
  const ill = itemId === undefined ? undefined : await illItem(tx, itemId)
  const requestId = ill && /^\d{1,15}$/.test(ill.requestId) ? Number(ill.requestId) : undefined
  const message = {
    key,
    at,
    to: { name: reader.name, address: reader.email },
    about: { patronId, itemId, requestId },
  }
  const fields = {
    ...(await titleOf(tx, bibId)),
    patronName: reader.name,
    itemNo: item?.accessionNo,
    requestNo: requestId === undefined ? undefined : requestNumber(requestId),
    library,
  }
  switch (notice.kind) {
    case 'pickup-ready': {
      const { dueOn, keepUntil } = notice
      const pickup = await branchName(tx, notice.pickupBranch)
      await queueMessage(tx, { ...message, kind: notice.kind, fields: { ...fields, pickup, keepUntil, dueOn } }, limits)
      return
    }
    case 'pickup-expired': {
      const pickup = await branchName(tx, notice.pickupBranch)
      await queueMessage(tx, { ...message, kind: notice.kind, fields: { ...fields, pickup } }, limits)
      return
    }
    case 'overdue': {
      const { dueOn, daysLate } = notice
      await queueMessage(tx, { ...message, kind: notice.kind, fields: { ...fields, dueOn, daysLate } }, limits)
      return
    }
    case 'due-soon':
    case 'recalled':
      await queueMessage(tx, { ...message, kind: notice.kind, fields: { ...fields, dueOn: notice.dueOn } }, limits)
  }
}

async function titleOf(tx: Tx, bibId: number): Promise<{ title: string; author?: string }> {
  const bib = await readBib(tx, bibId, 'all')
  if (!bib) return { title: 'Untitled' }
  const { title, author } = brief(bib.record, bib.flavour)
  return { title: title.text || 'Untitled', ...(author && { author: author.text }) }
}

const branchName = async (tx: Tx, code: string): Promise<string> =>
  (await branches(tx)).find((one) => one.code === code)?.label ?? code
