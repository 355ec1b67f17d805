import type { RequestHandler } from 'express'
import { z } from 'zod'
import { diffRecords } from '../../../bib/index.ts'
import { type Bib, changeBib, readBib, readVersion } from '../../../catalogue/index.ts'
import { Problem } from '../../../problems.ts'
import { editorLimits, editorText, type Flavour, type MarcRecord } from '../../../standards/marc/index.ts'
import { checkText } from '../../check-text.ts'
import type { Door } from '../../door.ts'
import { bibHref } from '../../our-address.ts'
import { type Exchange, formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { BibAddress } from '../catalogue/bib-address.ts'
import { EditPage } from './edit-page.tsx'

const EditForm = z.object({
  /** Longer ones come back with a finding that says so. */
  text: z
    .string()
    .max(2 * editorLimits.characters)
    .default(''),
  version: z.coerce.number().int().min(1).max(2_147_483_647),
  reason: z.string().trim().max(500).default(''),
  act: z.enum(['preview', 'save']).default('save').catch('save'),
})

/** The MARC editor with a record of ours. */
export const editPage = (door: Door): RequestHandler =>
  route(BibAddress, async ({ id }, { res }) => {
    const bib = await theBib(door, id)
    const text = editorText(bib.record)
    sendPage(res, <EditPage {...{ door, bib, text }} reason="" checked={checkText(text, bib.flavour)} />)
  })

/** Shows what the text would become, or saves it. What was typed is never lost. */
export const editAct = (door: Door): RequestHandler =>
  route(BibAddress, async ({ id }, exchange) => {
    const { req, res, visitor } = exchange
    const form = parse(EditForm, formFields(req, EditForm))
    const bib = await theBib(door, id)
    const checked = checkText(form.text, bib.flavour)
    const page = { door, bib, text: form.text, reason: form.reason, checked }
    if (bib.version !== form.version) return conflict(door, page, form.version, exchange)
    const { record } = checked
    if (!record || !checked.sound) return sendPage(res, <EditPage {...page} />, 422)
    if (form.act === 'preview') return sendPage(res, <EditPage {...page} preview={record} />)
    if (isSame(record, bib.record)) return res.redirect(303, bibHref(id, '?notice=unchanged'))
    try {
      await save(door, bib, record, form.reason, visitor.actor)
    } catch (error) {
      // Between reading and writing somebody else was quicker.
      if (!(error instanceof Problem) || error.code !== 'version-conflict') throw error
      return conflict(door, { ...page, bib: await theBib(door, id) }, form.version, exchange)
    }
    res.redirect(303, bibHref(id, '?notice=saved'))
  })

const isSame = (one: MarcRecord, other: MarcRecord): boolean =>
  one.leader === other.leader && JSON.stringify(one.fields) === JSON.stringify(other.fields)

const save = (
  door: Door,
  bib: Bib,
  record: MarcRecord,
  reason: string,
  actor: Exchange['visitor']['actor'],
): Promise<unknown> =>
  door.database.tx((tx) =>
    changeBib(
      tx,
      bib.id,
      bib.version,
      { record, flavour: bib.flavour },
      {
        actor,
        action: 'edit',
        ...(reason && { reason }),
      },
    ),
  )

interface Typed {
  readonly door: Door
  readonly bib: Bib
  readonly text: string
  readonly reason: string
  readonly checked: ReturnType<typeof checkText>
}

/** Somebody changed the record since the editor was opened: both changes are shown, and what was typed stays. */
async function conflict(door: Door, page: Typed, seen: number, { res }: Exchange) {
  const { bib, checked } = page
  const base = await readVersion(door.database.db, bib.id, seen)
  if (!base) throw new Problem('bad-input', { detail: 'There is no such version of this record.' })
  const theirs = diffRecords(base.record, bib.record)
  const mine = checked.record && diffRecords(bib.record, checked.record)
  sendPage(res, <EditPage {...page} conflict={{ seen, theirs, ...(mine && { mine }) }} />, 409)
}

async function theBib(door: Door, id: number): Promise<Bib & { readonly flavour: Flavour }> {
  const bib = await readBib(door.database.db, id, 'suppressed')
  if (!bib) throw new Problem('bib-gone', { bib: id })
  return bib
}
