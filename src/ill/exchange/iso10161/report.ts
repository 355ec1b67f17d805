import {
  CurrentState,
  type ErrorReport,
  type ILLAPDU,
  type ILLAPDUOf,
  type ProviderErrorReport,
} from '../../../standards/iso10161/index.ts'
import type { Receipt } from '../message.ts'
import { isoDate, serviceDateTime } from './days.ts'
import { serviceOf } from './from.ts'
import { systemId } from './parties.ts'
import { said } from './texts.ts'
import type { Refusal } from './understood.ts'

/** What a Receipt names where it is not said who sends. */
export const stranger = 'security'

export interface Reporting {
  /** What is answered; undefined where it could not be read. */
  readonly apdu?: ILLAPDU | undefined
  /** Our symbol. */
  readonly own: string
  readonly at: Date
}

const states = CurrentState.shape.kind === 'named' ? Object.keys(CurrentState.shape.names) : []
const stateNamed = (name: string | undefined): CurrentState =>
  states.includes(name ?? '') ? (name as CurrentState) : 'UNKNOWN'

/**
 * The Status-Or-Error-Report that says what became of an APDU; undefined where the protocol has nothing to say. Only a
 * request is acknowledged: whoever sends one waits for something, and its answer may take days.
 */
export function reportOf(receipt: Receipt, { apdu, own, at }: Reporting): ILLAPDU | undefined {
  if (receipt.kind === 'ok' && apdu?.type !== 'illRequest') return undefined
  // A report that cannot be acted upon is not reported: two systems would do so for ever.
  if (apdu?.type === 'statusOrErrorReport') return undefined
  const ours = systemId(own) ?? {}
  const head = headFor(apdu, at)
  if (receipt.kind === 'ok') {
    const today = isoDate(at.toISOString().slice(0, 10))
    const userStatusReport = {
      dateRequested: today,
      dateOfLastTransition: today,
      mostRecentService: 'ILL-REQUEST',
      dateOfMostRecentService: today,
      initiatorOfMostRecentService: apdu?.value.requesterId ?? ours,
    } as const
    const statusReport = { userStatusReport, providerStatusReport: 'IN-PROCESS' } as const
    return { type: 'statusOrErrorReport', value: { ...head, statusReport } }
  }
  const note = said(receipt.text)
  const correlationInformation = apdu ? serviceOf(apdu) : 'unknown'
  const errorReport =
    receipt.what === stranger
      ? ({
          correlationInformation,
          reportSource: 'user',
          userErrorReport: { type: 'securityProblem', value: note ?? 'refused' },
        } as const)
      : ({ correlationInformation, reportSource: 'provider', providerErrorReport: errorOf(receipt, apdu) } as const)
  return { type: 'statusOrErrorReport', value: { ...head, errorReport, ...(note !== undefined && { note }) } }
}

const headFor = (apdu: ILLAPDU | undefined, at: Date) => ({
  protocolVersionNum: apdu?.value.protocolVersionNum === 1 ? 1 : 2,
  transactionId: apdu?.value.transactionId ?? { transactionGroupQualifier: 'unknown', transactionQualifier: 'unknown' },
  serviceDateTime: serviceDateTime(at.toISOString(), undefined),
  ...(apdu?.value.requesterId && { requesterId: apdu.value.requesterId }),
  ...(apdu?.value.responderId && { responderId: apdu.value.responderId }),
})

/** Says that nothing was done with an APDU, and that it may be sent again later. */
export const laterReport = (text: string, { apdu, at }: Omit<Reporting, 'own'>): ILLAPDU => ({
  type: 'statusOrErrorReport',
  value: {
    ...headFor(apdu, at),
    errorReport: {
      correlationInformation: apdu ? serviceOf(apdu) : 'unknown',
      reportSource: 'user',
      userErrorReport: { type: 'unableToPerform', value: 'resource-limitation' },
    },
    note: text,
  },
})

