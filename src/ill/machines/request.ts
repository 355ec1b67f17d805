import { z } from 'zod'
import { actor, defineWorkflow, form, now } from '../../workflow/index.ts'
import { RequestDetails } from '../requests/details.ts'
import { fields, notes, tellingBorrower } from './forms.ts'
import { newRequest, RequestData } from './request-data.ts'

const open = ['pending-review', 'assigned', 'in-process'] as const

const telling = { when: ['notifies'], do: ['tellBorrower'] } as const
const silent = { when: ['!notifies'] } as const

/** Both ways of an event whose form asks whether the borrower is told. */
const perhapsTelling = <const R extends object>(rule: R) => [
  { ...rule, ...telling },
  { ...rule, ...silent },
]

const completed = perhapsTelling({ to: 'completed', set: { completedAt: now, attention: false } })
const located = [
  {
    to: 'completed-located',
    when: ['heldLocally', 'notifies'],
    set: { completedAt: now, attention: false },
    do: ['tellBorrower'],
  },
  { to: 'completed-located', when: ['heldLocally', '!notifies'], set: { completedAt: now, attention: false } },
] as const
const unable = perhapsTelling({ to: 'unable-to-supply', set: { attention: false } })
const cancelled = [
  {
    to: 'cancelled',
    by: ['staff', 'system'],
    when: ['notifies'],
    set: { attention: false },
    do: ['cancelLines', 'tellBorrower'],
  },
  { to: 'cancelled', by: ['staff', 'system'], when: ['!notifies'], set: { attention: false }, do: ['cancelLines'] },
  { to: 'cancelled', by: ['patron'], when: ['notOnItsWay'], set: { attention: false }, do: ['cancelLines'] },
] as const
const expired = { to: 'expired', when: ['notOnItsWay'], set: { attention: false }, do: ['cancelLines'] } as const
const reopened = { to: 'in-process', set: { completedAt: null } } as const
const inProcess = perhapsTelling({ to: 'in-process' })
const assigned = { set: { assignedTo: form('assignee'), assignedName: form('assigneeName') } } as const

const ending = { complete: completed, completeLocated: located, unable, cancel: cancelled, expire: expired } as const

