import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { storableJson, storableText, type Tx } from '../kit/db/index.ts'
import { type Actor, audit, type Seal } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { secretOf } from '../zoom/index.ts'
import { Entry, type TargetEntry, type WrittenEntry } from './entries.ts'
import { brieflyWritten, placeOfSecret, takesSecret, withSecret } from './written-entry.ts'

/** As many as a file may hold. */
const mostTargets = 1000

/** A target that staff keep, without its secret. */
export interface KeptTarget {
  readonly id: string
  readonly version: number
  /** Undefined where this version of Farshelf does not understand what is kept. */
  readonly entry: TargetEntry | undefined
  /** Whether a secret is kept for it. */
  readonly hasSecret: boolean
  readonly changedAt: Date
  readonly changedByName: string
}

/** Who keeps targets, when, and with what. */
export interface Keeping {
  readonly actor: Actor
  readonly at: Date
  readonly seal: Seal
  /** Ids of the file: they are not kept here. */
  readonly inFile: ReadonlySet<string>
}

const columns = [
  ...(['id', 'version', 'entry', 'sealed'] as const),
  ...(['changed_at as changedAt', 'changed_by_name as changedByName'] as const),
] as const

interface Row extends Omit<KeptTarget, 'entry' | 'hasSecret'> {
  readonly entry: unknown
  readonly sealed: string | null
}

const keptOf = ({ entry, sealed, ...row }: Row): KeptTarget => ({
  ...row,
  entry: readEntry(row.id, entry),
  hasSecret: sealed !== null,
})

/** What is kept of an entry, read; undefined where it is not understood. */
const readEntry = (id: string, entry: unknown): TargetEntry | undefined =>
  Entry.safeParse({ ...(entry as object), id }).data

/** All that are kept, without their secrets. */
export const listKeptTargets = async (tx: Tx): Promise<readonly KeptTarget[]> =>
  (await tx.selectFrom('targets').select(columns).orderBy('id').execute()).map(keptOf)

export async function readKeptTarget(tx: Tx, id: string): Promise<KeptTarget | undefined> {
  const row = await tx.selectFrom('targets').select(columns).where('id', '=', id).executeTakeFirst()
  return row && keptOf(row)
}

/** All that are kept, as they are searched: with their secrets. What cannot be read is left out, and named. */
export async function searchedTargets(
  tx: Tx,
  seal: Seal,
): Promise<{ readonly entries: readonly TargetEntry[]; readonly unread: ReadonlyMap<string, string> }> {
  const entries: TargetEntry[] = []
  const unread = new Map<string, string>()
  for (const { id, entry, sealed } of await tx.selectFrom('targets').select(columns).orderBy('id').execute()) {
    const read = readEntry(id, entry)
    if (!read) unread.set(id, 'its settings are not understood: they were kept by another version of Farshelf')
    else if (sealed === null) entries.push(read)
    else
      try {
        entries.push(withSecret(read, seal.open(sealed, placeOf(id))))
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        unread.set(id, 'its password was encrypted with another key: enter it again')
      }
  }
  return { entries, unread }
}

/** Grows with each change of what is kept, by whatever process. */
export async function keptVersion(tx: Tx): Promise<number> {
  const row = await tx.selectFrom('target_changes').select('version').executeTakeFirstOrThrow()
  return row.version
}

/** To be called first by whatever changes targets: others wait until its transaction ends. */
export const begin = (tx: Tx) => sql`update target_changes set version = version + 1`.execute(tx)

/**
 * Keeps a new target. Its secret is encrypted.
 * @throws Problem bad-input, target-in-file, target-id-taken, targets-full, secret-key-missing
 */
export async function addTarget(tx: Tx, written: WrittenEntry, keeping: Keeping): Promise<KeptTarget> {
  const entry = checked(written)
  const { id } = entry
  const { actor, inFile } = keeping
  if (inFile.has(id)) throw new Problem('target-in-file', { id })
  await begin(tx)
  const { count } = await tx
    .selectFrom('targets')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  if (count >= mostTargets) throw new Problem('targets-full', { most: mostTargets })
  if (await readKeptTarget(tx, id)) throw new Problem('target-id-taken', { id })
  const secret = secretOf(entry)
  const row = await tx
    .insertInto('targets')
    .values({ id, ...rowOf(entry, keeping), sealed: secret === undefined ? null : sealed(keeping, id, secret) })
    .returning(columns)
    .executeTakeFirstOrThrow()
  await audit(tx, {
    ...{ actor, action: 'target.add', subject: { kind: 'target', id } },
    detail: { ...told(entry), password: secret === undefined ? 'none' : 'set' },
  })
  return keptOf(row)
}

