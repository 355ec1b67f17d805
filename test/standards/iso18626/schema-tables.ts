import { contents } from './content.ts'

/** What the two schemas say. Where they are at hand, a test compares. */

const schema12 = `
ISO18626Message request | requestConfirmation | supplyingAgencyMessage | supplyingAgencyMessageConfirmation | requestingAgencyMessage | requestingAgencyMessageConfirmation
request header bibliographicInfo publicationInfo? serviceInfo? supplierInfo* requestedDeliveryInfo* requestingAgencyInfo? patronInfo? billingInfo?
requestConfirmation confirmationHeader errorData?
supplyingAgencyMessage header messageInfo statusInfo deliveryInfo? returnInfo?
supplyingAgencyMessageConfirmation confirmationHeader reasonForMessage? errorData?
requestingAgencyMessage header action note:string?
requestingAgencyMessageConfirmation confirmationHeader action? errorData?
address electronicAddress | physicalAddress
bibliographicItemId bibliographicItemIdentifier:string bibliographicItemIdentifierCode:schemeValuePair
bibliographicInfo supplierUniqueRecordId:string? title:string? author:string? subtitle:string? seriesTitle:string? edition:string? titleOfComponent:string? authorOfComponent:string? volume:string? issue:string? pagesRequested:string? estimatedNoPages:string? bibliographicItemId* sponsor:string? informationSource:string? bibliographicRecordId*
bibliographicRecordId bibliographicRecordIdentifierCode:schemeValuePair bibliographicRecordIdentifier:string
billingInfo paymentMethod:schemeValuePair? maximumCosts:costs? billingMethod:schemeValuePair? billingName:string? address?
confirmationHeader supplyingAgencyId:agencyId? requestingAgencyId:agencyId? timestamp:dateTime requestingAgencyRequestId:string? multipleItemRequestId:string? timestampReceived:dateTime messageStatus
deliveryInfo dateSent:dateTime itemId:string? sentVia:schemeValuePair? sentToPatron:boolean? loanCondition:schemeValuePair? deliveredFormat:schemeValuePair? deliveryCosts:costs?
electronicAddress electronicAddressType:schemeValuePair electronicAddressData:string
errorData errorType errorValue:string?
header supplyingAgencyId:agencyId requestingAgencyId:agencyId multipleItemRequestId:string timestamp:dateTime requestingAgencyRequestId:string supplyingAgencyRequestId:string? requestingAgencyAuthentication?
messageInfo reasonForMessage answerYesNo:yesNo? note:string? reasonUnfilled:schemeValuePair? reasonRetry:schemeValuePair? offeredCosts:costs? retryAfter:dateTime? retryBefore:dateTime?
patronInfo patronId:string? surname:string? givenName:string? patronType:schemeValuePair? sendToPatron:yesNo? address*
physicalAddress line1:string? line2:string? locality:string? postalCode:string? region:schemeValuePair? country:schemeValuePair?
publicationInfo publisher:string? publicationType:schemeValuePair? publicationDate:string? placeOfPublication:string?
requestedDeliveryInfo sortOrder:integer? address?
requestingAgencyAuthentication accountId:string? securityCode:string?
requestingAgencyInfo name:string? contactName:string? address*
returnInfo returnAgencyId:agencyId? name:string? physicalAddress?
serviceInfo requestType? requestSubType{0,3} requestingAgencyPreviousRequestId:string? serviceType serviceLevel:schemeValuePair? preferredFormat:schemeValuePair? needBeforeDate:dateTime? copyrightCompliance:schemeValuePair? anyEdition:yesNo? startDate:dateTime? endDate:dateTime? note:string?
statusInfo status expectedDeliveryDate:dateTime? dueDate:dateTime? lastChange:dateTime
supplierInfo sortOrder:integer? supplierCode:agencyId? supplierDescription:string? bibliographicRecordId? callNumber:string? summaryHoldings:string? availabilityNote:string?
action = one StatusRequest Received Cancel Renew ShippedReturn ShippedForward Notification
agencyId agencyIdType:schemeValuePair agencyIdValue:string
costs currencyCode:schemeValuePair monetaryValue:decimal
errorType = one UnsupportedActionType UnsupportedReasonForMessageType UnrecognisedDataElement UnrecognisedDataValue BadlyFormedMessage
messageStatus = one OK ERROR
reasonForMessage = one RequestResponse StatusRequestResponse RenewResponse CancelResponse StatusChange Notification
requestType = one New Retry Reminder
requestSubType = one BookingRequest MultipleItemRequest PatronRequest TransferRequest SupplyingLibrarysChoice
schemeValuePair = code
serviceType = one Copy Loan CopyOrLoan
status = one RequestReceived ExpectToSupply WillSupply Loaned Overdue Recalled RetryPossible Unfilled CopyCompleted LoanCompleted CompletedWithoutReturn Cancelled
yesNo = one Y N
`