/** What a reader asked for, from Pending review to its end: domain/ill.md section 1. Its lenders have machines of their own. */
export const requestMachine = defineWorkflow({
  name: 'request',
  version: 2,
  initial: 'pending-review',
  data: RequestData,
  start: newRequest,
  states: {
    'pending-review': {
      label: 'Pending review',
      patron: 'We have your request and will look at it soon',
      primary: 'inProcess',
    },
    assigned: {
      label: 'Assigned',
      patron: 'A librarian is looking at your request',
      primary: 'inProcess',
    },
    'in-process': {
      label: 'In process',
      patron: 'We are getting it for you',
      primary: 'complete',
    },
    completed: { label: 'Completed', patron: 'Done', final: true },
    'completed-located': {
      label: 'Completed – located in database',
      patron: 'Your library has this itself: you can borrow it there',
      final: true,
    },
    cancelled: { label: 'Cancelled', patron: 'Cancelled', final: true },
    expired: { label: 'Expired', patron: 'Your request has expired', final: true },
    'unable-to-supply': { label: 'Unable to supply', patron: 'We could not get it', final: true },
  },
  events: {
    assign: {
      label: 'Assign',
      by: ['staff'],
      permission: 'requests',
      group: 'Usual',
      order: 10,
      form: z.object({
        assignee: z.uuid().meta({ title: 'Assign to', list: 'colleagues' }),
        assigneeName: z.string().max(200).meta({ title: 'Assigned to', control: 'hidden' }),
        privateNote: fields.privateNote,
      }),
    },
    inProcess: {
      label: 'In Process',
      patron: 'We began to get it for you',
      by: ['staff'],
      permission: 'requests',
      group: 'Usual',
      order: 20,
      form: tellingBorrower('in-process'),
    },
    edit: {
      label: 'Edit',
      second: 'Local Change Request Details',
      by: ['staff', 'system'],
      permission: 'requests',
      quiet: true,
      form: z.object({
        changed: z.string().max(4000),
        before: RequestDetails,
        after: RequestDetails,
        privateNote: fields.privateNote,
      }),
    },
    link: {
      label: 'Select Record',
      by: ['staff', 'system'],
      permission: 'requests',
      quiet: true,
      form: z.object({ bibId: z.number().int().positive() }),
    },
    complete: {
      label: 'Complete',
      patron: 'We have got it for you',
      by: ['staff', 'system'],
      permission: 'requests',
      group: 'End',
      order: 30,
      form: tellingBorrower('complete'),
    },
    completeLocated: {
      label: 'Complete – located in database',
      patron: 'Your library has it itself',
      by: ['staff'],
      permission: 'requests',
      group: 'End',
      order: 31,
      form: tellingBorrower('located'),
    },
    unable: {
      label: 'Unable to supply',
      patron: 'We could not get it',
      by: ['staff', 'system'],
      permission: 'requests',
      group: 'End',
      order: 32,
      form: tellingBorrower('unable'),
    },
    cancel: {
      label: 'Cancel',
      patron: 'Cancel',
      by: ['staff', 'patron', 'system'],
      permission: 'requests',
      group: 'End',
      order: 33,
      form: tellingBorrower('cancelled').safeExtend({ reason: fields.reason }),
    },
    expire: { label: 'Expired', patron: 'It took too long: the request has ended', by: ['clock', 'system'] },
    reopen: {
      label: 'Reopen',
      by: ['staff', 'system'],
      permission: 'requests',
      group: 'Usual',
      order: 34,
      form: notes,
    },
    lineEnded: { label: 'A lender’s turn ended', by: ['system'], quiet: true },
    seen: { label: 'Seen', by: ['staff'], permission: 'requests', quiet: true, group: 'Notes', order: 40 },
    note: {
      label: 'Add Private Note',
      by: ['staff', 'system'],
      permission: 'requests',
      quiet: true,
      group: 'Notes',
      order: 41,
      form: z.object({ privateNote: fields.short('Staff notes', 2000).min(1) }),
    },
    alert: {
      label: 'Send User Alert',
      by: ['staff'],
      permission: 'requests',
      quiet: true,
      irreversible: true,
      group: 'Notes',
      order: 42,
      form: z.object({
        message: fields.short('Message to the borrower', 4000).min(1),
        privateNote: fields.privateNote,
      }),
    },
  },
  guards: {
    notifies: {
      otherwise: 'the borrower is not to be told',
      although: 'the borrower is to be told',
      asksForm: true,
    },
    heldLocally: { otherwise: 'no copy of the linked record is in the catalogue' },
    notOnItsWay: { otherwise: 'it is on its way already: ask your library' },
    attention: { otherwise: 'nothing is new' },
  },
  effects: {
    tellBorrower: { runs: 'after', irreversible: true, label: 'the message to the borrower' },
    alertBorrower: { runs: 'after', irreversible: true, label: 'the alert to the borrower' },
    changeDetails: { runs: 'within', label: 'the change of the details' },
    linkBib: { runs: 'within', label: 'the link to the catalogue' },
    cancelLines: { runs: 'within', irreversible: true, label: 'the cancelling at the lenders' },
  },
  lengths: {},
  rules: {
    'pending-review': { assign: { to: 'assigned', ...assigned }, inProcess, ...ending },
    assigned: { assign: assigned, inProcess, ...ending },
    'in-process': { assign: assigned, ...ending },
    // The dialog may come again, for a borrower who was not told the first time.
    completed: { complete: perhapsTelling({}), reopen: reopened },
    'completed-located': { reopen: reopened },
    cancelled: { reopen: reopened },
    expired: { reopen: reopened },
    'unable-to-supply': { reopen: reopened },
  },
  everywhere: {
    edit: { do: ['changeDetails'] },
    link: { do: ['linkBib'] },
    lineEnded: { set: { attention: true } },
    seen: { when: ['attention'], set: { attention: false, handledBy: actor('name') } },
    note: {},
    alert: { do: ['alertBorrower'] },
  },
  migrations: [{ from: 1, to: 2 }],
})

/** As it was first: of a cancelling by staff nobody was told. */
const cancelled1 = [
  { to: 'cancelled', by: ['staff', 'system'], set: { attention: false }, do: ['cancelLines'] },
  cancelled[2],
]
export const requestMachine1 = {
  ...requestMachine,
  version: 1,
  rules: {
    ...requestMachine.rules,
    ...Object.fromEntries(open.map((state) => [state, { ...requestMachine.rules[state], cancel: cancelled1 }])),
  },
  events: {
    ...requestMachine.events,
    cancel: {
      ...requestMachine.events.cancel,
      form: z.object({ reason: fields.reason, privateNote: fields.privateNote }),
    },
  },
  migrations: [],
} as unknown as typeof requestMachine

export type RequestState = keyof typeof requestMachine.states
export type RequestEvent = keyof typeof requestMachine.events
/** What lists show unless completed ones are asked for. */
export const openRequestStates: readonly RequestState[] = open
