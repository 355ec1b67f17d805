import { storableText, type Tx } from '../../kit/db/index.ts'
import { type Actor, audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'

export const codeLists = ['location', 'collection', 'item-status'] as const
export type CodeList = (typeof codeLists)[number]

/** An authorised value. Inactive ones stay on the items that have them and are offered to no other. */
export interface Code {
  readonly code: string
  readonly label: string
  readonly position: number
  readonly active: boolean
  /** Of an item status: whether such an item can be lent. */
  readonly available: boolean
  /** Programs name it, so it can't be removed. */
  readonly builtIn: boolean
}

/** What can be said of a code. */
export type CodeFields = Omit<Code, 'builtIn'>

export type Branch = Omit<CodeFields, 'available'>

/** The codes of a list in the order pages show them. */
export async function codeList(tx: Tx, list: CodeList): Promise<Code[]> {
  return await tx
    .selectFrom('codes')
    .select(['code', 'label', 'position', 'active', 'available', 'built_in as builtIn'])
    .where('list', '=', list)
    .orderBy('position')
    .orderBy('label')
    .execute()
}

/** Adds a code or changes what it says. The code itself never changes: items name it. */
export async function saveCode(tx: Tx, list: CodeList, code: CodeFields, actor: Actor): Promise<void> {
  const { position, active, available } = code
  const [name, label] = [storableText(code.code), storableText(code.label)]
  await tx
    .insertInto('codes')
    .values({ list, code: name, label, position, active, available })
    .onConflict((oc) => oc.columns(['list', 'code']).doUpdateSet({ label, position, active, available }))
    .execute()
  await audit(tx, {
    actor,
    action: 'code.save',
    subject: { kind: list, id: name },
    detail: { label, active, available },
  })
}

/** @throws Problem code-in-use, code-built-in */
export async function removeCode(tx: Tx, list: CodeList, code: string, actor: Actor): Promise<void> {
  const column = list === 'item-status' ? 'status' : list
  // Held, so that no item takes it while it is counted.
  const held = await tx
    .selectFrom('codes')
    .select('built_in')
    .where('list', '=', list)
    .where('code', '=', code)
    .forUpdate()
    .executeTakeFirst()
  if (held?.built_in) throw new Problem('code-built-in', { code })
  await refuseUsed(tx, column, code)
  await tx.deleteFrom('codes').where('list', '=', list).where('code', '=', code).execute()
  await audit(tx, { actor, action: 'code.remove', subject: { kind: list, id: code } })
}

/** The branches in the order pages show them. */
export async function branches(tx: Tx): Promise<Branch[]> {
  return await tx
    .selectFrom('branches')
    .select(['code', 'name as label', 'position', 'active'])
    .orderBy('position')
    .orderBy('name')
    .execute()
}

/** Adds a branch or changes what it says. */
export async function saveBranch(tx: Tx, { position, active, ...texts }: Branch, actor: Actor): Promise<void> {
  const [code, label] = [storableText(texts.code), storableText(texts.label)]
  await tx
    .insertInto('branches')
    .values({ code, name: label, position, active })
    .onConflict((oc) => oc.column('code').doUpdateSet({ name: label, position, active }))
    .execute()
  await audit(tx, { actor, action: 'code.save', subject: { kind: 'branch', id: code }, detail: { label, active } })
}

/** @throws Problem code-in-use */
export async function removeBranch(tx: Tx, code: string, actor: Actor): Promise<void> {
  await tx.selectFrom('branches').select('code').where('code', '=', code).forUpdate().execute()
  await refuseUsed(tx, 'branch', code)
  await tx.deleteFrom('branches').where('code', '=', code).execute()
  await audit(tx, { actor, action: 'code.remove', subject: { kind: 'branch', id: code } })
}

async function refuseUsed(
  tx: Tx,
  column: 'branch' | 'status' | 'location' | 'collection',
  code: string,
): Promise<void> {
  const { items } = await tx
    .selectFrom('items')
    .select((eb) => eb.fn.countAll<number>().as('items'))
    .where(column, '=', code)
    .executeTakeFirstOrThrow()
  if (items > 0) throw new Problem('code-in-use', { code, items })
}
