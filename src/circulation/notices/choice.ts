import type { CirculationSettings } from '../settings.ts'
import type { Notice } from './write.ts'

/** A courtesy of the library: readers may do without it. */
export const courtesies = ['pickup', 'dueSoon', 'overdue'] as const
export type Courtesy = (typeof courtesies)[number]

interface NoticeKind {
  /** When it is sent, to readers. */
  readonly label: string
  /** The messages it is about. */
  readonly messages: readonly Notice['kind'][]
  /** What the library owes its lenders is sent in any case. */
  readonly optional: boolean
}

/** What readers are told of by e-mail, and what of it they may do without. */
export const noticeKinds = {
  pickup: {
    label: 'Something waits for me on the pickup shelf, or was not picked up in time',
    messages: ['pickup-ready', 'pickup-expired'],
    optional: true,
  },
  dueSoon: { label: 'Something I have will be due in a few days', messages: ['due-soon'], optional: true },
  overdue: { label: 'Something I have is overdue', messages: ['overdue'], optional: true },
  recalled: { label: 'Something I have is wanted back early', messages: ['recalled'], optional: false },
} as const satisfies Readonly<Record<Courtesy | 'recalled', NoticeKind>>

/** Which of them the house sends at all. */
export const noticesSent = ({
  notices,
  overdue,
}: CirculationSettings): Readonly<Record<keyof typeof noticeKinds, boolean>> => ({
  pickup: notices.pickup || notices.pickupExpired,
  dueSoon: overdue.remindBefore > 0,
  overdue: overdue.notices.length > 0,
  recalled: notices.recalled,
})

/** Whether somebody does without a message. */
export const doesWithout = (noticesOff: readonly string[], kind: Notice['kind']): boolean =>
  courtesies.some((name) => noticesOff.includes(name) && noticeKinds[name].messages.some((message) => message === kind))
