import type { Tx } from '../../kit/db/index.ts'
import { type Engine, rulesFor } from '../../workflow/index.ts'
import type { Lending } from '../lending/types.ts'
import type { Line } from '../lines/types.ts'
import { borrowingMessages, type TellingEffect } from '../machines/borrowing-messages.ts'
import { lendingMessages, type SendingEffect } from '../machines/lending-messages.ts'
import { isCancelledWithRequest } from '../machines/request-handlers.ts'
import type { Request } from '../requests/types.ts'
import { requesterMessageOf } from './borrower-says.ts'
import { type ExchangeProtocol, exchangeProtocols } from './carrier.ts'
import type { RequesterMessage, ResponderMessage } from './message.ts'
import { firstRequest } from './outbox.ts'
import { readPartner } from './partners.ts'
import { sampleForm } from './sample-form.ts'
import { type SentAs, sentAs, type Toward } from './sent-as.ts'

/** What an act sends to another system, and how. */
export interface Sendings {
  readonly toward: Pick<Toward, 'protocol' | 'profile' | 'version'>
  readonly messages: readonly SentAs[]
}

interface About {
  readonly engine: Engine
  readonly event: string
  readonly at: Date
}

/**
 * What a lender's system gets of an act on its line, before anybody does it; undefined where nothing goes to a system.
 * Everything the act might send is here, whatever its guards say then.
 */
export async function sentToLender(
  tx: Tx,
  { line, request }: { readonly line: Line; readonly request: Request },
  about: About,
): Promise<Sendings | undefined> {
  const { protocol, id } = line.lender
  const { effects, form } = effectsOf(about, 'borrowing', line.state)
  const said = effects.flatMap((effect) => borrowingMessages[effect as TellingEffect] ?? [])
  if (!isExchange(protocol) || said.length === 0 || (line.data.otherMeans && !said.includes('request')))
    return undefined
  const toward = await towardOf(tx, { partner: id, protocol, state: line.state, instance: line.id })
  const act = { line, request, at: about.at, actor: { kind: 'staff', name: '' }, via: 'page' } as const
  const write = (way: 0 | 1) => said.map((one) => requesterMessageOf(one, { ...act, form: sampleForm(form, way) }))
  return { toward, messages: each('requester', write(0), write(1), toward) }
}

/**
 * What systems of lenders get of an act on a request itself, each with its line: who has been asked is told that it is
 * cancelled, where the act does that.
 */
export async function sentToAsked(
  tx: Tx,
  { lines, request }: { readonly lines: readonly Line[]; readonly request: Request },
  about: About,
): Promise<readonly { readonly line: Line; readonly sendings: Sendings }[]> {
  const { effects } = effectsOf(about, 'request', request.state)
  if (!effects.includes('cancelLines')) return []
  const told: { line: Line; sendings: Sendings }[] = []
  for (const line of lines.filter(({ state }) => isCancelledWithRequest(state))) {
    const sendings = await sentToLender(tx, { line, request }, { ...about, event: 'cancel' })
    if (sendings) told.push({ line, sendings })
  }
  return told
}

/** What a borrowing library's system gets of an act on its request, before anybody does it; undefined where nothing does. */
export async function sentToBorrower(tx: Tx, lending: Lending, about: About): Promise<Sendings | undefined> {
  const { via: protocol, data, state, id } = lending
  const { effects, form: schema } = effectsOf(about, 'lending', state)
  const sending = effects.filter((effect): effect is SendingEffect => Object.hasOwn(lendingMessages, effect))
  if (!isExchange(protocol) || sending.length === 0) return undefined
  const toward = await towardOf(tx, { partner: lending.partner.id, protocol, state, instance: id })
  const write = (way: 0 | 1) => {
    const form = sampleForm(schema, way)
    const {
      dueOn = data.dueOn,
      renewable = data.renewable,
      service = data.shippedService,
    } = form as Partial<typeof data>
    const standing = { ...data, dueOn, renewable, shippedService: service } as typeof data
    const today = about.at.toISOString().slice(0, 10)
    return sending.flatMap((effect) =>
      lendingMessages[effect]({ event: about.event, form, state, data: standing, today }),
    )
  }
  return { toward, messages: each('responder', write(0), write(1), toward) }
}

const isExchange = (protocol: string): protocol is ExchangeProtocol => exchangeProtocols.some((one) => one === protocol)

function effectsOf({ engine, event }: About, of: 'request' | 'borrowing' | 'lending', state: string) {
  const { definition } = engine.machine(of)
  const rules = rulesFor(definition, state, event, 'staff').filter(({ unoffered }) => !unoffered)
  return {
    effects: [...new Set(rules.flatMap((rule) => rule.do ?? []))],
    form: Object.hasOwn(definition.events, event) ? definition.events[event]!.form : undefined,
  }
}

interface Turn {
  readonly partner: number
  readonly protocol: ExchangeProtocol
  readonly state: string
  readonly instance: number
}

async function towardOf(tx: Tx, { partner, protocol, state, instance }: Turn): Promise<Toward> {
  const { profile, protocolVersion: version } = await readPartner(tx, partner)
  return { protocol, profile, version, state: state.toUpperCase(), asked: await firstRequest(tx, instance) }
}

type Said = RequesterMessage | ResponderMessage

const each = (side: 'requester' | 'responder', ones: readonly Said[], others: readonly Said[], toward: Toward) =>
  ones.map((one, at) => sentAs(side, [one, others[at] ?? one], toward))
