import { element, type Xml } from '../xml/index.ts'
import type { Credential, Described, Initiation, Initiator } from './initiation.ts'

export const namespace = 'http://www.niso.org/2008/ncip'
/** What the attribute `version` says of a message of NCIP 2.02. */
export const version = 'http://www.niso.org/ncip/v2_02/imp1/xsd/ncip_v2_02.xsd'

/** A message as XML that the schema of NCIP 2.02 accepts: its elements stand in the schema's order. */
export function writeInitiation(from: Initiator, message: Initiation): string {
  const attributes = { xmlns: namespace, 'xmlns:ncip': namespace, 'ncip:version': version }
  const body = element(message.service, {}, header(from), ...contentOf(message, from))
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('NCIPMessage', attributes, body).xml}\n`
}

type Content = Xml | undefined

const value = (name: string, text: string | undefined): Content =>
  text === undefined || text === '' ? undefined : element(name, {}, text)

const agency = (name: string, id: string): Xml => element(name, {}, element('AgencyId', {}, id))

const header = (from: Initiator): Xml =>
  element(
    'InitiationHeader',
    {},
    value('FromSystemId', from.fromSystem),
    value('FromSystemAuthentication', from.systemSecret),
    agency('FromAgencyId', from.fromAgency),
    value('FromAgencyAuthentication', from.agencySecret),
    agency('ToAgencyId', from.toAgency),
    value('ApplicationProfileType', from.profile),
  )

const userId = (id: string): Xml => element('UserId', {}, element('UserIdentifierValue', {}, id))
const itemId = (id: string): Xml => element('ItemId', {}, element('ItemIdentifierValue', {}, id))
/** The number is unique among those of the agency that gave it. */
const requestId = (id: string, { fromAgency }: Initiator): Xml =>
  element('RequestId', {}, element('AgencyId', {}, fromAgency), element('RequestIdentifierValue', {}, id))

const shown = ({ type, value: data }: Credential): Xml =>
  element(
    'AuthenticationInput',
    {},
    element('AuthenticationInputData', {}, data),
    element('AuthenticationDataFormatType', {}, 'text'),
    element('AuthenticationInputType', {}, type),
  )

const description = ({ title, author, isbn, callNumber }: Described): Xml =>
  element(
    'ItemOptionalFields',
    {},
    element(
      'BibliographicDescription',
      {},
      value('Author', author),
      isbn === undefined || isbn === ''
        ? undefined
        : element(
            'BibliographicItemId',
            {},
            element('BibliographicItemIdentifier', {}, isbn),
            element('BibliographicItemIdentifierCode', {}, 'ISBN'),
          ),
      value('Title', title),
    ),
    callNumber === undefined || callNumber === ''
      ? undefined
      : element('ItemDescription', {}, element('CallNumber', {}, callNumber)),
  )

/** What is wanted to be told of somebody, and of an item. NCIP 2.02, UserElementType and ItemElementType. */
const userElements = ['User Id', 'Name Information', 'User Address Information', 'User Privilege', 'Block Or Trap']
const itemElements = ['Item Description', 'Bibliographic Description']
const statusElements = ['Circulation Status', ...itemElements]

const wanting = (name: string, wanted: readonly string[]): readonly Xml[] => wanted.map((one) => element(name, {}, one))

function contentOf(message: Initiation, from: Initiator): readonly Content[] {
  switch (message.service) {
    case 'LookupUser':
      return [
        ...(typeof message.user === 'string' ? [userId(message.user)] : message.user.map(shown)),
        ...wanting('UserElementType', userElements),
      ]
    case 'LookupItem':
      return [
        'item' in message.by ? itemId(message.by.item) : requestId(message.by.request, from),
        ...wanting('ItemElementType', statusElements),
        element('CurrentBorrowerDesired', {}),
      ]
    case 'AcceptItem':
      return [
        requestId(message.request, from),
        element('RequestedActionType', {}, message.action),
        userId(message.user),
        itemId(message.item),
        value('DateForReturn', message.dueBack),
        description(message.described),
        value('PickupLocation', message.pickup),
      ]
    case 'RequestItem': {
      const { record } = message
      return [
        userId(message.user),
        element(
          'BibliographicId',
          {},
          element(
            'BibliographicRecordId',
            {},
            element('BibliographicRecordIdentifier', {}, record.number),
            element('BibliographicRecordIdentifierCode', {}, record.code),
          ),
        ),
        requestId(message.request, from),
        element('RequestType', {}, message.type),
        element('RequestScopeType', {}, message.scope),
        value('PickupLocation', message.pickup),
        ...wanting('ItemElementType', itemElements),
      ]
    }
    case 'CancelRequestItem':
      return [
        userId(message.user),
        requestId(message.request, from),
        element('RequestType', {}, message.type),
        element('RequestScopeType', {}, message.scope),
      ]
    case 'CheckOutItem':
      return [
        userId(message.user),
        itemId(message.item),
        message.request === undefined ? undefined : requestId(message.request, from),
        value('DesiredDateDue', message.due),
      ]
    case 'RenewItem':
      return [userId(message.user), itemId(message.item), value('DesiredDateDue', message.due)]
    case 'CheckInItem':
    case 'DeleteItem':
      return [itemId(message.item)]
    case 'CreateUserFiscalTransaction':
      return [
        userId(message.user),
        element(
          'FiscalTransactionInformation',
          {},
          element('FiscalActionType', {}, 'Assess'),
          element(
            'FiscalTransactionReferenceId',
            {},
            element('AgencyId', {}, from.fromAgency),
            element('FiscalTransactionIdentifierValue', {}, message.reference),
          ),
          element('FiscalTransactionType', {}, message.type),
          element(
            'Amount',
            {},
            element('CurrencyCode', {}, message.currency),
            element('MonetaryValue', {}, message.units),
          ),
          value('FiscalTransactionDescription', message.description),
        ),
      ]
  }
}
