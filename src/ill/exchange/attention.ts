import type { Tx } from '../../kit/db/index.ts'
import { Problem, type ProblemCode } from '../../problems.ts'
import type { Engine, EventActor } from '../../workflow/index.ts'
import { system } from '../actors.ts'
import type { Partner } from './partners.ts'
import { messageWords } from './words.ts'

/** A library as one that causes events. */
export const partnerActor = ({ id, name }: Pick<Partner, 'id' | 'name'>): EventActor => ({
  kind: 'partner',
  id: `lender:${id}`,
  name,
})

/** What an event is refused with that cannot happen now, or not so. */
const notNow: ReadonlySet<string> = new Set<ProblemCode>([
  ...(['workflow-illegal', 'workflow-refused', 'workflow-hidden', 'workflow-form', 'not-allowed'] as const),
])

/** Why an event cannot happen now; undefined for a failure of another kind. */
export const refusalIn = (error: unknown): Problem | undefined =>
  error instanceof Problem && notNow.has(error.code) ? error : undefined

const longestNote = 2000
/** Who says in a history that a message of ours did not get through. */
const ownSystem = 'Our own system'

/** Writes into the history of a transaction what somebody has to look at, and marks it as unread: once for its key. */
export async function raiseAttention(
  engine: Engine,
  tx: Tx,
  instance: number,
  partner: Pick<Partner, 'id' | 'name'>,
  text: string,
  key: string,
): Promise<void> {
  await engine.act(tx, instance, 'message', {
    actor: partnerActor(partner),
    via: 'exchange',
    key,
    form: { publicNote: text.slice(0, longestNote) },
  })
}

/**
 * Tells a transaction that a message of ours has not got through, or was refused: it may end a lender's turn, so that the next
 * one is asked. Once for its key.
 */
export async function tellFailed(
  engine: Engine,
  tx: Tx,
  { instance, type, partner, why, key }: Failure,
): Promise<void> {
  const { definition, definitionVersion } = await engine.read(tx, instance)
  const { events } = engine.machine(definition, definitionVersion).definition
  if (!Object.hasOwn(events, 'sendFailed'))
    return await raiseAttention(
      engine,
      tx,
      instance,
      // It is we who could not send: the library has said nothing.
      { id: partner.id, name: ownSystem },
      `Sending failed: our message “${messageWords(type)}”. ${why}`,
      key,
    )
  await engine.act(tx, instance, 'sendFailed', {
    ...{ actor: system, via: 'exchange', key },
    form: { message: type, reason: why.slice(0, longestReason) },
  })
}

interface Failure {
  readonly instance: number
  /** Of the message. */
  readonly type: string
  readonly partner: Pick<Partner, 'id' | 'name'>
  readonly why: string
  readonly key: string
}

const longestReason = 300
