import { sql } from 'kysely'
import { z } from 'zod'
import type { Calendar } from '../../kit/calendar/index.ts'
import { dateIn } from '../../kit/calendar/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { audit } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import type { EffectContext, EffectHandler, Handlers, Instance } from '../../workflow/index.ts'
import { auditActor } from '../actors.ts'
import type { Service } from '../citation-form/index.ts'
import { differencesNamed, differencesSaid } from '../differences.ts'
import { ResponderMessage } from '../exchange/message.ts'
import { postFee, reverseFee, SettlementSettings, schemeFee } from '../fees/index.ts'
import { detailsOfLending, type LendingDetails, lendingDifferences, writeLendingDetails } from '../lending/details.ts'
import { readLendings } from '../lending/read.ts'
import { type HoldWish, type LendingAct, systemWays, type Way } from '../lending/types.ts'
import { moneyIn } from '../money/index.ts'
import type { IllPorts } from '../ports.ts'
import type { LendingState, lendingMachine } from './lending.ts'
import { lendingMessages, type SendingEffect } from './lending-messages.ts'
import { endOf, endOfLast } from './lending-time.ts'

export interface LendingFacts {
  readonly via: Way
  readonly hold: HoldWish
  readonly services: readonly Service[]
  readonly settlement: string
  /** Our own. */
  readonly calendar: Calendar
}

type Effects = keyof typeof lendingMachine.effects
type Guards = keyof typeof lendingMachine.guards
type Data = typeof lendingMachine.start

/** What carries out what becomes of a request of another library. */
export function lendingHandlers({
  shelf,
  borrowers,
  clock,
  symbol = '',
  settlement = SettlementSettings.parse({}),
}: Pick<IllPorts, 'shelf' | 'borrowers' | 'clock' | 'symbol' | 'settlement'>): Handlers<
  Guards,
  Effects,
  Data,
  LendingFacts
> {
  /** The messages are made when the event happens; a job sends them, in their order. */
  const sends = (effect: SendingEffect): EffectHandler<Data> => {
    const write = async (tx: Tx, { instance: { state, data }, event }: EffectContext<Data>) => {
      const { timeZone } = await shelf.calendar(tx)
      const today = dateIn(timeZone, event.at.getTime())
      return lendingMessages[effect]({ event: event.event, form: event.form, state, data, today })
    }
    return {
      prepare: write,
      async run(tx, context) {
        const { prepared, instance, event } = context
        const messages = prepared === undefined ? await write(tx, context) : Messages.parse(prepared)
        const act = await actOf(tx, context)
        for (const message of messages)
          await borrowers.send(tx, message, act, `lending:${instance.id}:${event.version}:${message.type}`)
      },
    }
  }
  const within = (
    run: (tx: Tx, act: LendingAct) => Promise<unknown>,
    undo?: (tx: Tx, act: LendingAct) => Promise<unknown>,
  ): EffectHandler<Data> => ({
    run: async (tx, context) => void (await run(tx, await actOf(tx, context))),
    ...(undo && { undo: async (tx, context) => void (await undo(tx, await actOf(tx, context))) }),
  })
  return {
    facts: async (tx, instances) => facts(tx, instances, await shelf.calendar(tx)),
    later: (from, length, { calendar }) => endOfLast(from, length, calendar),
    guards: {
      byHand: ({ facts: { via } }) => !systemWays.has(via),
      mayHold: ({ facts: { hold } }) => hold !== 'no',
      replyLater: ({ data, form, facts: { calendar } }) =>
        data.expiresAt !== null &&
        typeof form?.['replyBy'] === 'string' &&
        endOf(calendar, form['replyBy']) > new Date(data.expiresAt),
      expires: ({ data }) => data.expiresAt !== null,
      otherAsked: ({ facts: { services } }) => services.length > 1,
      asLoan: ({ form, data }) => (form?.['service'] ?? data.service) === 'loan',
      asAsked: ({ form, data }) => (form?.['service'] ?? data.service) === data.service,
      dueSaid: ({ form }) => form?.['dueOn'] !== undefined,
      dueKnown: ({ data, form }) => (form?.['dueOn'] ?? data.dueOn) !== null,
      laterDue: ({ data, form }) => String(form?.['dueOn'] ?? '') > (data.dueOn ?? ''),
      loanShipped: ({ data }) => data.shippedService === 'loan',
      notReceived: ({ data }) => data.receivedAt === null && data.returnedAt === null,
      settled: ({ facts }) => facts.settlement !== 'none' || settlement.withoutScheme.includes('unship'),
      attention: ({ data }) => data.attention,
      uncompleted: ({ data }) => data.completedAt === null,
    },
    effects: {
      sendConditional: sends('sendConditional'),
      sendWillSupply: sends('sendWillSupply'),
      sendHold: sends('sendHold'),
      sendNotSupplied: sends('sendNotSupplied'),
      sendExpired: sends('sendExpired'),
      sendCancelYes: sends('sendCancelYes'),
      sendCancelNo: sends('sendCancelNo'),
      sendShipped: sends('sendShipped'),
      sendShippedAllTheSame: sends('sendShippedAllTheSame'),
      sendUnship: sends('sendUnship'),
      sendOverdue: sends('sendOverdue'),
      sendRecall: sends('sendRecall'),
      sendRenewYes: sends('sendRenewYes'),
      sendRenewNo: sends('sendRenewNo'),
      sendCheckedIn: sends('sendCheckedIn'),
      sendLost: sends('sendLost'),
      sendDamaged: sends('sendDamaged'),
      sendMessage: sends('sendMessage'),
      sendStatus: sends('sendStatus'),
      changeDetails: {
        run: (tx, context) => changeDetails(tx, context, 'before', 'after'),
        undo: (tx, context) => changeDetails(tx, context, 'after', 'before'),
      },
      linkItem: {
        run: (tx, context) => link(tx, context, ''),
        undo: (tx, context) => link(tx, context, 'was'),
      },
      placeHold: within(
        (tx, act) => shelf.hold(tx, act),
        (tx, act) => shelf.release(tx, act),
      ),
      dropHold: within(
        (tx, act) => shelf.release(tx, act),
        (tx, act) => shelf.holdAgain(tx, act),
      ),
      lend: within(
        (tx, act) => shelf.lend(tx, act),
        (tx, act) => shelf.unlend(tx, act),
      ),
      changeDue: within((tx, act) => shelf.changeDue(tx, act)),
      takeBack: within((tx, act) => shelf.takeBack(tx, act)),
      postFee: {
        async run(tx, context) {
          const { partner, data } = (await actOf(tx, context)).lending
          if (partner.settlement === 'none') return
          const said = moneyIn(context.event.form['cost'])
          const usual = schemeFee(settlement, partner.settlement, data.shippedService ?? data.service)
          await postFee(tx, causeOf(context), {
            ...{ partnerId: partner.id, scheme: partner.settlement, debtor: partner.symbol, creditor: symbol },
            cost: said ? { ...said, currency: said.currency ?? usual?.currency } : usual,
          })
        },
        // It is taken back now, whenever it was posted.
        undo: (tx, context) => reverseFee(tx, { ...causeOf(context), at: new Date(clock.now()) }),
      },
      reverseFee: { run: (tx, context) => reverseFee(tx, causeOf(context)) },
    },
  }
}

