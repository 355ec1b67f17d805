import type { Database, Tx } from '../../../kit/db/index.ts'
import type { Clock, Log } from '../../../kit/index.ts'
import { beginRecurring, type Handlers, recurring } from '../../../kit/jobs/index.ts'
import {
  type BoxedMail,
  type IncomingMail,
  type Mailbox,
  type MailboxAddress,
  openMailbox,
  type ReturnPattern,
} from '../../../kit/mail/index.ts'
import { Problem } from '../../../problems.ts'
import type { Engine } from '../../../workflow/index.ts'
import { type DeliverOptions, dropTaken, takeDocument } from '../../documents/index.ts'
import type { NoteNotUnderstood, NotUnderstood, Sender } from '../../exchange/index.ts'
import type { IllSettings } from '../../settings.ts'
import { type CameAlong, copyIn, receiveCopy } from './receive-copy.ts'
import { noteUnreadable, type Place, readMail, type TakeMeans, type Taken, takeMail } from './take-reply.ts'

/** Where replies are fetched. */
export interface FetchOptions {
  readonly database: Database
  readonly engine: Engine
  readonly settings: IllSettings
  readonly clock: Clock
  readonly mailbox: MailboxAddress
  /** The folder mail is moved to that was taken in. */
  readonly done: string
  readonly replies: ReturnPattern | undefined
  readonly returns: ReturnPattern | undefined
  /** Tells readers of copies; nobody is told where it is not given. */
  readonly tellCopy?: DeliverOptions['tellCopy']
  /** Keeps what is not understood. */
  readonly note: NoteNotUnderstood
}

const job = 'ill.mail'
const minute = 60_000
/** Days of mail that is looked at in a mailbox that was not known before. */
const firstDays = 14
/** Files that are taken of one mail. */
const mostFiles = 5

/** Lets replies be fetched from now on; once is enough, more does no harm. */
export const beginFetching = (tx: Tx): Promise<void> => beginRecurring(tx, job)

/** Fetches what lenders write, each minute. */
export const fetchHandlers = (options: FetchOptions): Handlers =>
  recurring(options.database, options.clock, {
    kind: job,
    every: minute,
    run: (now, { signal, log }) => fetchMail(options, new Date(now), signal, log),
  })

/** Looks through what has come since the last time, in the order it came. @throws Error of the mail server */
export async function fetchMail(options: FetchOptions, now: Date, signal: AbortSignal, log: Log): Promise<void> {
  const { database, mailbox } = options
  const box = await openMailbox(mailbox, options.done, signal)
  try {
    const name = `${mailbox.login.user}@${mailbox.host}:${mailbox.port}/${mailbox.folder}`
    const place = { mailbox: name, validity: box.validity }
    const known = await database.db.selectFrom('mailboxes').selectAll().where('name', '=', name).executeTakeFirst()
    const since = new Date(now.getTime() - firstDays * 24 * 60 * minute)
    const uids = await box.list(known?.validity === box.validity ? { above: known.last_uid } : { since })
    for (const uid of uids) {
      signal.throwIfAborted()
      await takeOrPass(options, box, place, uid, now, log)
    }
  } finally {
    await box.close()
  }
}

/** One mail that cannot be taken in, whatever is wrong with it, keeps no others from being read: it stays where it is. */
async function takeOrPass(...of: Parameters<typeof takeOne>): Promise<void> {
  const [{ database, note }, box, place, uid, now, log] = of
  for (let tried = 1; ; tried++)
    try {
      return await takeOne(...of)
    } catch (error) {
      // That is not the mail's fault: it is tried again, with all others.
      if (!box.alive) throw error
      if (tried < patience) continue
      log.error({ err: error, uid }, 'a mail was passed over that could not be taken in')
      await database.tx((tx) => passOver(tx, place, uid, now))
      return await note({ database, log }, sentTo(place), notTaken('unreadable', place, uid))
    }
}

