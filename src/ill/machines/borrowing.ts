import { defineWorkflow, type EventSpec } from '../../workflow/index.ts'
import { borrowingEvents } from './borrowing-events.ts'
import { lineEverywhere, lineRules } from './borrowing-table.ts'
import { lineEffects, lineGuards, lineStates, lineValues } from './borrowing-words.ts'
import { LineData, newInFifth, newLine } from './line-data.ts'

/**
 * What a line is called follows from its state, and where it is with us from how it came or was renewed. Nothing else may
 * cover that up: to ask for renewal by mail, a late answer, or a refusal leave the words what they were.
 */
const telling: ReadonlySet<string> = new Set<keyof typeof borrowingEvents>([
  'receivedAsLoan',
  'receivedAsCopy',
  'renewed',
  'expired',
  'sendFailed',
])
const events = Object.fromEntries(
  Object.entries(borrowingEvents).map(([event, spec]) => [event, telling.has(event) ? spec : { ...spec, quiet: true }]),
) as unknown as { readonly [K in keyof typeof borrowingEvents]: EventSpec }

const dayIn = (value: unknown) => (typeof value === 'string' ? value : null)

/**
 * A lender's turn, seen by the borrower: the requester's table of domain/ill.md 3.1. What a lender says may come from its
 * system or be entered by staff; each is one event.
 */
export const borrowingMachine = defineWorkflow({
  name: 'borrowing',
  version: 5,
  initial: 'idle',
  data: LineData,
  start: newLine,
  states: lineStates,
  events,
  acts: { resendLastMessage: 'Resend Last Message' },
  guards: lineGuards,
  effects: lineEffects,
  lengths: { cancelAnswer: { openDays: 5 } },
  values: lineValues,
  rules: lineRules,
  everywhere: lineEverywhere,
  migrations: [
    { from: 4, to: 5, data: (old) => ({ ...newLine, ...old, ...newInFifth, dueSaid: dayIn(old['dueAtLender']) }) },
  ],
})

export type LineState = keyof typeof borrowingMachine.states
export type LineEvent = keyof typeof borrowingMachine.events

/** A lender's turn is under way, from the asking to the return. */
export const liveLineStates: readonly LineState[] = [
  'pending',
  'conditional',
  'cancel-pending',
  'shipped',
  'not-received-overdue',
  'received',
  'renew-pending',
  'overdue',
  'renew-overdue',
  'recall',
]
