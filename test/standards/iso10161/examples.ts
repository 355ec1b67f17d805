import { encode, oid, utf8String } from '../../../src/standards/asn1/index.ts'
import type { ILLAPDU } from '../../../src/standards/iso10161/index.ts'

const institution = (symbol: string, name: string) =>
  ({
    personOrInstitutionSymbol: { type: 'institutionSymbol', value: symbol },
    nameOfPersonOrInstitution: { type: 'nameOfInstitution', value: name },
  }) as const

const requester = institution('ISIL:DE-T1', 'Stadtbücherei Tübingen')
const responder = institution('ISIL:DK-2', 'Biblioteket på Øen')
const third = institution('ISIL:NO-3', 'Tromsø bibliotek')

const head = {
  protocolVersionNum: 2,
  transactionId: {
    initialRequesterId: requester,
    transactionGroupQualifier: 'R-000123',
    transactionQualifier: 'R-000123-45',
    subTransactionQualifier: '1',
  },
  serviceDateTime: {
    dateTimeOfThisService: { date: '20261127', time: '174005' },
    dateTimeOfOriginalService: { date: '20261126', time: '090000' },
  },
  requesterId: requester,
  responderId: responder,
} as const

const mail = { telecomServiceIdentifier: 'SMTP', telecomServiceAddress: 'ill@library.example' } as const
const postal = {
  nameOfPersonOrInstitution: { type: 'nameOfPerson', value: 'Ålesund, Åse' },
  extendedPostalDeliveryAddress: 'Interlibrary loan',
  streetAndNumber: 'Nonnengasse 19',
  postOfficeBox: 'PO 7',
  city: 'Tübingen',
  region: 'BW',
  country: 'DE',
  postalCode: '72070',
} as const
const money = { currencyCode: 'EUR', monetaryValue: '12.50' } as const
const electronic = {
  eDeliveryService: { eDeliveryMode: '2.6.1.4', eDeliveryParameters: encode(utf8String, 'mode') },
  documentType: { documentTypeId: '1.0.8571.5.3', documentTypeParameters: encode(utf8String, 'type') },
  eDeliveryDescription: 'by FTP',
  eDeliveryDetails: { type: 'eDeliveryAddress', value: mail },
  nameOrCode: 'copy.pdf',
  deliveryTime: '120000',
} as const
const external = {
  directReference: '1.0.10161.13.2',
  encoding: { type: 'singleAsn1Type', value: encode(oid, '1.2.840.10003.5.10') },
} as const
const extension = [{ identifier: 1, critical: true, item: encode(utf8String, 'more') }]
const locations = [{ locationId: third, locationAddress: mail, locationNote: 'try there' }] as const
const optionalMessages = {
  canSendShipped: true,
  canSendCheckedIn: true,
  responderReceived: 'desires',
  responderReturned: 'requires',
} as const
const sendTo = [{ systemId: third, accountNumber: '77', systemAddress: mail }] as const

