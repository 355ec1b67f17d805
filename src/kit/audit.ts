import { type RawBuilder, sql } from 'kysely'
import { Problem } from '../problems.ts'
import { storableJson, storableText, type Tx } from './db/index.ts'

/** Who does something, and by which door. */
export interface Actor {
  /** Of the account; a command line has none. */
  readonly id?: string
  readonly name: string
  readonly via: 'web' | 'api' | 'cli' | 'job'
  /** The only branches whose things may be changed; every branch's where it is left out. */
  readonly branches?: ReadonlySet<string>
}

/**
 * Belongs in front of whatever is done to a thing of a branch, in the same transaction.
 * @throws Problem not-your-branch
 */
export function mustActIn(branch: string, { branches }: Actor): void {
  if (branches && !branches.has(branch)) throw new Problem('not-your-branch', { branch })
}

/** One line of the audit trail. `detail` holds small facts, never a secret. */
export interface AuditEntry {
  readonly actor: Actor
  readonly action: string
  readonly subject: { readonly kind: string; readonly id: string | number }
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Writes lines of the audit trail, in the transaction of what they tell of. */
export async function audit(tx: Tx, ...entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return
  await tx
    .insertInto('audit')
    .values(
      entries.map(({ actor, action, subject, detail = {} }) => ({
        actor_id: actor.id ?? null,
        actor_name: storableText(actor.name),
        via: actor.via,
        action,
        subject_kind: subject.kind,
        subject_id: storableText(String(subject.id)),
        detail: storableJson(detail),
      })),
    )
    .execute()
}

/** What stands where a reader's name was. */
export const aReader = 'a reader'

/** Takes out of lines of the audit trail, by a condition on them, which reader they are about or were caused by. */
export async function forgetReaders(tx: Tx, which: RawBuilder<unknown>): Promise<void> {
  await sql`
    update audit set detail = detail - 'patron',
      actor_id = case when by_reader then null else actor_id end,
      actor_name = case when by_reader then ${aReader} else actor_name end
    from (select a.id as line, exists (select from people p where p.id = a.actor_id and p.kind = 'patron') as by_reader
      from audit a where ${which}) found
    where id = line`.execute(tx)
}