/** What becomes of the secret there is, where none is given: it stays where it was given for, or is forgotten. */
export type SecretFate = 'keep' | 'forget'

/**
 * Changes a target. A secret that is not given anew is kept, but goes to no other place than it was given for.
 * @param seen the version that was looked at; undefined for whichever there is
 * @throws Problem not-found, version-conflict, bad-input, target-secret-needed, secret-key-missing
 */
export async function changeTarget(
  tx: Tx,
  seen: number | undefined,
  written: WrittenEntry,
  keeping: Keeping,
  fate: SecretFate = 'keep',
): Promise<KeptTarget> {
  const entry = checked(written)
  const { id } = entry
  await begin(tx)
  const before = await held(tx, id, seen)
  const secret = secretOf(entry)
  const keeps = secret === undefined && fate === 'keep' && before.sealed !== null && takesSecret(entry)
  const was = readEntry(id, before.entry)
  if (keeps && !(was && isDeepStrictEqual(placeOfSecret(was), placeOfSecret(entry))))
    throw new Problem('target-secret-needed')
  const row = await tx
    .updateTable('targets')
    .set({
      ...{ ...rowOf(entry, keeping), version: before.version + 1 },
      sealed: keeps ? before.sealed : secret === undefined ? null : sealed(keeping, id, secret),
    })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  const password = secret !== undefined ? 'set' : keeps ? 'kept' : before.sealed === null ? 'none' : 'removed'
  await audit(tx, {
    ...{ actor: keeping.actor, action: 'target.change', subject: { kind: 'target', id } },
    detail: { ...told(entry), changed: changedSettings(was, entry).join(' '), password },
  })
  return keptOf(row)
}

/** Keeps a target no longer, nor its secret. @throws Problem not-found, version-conflict */
export async function removeTarget(tx: Tx, id: string, seen: number | undefined, actor: Actor): Promise<void> {
  await begin(tx)
  const before = await held(tx, id, seen)
  await tx.deleteFrom('targets').where('id', '=', id).execute()
  await tx.deleteFrom('target_lessons').where('target', '=', id).execute()
  await tx.deleteFrom('target_health').where('target', '=', id).execute()
  const was = readEntry(id, before.entry)
  await audit(tx, { actor, action: 'target.remove', subject: { kind: 'target', id }, detail: was ? told(was) : {} })
}

async function held(tx: Tx, id: string, seen: number | undefined): Promise<Row> {
  const row = await tx.selectFrom('targets').select(columns).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw new Problem('not-found', { what: 'target' })
  const { version } = row
  if (seen !== undefined && seen !== version) throw new Problem('version-conflict', { what: 'target', id, version })
  return row
}

/** @throws Problem bad-input with the setting and what is allowed */
function checked(written: WrittenEntry): TargetEntry {
  const parsed = Entry.safeParse(written)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Problem('bad-input', { detail: `${issue!.path.join('.')}: ${issue!.message}` })
}

function rowOf(entry: TargetEntry, { actor, at }: Keeping) {
  const { id: _, ...others } = brieflyWritten(withSecret(entry, undefined))
  return {
    entry: storableJson(others),
    changed_at: at,
    changed_by: actor.id ?? null,
    changed_by_name: storableText(actor.name),
  }
}

/** What a target's secret is sealed for. */
export const placeOf = (id: string) => `target ${id}`
const sealed = ({ seal }: Keeping, id: string, secret: string): string => seal.seal(secret, placeOf(id))

/** What the audit says of a target: of an SRU address no more than its host, as there may be a key in the rest. */
const told = (entry: TargetEntry) => ({
  label: entry.label,
  address: entry.protocol === 'sru' ? new URL(entry.url).origin : `${entry.host}:${entry.port}`,
  enabled: entry.enabled,
})

/** The names of settings that differ; of secrets nothing. */
function changedSettings(before: TargetEntry | undefined, after: TargetEntry): readonly string[] {
  if (!before) return []
  const [was, is]: Readonly<Record<string, unknown>>[] = [withSecret(before, undefined), withSecret(after, undefined)]
  return [...new Set([...Object.keys(was!), ...Object.keys(is!)])].filter(
    (name) => !isDeepStrictEqual(was![name], is![name]),
  )
}