/** One APDU of each kind and each result, with every field in it that the module has. */
export const examples: Readonly<Record<string, ILLAPDU>> = {
  'ill-request': {
    type: 'illRequest',
    value: {
      ...head,
      transactionType: 'chained',
      deliveryAddress: { postalAddress: postal, electronicAddress: mail },
      deliveryService: { type: 'electronicDelivery', value: [electronic] },
      billingAddress: { postalAddress: postal, electronicAddress: mail },
      iLLServiceType: ['loan', 'copy-non-returnable'],
      responderSpecificService: external,
      requesterOptionalMessages: {
        canSendReceived: true,
        canSendReturned: true,
        requesterShipped: 'requires',
        requesterCheckedIn: 'desires',
      },
      searchType: {
        levelOfService: 'A',
        needBeforeDate: '20261224',
        expiryFlag: 'other-Date',
        expiryDate: '20261220',
      },
      supplyMediumInfoType: [{ supplyMediumType: 'photocopy', mediumCharacteristics: 'A4' }],
      placeOnHold: 'yes',
      clientId: { clientName: 'Reader', clientStatus: 'staff', clientIdentifier: '1001' },
      itemId: {
        itemType: 'serial',
        heldMediumType: 'printed',
        callNumber: 'QA 76',
        author: 'Le Guin, Ursula K.',
        title: 'The left hand of darkness',
        subTitle: 'a novel',
        sponsoringBody: 'Ace',
        placeOfPublication: 'New York',
        publisher: 'Ace Books',
        seriesTitleNumber: 'Hainish cycle 4',
        volumeIssue: '3 / 2',
        edition: '2nd',
        publicationDate: '1969',
        publicationDateOfComponent: '1970',
        authorOfArticle: 'Björk',
        titleOfArticle: 'On winter',
        pagination: '12-34',
        nationalBibliographyNo: external,
        iSBN: '044147812X',
        iSSN: '03785955',
        systemNo: external,
        additionalNoLetters: 'ISBN 9780441478125',
        verificationReferenceSource: 'catalogue',
      },
      supplementalItemDescription: [external],
      costInfoType: {
        accountNumber: '4711',
        maximumCost: money,
        reciprocalAgreement: true,
        willPayFee: true,
        paymentProvided: true,
      },
      copyrightCompliance: 'US:CCG',
      thirdPartyInfoType: {
        permissionToForward: true,
        permissionToChain: true,
        permissionToPartition: true,
        permissionToChangeSendToList: true,
        initialRequesterAddress: mail,
        preference: 'ordered',
        sendToList: sendTo,
        alreadyTriedList: [responder, third],
      },
      retryFlag: true,
      forwardFlag: true,
      requesterNote: 'Bitte schön verpacken',
      forwardNote: 'forwarded',
      iLLRequestExtensions: extension,
    },
  },
  'forward-notification': {
    type: 'forwardNotification',
    value: {
      ...head,
      responderAddress: mail,
      intermediaryId: third,
      notificationNote: 'They will answer',
      forwardNotificationExtensions: extension,
    },
  },
  shipped: {
    type: 'shipped',
    value: {
      ...head,
      responderAddress: mail,
      intermediaryId: third,
      supplierId: responder,
      clientId: { clientName: 'Reader', clientStatus: 'staff', clientIdentifier: '1001' },
      transactionType: 'partitioned',
      supplementalItemDescription: [external],
      shippedServiceType: 'loan',
      responderOptionalMessages: optionalMessages,
      supplyDetails: {
        dateShipped: '20261127',
        dateDue: { dateDueField: '20261224', renewable: false },
        chargeableUnits: 3,
        cost: money,
        shippedConditions: 'library-use-only',
        shippedVia: { type: 'physicalDelivery', value: 'Courier' },
        insuredFor: money,
        returnInsuranceRequire: money,
        noOfUnitsPerMedium: [{ medium: 'printed', noOfUnits: 2 }],
      },
      returnToAddress: postal,
      responderNote: 'Handle with care',
      shippedExtensions: extension,
    },
  },
  'shipped-copy': {
    type: 'shipped',
    value: {
      ...head,
      transactionType: 'simple',
      shippedServiceType: 'copy-non-returnable',
      supplyDetails: { shippedVia: { type: 'electronicDelivery', value: electronic } },
    },
  },
  'ill-answer-conditional': {
    type: 'illAnswer',
    value: {
      ...head,
      transactionResults: 'conditional',
      resultsExplanation: {
        type: 'conditionalResults',
        value: {
          conditions: 'charges',
          dateForReply: '20261204',
          locations,
          proposedDeliveryService: { type: 'physicalDelivery', value: 'Post' },
        },
      },
      responderSpecificResults: external,
      supplementalItemDescription: [external],
      sendToList: sendTo,
      alreadyTriedList: [third],
      responderOptionalMessages: optionalMessages,
      responderNote: 'Twelve euro',
      illAnswerExtensions: extension,
    },
  },
  'ill-answer-retry': {
    type: 'illAnswer',
    value: {
      ...head,
      transactionResults: 'retry',
      resultsExplanation: {
        type: 'retryResults',
        value: { reasonNotAvailable: 'in-use-on-loan', retryDate: '20270101', locations },
      },
    },
  },
  'ill-answer-unfilled': {
    type: 'illAnswer',
    value: {
      ...head,
      transactionResults: 'unfilled',
      resultsExplanation: { type: 'unfilledResults', value: { reasonUnfilled: 'not-on-shelf', locations } },
    },
  },
  'ill-answer-locations-provided': {
    type: 'illAnswer',
    value: {
      ...head,
      transactionResults: 'locations-provided',
      resultsExplanation: { type: 'locationsResults', value: { reasonLocsProvided: 'not-owned', locations } },
    },
  },
  'ill-answer-will-supply': {
    type: 'illAnswer',
    value: {
      ...head,
      transactionResults: 'will-supply',
      resultsExplanation: {
        type: 'willSupplyResults',
        value: {
          reasonWillSupply: 'being-processed-for-supply',
          supplyDate: '20261130',
          returnToAddress: postal,
          locations,
          electronicDeliveryService: electronic,
        },
      },
    },
  },
  'ill-answer-hold-placed': {
    type: 'illAnswer',
    value: {
      ...head,
      transactionResults: 'hold-placed',
      resultsExplanation: {
        type: 'holdPlacedResults',
        value: { estimatedDateAvailable: '20270115', holdPlacedMediumType: 'microform', locations },
      },
    },
  },
  'ill-answer-estimate': {
    type: 'illAnswer',
    value: {
      ...head,
      transactionResults: 'estimate',
      resultsExplanation: { type: 'estimateResults', value: { costEstimate: 'EUR 20', locations } },
    },
  },
  'conditional-reply': {
    type: 'conditionalReply',
    value: { ...head, answer: true, requesterNote: 'Agreed', conditionalReplyExtensions: extension },
  },
  cancel: { type: 'cancel', value: { ...head, requesterNote: 'Not needed any more', cancelExtensions: extension } },
  'cancel-reply': {
    type: 'cancelReply',
    value: { ...head, answer: false, responderNote: 'Gone already', cancelReplyExtensions: extension },
  },
  received: {
    type: 'received',
    value: {
      ...head,
      supplierId: responder,
      supplementalItemDescription: [external],
      dateReceived: '20261130',
      shippedServiceType: 'loan',
      requesterNote: 'Thanks',
      receivedExtensions: extension,
    },
  },
  recall: { type: 'recall', value: { ...head, responderNote: 'Needed here', recallExtensions: extension } },
  returned: {
    type: 'returned',
    value: {
      ...head,
      supplementalItemDescription: [external],
      dateReturned: '20261222',
      returnedVia: 'Post',
      insuredFor: money,
      requesterNote: 'On its way',
      returnedExtensions: extension,
    },
  },
  'checked-in': {
    type: 'checkedIn',
    value: { ...head, dateCheckedIn: '20261228', responderNote: 'Home', checkedInExtensions: extension },
  },
  overdue: {
    type: 'overdue',
    value: {
      ...head,
      dateDue: { dateDueField: '20261224', renewable: false },
      responderNote: 'Where is it?',
      overdueExtensions: extension,
    },
  },
  renew: {
    type: 'renew',
    value: { ...head, desiredDueDate: '20270120', requesterNote: 'Two weeks', renewExtensions: extension },
  },
  'renew-answer': {
    type: 'renewAnswer',
    value: {
      ...head,
      answer: true,
      dateDue: { dateDueField: '20270120', renewable: false },
      responderNote: 'The last time',
      renewAnswerExtensions: extension,
    },
  },
  lost: { type: 'lost', value: { ...head, note: 'Cannot be found', lostExtensions: extension } },
  damaged: {
    type: 'damaged',
    value: {
      ...head,
      damagedDetails: {
        documentTypeId: '1.0.8571.5.3',
        damagedPortion: { type: 'specificUnits', value: [3, 4, 70000] },
      },
      note: 'Wet',
      damagedExtensions: extension,
    },
  },
  'damaged-completely': {
    type: 'damaged',
    value: { ...head, damagedDetails: { damagedPortion: { type: 'completeDocument', value: null } } },
  },
  message: { type: 'message', value: { ...head, note: 'Grüße 漢字', messageExtensions: extension } },
  'status-query': { type: 'statusQuery', value: { ...head, note: 'Well?', statusQueryExtensions: extension } },
  'status-report': {
    type: 'statusOrErrorReport',
    value: {
      ...head,
      statusReport: {
        userStatusReport: {
          dateRequested: '20261120',
          author: 'Le Guin',
          title: 'The left hand of darkness',
          authorOfArticle: 'Björk',
          titleOfArticle: 'On winter',
          dateOfLastTransition: '20261127',
          mostRecentService: 'SHIPPED',
          dateOfMostRecentService: '20261127',
          initiatorOfMostRecentService: responder,
          shippedServiceType: 'loan',
          transactionResults: 'will-supply',
          mostRecentServiceNote: 'Handle with care',
        },
        providerStatusReport: 'NOT-RECEIVED-OVERDUE',
      },
      note: 'On its way',
      statusOrErrorReportExtensions: extension,
    },
  },
  'no-report': { type: 'statusOrErrorReport', value: { ...head, reasonNoReport: 'temporary' } },
  'error-report-state': {
    type: 'statusOrErrorReport',
    value: {
      ...head,
      errorReport: {
        correlationInformation: 'Renew',
        reportSource: 'provider',
        providerErrorReport: {
          type: 'stateTransitionProhibited',
          value: { aPDUType: 'RENEW', currentState: 'IN-PROCESS' },
        },
      },
      note: 'Nothing has been sent yet',
    },
  },
  'error-report-transaction': {
    type: 'statusOrErrorReport',
    value: {
      ...head,
      errorReport: {
        correlationInformation: 'R-000123-45',
        reportSource: 'provider',
        providerErrorReport: { type: 'transactionIdProblem', value: 'unknown-transaction-id' },
      },
    },
  },
  'error-report-general': {
    type: 'statusOrErrorReport',
    value: {
      ...head,
      errorReport: {
        correlationInformation: '20',
        reportSource: 'provider',
        providerErrorReport: { type: 'generalProblem', value: 'badly-structured-APDU' },
      },
    },
  },
  'error-report-forwarded': {
    type: 'statusOrErrorReport',
    value: {
      ...head,
      errorReport: {
        correlationInformation: 'Cancel',
        reportSource: 'user',
        userErrorReport: { type: 'alreadyForwarded', value: { responderId: third, responderAddress: mail } },
      },
    },
  },
  'error-report-security': {
    type: 'statusOrErrorReport',
    value: {
      ...head,
      errorReport: {
        correlationInformation: 'ILL-Request',
        reportSource: 'user',
        userErrorReport: { type: 'securityProblem', value: 'We do not know you' },
      },
    },
  },
  'error-report-unable': {
    type: 'statusOrErrorReport',
    value: {
      ...head,
      errorReport: {
        correlationInformation: 'ILL-Request',
        reportSource: 'user',
        userErrorReport: { type: 'unableToPerform', value: 'resource-limitation' },
      },
    },
  },
  'error-report-intermediary': {
    type: 'statusOrErrorReport',
    value: {
      ...head,
      errorReport: {
        correlationInformation: 'ILL-Request',
        reportSource: 'user',
        userErrorReport: { type: 'intermediaryProblem', value: 'cannot-send-onward' },
      },
    },
  },
  expired: { type: 'expired', value: { ...head, expiredExtensions: extension } },
}
