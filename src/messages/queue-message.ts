import { sql } from 'kysely'
import { z } from 'zod'
import { readPerson } from '../accounts/index.ts'
import { storableJson, storableText, type Tx } from '../kit/db/index.ts'
import { enqueue } from '../kit/jobs/index.ts'
import { headerText, isMailAddress, type MailParty } from '../kit/mail/index.ts'
import { Problem } from '../problems.ts'
import { checkFields } from './check-fields.ts'
import { type FieldsOf, type FieldValues, fieldsOf, kindOf, type MessageKind } from './kinds.ts'
import { limitReached, type MessageLimits, takeTurns, usualLimits } from './limits.ts'
import { type About, type MessageState, requestNumber } from './message.ts'
import { readPreset } from './presets.ts'
import { renderNote, renderTemplate, tidyLine, tidyLines } from './render.ts'
import { jobKey, sendJob } from './send-job.ts'
import { builtInLanguage, templateFor } from './templates.ts'

export interface NewMessage<K extends MessageKind = MessageKind> {
  readonly kind: K
  /** Whoever it goes to; an address may be missing: then it is held until somebody gives one, or tells it otherwise. */
  readonly to: MailParty & { readonly language?: string | undefined }
  /** Instead of the template's, as they are: what somebody wrote. */
  readonly subject?: string | undefined
  readonly body?: string | undefined
  readonly fields: FieldsOf<K>
  /** Instead of all these: as `writeMessage` gave it, to be sent exactly so. */
  readonly written?: WrittenMessage | undefined
  /** A preset note, for the field `note` where that is not given. */
  readonly preset?: number | undefined
  /** The kind whose notes it is one of, where that is not the message's own. */
  readonly presetOf?: MessageKind | undefined
  readonly about?: About | undefined
  /** What makes it one: asked for again with this key, the message there is is given. */
  readonly key: string
  /** By whose clock limits are counted; the database's if not given. */
  readonly at?: Date | undefined
}

export interface QueuedMessage {
  readonly id: number
  readonly state: MessageState
  /** Why it is held. */
  readonly reason?: string
  /** False when it was there already. */
  readonly added: boolean
}

/**
 * Writes a message and has it sent, both once the caller's transaction commits. Its text is made now, where it was not
 * written before: what is kept is what the recipient gets. What would break a limit, has no address, or names the reader to a lender is kept as `held`,
 * with the reason, until somebody decides.
 * @throws Problem message-field when the fields are not those of the kind; preset-gone
 */
export async function queueMessage<K extends MessageKind>(
  tx: Tx,
  message: NewMessage<K>,
  limits: MessageLimits = usualLimits,
): Promise<QueuedMessage> {
  const { kind, about = {}, key } = message
  const { audience } = kindOf(kind)
  const there = await existing(tx, key)
  if (there) return there
  const written = message.written ?? (await writeMessage(tx, message))
  const { to } = written
  await takeTurns(tx, { audience, to, about })
  const at = message.at ?? (await databaseTime(tx))
  const reason =
    (isMailAddress(to.address) ? undefined : noAddress) ??
    (await limitReached(tx, { kind, audience, to, about, at }, limits)) ??
    (audience === 'lender' ? await namesTheReader(tx, about, written) : undefined)
  const state: MessageState = reason === undefined ? 'queued' : 'held'
  const added = await tx
    .insertInto('messages')
    .values({
      ...{ key, kind, audience, state, to_name: to.name, to_address: to.address },
      language: written.language,
      template_version: written.version ?? null,
      request_id: about.requestId ?? null,
      number: about.requestId === undefined ? null : await nextNumber(tx, about.requestId),
      line_id: about.lineId ?? null,
      patron_id: about.patronId ?? null,
      item_id: about.itemId ?? null,
      subject: written.subject,
      text: written.text,
      html: written.html ?? null,
      fields: storableJson(written.values),
      reason: reason ?? null,
      created_at: at,
      changed_at: at,
    })
    .onConflict((oc) => oc.column('key').doNothing())
    .returning('id')
    .executeTakeFirst()
  // Somebody else was quicker.
  if (!added) return (await existing(tx, key)) ?? (await queueMessage(tx, message, limits))
  if (state === 'queued') await enqueue(tx, sendJob, { message: added.id }, { key: jobKey(added.id) })
  return { id: added.id, state, ...(reason !== undefined && { reason }), added: true }
}

/** What a message would be. */
export interface MessagePreview {
  readonly to: MailParty
  readonly subject: string
  readonly text: string
  readonly html?: string
  /** Why it would be held. */
  readonly reason?: string
}