const schema2021 = `
ISO18626Message request | requestConfirmation | supplyingAgencyMessage | supplyingAgencyMessageConfirmation | requestingAgencyMessage | requestingAgencyMessageConfirmation
request header:requestHeader bibliographicInfo publicationInfo? serviceInfo supplierInfo* requestedDeliveryInfo* requestingAgencyInfo? patronInfo? billingInfo?
requestConfirmation confirmationHeader errorData*
supplyingAgencyMessage header:supplyingAgencyMessageHeader messageInfo statusInfo retryInfo? deliveryInfo? shippingInfo? returnInfo?
supplyingAgencyMessageConfirmation confirmationHeader reasonForMessage? errorData*
requestingAgencyMessage header:requestingAgencyMessageHeader action note:string?
requestingAgencyMessageConfirmation confirmationHeader action? errorData*
address electronicAddress | physicalAddress
bibliographicItemId bibliographicItemIdentifierCode:schemeValuePair bibliographicItemIdentifier:string
bibliographicInfo supplierUniqueRecordId:string? title:string? author:string? authorId:string? subtitle:string? seriesTitle:string? edition:string? titleOfComponent:string? authorOfComponent:string? volume:string* issue:string? pagesRequested:string? estimatedNoPages:string? bibliographicItemId* sponsor:string? informationSource:string? bibliographicRecordId*
bibliographicRecordId bibliographicRecordIdentifierCode:schemeValuePair bibliographicRecordIdentifier:string
billingInfo paymentMethod:schemeValuePair? maximumCosts:costs? billingMethod:schemeValuePair? billingName:string? address?
confirmationHeader supplyingAgencyId:agencyId? requestingAgencyId:agencyId? timestamp:dateTime requestingAgencyRequestId:string? timestampReceived:dateTime messageStatus
deliveryInfo dateSent:dateTime itemId:string* URL:string? deliveryMethod:schemeValuePair? address? sentToPatron:boolean? loanCondition:schemeValuePair* itemFormat:schemeValuePair? serviceType? deliveryCosts:costs* paymentMethod:schemeValuePair?
electronicAddress electronicAddressType:schemeValuePair electronicAddressData:string
errorData errorType errorValue:string?
messageInfo reasonForMessage answerYesNo:yesNo? note:string? reasonUnfilled:schemeValuePair? reasonRetry:schemeValuePair?
patronInfo patronId:string? surname:string? givenName:string? patronType:schemeValuePair? sendToPatron:yesNo? address*
physicalAddress line1:string? line2:string? locality:string? postalCode:string? region:string? country:schemeValuePair?
publicationInfo publisher:string? publisherId:string? publicationType:schemeValuePair? publicationDate:string? placeOfPublication:string?
requestedDeliveryInfo sortOrder? address? deliveryMethod:schemeValuePair? courierName:schemeValuePair?
requestHeader supplyingAgencyId:agencyId? requestingAgencyId:agencyId consortialId:agencyId? multipleItemRequestId:string? timestamp:dateTime requestingAgencyRequestId:string requestingAgencyAuthentication?
requestingAgencyAuthentication accountId:string? securityCode:string?
requestingAgencyInfo name:string? contactName:string? address*
requestingAgencyMessageHeader supplyingAgencyId:agencyId requestingAgencyId:agencyId consortialId:agencyId? timestamp:dateTime requestingAgencyRequestId:string supplyingAgencyRequestId:string? requestingAgencyAuthentication?
returnInfo returnAgencyId:agencyId? name:string? physicalAddress?
retryInfo loanCondition:schemeValuePair* edition:string* itemFormat:schemeValuePair* volume:string* serviceType? serviceLevel:schemeValuePair* deliveryMethod:schemeValuePair* courierName:schemeValuePair* offeredCosts:costs* paymentMethod:schemeValuePair* retryBefore:dateTime? retryAfter:dateTime?
serviceInfo requestType? requestSubType* requestingAgencyPreviousRequestId:string? serviceType serviceLevel:schemeValuePair? itemFormat:schemeValuePair? needBeforeDate:dateTime? copyrightCompliance:schemeValuePair? anyEdition:yesNo? preferredEdition? loanCondition:schemeValuePair* startDate:dateTime? endDate:dateTime? note:string?
shippingInfo courierName:schemeValuePair? trackingId:string* insurance:yesNo? insuranceThirdParty:yesNo? thirdPartyName:string? insuranceCosts:costs*
sortOrder = natural
statusInfo status expectedDeliveryDate:dateTime? dueDate:dateTime? lastChange:dateTime
supplierInfo sortOrder? supplierCode:agencyId? supplierDescription:string? bibliographicRecordId? callNumber:string? summaryHoldings:string? availabilityNote:string?
supplyingAgencyMessageHeader supplyingAgencyId:agencyId requestingAgencyId:agencyId timestamp:dateTime requestingAgencyRequestId:string supplyingAgencyRequestId:string?
agencyId agencyIdType:schemeValuePair agencyIdValue:string
costs currencyCode:schemeValuePair monetaryValue:decimal
schemeValuePair = code
action = one StatusRequest Received Cancel Renew HoldReturn ShippedReturn ShippedForward Notification Lost
errorType = one UnsupportedActionType UnsupportedReasonForMessageType UnrecognisedDataElement UnrecognisedDataValue BadlyFormedMessage
messageStatus = one OK ERROR
preferredEdition = one MostRecentEdition ThisEdition AnyEdition
reasonForMessage = one RequestResponse StatusRequestResponse RenewResponse CancelResponse StatusChange Notification
requestType = one New Retry Reminder
requestSubType = one BookingRequest MultipleItemRequest PatronRequest TransferRequest SupplyingLibrarysChoice
serviceType = one Copy Loan CopyOrLoan
status = one RequestReceived ExpectToSupply WillSupply Loaned Overdue Recalled RetryPossible Unfilled HoldReturn ReleaseHoldReturn CopyCompleted LoanCompleted CompletedWithoutReturn Cancelled
yesNo = one Y N
`

export const schemas = { '1.2': contents(schema12), '2021-2': contents(schema2021) }
