import type { LoanRefusal, PlaceRefusal, RenewalRefusal, UndoRefusal } from '../../circulation/index.ts'

/** Why an item is not lent, for staff. */
export const loanRefusals: Readonly<Record<LoanRefusal, string>> = {
  'on-loan': 'It is on loan already. Check it in first.',
  reserved: 'Others wait for it, and come first.',
  'not-for-loan': 'It is not lent: see its status.',
  'others-ill': 'It was borrowed from another library for somebody else.',
  'lender-due': 'Its lender wants it back too soon. Send it to the ILL officer.',
  withdrawn: 'It has left the library.',
  closed: 'The reader’s account is closed.',
  blocked: 'The reader is blocked.',
  expired: 'The card has expired.',
  limit: 'The reader has as many things as allowed.',
  overdue: 'The reader has too much overdue.',
}

/** Why a scan is not taken back. */
export const undoRefusals: Readonly<Record<UndoRefusal, string>> = {
  late: 'The half minute for it is over: scan the item again in the other mode.',
  'somebody-else': 'Somebody else scanned it: only they can take that back.',
  changed: 'Something happened to it since.',
}

/** Why a loan is not renewed, for staff. */
export const renewalRefusals: Readonly<Record<RenewalRefusal, string>> = {
  returned: 'It has come back already.',
  'often-enough': 'It was renewed as often as allowed.',
  reserved: 'Others wait for it.',
  'not-for-loan': 'It is not lent any more: see its status.',
  'lender-due': 'Its lender wants it back. To keep it longer, the lender has to be asked.',
  'no-later': 'It would not be due any later.',
  closed: loanRefusals.closed,
  blocked: loanRefusals.blocked,
  expired: loanRefusals.expired,
  limit: loanRefusals.limit,
  overdue: loanRefusals.overdue,
}

/** Why a reservation is not placed, for staff. */
export const placeRefusals: Readonly<Record<PlaceRefusal, string>> = {
  twice: 'The reader waits for it already.',
  'has-it': 'The reader has it.',
  'nothing-to-lend': 'There is no copy that is lent to this reader.',
  'no-such-branch': 'There is no such branch (any more).',
  closed: loanRefusals.closed,
  blocked: loanRefusals.blocked,
  expired: loanRefusals.expired,
  limit: 'The reader waits for as many things as allowed.',
  overdue: loanRefusals.overdue,
}

/** The same for the reader whose it is. */
export const ownRenewalRefusals: Readonly<Record<RenewalRefusal, string>> = {
  returned: 'You have returned this already.',
  'often-enough': 'You have renewed this as often as you can. Please bring it back by the date.',
  reserved: 'Somebody else waits for this. Please bring it back by the date.',
  'not-for-loan': 'This can’t be renewed. Ask at the desk.',
  'lender-due': 'The library that lent this wants it back. Ask at the desk whether it may stay longer.',
  'no-later': 'It is too early: renewing now would give you no more time.',
  closed: 'Your account is closed. Ask at the desk.',
  blocked: 'Your card is blocked. Ask at the desk.',
  expired: 'Your card has expired. Ask at the desk.',
  limit: 'You have as many things as you can have at once.',
  overdue: 'Please bring back first what is overdue.',
}

/** The same for the reader who wants it. */
export const ownPlaceRefusals: Readonly<Record<PlaceRefusal, string>> = {
  twice: 'You have reserved this already.',
  'has-it': 'You have this on loan.',
  'nothing-to-lend': 'No copy of this is lent. Ask at the desk.',
  'no-such-branch': 'Choose where you want to fetch it.',
  closed: ownRenewalRefusals.closed,
  blocked: ownRenewalRefusals.blocked,
  expired: ownRenewalRefusals.expired,
  limit: 'You have reserved as many things as you can at once.',
  overdue: ownRenewalRefusals.overdue,
}
