import { sql } from 'kysely'
import type { Tx } from '../../kit/db/index.ts'
import type { EffectContext, EffectHandler, Handlers, Instance } from '../../workflow/index.ts'
import { system } from '../actors.ts'
import { said } from '../adapters/said.ts'
import type { Service } from '../citation-form/index.ts'
import { postFee, reverseFee, SettlementSettings, schemeFee } from '../fees/index.ts'
import { byMail, isReachable, type Protocol, readLender, standingOf } from '../lenders/index.ts'
import { readLines } from '../lines/read.ts'
import { moneyIn } from '../money/index.ts'
import type { IllPorts, LineAct } from '../ports.ts'
import { isHeldBack } from '../requests/held-back.ts'
import { lineEnded, unendLine } from '../rota/ended.ts'
import { RotaSettings } from '../rota/settings.ts'
import { type AnswerTime, answerBy, expiresAt, notBefore, resumed } from './answer-time.ts'
import { type borrowingMachine, type LineState, liveLineStates } from './borrowing.ts'
import { borrowingMessages, type TellingEffect } from './borrowing-messages.ts'
import { later } from './later.ts'
import { openRequestStates } from './request.ts'
import { requireRequest } from './request-handlers.ts'

export interface LineFacts extends AnswerTime {
  readonly linked: boolean
  readonly service: Service
  readonly email: string
  readonly endpoint: string
  readonly protocol: Protocol
  readonly settlement: string
  /** The lender takes requests now. */
  readonly open: boolean
  /** Another line of the request is under way. */
  readonly otherLive: boolean
  /** Some line of the request was terminated. */
  readonly terminated: boolean
  /** The request is over: it would have to be reopened. */
  readonly ended: boolean
}

type Effects = keyof typeof borrowingMachine.effects
type Guards = keyof typeof borrowingMachine.guards
type Data = typeof borrowingMachine.start

/** What carries a lender's line out. */
export function borrowingHandlers({
  circulation,
  channel,
  clock,
  rota = RotaSettings.parse({}),
  symbol = '',
  settlement = SettlementSettings.parse({}),
}: Omit<IllPorts, 'news'>): Handlers<Guards, Effects, Data, LineFacts> {
  const sends = (effect: TellingEffect): EffectHandler<Data> => {
    const message = borrowingMessages[effect]
    return {
      prepare: async (tx, context) => await channel.write?.(tx, message, await actOf(tx, context)),
      run: async (tx, context) =>
        channel.send(
          tx,
          message,
          await actOf(tx, context),
          `line:${context.instance.id}:${context.event.version}:${message}`,
          context.prepared,
        ),
    }
  }
  return {
    facts: (tx, instances) => facts(tx, instances, clock.now()),
    later: (from, length, { calendar }) => later(from, length, calendar),
    values: {
      answerBy: ({ facts, at, form }) => answerBy(facts, at, said(form?.answerBy), rota),
      expiresAt: ({ facts, at, form }) =>
        said(form?.expiresAt) ?? expiresAt(facts, answerBy(facts, at, said(form?.answerBy), rota), rota),
      afterCondition: ({ data, facts, form }) =>
        notBefore(facts.calendar, data.expiresAt, said(form?.replyBy) ?? data.replyBy),
      resumed: ({ data, at }) => resumed(data.expiresAt, data.cancelAskedAt, at),
    },
    // Of two who ask two lenders at once, the second one sees what the first has done.
    holds: { request: holdRequest },
    waits: (tx, { id }) => isHeldBack(tx, id),
    guards: {
      linked: ({ facts: { linked } }) => linked,
      approved: ({ data }) => data.approved,
      goesOn: ({ data, facts: { terminated, ended } }) => !data.terminated && !terminated && !ended,
      lenderOpen: ({ facts: { open } }) => open,
      aloneOrMeant: ({ facts: { otherLive }, form }) => !otherLive || form?.another === true,
      transmits: ({ form }) => form?.transmit === true,
      reachable: ({ facts }) => isReachable(facts),
      heardByStaff: ({ data, facts: { protocol } }) => byMail.has(protocol) || data.otherMeans,
      requestFailed: ({ form }) => form?.message === 'request',
      renewalFailed: ({ form }) => form?.message === 'renew',
      answersItself: ({ facts: { protocol } }) => !byMail.has(protocol),
      asLoan: ({ form, facts: { service } }) => (form?.service ?? service) === 'loan',
      loanAsked: ({ data, facts: { service } }) => (data.shippedService ?? service) === 'loan',
      copyAsked: ({ data, facts: { service } }) => (data.shippedService ?? service) === 'copy',
      loanShipped: ({ data, facts: { service } }) => (data.shippedService ?? service) === 'loan',
      settled: ({ facts }) => facts.settlement !== 'none' || settlement.withoutScheme.includes('costAdjustment'),
      cameIn: ({ data }) => data.receivedAt !== null,
      sentHome: ({ data }) => data.returnedAt !== null || data.closedByPartner,
      announced: ({ data }) => data.shippedAt !== null,
      returnedHome: ({ data }) => data.closedByPartner,
      reopened: ({ data }) => data.reopened,
      cancelAsked: ({ data }) => data.cancelAskedAt !== null,
      termsHeard: ({ data }) => data.termsHeard,
      newerDue: ({ data: { dueSaid }, form }) => dueIn(form) > (dueSaid ?? ''),
      olderDue: ({ data: { dueSaid }, form }) => dueIn(form) < (dueSaid ?? ''),
      unanswered: ({ data }) => data.noAnswerAt === null,
      attention: ({ data }) => data.attention,
    },
    effects: {
      sendRequest: sends('sendRequest'),
      sendAcceptance: sends('sendAcceptance'),
      sendRefusal: sends('sendRefusal'),
      sendCancel: sends('sendCancel'),
      sendReceived: sends('sendReceived'),
      sendRenewal: sends('sendRenewal'),
      sendReturned: sends('sendReturned'),
      sendLost: sends('sendLost'),
      sendDamaged: sends('sendDamaged'),
      sendMessage: sends('sendMessage'),
      createItem: {
        run: async (tx, context) => circulation.receive(tx, await actOf(tx, context)),
        undo: async (tx, context) => circulation.unreceive(tx, await actOf(tx, context)),
      },
      setDue: {
        run: async (tx, context) => circulation.changeDue(tx, await actOf(tx, context)),
      },
      closeItem: { run: async (tx, context) => circulation.close(tx, await actOf(tx, context)) },
      lineEnded: {
        async run(tx, { instance, engine, event }) {
          const line = (await readLines(tx, [instance.id], event.at)).get(instance.id)!
          await engine.act(tx, line.requestId, 'lineEnded', { actor: system, via: 'job' })
          await lineEnded(tx, line)
        },
        // The request was told, and being told twice does no harm.
        undo: (tx, { instance }) => unendLine(tx, instance.id),
      },
      postFee: {
        async run(tx, context) {
          const { line } = await actOf(tx, context)
          const { settlement: scheme, id } = line.lender
          if (scheme === 'none') return
          const lender = (await readLender(tx, id))!
          const service = line.data.shippedService ?? 'loan'
          const listed = service === 'copy' ? lender.copyCost : lender.loanCost
          const said = moneyIn(context.event.form.cost)
          const cost =
            said ?? (listed === null ? schemeFee(settlement, scheme, service) : { amount: listed, currency: '' })
          await postFee(tx, causeOf(context), {
            ...{ partnerId: id, scheme, debtor: symbol, creditor: lender.symbol },
            cost: cost && { amount: cost.amount, currency: cost.currency || lender.currency },
          })
        },
        // It is taken back now, whenever it was posted.
        undo: (tx, context) => reverseFee(tx, { ...causeOf(context), at: new Date(clock.now()) }),
      },
      reverseFee: { run: (tx, context) => reverseFee(tx, causeOf(context)) },
    },
  }
}

