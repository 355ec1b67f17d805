/** Codes of ISO 18626 that a lender answers with, in words for the choice: domain/ill.md 5.3. */

/** LoanCondition, and two that say what a code cannot. */
export const conditionCodes = {
  LibraryUseOnly: 'For use in the library only',
  WatchLibraryUseOnly: 'For use in the library under supervision',
  NoReproduction: 'Nothing may be copied from it',
  SignatureRequired: 'The reader has to sign',
  SpecCollSupervReq: 'In a reading room of special collections',
  Cost: 'It costs what is named below',
  Other: 'As the note says',
} as const

/** ReasonUnfilled, and three of ReasonRetry that also end a request. */
export const unfilledCodes = {
  NotHeld: 'We do not have it',
  NotOnShelf: 'It is not on the shelf',
  NonCirculating: 'It is not lent at all',
  NotAvailableForILL: 'It is not lent to other libraries',
  PolicyProblem: 'Our rules do not allow it',
  PoorCondition: 'It is in poor condition',
  OnLoan: 'It is on loan',
  NotFoundAsCited: 'Not found as cited',
  CostExceedsMaxCost: 'It costs more than was offered',
} as const

/** ReasonRetry. */
export const retryCodes = {
  OnLoan: 'It is on loan',
  OnOrder: 'It is on order',
  AtBindery: 'It is at the binder’s',
  NotCurrentAvailableForILL: 'Not lent to other libraries at the moment',
  NotFoundAsCited: 'Not found as cited',
  MultiVolAvail: 'Several volumes: say which one',
  ReqDelDateNotPossible: 'Not by the day that was wanted',
  ReqDelMethodNotSupp: 'Not by the way that was wanted',
  ReqEditionNotPossible: 'Not in the edition that was wanted',
  ReqFormatNotPossible: 'Not in the format that was wanted',
  ReqPayMethodNotSupported: 'Not with the payment that was offered',
  ReqServLevelNotSupp: 'Not as quickly as was wanted',
  ReqServTypeNotPossible: 'Not as the service that was wanted',
  CourierNotSupp: 'Not by that courier',
  CostExceedsMaxCost: 'It costs more than was offered',
} as const

/** The names of a table's rows, as a choice wants them. */
export const codesOf = <T extends object>(table: T) => Object.keys(table) as [keyof T & string, ...(keyof T & string)[]]

const heard: Readonly<Record<string, string>> = {
  ...{ ...unfilledCodes, ...retryCodes, ...conditionCodes },
  ...{ NotHeld: 'It is not held', PolicyProblem: 'The rules do not allow it', Duplicate: 'It was asked for already' },
}

/** Reasons and conditions in words for either library: what is a code, and the rest as it was said. */
export const codesInWords = (said: string): string =>
  said
    .split('; ')
    .map((one) => (Object.hasOwn(heard, one) ? heard[one] : one))
    .join('; ')
