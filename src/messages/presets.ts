import { storableText, type Tx } from '../kit/db/index.ts'
import { type Actor, audit } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { checkNote } from './check-template.ts'
import { isMessageKind, kindsWithNote, type MessageKind } from './kinds.ts'
import { tidyLine, tidyLines } from './render.ts'

/** A note to choose from when a message is sent. It may name the fields of its kind, but `note`. */
export interface Preset {
  readonly id: number
  readonly kind: MessageKind
  /** What staff choose it by. */
  readonly label: string
  readonly text: string
  /** Whether it is on offer. */
  readonly active: boolean
}

export type PresetFields = Pick<Preset, 'label' | 'text' | 'active'>

/** The notes for a kind of message, in their order; those on offer unless all are asked for. */
export async function presetsOf(tx: Tx, kind: MessageKind, { all = false } = {}): Promise<Preset[]> {
  let query = tx.selectFrom('message_presets').select(['id', 'label', 'text', 'active']).where('kind', '=', kind)
  if (!all) query = query.where('active', '=', true)
  const rows = await query.orderBy('position').orderBy('id').execute()
  return rows.map((row) => ({ ...row, kind }))
}

/** A note by its number, whether on offer or not. */
export async function readPreset(tx: Tx, id: number): Promise<Preset | undefined> {
  const row = await tx
    .selectFrom('message_presets')
    .select(['id', 'kind', 'label', 'text', 'active'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row && isMessageKind(row.kind) ? { ...row, kind: row.kind } : undefined
}

/** How many notes each kind has that has notes. */
export async function countPresets(tx: Tx): Promise<ReadonlyMap<MessageKind, number>> {
  const rows = await tx
    .selectFrom('message_presets')
    .select(['kind', ({ fn }) => fn.countAll<number>().as('count')])
    .groupBy('kind')
    .execute()
  return new Map(kindsWithNote.map((kind) => [kind, Number(rows.find((row) => row.kind === kind)?.count ?? 0)]))
}

/** Adds a note at the end of its kind's. @throws Problem template-wrong */
export async function addPreset(tx: Tx, kind: MessageKind, given: PresetFields, actor: Actor): Promise<number> {
  const preset = await checked(kind, given)
  const last = await tx
    .selectFrom('message_presets')
    .select(({ fn }) => fn.max('position').as('position'))
    .where('kind', '=', kind)
    .executeTakeFirst()
  const { id } = await tx
    .insertInto('message_presets')
    .values({ kind, ...preset, position: Number(last?.position ?? -1) + 1 })
    .returning('id')
    .executeTakeFirstOrThrow()
  await audit(tx, {
    actor,
    action: 'preset.add',
    subject: { kind: 'preset', id },
    detail: { kind, label: preset.label },
  })
  return id
}

/** @throws Problem not-found, template-wrong */
export async function changePreset(tx: Tx, id: number, given: PresetFields, actor: Actor): Promise<void> {
  const before = await readPreset(tx, id)
  if (!before) throw new Problem('not-found', { what: 'note' })
  const preset = await checked(before.kind, given)
  await tx.updateTable('message_presets').set(preset).where('id', '=', id).execute()
  await audit(tx, {
    actor,
    action: 'preset.change',
    subject: { kind: 'preset', id },
    detail: { before: { label: before.label, text: before.text, active: before.active }, after: preset },
  })
}

/** Puts the notes of a kind in this order. Numbers that are none of its notes do nothing. */
export async function orderPresets(tx: Tx, kind: MessageKind, ids: readonly number[]): Promise<void> {
  for (const [position, id] of ids.entries())
    await tx.updateTable('message_presets').set({ position }).where('id', '=', id).where('kind', '=', kind).execute()
}

/** @throws Problem not-found */
export async function removePreset(tx: Tx, id: number, actor: Actor): Promise<void> {
  const gone = await tx
    .deleteFrom('message_presets')
    .where('id', '=', id)
    .returning(['kind', 'label', 'text'])
    .executeTakeFirst()
  if (!gone) throw new Problem('not-found', { what: 'note' })
  await audit(tx, { actor, action: 'preset.remove', subject: { kind: 'preset', id }, detail: gone })
}

async function checked(kind: MessageKind, { label, text, active }: PresetFields): Promise<PresetFields> {
  const preset = { label: tidyLine(storableText(label)), text: tidyLines(storableText(text)), active }
  const [complaint] = await checkNote(kind, preset.text)
  if (complaint) throw new Problem('template-wrong', { part: 'text', ...complaint })
  return preset
}
