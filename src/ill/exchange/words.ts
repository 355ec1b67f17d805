import type { RequesterMessage, ResponderMessage } from './message.ts'

type Type = RequesterMessage['type'] | ResponderMessage['type']

/** What messages are called: the words of domain/ill.md 2 and 3.4. */
const words: Readonly<Record<Type, string>> = {
  request: 'Request',
  'conditional-reply': 'Conditional-Reply',
  cancel: 'Cancel',
  received: 'Received',
  renew: 'Renew',
  returned: 'Returned',
  lost: 'Lost',
  damaged: 'Damaged',
  note: 'Note',
  'status-query': 'Status-Query',
  'will-supply': 'Will supply',
  hold: 'Hold placed',
  conditional: 'Conditional',
  'not-supplied': 'Not supplied',
  expired: 'Expired',
  'cancel-reply': 'Cancel Reply',
  shipped: 'Shipped',
  unship: 'Unship',
  overdue: 'Overdue',
  recall: 'Recall',
  'renew-reply': 'Renew Reply',
  'checked-in': 'Checked In',
  status: 'Status',
}

export const messageWords = (type: string): string => words[type as Type] ?? type

/** What is said in single fields of messages, as people call it. */
export const fieldWords: Readonly<Record<string, string>> = {
  services: 'Service',
  service: 'Service',
  neededBy: 'Needed by',
  expiresOn: 'Answer wanted by',
  expectedOn: 'Expected on',
  likely: 'Only likely',
  availableOn: 'Available from',
  conditions: 'Conditions',
  replyBy: 'Reply by',
  answer: 'Answer',
  reason: 'Reason',
  retryAfter: 'Ask again from',
  locations: 'Libraries it names',
  agrees: 'Agrees',
  on: 'Date',
  dueOn: 'Due',
  renewable: 'Renewable',
  itemId: 'Number of the item',
  via: 'Sent by',
  cost: 'Cost',
  mostCost: 'Cost at most',
  insuredFor: 'Insured for',
  hold: 'Hold',
  returnTo: 'To be returned to',
  url: 'Web address',
  state: 'State',
  note: 'Note',
}
