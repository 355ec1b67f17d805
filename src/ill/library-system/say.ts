import { instantOf } from '../../kit/calendar/index.ts'
import { Problem } from '../../problems.ts'
import type { Initiation } from '../../standards/ncip/index.ts'
import type { Call } from './calls.ts'
import type { NcipSettings } from './settings.ts'
import type { StepName } from './steps.ts'
import type { CallSubject } from './subject.ts'

type Borrowing = Extract<CallSubject, { side: 'borrowing' }>
type Lending = Extract<CallSubject, { side: 'lending' }>

/** What the system is asked for a call. @throws Problem bad-input where something it needs is missing */
export function initiationOf(call: Call, subject: CallSubject, settings: NcipSettings): Initiation {
  if (subject.user === '') missing('the reader is forgotten: do by hand what is left to do')
  const { item } = call
  const { user, timeZone } = subject
  const due = call.dueOn === null ? undefined : endOf(call.dueOn, timeZone)
  const making: Readonly<Record<StepName, () => Initiation>> = {
    acceptItem: () => acceptItem(call, subject as Borrowing, settings),
    checkOutReader: () => ({ service: 'CheckOutItem', user, item, request: numberOf(call, subject), due }),
    renewReader: () => ({ service: 'RenewItem', user, item, due }),
    checkInReader: () => ({ service: 'CheckInItem', item }),
    deleteItem: () => ({ service: 'DeleteItem', item }),
    requestItem: () => {
      const { record, number } = subject as Lending
      if (record === undefined)
        missing('the request is not linked to a record with a number of the system: use Select Record')
      return {
        ...{ service: 'RequestItem', request: number, user, record: { number: record, code: settings.recordCode } },
        ...{ type: settings.requestType, scope: settings.requestScope, pickup: settings.lendingPickupLocation },
      }
    },
    cancelRequestItem: () => ({
      ...{ service: 'CancelRequestItem', request: (subject as Lending).requested, user },
      ...{ type: settings.requestType, scope: settings.requestScope },
    }),
    checkOutLibrary: () => ({ service: 'CheckOutItem', user, item, request: (subject as Lending).requested, due }),
    renewLibrary: () => ({ service: 'RenewItem', user, item, due }),
    checkInLibrary: () => ({ service: 'CheckInItem', item }),
  }
  return making[call.step]()
}

/** How the state of things is asked for, where an answer was lost; undefined where asking again does no harm. */
export function lookUpOf(call: Call, subject: CallSubject): Initiation | undefined {
  if (call.step === 'requestItem') return { service: 'LookupItem', by: { request: subject.number } }
  if (harmless.has(call.step)) return undefined
  return { service: 'LookupItem', by: { item: call.item } }
}
const harmless: ReadonlySet<StepName> = new Set(['checkInReader', 'checkInLibrary', 'deleteItem', 'cancelRequestItem'])

/** The turn's number; of several volumes each has its own. */
export const numberOf = ({ part }: Pick<Call, 'part'>, { number }: Pick<CallSubject, 'number'>): string =>
  part === 1 ? number : `${number}-${part}`

/** A day is over when it is. */
const endOf = (day: string, timeZone: string): string => new Date(instantOf(timeZone, day, '23:59:59')).toISOString()

function missing(detail: string): never {
  throw new Problem('bad-input', { detail })
}

function acceptItem(
  call: Call,
  subject: Borrowing,
  { requestedAction, pickupLocation, pickupLocations }: NcipSettings,
): Initiation {
  const { request, line, user, timeZone } = subject
  const { dueAtLender } = line.data
  return {
    ...{ service: 'AcceptItem', request: numberOf(call, subject), item: call.item, user, action: requestedAction },
    described: {
      title: request.title,
      ...{ author: request.author, isbn: request.citation.isbn, callNumber: line.callNumber ?? request.number },
    },
    dueBack: dueAtLender === null ? undefined : endOf(dueAtLender, timeZone),
    pickup: pickupLocations[request.pickupBranch ?? ''] ?? pickupLocation,
  }
}
