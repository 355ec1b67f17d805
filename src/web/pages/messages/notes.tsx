import type { RequestHandler } from 'express'
import { z } from 'zod'
import {
  addPreset,
  changePreset,
  fieldsOf,
  orderPresets,
  type Preset,
  presetsOf,
  removePreset,
} from '../../../messages/index.ts'
import { Problem } from '../../../problems.ts'
import { type Complaints, complaintsOf } from '../../complaints.ts'
import type { Door } from '../../door.ts'
import { type Exchange, formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { plainText } from '../admin/plain-text.ts'
import { NotesPage, type TypedNote } from './notes-page.tsx'
import { KindInAddress } from './template-address.ts'

const NotesAddress = z.object({ kind: KindInAddress, done: z.enum(['saved', 'added', 'removed']).optional() })
type NotesAddress = z.output<typeof NotesAddress>

interface Shown {
  readonly refusal?: string
  readonly typed?: TypedNote
  readonly complaints?: Complaints
  /** As they stand in the form, where it could not be saved. */
  readonly rows?: readonly Preset[]
}

/** The notes for one kind of message. */
export const notesPage = (door: Door): RequestHandler =>
  route(NotesAddress, (address, exchange) => show(door, address, exchange))

async function show(door: Door, { kind, done }: NotesAddress, { res }: Exchange, shown: Shown = {}, status = 200) {
  if (!fieldsOf(kind).has('note')) throw new Problem('not-found', { what: 'list of notes' })
  const presets = shown.rows ?? (await presetsOf(door.database.db, kind, { all: true }))
  sendPage(res, <NotesPage {...{ door, kind, done, presets, ...shown }} />, status)
}

const many = z.array(z.string().max(10_000)).max(500)
const Rows = z.object({ id: many, label: many, text: many, active: many, move: z.string().max(40).optional() })

/** Saves every note of a kind: words, order, what is on offer. */
export const saveNotesAct = (door: Door): RequestHandler =>
  route(NotesAddress, async (address, exchange) => {
    const { kind } = address
    const form = parse(Rows, formFields(exchange.req, Rows))
    const rows = (await presetsOf(door.database.db, kind, { all: true })).flatMap((preset) => {
      const n = form.id.indexOf(String(preset.id))
      if (n < 0) return []
      const label = form.label[n]?.trim() || preset.label
      return [{ ...preset, label, text: form.text[n] ?? '', active: form.active.includes(String(preset.id)) }]
    })
    let at = ''
    try {
      await door.database.tx(async (tx) => {
        for (const row of rows) {
          at = row.label
          await changePreset(tx, row.id, row, exchange.visitor.actor)
        }
        await orderPresets(
          tx,
          kind,
          moved(
            rows.map(({ id }) => id),
            form.move,
          ),
        )
      })
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'template-wrong') throw error
      const refusal = `“${at}”, line ${error.context['line']}: ${error.context['detail']}. Nothing was saved.`
      return await show(door, { kind }, exchange, { rows, refusal }, error.status)
    }
    exchange.res.redirect(303, `/admin/notes/${kind}?done=saved`)
  })

/** The order after a note was moved up or down: `up:12`. */
function moved(ids: readonly number[], move: string | undefined): number[] {
  const [way, id] = move?.split(':') ?? []
  const from = ids.indexOf(Number(id))
  const to = from + (way === 'up' ? -1 : 1)
  const order = [...ids]
  if (from < 0 || to < 0 || to >= ids.length) return order
  order[from] = ids[to]!
  order[to] = ids[from]!
  return order
}

const Fresh = z.object({
  label: plainText(80, 'Give it a name.'),
  text: z
    .string()
    .max(10_000)
    .refine((text) => text.trim() !== '', 'Write the note.')
    .default(''),
})

export const addNoteAct = (door: Door): RequestHandler =>
  route(NotesAddress, async ({ kind }, exchange) => {
    const fields = { label: '', text: '', ...formFields(exchange.req, Fresh) }
    const typed = { label: String(fields.label), text: String(fields.text) }
    const parsed = Fresh.safeParse(fields)
    if (!parsed.success)
      return await show(door, { kind }, exchange, { typed, complaints: complaintsOf(parsed.error) }, 400)
    if (!fieldsOf(kind).has('note')) throw new Problem('not-found', { what: 'list of notes' })
    try {
      await door.database.tx((tx) => addPreset(tx, kind, { ...parsed.data, active: true }, exchange.visitor.actor))
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'template-wrong') throw error
      const complaints = { text: `Line ${error.context['line']}: ${error.context['detail']}.` }
      return await show(door, { kind }, exchange, { typed, complaints }, error.status)
    }
    exchange.res.redirect(303, `/admin/notes/${kind}?done=added`)
  })

export const removeNoteAct = (door: Door): RequestHandler =>
  route(
    NotesAddress.extend({ note: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
    async ({ kind, note }, { res, visitor }) => {
      await door.database.tx((tx) => removePreset(tx, note, visitor.actor))
      res.redirect(303, `/admin/notes/${kind}?done=removed`)
    },
  )