/** What `queueMessage` would write now, letter for letter; nothing is written. @throws Problem those of `queueMessage` */
export async function previewMessage<K extends MessageKind>(
  tx: Tx,
  message: Omit<NewMessage<K>, 'key'>,
): Promise<MessagePreview> {
  const { kind, about = {} } = message
  const written = await writeMessage(tx, message)
  const { to, subject, text, html } = written
  const reason =
    (isMailAddress(to.address) ? undefined : noAddress) ??
    (kindOf(kind).audience === 'lender' ? await namesTheReader(tx, about, written) : undefined)
  return { to, subject, text, ...(html !== undefined && { html }), ...(reason !== undefined && { reason }) }
}

const noAddress = 'there is no e-mail address it could go to'

async function existing(tx: Tx, key: string): Promise<QueuedMessage | undefined> {
  const row = await tx
    .selectFrom('messages')
    .select(['id', 'state', 'reason'])
    .where('key', '=', key)
    .executeTakeFirst()
  return row && { id: row.id, state: row.state, ...(row.reason !== null && { reason: row.reason }), added: false }
}

const databaseTime = async (tx: Tx) => {
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(tx)
  return rows[0]!.now
}

/** Within `takeTurns`. */
const nextNumber = (tx: Tx, requestId: number) =>
  tx
    .selectFrom('messages')
    .select(({ fn }) => sql<number>`coalesce(${fn.max('number')}, 0) + 1`.as('next'))
    .where('request_id', '=', requestId)
    .executeTakeFirstOrThrow()
    .then(({ next }) => next)

/** A message as it is to go out. It may be kept as JSON until it is queued. */
export const WrittenMessage = z.object({
  to: z.object({ name: z.string(), address: z.string() }),
  subject: z.string(),
  text: z.string(),
  html: z.string().optional(),
  language: z.string(),
  /** Of the template; none where the text is the sender's own. */
  version: z.number().optional(),
  /** What the template was filled in with. */
  values: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type WrittenMessage = z.output<typeof WrittenMessage>

/**
 * The text of a message: the template's as it is now, the sender's own where that is given. Nothing is stored.
 * @throws Problem message-field when the fields are not those of the kind; preset-gone
 */
export async function writeMessage<K extends MessageKind>(
  tx: Tx,
  message: Omit<NewMessage<K>, 'key'>,
): Promise<WrittenMessage> {
  const { kind, subject, body, preset, presetOf = kind, about } = message
  const given = checkFields(kind, message.fields)
  const template = await templateFor(tx, kind, message.to.language ?? builtInLanguage)
  const { language } = template
  const note =
    given.note === undefined && preset !== undefined ? await noteOf(tx, presetOf, preset, language, given) : undefined
  const values = { ...given, ...(note !== undefined && { note }) }
  const rendered = await renderTemplate(kind, language, template, values)
  const own = body?.trim() ? `${tidyLines(body)}\n` : undefined
  const line = subject?.trim() ? tidyLine(subject) : rendered.subject
  const tag = about?.requestId === undefined ? '' : `[ILL ${requestNumber(about.requestId)}] `
  return {
    to: { name: storableText(headerText(message.to.name)), address: storableText(message.to.address.trim()) },
    ...{ language, values: values as WrittenMessage['values'] },
    ...(own === undefined && { version: template.version }),
    subject: storableText(`${tag}${line}`),
    text: storableText(own ?? rendered.text),
    ...(own === undefined && rendered.html !== undefined && { html: storableText(rendered.html) }),
  }
}

async function noteOf(tx: Tx, kind: MessageKind, id: number, language: string, values: FieldValues) {
  const preset = await readPreset(tx, id)
  if (!preset?.active || preset.kind !== kind || !fieldsOf(kind).has('note'))
    throw new Problem('preset-gone', { preset: id })
  return await renderNote(language, preset.text, values)
}

/** A lender never learns who the reader is, unless somebody lets a message go that says it. */
async function namesTheReader(tx: Tx, { patronId }: About, { subject, text, html = '' }: WrittenMessage) {
  const reader = patronId === undefined ? undefined : await readPerson(tx, patronId)
  if (!reader) return undefined
  const all = folded(`${subject}\n${text}\n${html}`)
  const told = [reader.name, reader.email, reader.login].some((word) => word.trim() !== '' && asWord(word).test(all))
  return told ? 'it names the reader, and a lender is not to know' : undefined
}

const folded = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ')
const asWord = (text: string) =>
  new RegExp(`(?<![\\p{L}\\p{N}])${folded(text.trim()).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'u')