/** The date due that a lender names; where it names none, later than any. */
const dueIn = (form: Readonly<Record<string, unknown>> = {}): string =>
  said(form['dueAtLender'] ?? form['wasDue']) ?? '9999'

const holdRequest = (tx: Tx, { id }: Instance) =>
  sql`select from workflow_instances where id = (select request_id from ill_lines where id = ${id})
    for no key update`.execute(tx)

const causeOf = ({ instance, event }: EffectContext<Data>) => ({
  ...{ side: 'borrowing' as const, id: instance.id, version: event.version, at: event.at },
})

async function actOf(tx: Tx, { instance, event, actor }: EffectContext<Data>): Promise<LineAct> {
  const stored = (await readLines(tx, [instance.id], event.at)).get(instance.id)!
  const { state, data, version, lastEvent, changedAt } = instance
  // While the event is being stored the row is still as it was before it.
  const line = { ...stored, state: state as LineState, data, version, lastEvent, changedAt }
  const request = await requireRequest(tx, line.requestId)
  return { line, request, actor, via: event.via, at: event.at, version: event.version, form: event.form }
}

type FactRow = Omit<LineFacts, 'open'> & {
  readonly id: number
  readonly active: boolean
  readonly closed: boolean
  readonly suspendedUntil: string | null
}

async function facts(tx: Tx, instances: readonly Instance[], now: number): Promise<ReadonlyMap<number, LineFacts>> {
  const { rows } = await sql<FactRow>`
    select l.id, r.bib_id is not null as linked, r.service, r.needed_by::text as "neededBy",
      coalesce((select automatic from ill_rotas o where o.request_id = r.id), false) as automatic,
      d.email, d.endpoint, d.protocol, d.settlement, d.active, d.closed,
      d.suspended_until as "suspendedUntil", d.calendar, others.live as "otherLive", others.terminated,
      whole.state <> all(${[...openRequestStates]}::text[]) as ended
    from ill_lines l
    join ill_requests r on r.id = l.request_id
    join workflow_instances whole on whole.id = l.request_id
    join lenders d on d.id = l.lender_id
    cross join lateral (
      select coalesce(bool_or(i.state = any(${[...liveLineStates]}::text[]) and not (i.data->>'closed')::boolean), false) as live,
        coalesce(bool_or((i.data->>'terminated')::boolean), false) as terminated
      from ill_lines o join workflow_instances i on i.id = o.id where o.request_id = l.request_id and o.id <> l.id
    ) others
    where l.id = any(${instances.map(({ id }) => id)}::bigint[])`.execute(tx)
  return new Map(
    rows.map(({ id, active, closed, suspendedUntil, ...rest }) => {
      const { timeZone } = rest.calendar
      const open = standingOf({ active, closed, suspendedUntil, timeZone }, now) === 'open'
      return [id, { ...rest, open }]
    }),
  )
}
