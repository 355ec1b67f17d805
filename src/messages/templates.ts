import { sql } from 'kysely'
import { storableText, type Tx } from '../kit/db/index.ts'
import { type Actor, audit } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { builtIn } from './built-in.ts'
import { checkTemplate } from './check-template.ts'
import { isMessageKind, type MessageKind } from './kinds.ts'
import type { TemplateText } from './template.ts'

/** The language Farshelf's own templates are in. */
export const builtInLanguage = 'en'

/** A template as it is, or was. */
export interface Template extends TemplateText {
  readonly kind: MessageKind
  /** BCP 47: `en`, `de-AT`. */
  readonly language: string
  /** 0 for the one that comes with Farshelf. */
  readonly version: number
  readonly changedByName?: string
  readonly changedAt?: Date
}

/** A language as templates have it. */
export const isLanguage = (text: string): boolean => /^[a-z]{2,3}(-[A-Z]{2})?$/.test(text)

const builtInOf = (kind: MessageKind): Template => ({ kind, language: builtInLanguage, version: 0, ...builtIn[kind] })

/** Languages to look for, the fittest first: `de-AT`, `de`, `en`. */
const fallbacks = (language: string) => [...new Set([language, language.split('-')[0]!, builtInLanguage])]

const columns = ['kind', 'language', 'version', 'subject', 'text', 'html', 'changed_by_name', 'changed_at'] as const
type Row = {
  kind: string
  language: string
  version: number
  subject: string
  text: string
  html: string | null
  changed_by_name: string
  changed_at: Date
}
const templateOf = ({ html, kind, changed_by_name, changed_at, ...row }: Row): Template => ({
  ...row,
  kind: kind as MessageKind,
  ...(html !== null && { html }),
  changedByName: changed_by_name,
  changedAt: changed_at,
})

/** The template in use for a language, or the nearest one there is: there always is one. */
export async function templateFor(tx: Tx, kind: MessageKind, language: string): Promise<Template> {
  const wanted = fallbacks(language)
  const rows = await tx
    .selectFrom('message_templates')
    .distinctOn('language')
    .select(columns)
    .where('kind', '=', kind)
    .where('language', 'in', wanted)
    .orderBy('language')
    .orderBy('version', 'desc')
    .execute()
  for (const one of wanted) {
    const row = rows.find((each) => each.language === one)
    if (row) return templateOf(row)
  }
  return builtInOf(kind)
}

/** The template of just that language, in use or as it was; undefined when there is none. */
export async function readTemplate(
  tx: Tx,
  kind: MessageKind,
  language: string,
  version?: number,
): Promise<Template | undefined> {
  if (version !== 0) {
    let query = tx
      .selectFrom('message_templates')
      .select(columns)
      .where('kind', '=', kind)
      .where('language', '=', language)
    if (version !== undefined) query = query.where('version', '=', version)
    const row = await query.orderBy('version', 'desc').limit(1).executeTakeFirst()
    if (row) return templateOf(row)
  }
  return language === builtInLanguage && !version ? builtInOf(kind) : undefined
}

/** Every version of a template, the newest first. */
export async function templateVersions(tx: Tx, kind: MessageKind, language: string): Promise<Template[]> {
  const rows = await tx
    .selectFrom('message_templates')
    .select(columns)
    .where('kind', '=', kind)
    .where('language', '=', language)
    .orderBy('version', 'desc')
    .execute()
  return [...rows.map(templateOf), ...(language === builtInLanguage ? [builtInOf(kind)] : [])]
}

/** What templates the house has of its own: the newest of each kind and language, without their texts. */
export async function listTemplates(
  tx: Tx,
): Promise<Pick<Template, 'kind' | 'language' | 'version' | 'changedByName' | 'changedAt'>[]> {
  const rows = await tx
    .selectFrom('message_templates')
    .distinctOn(['kind', 'language'])
    .select(['kind', 'language', 'version', 'changed_by_name', 'changed_at'])
    .orderBy('kind')
    .orderBy('language')
    .orderBy('version', 'desc')
    .execute()
  // A kind that went with an older Farshelf is nobody's any more.
  return rows.flatMap(({ kind, changed_by_name, changed_at, ...row }) =>
    isMessageKind(kind) ? [{ ...row, kind, changedByName: changed_by_name, changedAt: changed_at }] : [],
  )
}

/**
 * Makes a new version, in use from now on; `seen` is the version it was made from, 0 where there was none.
 * @throws Problem template-wrong with the first complaint, version-conflict
 */
export async function saveTemplate(
  tx: Tx,
  { kind, language }: { readonly kind: MessageKind; readonly language: string },
  given: TemplateText,
  seen: number,
  actor: Actor,
): Promise<number> {
  const template = storable(given)
  const [complaint] = await checkTemplate(kind, template)
  if (complaint) throw new Problem('template-wrong', { ...complaint })
  const current = (await readTemplate(tx, kind, language))?.version ?? 0
  if (current !== seen) throw new Problem('version-conflict', { what: 'template', version: current })
  const added = await tx
    .insertInto('message_templates')
    .values({
      ...{ kind, language, version: seen + 1, subject: template.subject, text: template.text },
      html: template.html ?? null,
      changed_by: actor.id ?? null,
      changed_by_name: storableText(actor.name),
      changed_at: sql<Date>`clock_timestamp()`,
    })
    .onConflict((oc) => oc.doNothing())
    .returning('version')
    .executeTakeFirst()
  if (!added) throw new Problem('version-conflict', { what: 'template', version: seen + 1 })
  await audit(tx, {
    actor,
    action: 'template.save',
    subject: { kind: 'template', id: `${kind}/${language}` },
    detail: { version: added.version },
  })
  return added.version
}

const lines = (text: string) => storableText(text).replace(/\r\n?/g, '\n')
const storable = ({ subject, text, html }: TemplateText): TemplateText => ({
  subject: lines(subject).trim(),
  text: lines(text),
  ...(html !== undefined && html.trim() !== '' && { html: lines(html) }),
})