/** Whether a report asks to send it again later. */
export const isForLater = ({ errorReport }: ILLAPDUOf<'statusOrErrorReport'>): boolean =>
  errorReport?.userErrorReport?.type === 'unableToPerform' &&
  errorReport.userErrorReport.value === 'resource-limitation'

function errorOf({ why, what, state }: Refusal, apdu: ILLAPDU | undefined): ProviderErrorReport {
  switch (why) {
    case 'unknown-request':
      return { type: 'transactionIdProblem', value: 'unknown-transaction-id' }
    case 'duplicate-request':
      return { type: 'transactionIdProblem', value: 'duplicate-transaction-id' }
    case 'illegal-now':
      if (!apdu) break
      return {
        type: 'stateTransitionProhibited',
        value: { aPDUType: serviceOf(apdu), currentState: stateNamed(state) },
      }
    case 'unsupported':
      return { type: 'generalProblem', value: 'unrecognized-APDU' }
    case 'bad-value':
      if (what === 'transaction-id' || what === 'requestId')
        return { type: 'transactionIdProblem', value: 'invalid-transaction-id' }
      if (what === 'protocol-version-num') return { type: 'generalProblem', value: 'protocol-version-not-supported' }
      return { type: 'generalProblem', value: 'mistyped-APDU' }
    case 'malformed':
      return { type: 'generalProblem', value: 'badly-structured-APDU' }
  }
  return { type: 'generalProblem', value: 'other' }
}

/** What a Status-Or-Error-Report says of the APDU it answers. */
export function receiptOf({ errorReport, note }: ILLAPDUOf<'statusOrErrorReport'>): Receipt {
  if (!errorReport) return { kind: 'ok' }
  const { why, what, words, state } = meaning(errorReport)
  const text = [words, said(note)].filter(Boolean).join(': ')
  return { kind: 'refused', why, what, text, ...(state !== undefined && { state }) }
}

interface Meaning {
  readonly why: Refusal['why']
  readonly what: string
  readonly words: string
  readonly state?: string
}

const transactionProblems: Readonly<Record<string, Refusal['why']>> = {
  'unknown-transaction-id': 'unknown-request',
  'duplicate-transaction-id': 'duplicate-request',
  'invalid-transaction-id': 'bad-value',
}
const generalProblems: Readonly<Record<string, Meaning>> = {
  'unrecognized-APDU': { why: 'unsupported', what: 'APDU', words: 'the service is not served there' },
  'mistyped-APDU': { why: 'bad-value', what: 'APDU', words: 'a value is not understood there' },
  'badly-structured-APDU': { why: 'malformed', what: 'APDU', words: 'the APDU cannot be read there' },
  'protocol-version-not-supported': {
    why: 'bad-value',
    what: 'protocol-version-num',
    words: 'the version of the protocol is not spoken there',
  },
}

function meaning({ userErrorReport, providerErrorReport }: ErrorReport): Meaning {
  switch (providerErrorReport?.type) {
    case 'transactionIdProblem': {
      const problem = String(providerErrorReport.value)
      return { why: transactionProblems[problem] ?? 'bad-value', what: 'transaction-id', words: problem }
    }
    case 'stateTransitionProhibited': {
      const { aPDUType, currentState } = providerErrorReport.value
      return {
        why: 'illegal-now',
        what: String(aPDUType),
        words: `not possible there now (${currentState})`,
        state: String(currentState),
      }
    }
    case 'generalProblem':
      return (
        generalProblems[String(providerErrorReport.value)] ?? { why: 'malformed', what: 'APDU', words: 'it is refused' }
      )
  }
  switch (userErrorReport?.type) {
    case 'securityProblem':
      return { why: 'unsupported', what: stranger, words: `security problem, ${userErrorReport.value}` }
    case 'alreadyForwarded':
      return { why: 'unsupported', what: 'forward', words: 'it was forwarded to another library' }
    default:
      return { why: 'unsupported', what: 'service', words: 'the service cannot be performed there' }
  }
}
