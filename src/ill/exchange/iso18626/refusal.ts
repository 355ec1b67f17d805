import type { Fault, ReadMessage } from '../../../standards/iso18626/index.ts'
import type { Receipt } from '../message.ts'

export type Refused = Extract<Receipt, { kind: 'refused' }>

export const refused = (why: Refused['why'], what: string, text: string): Refused => ({
  kind: 'refused',
  why,
  what,
  text,
})

/** Elements that must be there by the schema, and that peers leave out where they have nothing to say. */
const oftenMissing = /(^|\/)(lastChange|dateSent|currencyCode|agencyIdType)$/

/**
 * Why a message cannot be understood, by the first fault that matters; undefined where none does. A Notification changes
 * no state, so its status may be anything: Alma leaves it empty.
 */
export function refusalOf(read: ReadMessage): Refused | undefined {
  const fault = read.faults.find((each) => !isExcused(each, read))
  return fault && whatIsWrong(fault)
}

function isExcused({ fault, path }: Fault, read: ReadMessage): boolean {
  if (fault === 'missing' && oftenMissing.test(path)) return true
  const notification =
    read.kind === 'supplyingAgencyMessage' && read.body.messageInfo?.reasonForMessage === 'Notification'
  return notification && /^statusInfo(\/|$)/.test(path) && fault !== 'element'
}

function whatIsWrong({ fault, path, value = '' }: Fault): Refused {
  const name = path.split('/').at(-1)!
  if (name === 'requestingAgencyRequestId') return refused('bad-value', name, 'It must say which request it is about')
  if (fault === 'value' && (name === 'action' || name === 'reasonForMessage'))
    return refused('unsupported', name, value)
  if (fault === 'value') return refused('bad-value', name, `“${value}” is no value of it`)
  if (fault === 'element') return refused('malformed', name, 'There is no such element here')
  return refused('malformed', name, fault === 'missing' ? 'It is missing' : 'It is there more than once')
}
