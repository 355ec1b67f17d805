import type { NcipUser } from '../../standards/ncip/index.ts'
import type { Asked, Ncip } from './ncip.ts'

/** What a library's system says of a reader, or another library. */
export type UserFound =
  | ({
      readonly kind: 'known'
      /** What it is called in further messages. */
      readonly id: string
    } & Omit<NcipUser, 'id' | 'otherIds'>)
  | { readonly kind: 'unknown'; readonly detail: string }
  /** Nobody knows: the system could not be asked, or would not say. */
  | { readonly kind: 'unanswered'; readonly detail: string }

/** One question, and what came of it, for people who look why something does not work. */
export interface TriedStep {
  readonly asked: string
  readonly ok: boolean
  readonly detail: string
}

/**
 * Asks a library's system for somebody: by the number as an id, then as what they show, with a PIN if one is given. NCIP 2.02,
 * LookupUser; domain/ill.md 6.1. `trace` is told of each question.
 */
export async function lookUpUser(
  ncip: Ncip,
  number: string,
  {
    pin,
    signal,
    trace = () => undefined,
  }: { readonly pin?: string; readonly signal: AbortSignal; readonly trace?: (step: TriedStep) => void },
): Promise<UserFound> {
  const { patronIdentifier } = ncip.settings
  const credentials = [
    { type: patronIdentifier, value: number },
    ...(pin === undefined ? [] : [{ type: 'PIN', value: pin }]),
  ]
  // A PIN is checked only where it is shown.
  const ways = [
    ...(pin === undefined ? [{ asked: 'LookupUser by UserId', user: number }] : []),
    { asked: `LookupUser by ${credentials.map(({ type }) => type).join(' and ')}`, user: credentials },
  ]
  let last: UserFound = { kind: 'unanswered', detail: 'it was not asked' }
  for (const { asked, user } of ways) {
    const answer = await ncip.ask({ service: 'LookupUser', user }, signal)
    last = foundIn(answer, number)
    trace({ asked, ok: last.kind === 'known', detail: last.kind === 'known' ? last.id : last.detail })
    if (last.kind === 'known' || answer.kind === 'failed') return last
  }
  return last
}

function foundIn(answer: Asked, number: string): UserFound {
  if (answer.kind === 'failed') return { kind: 'unanswered', detail: answer.detail }
  // Whatever it says against this way of asking, another may do.
  if (answer.kind === 'refused') return { kind: 'unknown', detail: answer.detail }
  const { id, otherIds, ...about } = answer.response.user
  return { kind: 'known', id: id ?? otherIds[0] ?? number, ...about }
}