type Side = 'before' | 'after'

/** Takes a request's details from one side of a change to the other, if they are still what they were taken for. */
async function changeDetails(tx: Tx, { instance, event, actor }: EffectContext<Data>, from: Side, to: Side) {
  const { [from]: expected, [to]: wanted } = event.form as Readonly<Record<Side, LendingDetails>>
  const now = (await readLendings(tx, [instance.id])).get(instance.id)!
  const changed = differencesSaid(lendingDifferences(expected, detailsOfLending(now)))
  if (changed !== '') throw new Problem('workflow-stale', { id: instance.id, changed })
  await writeLendingDetails(tx, instance.id, wanted)
  await audit(tx, {
    actor: auditActor(actor, event.via),
    action: 'lending.edit',
    subject: { kind: 'lending', id: instance.id },
    detail: { changed: differencesNamed(lendingDifferences(expected, wanted)) },
  })
}

const causeOf = ({ instance, event }: EffectContext<Data>) => ({
  ...{ side: 'lending' as const, id: instance.id, version: event.version, at: event.at },
})

const Messages = z.array(ResponderMessage)
const Linked = z.object({
  bibId: z.number().nullable(),
  itemId: z.number().nullable(),
  wasBibId: z.number().nullable(),
  wasItemId: z.number().nullable(),
})

/** Links a request to a record and an item of ours, or takes that back. @throws Problem bib-gone */
async function link(tx: Tx, { instance, event, actor }: EffectContext<Data>, side: '' | 'was'): Promise<void> {
  const { bibId, itemId, wasBibId, wasItemId } = Linked.parse(event.form)
  const [bib, item] = side === '' ? [bibId, itemId] : [wasBibId, wasItemId]
  if (bib !== null) {
    const found = await tx
      .selectFrom('bibs')
      .select('id')
      .where('id', '=', bib)
      .where('state', '<>', 'deleted')
      .executeTakeFirst()
    if (!found) throw new Problem('bib-gone', { bib })
  }
  await tx.updateTable('ill_lendings').set({ bib_id: bib, item_id: item }).where('id', '=', instance.id).execute()
  await audit(tx, {
    actor: auditActor(actor, event.via),
    action: 'lending.link',
    subject: { kind: 'lending', id: instance.id },
    detail: { bib, item },
  })
}

async function actOf(tx: Tx, { instance, event, actor }: EffectContext<Data>): Promise<LendingAct> {
  const stored = (await readLendings(tx, [instance.id])).get(instance.id)!
  const { state, data, version, lastEvent, changedAt } = instance
  // While the event is being stored the row is still as it was before it.
  const lending = { ...stored, state: state as LendingState, data, version, lastEvent, changedAt }
  return { lending, actor, via: event.via, at: event.at, version: event.version, form: event.form }
}

type FactRow = Omit<LendingFacts, 'calendar'> & { readonly id: number }

async function facts(
  tx: Tx,
  instances: readonly Instance[],
  calendar: Calendar,
): Promise<ReadonlyMap<number, LendingFacts>> {
  const { rows } = await sql<FactRow>`
    select g.id, g.via, g.hold, g.services, d.settlement from ill_lendings g join lenders d on d.id = g.lender_id
    where g.id = any(${instances.map(({ id }) => id)}::bigint[])`.execute(tx)
  return new Map(rows.map(({ id, ...rest }) => [id, { ...rest, calendar }]))
}
