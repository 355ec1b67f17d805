import { choice, explicit, implicit, optional, sequence, type Value } from '../asn1/index.ts'
import {
  CurrentState,
  GeneralProblem,
  ILLAPDUType,
  IntermediaryProblem,
  MostRecentService,
  ReasonNoReport,
  ReportSource,
  ShippedServiceType,
  TransactionIdProblem,
  TransactionResults,
  UnableToPerform,
} from './codes.ts'
import { extensions, head } from './head.ts'
import { SystemAddress, SystemId } from './parties.ts'
import { ILLString, ISODate, optionalText, text } from './strings.ts'

/** History-Report: what has last happened, for people. */
export const HistoryReport = sequence({
  dateRequested: optional(implicit(0, ISODate)),
  author: optionalText(1),
  title: optionalText(2),
  authorOfArticle: optionalText(3),
  titleOfArticle: optionalText(4),
  dateOfLastTransition: implicit(5, ISODate),
  mostRecentService: implicit(6, MostRecentService),
  dateOfMostRecentService: implicit(7, ISODate),
  initiatorOfMostRecentService: implicit(8, SystemId),
  shippedServiceType: optional(implicit(9, ShippedServiceType)),
  transactionResults: optional(implicit(10, TransactionResults)),
  mostRecentServiceNote: optionalText(11),
})
export type HistoryReport = Value<typeof HistoryReport>

/** Status-Report. */
export const StatusReport = sequence({
  userStatusReport: implicit(0, HistoryReport),
  providerStatusReport: implicit(1, CurrentState),
})

/** User-Error-Report: what keeps the service from being carried out, though the APDU was right. */
export const UserErrorReport = choice({
  alreadyForwarded: implicit(
    0,
    sequence({ responderId: implicit(0, SystemId), responderAddress: optional(implicit(1, SystemAddress)) }),
  ),
  intermediaryProblem: implicit(1, IntermediaryProblem),
  securityProblem: explicit(2, ILLString),
  unableToPerform: implicit(3, UnableToPerform),
})
export type UserErrorReport = Value<typeof UserErrorReport>

/** Provider-Error-Report: what is wrong with the APDU, by itself or just now. */
export const ProviderErrorReport = choice({
  generalProblem: implicit(0, GeneralProblem),
  transactionIdProblem: implicit(1, TransactionIdProblem),
  stateTransitionProhibited: implicit(
    2,
    sequence({ aPDUType: implicit(0, ILLAPDUType), currentState: implicit(1, CurrentState) }),
  ),
})
export type ProviderErrorReport = Value<typeof ProviderErrorReport>

/** Error-Report. The report of a user or a provider is there as the source says. */
export const ErrorReport = sequence({
  correlationInformation: text(0),
  reportSource: implicit(1, ReportSource),
  userErrorReport: optional(explicit(2, UserErrorReport)),
  providerErrorReport: optional(explicit(3, ProviderErrorReport)),
})
export type ErrorReport = Value<typeof ErrorReport>

/** Status-Or-Error-Report: answers Status-Query, or says why another APDU cannot be acted upon; from either side. */
export const StatusOrErrorReport = explicit(
  19,
  sequence({
    ...head,
    reasonNoReport: optional(implicit(43, ReasonNoReport)),
    statusReport: optional(implicit(44, StatusReport)),
    errorReport: optional(implicit(45, ErrorReport)),
    note: optionalText(46),
    statusOrErrorReportExtensions: extensions,
  }),
  'application',
)
export type StatusOrErrorReport = Value<typeof StatusOrErrorReport>
