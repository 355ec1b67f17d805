import { beginning, doJobs, due, loan, onLine, onRequest, type Story, undoLine } from '../story.ts'

/** Taken back by the reader: the lender does not answer, the clock notices, and then it does. */
const cancelled: Story = {
  steps: [
    ...beginning,
    ['request', onLine('request', { transmit: true })],
    ['in process', onRequest('inProcess', () => ({ notify: true }))],
    ['jobs of request', doJobs],
    ['cancel', onRequest('cancel', () => ({ reason: 'Found elsewhere' }))],
    ['jobs of cancel', doJobs],
    ['time passes', doJobs, 40],
    ['cancelled', onLine('cancelAccepted', {})],
  ],
  outcome: {
    messages: ['ill-request-to-lender', 'request-in-process', 'ill-cancel-to-lender'],
    request: ['start', 'link', 'inProcess', 'cancel', 'lineEnded'],
    line: ['start', 'request', 'cancel', 'cancelUnanswered', 'cancelAccepted'],
  },
}

/** The only lender never says a word. */
const silence: Story = {
  steps: [
    ...beginning,
    ['request', onLine('request', { transmit: true, expiresAt: '2031-01-01T00:00:00Z' })],
    ['jobs of request', doJobs],
    ['time passes', doJobs, 3650],
    ['unable', onRequest('unable', () => ({ notify: true }))],
    ['jobs of unable', doJobs],
  ],
  outcome: {
    messages: ['ill-request-to-lender', 'unable-to-supply'],
    request: ['start', 'link', 'lineEnded', 'unable'],
    line: ['start', 'request', 'expired'],
  },
}

/** Received by mistake, which is taken back; then received, and returned. */
const mistaken: Story = {
  steps: [
    ...beginning,
    ['request', onLine('request', { transmit: false })],
    ['shipped', onLine('shipped', { service: 'loan', ...due })],
    ['received', onLine('receivedAsLoan', due)],
    ['undo', undoLine('receivedAsLoan')],
    ['received again', onLine('receivedAsLoan', due, 'again')],
    ['returned', onLine('returned', {})],
    ['jobs', doJobs],
  ],
  outcome: {
    messages: [],
    request: ['start', 'link'],
    line: ['start', 'request', 'shipped', 'receivedAsLoan', 'undo', 'receivedAsLoan', 'returned'],
  },
}

/** A line about which notes are written. */
const notes: Story = {
  steps: [...beginning, ['request', onLine('request', { transmit: false })], ['jobs', doJobs]],
  outcome: { messages: [], request: ['start', 'link'], line: ['start', 'request'] },
}

export const stories = { loan, cancelled, silence, mistaken, notes } as const
export type StoryName = keyof typeof stories

/** Whose events other programs are told of. */
export const followed: ReadonlySet<StoryName> = new Set(['mistaken'])