/** How often one mail is tried. */
const patience = 3

async function takeOne(
  options: FetchOptions,
  box: Mailbox,
  place: Place,
  uid: number,
  now: Date,
  log: Log,
): Promise<void> {
  const { database, engine, settings, replies, returns, tellCopy, note } = options
  const mail = await box.read(uid)
  if (!mail) return
  const own = settings.replies
  const means: TakeMeans = { engine, replies, returns, own, now }
  const read = await readMail(database.db, mail, means)
  const byItself = settings.documentsFromMail === 'receive'
  const files = read.wantsCopy ? await filesOf(options, box, mail, now, log) : []
  const outcome = await database.tx(async (tx) => {
    const { outcome, id } = await takeMail(tx, read, files, place, means)
    const copy = outcome === 'reply' && byItself ? copyIn({ ...read, at: now }, files, own) : undefined
    const { line, said } = read
    if (copy && id !== undefined && line && said)
      await receiveCopy(tx, id, { line, said }, copy, { engine, settings, now, tellCopy })
    await reach(tx, place, uid)
    return outcome
  })
  for (const file of files) await dropTaken(database, file)
  log.debug({ uid, outcome }, 'looked at a mail that came in')
  if (suspicious.has(outcome)) await note({ database, log }, sentTo(place), notTaken(outcome, place, uid, read.said))
  // What concerns no lender is for people who read the mailbox.
  if (handled.has(read.before ?? outcome))
    await box.putAway(uid).catch((error) => log.warn({ err: error, uid }, 'a mail stays where it is'))
}

/** Who wrote it is not known: what a mail says of that may be forged. */
const sentTo = ({ mailbox }: Place): Sender => ({ place: 'mailbox', id: mailbox, name: 'somebody by e-mail' })

/** A mail that stays where it is, for people who read the mailbox: by its number there and where it says it is from. */
const notTaken = (why: Taken, { validity }: Place, uid: number, said?: IncomingMail): NotUnderstood => ({
  ...{ over: 'e-mail', from: 'responder', requestId: '', type: 'mail', why, key: `${validity}:${uid}` },
  what: [`number ${uid}`, ...(said ? [`from ${said.from.address.replace(/^.*@/, '')}`] : [])].join(', '),
})

const suspicious: ReadonlySet<Taken> = new Set<Taken>(['forged', 'old', 'unreadable'])
const handled: ReadonlySet<Taken> = new Set<Taken>(['reply', 'bounce'])

/** What came with a mail and can be a reader's copy; what cannot be is left out. */
async function filesOf(
  { database, settings }: FetchOptions,
  box: Mailbox,
  mail: BoxedMail,
  now: Date,
  log: Log,
): Promise<CameAlong[]> {
  const most = settings.downloadMiB * 1024 ** 2
  const taken: CameAlong[] = []
  for (const { part, name, inline } of mail.files.filter(({ size }) => size <= 1.5 * most).slice(0, mostFiles)) {
    const source = await box.open(mail.uid, part)
    if (!source) continue
    try {
      const file = await takeDocument(database, source, { fileName: name, most, now })
      // A signature, a disclaimer: no copy of anything.
      if (file.mediaType === 'text/plain') await dropTaken(database, file)
      else taken.push({ ...file, inline })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      log.debug({ uid: mail.uid, part, code: error.code }, 'a file of a mail was not taken')
    }
  }
  return taken
}

/** How far the mailbox has been read. */
const reach = (tx: Tx, { mailbox, validity }: Place, uid: number) =>
  tx
    .insertInto('mailboxes')
    .values({ name: mailbox, validity, last_uid: uid })
    .onConflict((oc) => oc.column('name').doUpdateSet({ validity, last_uid: uid }))
    .execute()

async function passOver(tx: Tx, place: Place, uid: number, now: Date): Promise<void> {
  await noteUnreadable(tx, place, uid, now)
  await reach(tx, place, uid)
}
