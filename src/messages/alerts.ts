import { storableText, type Tx } from '../kit/db/index.ts'

/** What somebody is told on the page of their alerts. */
export interface Alert {
  readonly id: number
  readonly text: string
  /** What it is about, in words. */
  readonly about: string
  /** Who it comes from. */
  readonly from?: string
  readonly requestId?: number
  readonly at: Date
  readonly readAt?: Date
}

export interface NewAlert {
  readonly personId: string
  /** Of one person, what makes it one. */
  readonly key: string
  readonly text: string
  readonly about: string
  readonly from?: string | undefined
  readonly requestId?: number | undefined
  readonly at: Date
}

/** Puts an alert on somebody's page. False, with nothing done, when it is there already. */
export async function addAlert(tx: Tx, alert: NewAlert): Promise<boolean> {
  const { personId, key, text, about, from, requestId, at } = alert
  const added = await tx
    .insertInto('alerts')
    .values({
      ...{ person_id: personId, key, text: storableText(text), about: storableText(about), created_at: at },
      from_name: from === undefined ? null : storableText(from),
      request_id: requestId ?? null,
    })
    .onConflict((oc) => oc.columns(['person_id', 'key']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return added !== undefined
}

/** Somebody's alerts: first those not read yet, of each kind the newest first. */
export async function listAlerts(tx: Tx, personId: string, most: number): Promise<Alert[]> {
  const rows = await tx
    .selectFrom('alerts')
    .select(['id', 'text', 'about', 'from_name', 'request_id', 'created_at', 'read_at'])
    .where('person_id', '=', personId)
    .orderBy(({ eb }) => eb('read_at', 'is not', null))
    .orderBy('id', 'desc')
    .limit(most)
    .execute()
  return rows.map(({ id, text, about, from_name, request_id, created_at, read_at }) => ({
    ...{ id, text, about, at: created_at },
    ...(from_name !== null && { from: from_name }),
    ...(request_id !== null && { requestId: request_id }),
    ...(read_at !== null && { readAt: read_at }),
  }))
}

/** How many somebody has not read. */
export async function countUnread(tx: Tx, personId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('alerts')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('person_id', '=', personId)
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Marks one of somebody's alerts as read, or all up to one: what came since the page was made has not been seen. */
export async function markRead(
  tx: Tx,
  personId: string,
  which: { readonly id: number } | { readonly upTo: number },
  at: Date,
): Promise<void> {
  const unread = tx
    .updateTable('alerts')
    .set({ read_at: at })
    .where('person_id', '=', personId)
    .where('read_at', 'is', null)
  await ('id' in which ? unread.where('id', '=', which.id) : unread.where('id', '<=', which.upTo)).execute()
}
