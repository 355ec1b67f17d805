import { createHash } from 'node:crypto'
import { storableJson, storableText, type Tx } from '../../../kit/db/index.ts'
import type { Actor } from '../../../kit/index.ts'
import { type BoxedMail, type IncomingMail, type ReturnPattern, readIncoming } from '../../../kit/mail/index.ts'
import { isOurOwn, takeBounce } from '../../../messages/index.ts'
import { readScript, scriptKinds, valueBehind } from '../../../standards/generic-script/index.ts'
import type { Engine } from '../../../workflow/index.ts'
import type { TakenDocument } from '../../documents/index.ts'
import { borrowingEventOf } from '../../exchange/lender-said.ts'
import type { Line } from '../../lines/types.ts'
import { requireRequest } from '../../machines/request-handlers.ts'
import { parseRequestNumber } from '../../requests/number.ts'
import { offeredEvents } from '../offered.ts'
import { fromScript } from '../script/from-script.ts'
import { findLine, isFrom } from './find-line.ts'
import { ownWords } from './own-words.ts'
import type { OwnPhrases } from './phrases.ts'
import { suggest } from './suggest.ts'

/** Where a mail lies. */
export interface Place {
  readonly mailbox: string
  readonly validity: string
}

export interface TakeMeans {
  readonly engine: Engine
  /** Where answers come to, each to an address of its own; undefined where they come to the sender's. */
  readonly replies: ReturnPattern | undefined
  /** The same of mail that cannot be delivered. */
  readonly returns: ReturnPattern | undefined
  readonly own?: OwnPhrases | undefined
  readonly now: Date
}

/**
 * What became of a mail. `forged`: it says that it answers what it does not. `old`: what it answers is of long ago.
 * `unknown`: it is about nothing of ours. `repeated`: it was here before.
 */
export type Taken = 'reply' | 'bounce' | 'automatic' | 'forged' | 'old' | 'unknown' | 'unreadable' | 'repeated'

const postman: Actor = { name: 'Farshelf', via: 'job' }

/** A mail that was read, and what it is about. */
export interface ReadMail {
  readonly mail: BoxedMail
  readonly said: IncomingMail | undefined
  readonly digest: Buffer
  readonly outcome: Taken
  /** What became of it when it was here before. */
  readonly before?: Exclude<Taken, 'repeated'>
  readonly line?: Line
  /** The letter it answers, where that is known. */
  readonly messageId?: number
  /** A copy is expected of its lender: files that come with it may be that. */
  readonly wantsCopy: boolean
}

/** Reads a mail and finds what it is about; nothing is stored. */
export async function readMail(tx: Tx, mail: BoxedMail, means: TakeMeans): Promise<ReadMail> {
  const said = await readIncoming(mail.head)
  const digest = digestOf(mail, said)
  const found = (outcome: Taken): ReadMail => ({ ...{ mail, said, digest, outcome }, wantsCopy: false })
  const known = await tx.selectFrom('lender_replies').select('outcome').where('digest', '=', digest).executeTakeFirst()
  if (known) return { ...found('repeated'), before: known.outcome }
  if (!said) return found('unreadable')
  const script = readScript(ownWords(said.text))
  if ((said.automatic !== undefined && !script) || (await isOurOwn(tx, said.messageId))) return found('automatic')
  const named = script && parseRequestNumber(valueBehind(script, 'REQ') ?? '')
  const about = await findLine(tx, said, { ...means, named })
  if (about.kind !== 'line') return found(about.kind)
  const { line, messageId } = about
  // A program is listened to where the lender is known to have one that writes so.
  if (said.automatic !== undefined && !(line.lender.protocol === 'script' && isFrom(said, line)))
    return found('automatic')
  const wantsCopy =
    (line.data.shippedService ?? (await requireRequest(tx, line.requestId)).service) === 'copy' &&
    (await offeredEvents(tx, line, means.engine)).has('receivedAsCopy')
  return {
    ...{ ...found('reply'), line, wantsCopy },
    ...(messageId !== undefined && { messageId }),
  }
}

/**
 * Takes a mail in that was read: a reply of a lender's is kept with what it can be taken to say, for staff; nothing is
 * done, and nothing is ever answered. The same mail twice is one. Gives what became of it, and what it is kept as.
 */
