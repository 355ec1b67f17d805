import type { StatusCode } from './profiles.ts'

/**
 * Where a transaction stands, by the Current-States of ISO 10161-1 and by the statuses of ISO 18626: there are fewer of
 * the latter.
 */
const statuses: Readonly<Record<string, StatusCode>> = {
  'NOT-SUPPLIED': 'Unfilled',
  PENDING: 'RequestReceived',
  'IN-PROCESS': 'RequestReceived',
  FORWARD: 'Unfilled',
  CONDITIONAL: 'RetryPossible',
  'CANCEL-PENDING': 'RequestReceived',
  CANCELLED: 'Cancelled',
  SHIPPED: 'Loaned',
  RECEIVED: 'Loaned',
  'RENEW-PENDING': 'Loaned',
  'NOT-RECEIVED-OVERDUE': 'Overdue',
  'RENEW-OVERDUE': 'Overdue',
  OVERDUE: 'Overdue',
  RETURNED: 'Loaned',
  'CHECKED-IN': 'LoanCompleted',
  RECALL: 'Recalled',
  LOST: 'CompletedWithoutReturn',
  UNKNOWN: 'RequestReceived',
}

const states: Readonly<Record<StatusCode, string>> = {
  RequestReceived: 'IN-PROCESS',
  ExpectToSupply: 'IN-PROCESS',
  WillSupply: 'IN-PROCESS',
  Loaned: 'SHIPPED',
  Overdue: 'OVERDUE',
  Recalled: 'RECALL',
  RetryPossible: 'CONDITIONAL',
  Unfilled: 'NOT-SUPPLIED',
  HoldReturn: 'SHIPPED',
  ReleaseHoldReturn: 'SHIPPED',
  CopyCompleted: 'SHIPPED',
  LoanCompleted: 'CHECKED-IN',
  CompletedWithoutReturn: 'LOST',
  Cancelled: 'CANCELLED',
}

/** The status of a state, whichever way that is spelt: `CANCEL-PENDING` or `cancel-pending`. */
export const statusOf = (state: string | undefined): StatusCode | undefined => statuses[state?.toUpperCase() ?? '']

export const stateOf = (status: StatusCode): string => states[status]
