import type { AnswerEvent, Line, LineState } from '../../../ill/index.ts'
import { longDate } from '../../dates.ts'

interface AnswerWords {
  readonly title: string
  readonly button: string
  /** Behind "you told us …". */
  readonly told: string
}

/** What a lender's answers are called for the lender. */
export const answerWords: Readonly<Record<AnswerEvent, AnswerWords>> = {
  shipped: { title: 'You have sent it', button: 'Yes, we have sent it', told: 'that you have sent it' },
  notSupplied: { title: 'You cannot supply it', button: 'We cannot supply it', told: 'that you cannot supply it' },
  willSupply: { title: 'You will send it later', button: 'We will send it', told: 'that you will send it' },
  conditional: {
    title: 'You have a condition',
    button: 'Send the condition',
    told: 'on which condition you will send it',
  },
  cancelAccepted: { title: 'You cancel it', button: 'It is cancelled', told: 'that it is cancelled' },
  cancelRefused: {
    title: 'It is too late to cancel',
    button: 'It is too late',
    told: 'that it is too late to cancel',
  },
  renewed: { title: 'You renew it', button: 'Yes, keep it longer', told: 'that we may keep it longer' },
  renewalRefused: {
    title: 'You do not renew it',
    button: 'No, we need it back',
    told: 'that you need it back as agreed',
  },
}

const standing: Readonly<Record<LineState, string>> = {
  idle: 'We do not ask you for it any more.',
  pending: 'We have asked you for it, and wait for it.',
  conditional: 'You have set a condition, and we are thinking about it.',
  'cancel-pending': 'We have asked you to cancel our request, and wait for your answer.',
  'not-supplied': 'It is over: it was noted that you cannot supply it.',
  cancelled: 'It is over: our request is cancelled.',
  shipped: 'You have sent it, and it has not arrived here yet.',
  'not-received-overdue': 'You have sent it, it is overdue, and it has not arrived here yet.',
  received: 'It is here.',
  'renew-pending': 'It is here, and we have asked whether we may keep it longer.',
  overdue: 'It is here, and overdue.',
  'renew-overdue': 'It is here and overdue, and we have asked whether we may keep it longer.',
  recall: 'It is here, and you have asked to have it back.',
  returned: 'It is on its way back to you, or with you again.',
  lost: 'It is lost.',
}

/** States in which it is due back some day. */
const outThere: ReadonlySet<LineState> = new Set<LineState>([
  'shipped',
  'not-received-overdue',
  'received',
  'renew-pending',
  'overdue',
  'renew-overdue',
  'recall',
])

/** How a request stands, for the lender, in plain words. */
export function standingWords({ state, data }: Pick<Line, 'state' | 'data'>): string {
  if (state === 'received' && data.shippedService === 'copy') return 'Your copy has arrived here.'
  const due =
    outThere.has(state) && data.dueAtLender !== null ? ` It is due back to you on ${longDate(data.dueAtLender)}.` : ''
  const expected =
    state === 'pending' && data.expectedOn !== null ? ` We expect it on ${longDate(data.expectedOn)}.` : ''
  return `${standing[state]}${due}${expected}`
}
