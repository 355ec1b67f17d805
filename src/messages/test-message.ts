import { storableText, type Tx } from '../kit/db/index.ts'
import { enqueue } from '../kit/jobs/index.ts'
import { headerText, type MailParty } from '../kit/mail/index.ts'
import type { FieldValues, MessageKind } from './kinds.ts'
import { renderTemplate } from './render.ts'
import { jobKey, sendJob } from './send-job.ts'
import type { TemplateText } from './template.ts'

/** A template that is tried. */
export interface TestMessage {
  readonly kind: MessageKind
  readonly language: string
  /** As it stands in the form: it need not be saved. */
  readonly template: TemplateText
  readonly values: FieldValues
  readonly to: MailParty
  readonly key: string
}

/** Sends a template that is not in use, to see what becomes of it. Its subject says so. */
export async function queueTest(
  tx: Tx,
  { kind, language, template, values, to, key }: TestMessage,
): Promise<{ readonly id: number }> {
  const { subject, text, html } = await renderTemplate(kind, language, template, values)
  const { id } = await tx
    .insertInto('messages')
    .values({
      ...{ key, kind, audience: 'staff', state: 'queued', language, template_version: null },
      ...{ to_name: storableText(headerText(to.name)), to_address: storableText(to.address), fields: '{}' },
      subject: storableText(`[Test] ${subject}`),
      text: storableText(text),
      html: html === undefined ? null : storableText(html),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await enqueue(tx, sendJob, { message: id }, { key: jobKey(id) })
  return { id }
}
