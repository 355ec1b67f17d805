/** The words of a lender's turn: states with their labels, why something is refused, and what is carried out. */

/** `label` is what domain/ill.md section 1 says, `second` what section 2 says. */
export const lineStates = {
  idle: { label: 'Awaiting', second: 'Idle', primary: 'request' },
  pending: { label: 'Requested', second: 'Pending', primary: 'shipped', timers: { expiresAt: 'expired' } },
  conditional: {
    label: 'Conditional',
    primary: 'acceptCondition',
    timers: { expiresAt: 'expired' },
  },
  'cancel-pending': {
    label: 'Cancel requested',
    second: 'Cancel Pending',
    primary: 'cancelAccepted',
    timers: { noAnswerAt: 'cancelUnanswered' },
  },
  'not-supplied': {
    label: 'Not supplied by lender',
    second: 'Not Supplied',
    final: true,
    after: {
      expired: { label: 'Not answered in time', second: 'Expired' },
      sendFailed: { label: 'Could not be asked', second: 'Not Sent' },
    },
  },
  cancelled: { label: 'Cancelled – no longer required', second: 'Cancelled', final: true },
  shipped: { label: 'Shipped from lender', second: 'Shipped', primary: 'receivedAsLoan' },
  'not-received-overdue': {
    label: 'Overdue, not received',
    second: 'Not Received/Overdue',
    primary: 'receivedAsLoan',
  },
  received: {
    label: 'Received',
    second: 'Received',
    primary: 'returned',
    after: {
      receivedAsLoan: { label: 'Received as loan' },
      receivedAsCopy: { label: 'Received as copy' },
      renewed: { label: 'Renewed from lender', second: 'Renewed' },
    },
  },
  'renew-pending': { label: 'Renewal requested', second: 'Renew/Pending', primary: 'renewed' },
  overdue: { label: 'Overdue', primary: 'returned' },
  'renew-overdue': { label: 'Overdue, renewal requested', second: 'Renew/Overdue', primary: 'renewed' },
  recall: { label: 'Recalled', second: 'Recall', primary: 'returned' },
  returned: { label: 'Returned to lender', second: 'Returned', final: true },
  lost: { label: 'Lost', primary: 'found' },
} as const

/** What has to hold, and what is said where it does not. */
export const lineGuards = {
  linked: { otherwise: 'the request is not linked to a record of the catalogue yet' },
  approved: { otherwise: 'the lender has to be approved first', although: 'it is approved' },
  goesOn: { otherwise: 'the request has ended or been terminated: nobody else is asked' },
  asLoan: { otherwise: 'it was sent as a copy', although: 'it was sent as a loan', asksForm: true },
  lenderOpen: { otherwise: 'the lender is suspended or closed' },
  aloneOrMeant: {
    otherwise: 'another lender has been asked and has not answered: tick that this one is to be asked as well',
    asksForm: true,
  },
  transmits: {
    otherwise: 'nothing is to be transmitted',
    although: 'it is to be transmitted',
    asksForm: true,
  },
  reachable: { otherwise: 'the lender has no address to write to', although: 'the lender has an address' },
  heardByStaff: { otherwise: 'the lender’s system says so itself' },
  requestFailed: {
    otherwise: 'something else could not be sent',
    although: 'it is the request that failed',
    asksForm: true,
  },
  renewalFailed: {
    otherwise: 'something else could not be sent',
    although: 'it is the renewal that failed',
    asksForm: true,
  },
  answersItself: { otherwise: 'the lender answers by mail', although: 'the lender’s system answers' },
  loanAsked: { otherwise: 'a copy was asked for: use Received as copy' },
  copyAsked: { otherwise: 'a loan was asked for, and is shipped as one: use Received as loan' },
  loanShipped: { otherwise: 'it was not shipped as a loan', although: 'it was shipped as a loan' },
  settled: { otherwise: 'the lender’s costs are not settled by a scheme' },
  cameIn: { otherwise: 'it has not come in yet', although: 'it has come in' },
  sentHome: { otherwise: 'it has not been sent back', although: 'it has been sent back' },
  announced: { otherwise: 'the lender has not said that it sent it', although: 'the lender has said that it sent it' },
  returnedHome: { otherwise: 'the lender does not have it back', although: 'the lender has it back' },
  reopened: { otherwise: 'the lender’s turn was not over', although: 'the lender’s turn was over' },
  cancelAsked: { otherwise: 'the lender was not asked to cancel', although: 'the lender was asked to cancel' },
  termsHeard: { otherwise: 'no condition came meanwhile', although: 'a condition came meanwhile' },
  newerDue: {
    otherwise: 'the lender named as late a date before',
    although: 'it is later than what the lender named before',
    asksForm: true,
  },
  olderDue: {
    otherwise: 'the lender named no later date since',
    although: 'the lender named a later date since',
    asksForm: true,
  },
  unanswered: { otherwise: 'the lender has some days yet to answer' },
  attention: { otherwise: 'nothing is new' },
} as const

/** What follows from events. */
export const lineEffects = {
  sendRequest: { runs: 'after', irreversible: true, label: 'the request to the lender' },
  sendAcceptance: { runs: 'after', irreversible: true, label: 'the consent to the lender’s condition' },
  sendRefusal: { runs: 'after', irreversible: true, label: 'the refusal of the lender’s condition' },
  sendCancel: { runs: 'after', irreversible: true, label: 'the cancelling' },
  sendReceived: { runs: 'after', irreversible: true, label: 'the notice of receipt' },
  sendRenewal: { runs: 'after', irreversible: true, label: 'the request for renewal' },
  sendReturned: { runs: 'after', irreversible: true, label: 'the notice of return' },
  sendLost: { runs: 'after', irreversible: true, label: 'the notice of loss' },
  sendDamaged: { runs: 'after', irreversible: true, label: 'the notice of damage' },
  sendMessage: { runs: 'after', irreversible: true, label: 'the note to the lender' },
  createItem: { runs: 'within', label: 'the item and its reservation' },
  setDue: { runs: 'within', label: 'the date due of the item' },
  closeItem: { runs: 'within', label: 'the closing of the item' },
  lineEnded: { runs: 'within', label: 'the end of the lender’s turn' },
  postFee: { runs: 'within', label: 'the lender’s fee, where a scheme settles it' },
  reverseFee: { runs: 'within', label: 'the reversing of the fee' },
} as const

/** Times that are worked out. */
export const lineValues = {
  answerBy: 'the end of the lender’s time to answer',
  expiresAt: 'when we wait no longer',
  afterCondition: 'the same, not before the day the lender wants our reply by',
  resumed: 'the same, without the days the cancelling took',
} as const
