import { sql } from 'kysely'
import type { Tx } from '../kit/db/index.ts'
import { Problem } from '../problems.ts'
import type { Standing } from './rules.ts'

export interface Patron extends Standing {
  readonly id: string
  readonly name: string
  /** Card number. */
  readonly card: string
  /** Notices by e-mail they do without. */
  readonly noticesOff: readonly string[]
}

/**
 * A patron and what counts towards limits. With `hold`, held until the transaction ends: of two desks that lend to the
 * same person, the second sees what the first one did. Always after the title, which circulation's order of locks is.
 * @param today YYYY-MM-DD, where the question is asked
 * @throws Problem not-found
 */
export async function patronOf(tx: Tx, id: string, today: string, hold?: 'hold'): Promise<Patron> {
  if (hold) await sql`select from people where id = ${id} for no key update`.execute(tx)
  const {
    rows: [row],
  } = await sql<PatronRow>`
    select p.id, p.name, p.login as card, p.active, p.blocked, p.expires_on as "expiresOn", p.patron_group as "group",
      p.notices_off as "noticesOff",
      (select count(*) from loans l where l.patron_id = p.id and l.returned_at is null) as loans,
      (select count(*) from loans l where l.patron_id = p.id and l.returned_at is null and l.due_on < ${today}::date)
        as overdue,
      (select count(*) from reservations r where r.patron_id = p.id and r.closed_at is null
        and not exists (select from ill_items i where i.item_id = r.item_id)) as reservations
    from people p where p.id = ${id} and p.kind = 'patron'`.execute(tx)
  if (!row) throw new Problem('not-found', { what: 'patron' })
  const { expiresOn, group, ...rest } = row
  return { ...rest, ...(expiresOn !== null && { expiresOn }), ...(group !== null && { group }) }
}

type PatronRow = Omit<Patron, 'expiresOn' | 'group'> & { expiresOn: string | null; group: string | null }
