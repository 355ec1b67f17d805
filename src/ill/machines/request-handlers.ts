import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import { audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import type { EffectContext, EffectHandler, Handlers, Instance } from '../../workflow/index.ts'
import { auditActor, system } from '../actors.ts'
import { linesOf } from '../lines/read.ts'
import type { IllPorts } from '../ports.ts'
import { changesIn, detailsOf, namesOfChanges, type RequestDetails, writeDetails } from '../requests/details.ts'
import { isHeldBack } from '../requests/held-back.ts'
import { readRequest } from '../requests/read.ts'
import { later } from './later.ts'
import type { requestMachine } from './request.ts'

export interface RequestFacts {
  /** A copy of the linked record is in the catalogue. */
  readonly held: boolean
  /** A lender has shipped, or we have it. */
  readonly onItsWay: boolean
}

type Effects = keyof typeof requestMachine.effects
type Guards = keyof typeof requestMachine.guards
type Data = typeof requestMachine.start

/** What carries the request's machine out. */
export function requestHandlers({ news }: Pick<IllPorts, 'news'>): Handlers<Guards, Effects, Data, RequestFacts> {
  const telling: EffectHandler<Data> = {
    async run(tx, { instance, event, actor }) {
      const request = await requireRequest(tx, instance.id)
      const { via, at, form } = event
      await news.tell(tx, event.event, { request, actor, via, at, form }, `request:${instance.id}:${event.version}`)
    },
  }
  return {
    facts,
    later: (from, length) => later(from, length),
    waits: (tx, { id }) => isHeldBack(tx, id),
    guards: {
      notifies: ({ form }) => form?.notify === true,
      heldLocally: ({ facts: { held } }) => held,
      notOnItsWay: ({ facts: { onItsWay } }) => !onItsWay,
      attention: ({ data }) => data.attention,
    },
    effects: {
      tellBorrower: telling,
      alertBorrower: telling,
      changeDetails: {
        run: (tx, context) => changeDetails(tx, context, 'before', 'after'),
        undo: (tx, context) => changeDetails(tx, context, 'after', 'before'),
      },
      linkBib: { run: linkBib, undo: linkAsBefore },
      cancelLines: { run: cancelLines },
    },
  }
}

async function facts(tx: Tx, instances: readonly Instance[]): Promise<ReadonlyMap<number, RequestFacts>> {
  const { rows } = await sql<RequestFacts & { id: number }>`
    select r.id,
      exists (select from items t where t.bib_id = r.bib_id
        and not exists (select from ill_items x where x.item_id = t.id)) as held,
      exists (select from ill_lines l join workflow_instances i on i.id = l.id where l.request_id = r.id
        and i.state in ('shipped', 'not-received-overdue', 'received', 'renew-pending', 'overdue', 'renew-overdue', 'recall', 'lost'))
        as "onItsWay"
    from ill_requests r where r.id = any(${instances.map(({ id }) => id)}::bigint[])`.execute(tx)
  return new Map(rows.map(({ id, ...rest }) => [id, rest]))
}

export async function requireRequest(tx: Tx, id: number) {
  const request = await readRequest(tx, { id })
  if (!request) throw new Problem('request-gone', { id })
  return request
}

type Side = 'before' | 'after'

/** Takes a request's details from one side of a change to the other, if they are still what they were taken for. */
async function changeDetails(tx: Tx, { instance, event, actor }: EffectContext<Data>, from: Side, to: Side) {
  const { [from]: expected, [to]: wanted } = event.form as Readonly<Record<Side, RequestDetails>>
  const changed = changesIn(expected, detailsOf(await requireRequest(tx, instance.id)))
  if (changed !== '') throw new Problem('workflow-stale', { id: instance.id, changed })
  await writeDetails(tx, instance.id, wanted, event.at)
  await audit(tx, {
    actor: auditActor(actor, event.via),
    action: 'request.edit',
    subject: { kind: 'request', id: instance.id },
    // The trail outlasts the reader’s data: it says what changed, not to what.
    detail: { changed: namesOfChanges(expected, wanted) },
  })
}

async function linkBib(tx: Tx, { instance, event, actor }: EffectContext<Data>): Promise<void> {
  const bibId = event.form.bibId as number
  const bib = await tx
    .selectFrom('bibs')
    .select('id')
    .where('id', '=', bibId)
    .where('state', '<>', 'deleted')
    // Nobody deletes it before the link stands.
    .forShare()
    .executeTakeFirst()
  if (!bib) throw new Problem('bib-gone', { bib: bibId })
  await tx
    .updateTable('ill_requests')
    .set({ bib_id: bibId, linked_at: event.at })
    .where('id', '=', instance.id)
    .execute()
  await audit(tx, {
    actor: auditActor(actor, event.via),
    action: 'request.link',
    subject: { kind: 'request', id: instance.id },
    detail: { bib: bibId },
  })
}

/** The record that was linked before goes on; or none, while nobody has been asked for it. @throws Problem undo-refused */
async function linkAsBefore(tx: Tx, { instance, event, engine, actor }: EffectContext<Data>): Promise<void> {
  const history = await engine.history(tx, instance.id)
  const undone = new Set(history.flatMap(({ undoes }) => undoes ?? []))
  const earlier = history.filter((one) => one.event === 'link' && one.version < event.version)
  const before = earlier.filter(({ version }) => !undone.has(version)).at(-1)
  const { source } = await requireRequest(tx, instance.id)
  const bibId = (before?.form['bibId'] as number | undefined) ?? (source.kind === 'local' ? source.bibId : null)
  const lines = (await linesOf(tx, [instance.id], event.at)).get(instance.id)!
  if (bibId === null && lines.length > 0) throw new Problem('undo-refused', { reason: 'it has lenders by now' })
  await tx
    .updateTable('ill_requests')
    .set({ bib_id: bibId, linked_at: bibId === null ? null : (before?.at ?? event.at) })
    .where('id', '=', instance.id)
    .execute()
  await audit(tx, {
    actor: auditActor(actor, event.via),
    action: 'request.unlink',
    subject: { kind: 'request', id: instance.id },
    detail: { bib: event.form['bibId'], now: bibId },
  })
}

/** A lender's turn that ends with the request: it has been asked, and has sent nothing yet. */
export const isCancelledWithRequest = (state: string): boolean => state === 'pending' || state === 'conditional'

/** Lenders who have been asked are told; those who have shipped go on. */
async function cancelLines(tx: Tx, { instance, engine, event }: EffectContext<Data>): Promise<void> {
  const lines = (await linesOf(tx, [instance.id], event.at)).get(instance.id)!
  for (const { id, state, lender, data } of lines)
    if (isCancelledWithRequest(state))
      await engine.act(tx, id, 'cancel', {
        actor: system,
        via: 'job',
        form: { transmit: lender.reachable && !data.otherMeans },
      })
}
