import { sql } from 'kysely'
import type { Tx } from '../../../kit/db/index.ts'
import { Problem } from '../../../problems.ts'
import { type DeliverOptions, deliverCopy, type TakenDocument } from '../../documents/index.ts'
import { partnerActor } from '../../exchange/attention.ts'
import { requireRequest } from '../../machines/request-handlers.ts'
import { isFrom } from './find-line.ts'
import { ownWords } from './own-words.ts'
import { type OwnPhrases, sayableEvents } from './phrases.ts'
import { settleByItself } from './settle.ts'
import { suggest } from './suggest.ts'
import type { ReadMail } from './take-reply.ts'

/** A file that came with a mail and can be a reader's copy. */
export interface CameAlong extends TakenDocument {
  /** Its sender did not attach it: it is a picture in what is written, as of a signature. */
  readonly inline: boolean
}

/** How a copy came that was attached to a mail: histories tell it so. */
export const viaMail = 'mail'

/** What a file is called that is about a copy and none. */
const otherPapers =
  /invoice|rechnung|facture|factura|factuur|quittung|receipt|order|bestell|licen[cs]e|lizenz|terms|conditions|price|form(ular)?\b|label|logo|signature/i

/** What may be said with a copy: anything else a person reads first. */
const fitting: ReadonlySet<string | undefined> = new Set([undefined, 'shipped'])

/**
 * Which file of a mail is without doubt the copy that its lender was asked for: it answers our letter, comes from the
 * address the lender is written to at, what is written says nothing else, and there is one file that it can be. Undefined
 * where a person has to look.
 */
export function copyIn({ line, said, messageId, wantsCopy, at }: Read, files: readonly CameAlong[], own: OwnPhrases) {
  if (!line || !said || !wantsCopy || messageId === undefined || !isFrom(said, line)) return undefined
  const words = suggest(ownWords(said.text), { possible: sayableEvents, at, own })
  if (!fitting.has(words?.event)) return undefined
  const possible = files.filter(({ inline, mediaType }) => !(inline && mediaType.startsWith('image/')))
  const [copy, ...others] = possible
  return copy && others.length === 0 && !otherPapers.test(copy.fileName) ? copy : undefined
}

interface Read extends Pick<ReadMail, 'line' | 'said' | 'messageId' | 'wantsCopy'> {
  readonly at: Date
}

/** What a reply is about, and what it says. */
interface Known {
  readonly line: NonNullable<ReadMail['line']>
  readonly said: NonNullable<ReadMail['said']>
}

/**
 * Makes a file of a reply the reader's copy, by itself: the reply is settled with it. Where that is not possible the reply
 * stays as it is, for staff.
 */
export async function receiveCopy(
  tx: Tx,
  replyId: number,
  { line, said }: Known,
  copy: CameAlong,
  means: DeliverOptions,
): Promise<void> {
  await sql`savepoint received`.execute(tx)
  try {
    const request = await requireRequest(tx, line.requestId)
    await settleByItself(tx, replyId, copy, means.now)
    const cause = {
      ...{ actor: partnerActor(line.lender), via: viaMail, key: `reply:${replyId}` },
      form: { privateNote: ownWords(said.text).slice(0, longestNote) },
      // Without an address it would only be work for somebody.
      notify: request.patron.email !== '',
    }
    await deliverCopy(tx, line.id, copy, cause, means)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await sql`rollback to savepoint received`.execute(tx)
  }
}

const longestNote = 1500
