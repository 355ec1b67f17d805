import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { isMailAddress } from '../../../kit/mail/index.ts'
import {
  checkTemplate,
  queueTest,
  readTemplate,
  recentFields,
  renderTemplate,
  sampleFields,
  saveTemplate,
  type TemplateComplaint,
  type TemplateText,
  templateFor,
  templateVersions,
} from '../../../messages/index.ts'
import { Problem } from '../../../problems.ts'
import type { Door } from '../../door.ts'
import { type Exchange, formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { TemplateAddress, templateHref } from './template-address.ts'
import { TemplatePage, type Typed } from './template-page.tsx'

/** The template of a kind and language, to be looked at and changed; one of its versions where the address says so. */
export const templatePage = (door: Door): RequestHandler =>
  route(TemplateAddress, async (address, exchange) => {
    const { kind, language, version, saved } = address
    const { db } = door.database
    const current = await readTemplate(db, kind, language)
    const wanted = version === undefined ? current : await readTemplate(db, kind, language, version)
    if (version !== undefined && !wanted) throw new Problem('not-found', { what: 'version of this template' })
    // A language that has none yet starts from the nearest one.
    const { subject, text, html = '' } = wanted ?? (await templateFor(db, kind, language))
    const form = { subject, text, html, seen: current?.version ?? 0, data: 'sample', address: ownAddress(exchange) }
    await show(door, exchange, address, {
      form,
      notice: saved === undefined ? undefined : `Saved as version ${saved}: it is in use now.`,
    })
  })

const ownAddress = ({ visitor }: Exchange) => visitor.person?.email ?? ''

const TemplateForm = z.object({
  subject: z.string().max(1000).default(''),
  text: z.string().max(60_000).default(''),
  html: z.string().max(120_000).default(''),
  seen: z.coerce.number().int().min(0).max(1_000_000).default(0),
  /** What the preview is filled in with: samples, or what a message was filled in with. */
  data: z
    .string()
    .regex(/^(sample|\d{1,15})$/)
    .default('sample'),
  address: z.string().max(300).default(''),
  act: z.enum(['save', 'preview', 'test']).default('save'),
})

/** Saves what stands in the form, shows how it would look, or sends it to try. */
export const saveTemplateAct = (door: Door): RequestHandler =>
  route(TemplateAddress, async (address, exchange) => {
    const { act, ...form } = parse(TemplateForm, formFields(exchange.req, TemplateForm))
    const { kind, language } = address
    const { actor } = exchange.visitor
    const template = textOf(form)
    const complaints = await checkTemplate(kind, template)
    if (complaints.length > 0) return await show(door, exchange, address, { form, complaints }, 422)
    if (act === 'preview') return await show(door, exchange, address, { form })
    if (act === 'test') {
      if (!isMailAddress(form.address))
        return await show(door, exchange, address, { form, wrongAddress: 'This is no e-mail address.' }, 422)
      const name = exchange.visitor.person?.name ?? actor.name
      const test = { kind, language, template, values: await valuesOf(door, address, form.data) }
      const to = { name, address: form.address }
      const { id } = await door.database.tx((tx) => queueTest(tx, { ...test, to, key: `test:${randomUUID()}` }))
      return await show(door, exchange, address, { form, test: id })
    }
    try {
      const version = await door.database.tx((tx) => saveTemplate(tx, { kind, language }, template, form.seen, actor))
      exchange.res.redirect(303, `${templateHref(kind, language)}?saved=${version}`)
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'version-conflict') throw error
      const refusal = `${error.message}. What you typed still stands below; saving again replaces the other version.`
      const seen = (await readTemplate(door.database.db, kind, language))?.version ?? 0
      await show(door, exchange, address, { form: { ...form, seen }, refusal }, 409)
    }
  })

const textOf = ({ subject, text, html }: Pick<Typed, 'subject' | 'text' | 'html'>): TemplateText => ({
  subject: subject.trim(),
  text: text.replace(/\r\n?/g, '\n'),
  ...(html.trim() !== '' && { html: html.replace(/\r\n?/g, '\n') }),
})

async function valuesOf(door: Door, { kind }: TemplateAddress, data: string) {
  const recent = await recentFields(door.database.db, kind)
  return recent.find(({ id }) => String(id) === data)?.fields ?? sampleFields(kind)
}

interface Shown {
  readonly form: Typed
  readonly complaints?: readonly TemplateComplaint[]
  readonly notice?: string | undefined
  readonly refusal?: string
  readonly wrongAddress?: string
  /** The message that was queued to try the template. */
  readonly test?: number
}

async function show(door: Door, { res }: Exchange, address: TemplateAddress, shown: Shown, status = 200) {
  const { kind, language } = address
  const { db } = door.database
  const template = textOf(shown.form)
  const right = shown.complaints ? false : (await checkTemplate(kind, template)).length === 0
  const preview = right
    ? await renderTemplate(kind, language, template, await valuesOf(door, address, shown.form.data))
    : undefined
  const [versions, recent] = [await templateVersions(db, kind, language), await recentFields(db, kind)]
  sendPage(res, <TemplatePage {...{ door, kind, language, versions, recent, preview, ...shown }} />, status)
}
