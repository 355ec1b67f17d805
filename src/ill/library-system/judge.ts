import { dateIn } from '../../kit/calendar/index.ts'
import { type NcipResponse, readTime } from '../../standards/ncip/index.ts'
import type { Call, CallAnswer } from './calls.ts'
import type { Asked } from './ncip.ts'
import { stepOf } from './steps.ts'
import type { CallSubject } from './subject.ts'

/** What became of an attempt. It is doubtful where it may have been done. */
export type Judged =
  | { readonly kind: 'done'; readonly answer: CallAnswer }
  /** It makes sense to try it once more, by itself. */
  | { readonly kind: 'again'; readonly detail: string; readonly doubtful: boolean }
  /** Somebody has to see to it. */
  | { readonly kind: 'failed'; readonly detail: string; readonly doubtful: boolean }

/** What an answer means for a call. `repeated` is one that was sent before, with its answer lost. */
export function judge(asked: Asked, call: Call, subject: CallSubject, repeated: boolean): Judged {
  if (asked.kind === 'failed')
    return { kind: asked.again ? 'again' : 'failed', detail: asked.detail, doubtful: repeated || asked.arrived }
  if (asked.kind === 'done') {
    if (asked.response.pending)
      return { kind: 'failed', detail: 'it has not decided yet: look there what comes of it', doubtful: true }
    return { kind: 'done', answer: answerIn(asked.response, call, subject) }
  }
  const { already, repeated: twice } = stepOf(call.step)
  const says = (pattern: RegExp | undefined) =>
    pattern !== undefined && asked.problems.some(({ type, detail }) => pattern.test(type) || pattern.test(detail))
  if (says(already) || (repeated && says(twice))) return { kind: 'done', answer: {} }
  const again = asked.problems.some(({ type }) => passing.test(type))
  return { kind: again ? 'again' : 'failed', detail: asked.detail, doubtful: false }
}

/** Problems of the moment, and not of what was asked. */
const passing = /temporary|unavailable|busy|try again|time ?out/i

/**
 * What looking it up says of a call whose answer was lost: done, where it shows; undefined where that has to be asked for
 * again; or that nobody knows, as no answer came.
 */
export function judgeLookUp(asked: Asked, call: Call, subject: CallSubject): Judged | undefined {
  if (asked.kind === 'failed') return { kind: asked.again ? 'again' : 'failed', detail: asked.detail, doubtful: true }
  if (asked.kind === 'refused') return undefined
  const { response } = asked
  const answer = answerIn(response, call, subject)
  const done: Judged = { kind: 'done', answer }
  const { service } = stepOf(call.step)
  if (service === 'AcceptItem' || service === 'RequestItem') return done
  if (service === 'CheckOutItem') return response.borrower === subject.user ? done : undefined
  const renewed = answer.dueOn !== undefined && call.dueOn !== null && answer.dueOn >= call.dueOn
  return renewed ? done : undefined
}

function answerIn(response: NcipResponse, call: Call, { timeZone }: CallSubject): CallAnswer {
  const due = response.dateDue === undefined ? undefined : readTime(response.dateDue)
  // Of a request the copy's number is what it is checked out by: systems say it in one place or the other.
  const item = response.copyNumber ?? response.itemId
  return {
    ...(call.step === 'requestItem' && {
      ...(item !== undefined && { item }),
      ...(response.requestId !== undefined && { requestId: response.requestId }),
    }),
    ...(response.callNumber !== undefined && { callNumber: response.callNumber }),
    ...(due && { dueOn: 'day' in due ? due.day : dateIn(timeZone, due.at) }),
  }
}
