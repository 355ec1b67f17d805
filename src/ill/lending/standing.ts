import { z } from 'zod'
import { type CirculationSettings, copiesForLibraries, todayAt } from '../../circulation/index.ts'
import type { Database, Tx } from '../../kit/db/index.ts'
import type { Clock } from '../../kit/index.ts'
import { enqueue, type Handlers } from '../../kit/jobs/index.ts'
import { Problem } from '../../problems.ts'
import type { Engine } from '../../workflow/index.ts'
import { system } from '../actors.ts'
import { normaliseSymbol } from '../lenders/index.ts'
import { codesOf, unfilledCodes } from '../machines/lending-codes.ts'
import { availabilityOf, type Candidate } from './availability.ts'
import { readLending } from './read.ts'
import type { Lending } from './types.ts'

/** What our catalogue says of what is wanted. */
export const situations = {
  /** Nothing like it is in the catalogue. */
  'not-held': 'NotHeld',
  /** We have it, and no copy of it is lent. */
  'non-circulating': 'NonCirculating',
  /** Every copy that is lent is somewhere else. */
  'on-loan': 'OnLoan',
  /** A copy is at its place. */
  available: undefined,
} as const
export type Situation = keyof typeof situations

/** One answer that is given by itself, and to what. What a rule does not name, it takes any of. */
export const StandingRule = z
  .strictObject({
    when: z.enum(codesOf(situations)),
    service: z.enum(['loan', 'copy']).optional(),
    /** Symbols of the libraries it is for. */
    libraries: z.array(z.string().max(200).transform(normaliseSymbol)).min(1).max(1000).optional(),
    /** `none` leaves it to staff: to except something from the rules below. */
    answer: z.enum(['will-supply', 'unfilled', 'none']),
    /** With `unfilled`: another reason than the usual one. */
    reason: z.enum(codesOf(unfilledCodes)).optional(),
    /** What is written with it. */
    note: z.string().max(2000).optional(),
  })
  .refine(({ when, answer, reason }) => answer !== 'unfilled' || when !== 'available' || reason !== undefined, {
    path: ['reason'],
    message: 'is needed where a copy is available and not supplied all the same',
  })
export type StandingRule = z.infer<typeof StandingRule>

/** What is answered by itself; undefined where it is left to staff. The first rule that fits decides. */
export function standingAnswer(
  rules: readonly StandingRule[],
  { situation, service, symbol }: { readonly situation: Situation; readonly service: string; readonly symbol: string },
): { readonly event: 'willSupply' | 'unfilled'; readonly form: Readonly<Record<string, unknown>> } | undefined {
  const own = symbol.toLowerCase()
  const rule = rules.find(
    ({ when, service: wanted, libraries }) =>
      when === situation &&
      (wanted === undefined || wanted === service) &&
      (libraries === undefined || libraries.some((one) => one.toLowerCase() === own)),
  )
  if (!rule || rule.answer === 'none') return undefined
  const { answer, note, reason = situations[situation] } = rule
  const form = { privateNote: 'Answered by a standing rule.', ...(note && { publicNote: note }) }
  return answer === 'will-supply' ? { event: 'willSupply', form } : { event: 'unfilled', form: { ...form, reason } }
}

/** What is answered as a matter of course where a library's requests are answered by themselves. */
const asTheCatalogueSays: readonly StandingRule[] = [
  { when: 'available', answer: 'will-supply' },
  { when: 'on-loan', answer: 'unfilled' },
  { when: 'non-circulating', answer: 'unfilled' },
  { when: 'not-held', answer: 'unfilled' },
]

type Asking = Pick<Lending, 'partner' | 'services'> & { readonly data: Pick<Lending['data'], 'service'> }

/**
 * What a request is answered by itself, as the directory says for its library and the house for all; `situation` is asked
 * only where it matters, and undefined where somebody has to look.
 */
export async function standingFor(
  rules: readonly StandingRule[],
  { partner: { symbol, answering, gets }, services, data: { service } }: Asking,
  situation: () => Promise<Situation | undefined>,
): Promise<ReturnType<typeof standingAnswer>> {
  if (answering === 'review') return undefined
  const refused = answering === 'never' || (gets !== 'both' && !services.includes(gets))
  if (refused) {
    const privateNote = 'Answered as the directory says for this library.'
    return { event: 'unfilled', form: { reason: 'PolicyProblem', privateNote } }
  }
  // It can have it, but as the other service: somebody has to see to that.
  if (gets !== 'both' && gets !== service) return undefined
  const all = answering === 'automatic' ? [...rules, ...asTheCatalogueSays] : rules
  const found = all.length === 0 ? undefined : await situation()
  return found && standingAnswer(all, { situation: found, service, symbol })
}

/** What our catalogue says of it just now; undefined where it may be there, and somebody has to look. */
export async function situationOf(
  tx: Tx,
  settings: CirculationSettings,
  lending: Lending,
  today: string,
): Promise<Situation | undefined> {
  return await situationAmong(tx, settings, await availabilityOf(tx, lending, today))
}

/** The same of what was found already. */
export async function situationAmong(
  tx: Tx,
  settings: CirculationSettings,
  candidates: readonly Candidate[],
): Promise<Situation | undefined> {
  if (candidates.length === 0) return 'not-held'
  const sure = candidates.filter((one) => one.sure)
  if (sure.length === 0) return undefined
  let lent = 0
  for (const { bibId } of sure) {
    const { lendable, free } = await copiesForLibraries(tx, settings, bibId)
    if (free.length > 0) return 'available'
    lent += lendable.length
  }
  if (lent > 0) return 'on-loan'
  return sure.some(({ copies }) => copies.length > 0) ? 'non-circulating' : 'not-held'
}

const kind = 'lending.standing'
const Payload = z.object({ lending: z.number() })

/** Has a request that a library's system sent answered by itself, if the house says how. */
export const lookForStandingAnswer = (tx: Tx, id: number) =>
  enqueue(tx, kind, { lending: id }, { key: `${kind}:${id}` })

interface StandingOptions {
  readonly database: Database
  readonly engine: Engine
  readonly rules: readonly StandingRule[]
  readonly circulation: CirculationSettings
  readonly clock: Clock
}

/** Gives the answers. What staff were quicker with stays as they had it. */
export const standingHandlers = ({ database, engine, rules, circulation, clock }: StandingOptions): Handlers => ({
  [kind]: {
    run: (payload, job) =>
      database.tx(async (tx) => {
        const { lending: id } = Payload.parse(payload)
        await engine.hold(tx, id)
        await job.finish(tx)
        const lending = await readLending(tx, id)
        if (lending?.state !== 'in-process' || lending.lastEvent !== 'start') return
        const answer = await standingFor(rules, lending, async () =>
          situationOf(tx, circulation, lending, await todayAt(tx, circulation, undefined, clock.now())),
        )
        if (!answer) return
        try {
          await engine.act(tx, id, answer.event, { actor: system, via: 'job', form: answer.form })
        } catch (error) {
          // The rules of the workflow leave it to people.
          if (!(error instanceof Problem) || error.status >= 500) throw error
        }
      }),
  },
})