export async function takeMail(
  tx: Tx,
  read: ReadMail,
  files: readonly TakenDocument[],
  place: Place,
  means: TakeMeans,
): Promise<{ readonly outcome: Taken; readonly id?: number }> {
  const { mail, digest, said, line } = read
  if (read.outcome === 'repeated') return { outcome: 'repeated' }
  // A report of a mail server's says that a program wrote it.
  const outcome = read.outcome === 'automatic' && (await isBounce(tx, mail, means)) ? 'bounce' : read.outcome
  const suggestion = line && said && outcome === 'reply' ? await understand(tx, line, said, files, means) : undefined
  const added = await tx
    .insertInto('lender_replies')
    .values({
      ...{ digest, ...place, uid: mail.uid, arrived_at: mail.arrivedAt, outcome: outcome as 'reply' },
      ...(suggestion && {
        ...{ state: 'open', line_id: line!.id, message_id: read.messageId ?? null },
        ...{ from_name: storableText(said!.from.name), from_address: storableText(said!.from.address) },
        known_sender: isFrom(said!, line!),
        ...{ subject: storableText(said!.subject), text: storableText(suggestion.text) },
        event: suggestion.event ?? null,
        form: storableJson(suggestion.form),
        phrase: suggestion.phrase === undefined ? null : storableText(suggestion.phrase),
      }),
    })
    .onConflict((oc) => oc.column('digest').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) return { outcome: 'repeated' }
  for (const { fileId, fileName, mediaType, size, sha256 } of files)
    await tx
      .insertInto('lender_reply_files')
      .values({ reply_id: added.id, file_id: fileId, file_name: fileName, media_type: mediaType, size, sha256 })
      .execute()
  return { outcome, id: added.id }
}

async function isBounce(tx: Tx, mail: BoxedMail, { returns, now }: TakeMeans): Promise<boolean> {
  const bounce = await takeBounce(tx, { bytes: mail.head, returns, by: postman, now })
  return bounce.kind !== 'no-report' && bounce.kind !== 'unknown'
}

interface Understood {
  readonly text: string
  readonly event?: string
  readonly form: Readonly<Record<string, string>>
  readonly phrase?: string
}

async function understand(
  tx: Tx,
  line: Line,
  said: IncomingMail,
  files: readonly TakenDocument[],
  { engine, own, now }: TakeMeans,
): Promise<Understood> {
  const text = ownWords(said.text)
  if (files.length > 0) return { text, event: 'receivedAsCopy', form: {}, phrase: 'a file came with it' }
  const possible = await offeredEvents(tx, line, engine)
  const tagged = await taggedIn(tx, line, text, now)
  if (tagged && possible.has(tagged.event)) return { text, ...tagged }
  return { text, form: {}, ...suggest(text, { possible, at: now, own }) }
}

/** What Generic Script says by its kind and tags alone. */
async function taggedIn(tx: Tx, line: Line, text: string, at: Date) {
  const script = readScript(text)
  const { service } = await requireRequest(tx, line.requestId)
  const message = script && fromScript(script, { service, at })
  if (!script || !message) return undefined
  const { event, form } = borrowingEventOf(message)
  const given = Object.entries(form).filter((field): field is [string, string] => typeof field[1] === 'string')
  return { event, form: Object.fromEntries(given), phrase: scriptKinds[script.kind][0] }
}

/** What makes a mail the same when it is met again, though the server has numbered its mailbox anew. */
function digestOf({ head }: BoxedMail, said: IncomingMail | undefined): Buffer {
  const hash = createHash('sha256')
  return said?.messageId === undefined
    ? hash.update(head).digest()
    : hash.update(`${said.from.address} ${said.messageId}`).digest()
}

/** Writes down that a mail was passed over which nobody could read. */
export async function noteUnreadable(tx: Tx, place: Place, uid: number, now: Date): Promise<void> {
  const digest = createHash('sha256').update(`${place.mailbox} ${place.validity} ${uid}`).digest()
  await tx
    .insertInto('lender_replies')
    .values({ digest, ...place, uid, arrived_at: now, outcome: 'unreadable' })
    .onConflict((oc) => oc.column('digest').doNothing())
    .execute()
}
