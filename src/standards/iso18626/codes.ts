import { closed, open } from './describe.ts'

/** Closed lists. ISO 18626, as in the schemas of 2017 and 2021; `since2021` are those that 1.2 lacks. */
export const Action = closed(
  [
    'StatusRequest',
    'Received',
    'Cancel',
    'Renew',
    'HoldReturn',
    'ShippedReturn',
    'ShippedForward',
    'Notification',
    'Lost',
  ],
  ['HoldReturn', 'Lost'],
)
export const ReasonForMessage = closed([
  'RequestResponse',
  'StatusRequestResponse',
  'RenewResponse',
  'CancelResponse',
  'StatusChange',
  'Notification',
])
export const Status = closed(
  [
    'RequestReceived',
    'ExpectToSupply',
    'WillSupply',
    'Loaned',
    'Overdue',
    'Recalled',
    'RetryPossible',
    'Unfilled',
    'HoldReturn',
    'ReleaseHoldReturn',
    'CopyCompleted',
    'LoanCompleted',
    'CompletedWithoutReturn',
    'Cancelled',
  ],
  ['HoldReturn', 'ReleaseHoldReturn'],
)
export const RequestType = closed(['New', 'Retry', 'Reminder'])
export const RequestSubType = closed([
  'BookingRequest',
  'MultipleItemRequest',
  'PatronRequest',
  'TransferRequest',
  'SupplyingLibrarysChoice',
])
export const ServiceType = closed(['Copy', 'Loan', 'CopyOrLoan'])
export const PreferredEdition = closed(['MostRecentEdition', 'ThisEdition', 'AnyEdition'])
export const YesNo = closed(['Y', 'N'])
export const MessageStatus = closed(['OK', 'ERROR'])
export const ErrorType = closed([
  'UnsupportedActionType',
  'UnsupportedReasonForMessageType',
  'UnrecognisedDataElement',
  'UnrecognisedDataValue',
  'BadlyFormedMessage',
])

/** Open lists of illtransactions.org/opencode: a peer may have others. */
export const AnyCode = open()
export const AgencyIdType = open(['ISIL', 'DNUCNI', 'ICOLC'])
export const ReasonUnfilled = open([
  'NonCirculating',
  'NotAvailableForILL',
  'NotHeld',
  'NotOnShelf',
  'PolicyProblem',
  'PoorCondition',
  // CrossLink and ReShare use them among themselves.
  'Duplicate',
  'transfer',
])
export const ReasonRetry = open([
  'AtBindery',
  'CostExceedsMaxCost',
  'CourierNotSupp',
  'LoanCondition',
  'MultiVolAvail',
  'MustMeetLoanCondition',
  'NotCurrentAvailableForILL',
  'NotFoundAsCited',
  'OnLoan',
  'OnOrder',
  'ReqDelDateNotPossible',
  'ReqDelMethodNotSupp',
  'ReqEditionNotPossible',
  'ReqFormatNotPossible',
  'ReqPayMethodNotSupported',
  'ReqServLevelNotSupp',
  'ReqServTypeNotPossible',
])
export const LoanCondition = open([
  'LibraryUseOnly',
  'WatchLibraryUseOnly',
  'NoReproduction',
  'SignatureRequired',
  'SpecCollSupervReq',
])
export const DeliveryMethod = open(['ArticleExchange', 'Courier', 'Email', 'FTP', 'Mail', 'Odyssey', 'URL'])
export const ServiceLevel = open(['Express', 'Normal', 'Rush', 'SecondaryMail', 'Standard', 'Urgent'])
export const BibliographicItemIdentifierCode = open(['DOI', 'Handle', 'ISBN', 'ILII', 'ISSN', 'ISMN', 'NBN', 'URN'])
export const BibliographicRecordIdentifierCode = open([
  'OCLC',
  'LCCN',
  'AMICUS',
  'BL',
  'FAUST',
  'JNB',
  'LA',
  'Medline',
  'NCID',
  'PID',
  'PMID',
  'TP',
])
export const PublicationType = open([
  'ArchiveMaterial',
  'Article',
  'AudioBook',
  'Book',
  'Chapter',
  'ConferenceProc',
  'Game',
  'GovernmentPubl',
  'Image',
  'Journal',
  'Manuscript',
  'Map',
  'Movie',
  'MusicRecording',
  'MusicScore',
  'Newspaper',
  'Patent',
  'Report',
  'SoundRecording',
  'Thesis',
])
export const BillingMethod = open(['Account', 'FreeOfCharge', 'Invoice', 'Other', 'ReciprocityAgreement'])
export const ElectronicAddressType = open(['Chat', 'Email', 'FTP', 'Skype'])

/** Other spellings of codes, folded as `fold` does. */
const spellings: Readonly<Record<string, string>> = {
  canceled: 'cancelled',
  unrecognizeddataelement: 'unrecogniseddataelement',
  unrecognizeddatavalue: 'unrecogniseddatavalue',
}
const fold = (code: string): string => {
  const small = code.toLowerCase()
  return spellings[small] ?? small
}

/** A code of a list however it is spelt: in small letters, or the American way. */
export function canonical<C extends string>(codes: readonly C[], code: string): C | undefined {
  const folded = fold(code)
  return codes.find((each) => fold(each) === folded)
}
