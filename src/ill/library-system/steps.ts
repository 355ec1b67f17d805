import type { Service } from '../../standards/ncip/index.ts'
import type { NcipSettings, StepMode } from './settings.ts'

interface StepSpec {
  readonly side: 'borrowing' | 'lending'
  readonly service: Service
  /** What it is called on pages. */
  readonly label: string
  /** What staff do in the system themselves, by hand. */
  readonly byHand: string
  readonly mode: (settings: NcipSettings) => StepMode
  /** Steps that, while they wait or have failed, keep it waiting. */
  readonly after: readonly string[]
  /** Problems that say that it is so already: there is nothing left to do. */
  readonly already?: RegExp
  /** The same, where it was tried before and the answer was lost. */
  readonly repeated?: RegExp
}

const twice = /duplicate|already/i

/** The acts of circulation that a library's own system is asked for: domain/ill.md 6.1. */
export const steps = {
  acceptItem: {
    side: 'borrowing',
    service: 'AcceptItem',
    label: 'Accept item',
    byHand: 'Make a record and an item with this number, and a hold for the reader.',
    mode: ({ borrowing }) => borrowing.acceptItem,
    after: [],
    repeated: twice,
  },
  checkOutReader: {
    side: 'borrowing',
    service: 'CheckOutItem',
    label: 'Check out to the reader',
    byHand: 'Check the item out to the reader.',
    mode: ({ borrowing }) => borrowing.checkOut,
    after: ['acceptItem'],
    repeated: twice,
  },
  renewReader: {
    side: 'borrowing',
    service: 'RenewItem',
    label: 'Renew for the reader',
    byHand: 'Give the reader’s loan the new date due.',
    mode: ({ borrowing }) => borrowing.renew,
    after: ['acceptItem', 'checkOutReader', 'renewReader'],
  },
  checkInReader: {
    side: 'borrowing',
    service: 'CheckInItem',
    label: 'Check in from the reader',
    byHand: 'Check the item in.',
    mode: ({ borrowing }) => borrowing.checkIn,
    after: ['acceptItem', 'checkOutReader', 'renewReader'],
    already: /not (currently )?checked out|already (been )?(checked in|returned|available)/i,
  },
  deleteItem: {
    side: 'borrowing',
    service: 'DeleteItem',
    label: 'Delete item',
    byHand: 'Delete the item and its record.',
    mode: ({ borrowing }) => borrowing.deleteItem,
    after: ['acceptItem', 'checkOutReader', 'renewReader', 'checkInReader'],
    already: /unknown item|item not found|already deleted/i,
  },
  requestItem: {
    side: 'lending',
    service: 'RequestItem',
    label: 'Request item',
    byHand: 'Place a request for the item, for the borrowing library.',
    mode: ({ lending }) => lending.requestItem,
    after: [],
    repeated: twice,
  },
  cancelRequestItem: {
    side: 'lending',
    service: 'CancelRequestItem',
    label: 'Cancel the request for the item',
    byHand: 'Cancel the request for the item.',
    mode: ({ lending }) => lending.cancelRequestItem,
    after: ['requestItem'],
    already: /unknown request|request not found|already (been )?cancel/i,
  },
  checkOutLibrary: {
    side: 'lending',
    service: 'CheckOutItem',
    label: 'Check out to the library',
    byHand: 'Check the item out to the borrowing library.',
    mode: ({ lending }) => lending.checkOut,
    after: ['requestItem', 'checkInLibrary'],
    repeated: twice,
  },
  renewLibrary: {
    side: 'lending',
    service: 'RenewItem',
    label: 'Renew for the library',
    byHand: 'Give the loan the new date due.',
    mode: ({ lending }) => lending.renew,
    after: ['checkOutLibrary', 'renewLibrary'],
  },
  checkInLibrary: {
    side: 'lending',
    service: 'CheckInItem',
    label: 'Check in from the library',
    byHand: 'Check the item in.',
    mode: ({ lending }) => lending.checkIn,
    after: ['checkOutLibrary', 'renewLibrary'],
    already: /not (currently )?checked out|already (been )?(checked in|returned|available)/i,
  },
} as const satisfies Record<string, StepSpec>

export type StepName = keyof typeof steps
export const stepOf = (name: StepName): StepSpec => steps[name]
export const stepNames = Object.keys(steps) as readonly StepName[]
