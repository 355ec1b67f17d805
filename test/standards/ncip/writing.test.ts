import { expect } from 'chai'
import { type Initiation, type Service, writeInitiation } from '../../../src/standards/ncip/index.ts'
import { allOf, parseXml, textsOf, type XmlElement } from '../../xml.ts'
import { from, initiations } from './samples.ts'

/** The children of each element we write, in the order of ncip_v2_02.xsd. */
const orders: Readonly<Record<string, readonly string[]>> = {
  InitiationHeader: [
    ...['FromSystemId', 'FromSystemAuthentication', 'FromAgencyId', 'FromAgencyAuthentication'],
    ...['OnBehalfOfAgency', 'ToSystemId', 'ToAgencyId', 'ApplicationProfileType', 'Ext'],
  ],
  LookupUser: ['InitiationHeader', 'UserId', 'AuthenticationInput', 'UserElementType', 'LoanedItemsDesired'],
  LookupItem: ['InitiationHeader', 'ItemId', 'RequestId', 'ItemElementType', 'CurrentBorrowerDesired'],
  AcceptItem: [
    ...['InitiationHeader', 'MandatedAction', 'RequestId', 'RequestedActionType', 'UserId', 'ItemId', 'DateForReturn'],
    ...['RenewalNotPermitted', 'FiscalTransactionInformation', 'ItemOptionalFields', 'UserOptionalFields'],
    ...['PickupLocation', 'PickupExpiryDate'],
  ],
  RequestItem: [
    ...['InitiationHeader', 'MandatedAction', 'UserId', 'BibliographicId', 'ItemId', 'RequestId', 'RequestType'],
    ...['RequestScopeType', 'ItemOptionalFields', 'ShippingInformation', 'EarliestDateNeeded', 'NeedBeforeDate'],
    ...['PickupLocation', 'PickupExpiryDate', 'AcknowledgedFeeAmount', 'PaidFeeAmount', 'ItemElementType'],
  ],
  CancelRequestItem: [
    'InitiationHeader',
    'MandatedAction',
    'UserId',
    'RequestId',
    'ItemId',
    'RequestType',
    'RequestScopeType',
  ],
  CheckOutItem: [
    ...['InitiationHeader', 'MandatedAction', 'UserId', 'ItemId', 'RequestId', 'AcknowledgedFeeAmount'],
    ...['ShippingInformation', 'ResourceDesired', 'DesiredDateDue'],
  ],
  RenewItem: ['InitiationHeader', 'MandatedAction', 'UserId', 'ItemId', 'ItemElementType', 'DesiredDateDue'],
  CheckInItem: ['InitiationHeader', 'MandatedAction', 'ItemId'],
  DeleteItem: ['InitiationHeader', 'MandatedAction', 'ItemId'],
  CreateUserFiscalTransaction: ['InitiationHeader', 'MandatedAction', 'UserId', 'FiscalTransactionInformation'],
  FiscalTransactionInformation: [
    ...['FiscalActionType', 'FiscalTransactionReferenceId', 'FiscalTransactionType', 'ValidFromDate', 'Amount'],
    ...['PaymentMethodType', 'FiscalTransactionDescription'],
  ],
  FiscalTransactionReferenceId: ['AgencyId', 'FiscalTransactionIdentifierValue'],
  Amount: ['CurrencyCode', 'MonetaryValue'],
  UserId: ['AgencyId', 'UserIdentifierType', 'UserIdentifierValue'],
  ItemId: ['AgencyId', 'ItemIdentifierType', 'ItemIdentifierValue'],
  RequestId: ['AgencyId', 'RequestIdentifierType', 'RequestIdentifierValue'],
  FromAgencyId: ['AgencyId'],
  ToAgencyId: ['AgencyId'],
  AuthenticationInput: ['AuthenticationInputData', 'AuthenticationDataFormatType', 'AuthenticationInputType'],
  ItemOptionalFields: ['BibliographicDescription', 'ItemUseRestrictionType', 'CirculationStatus', 'ItemDescription'],
  ItemDescription: ['CallNumber', 'CopyNumber'],
  BibliographicDescription: ['Author', 'AuthorOfComponent', 'BibliographicItemId', 'Publisher', 'Title'],
  BibliographicItemId: ['BibliographicItemIdentifier', 'BibliographicItemIdentifierCode'],
  BibliographicId: ['BibliographicItemId', 'BibliographicRecordId'],
  BibliographicRecordId: ['BibliographicRecordIdentifier', 'BibliographicRecordIdentifierCode'],
}

/** Children that are unknown, or stand before one they come after; by their paths. */
function misplaced(element: XmlElement, path = element.name): string[] {
  const order = orders[element.name]
  if (!order) return element.children.length > 0 ? [path] : []
  const places = element.children.map(({ name }) => order.indexOf(name))
  const wrong = places.flatMap((place, n) =>
    place < 0 || place < (places[n - 1] ?? 0) ? [`${path}/${element.children[n]!.name}`] : [],
  )
  return [...wrong, ...element.children.flatMap((child) => misplaced(child, `${path}/${child.name}`))]
}

const written = (message: Initiation) => parseXml(writeInitiation(from, message))

describe('A message to a circulation system', () => {
  for (const message of initiations)
    it(`has its elements in the order of the schema: ${message.service}`, () => {
      const root = written(message)
      expect(root.name).to.equal('NCIPMessage')
      expect(root.attributes['ncip:version']).to.match(/ncip_v2_02\.xsd$/)
      expect(allOf(root, message.service)[0]!.namespace).to.equal('http://www.niso.org/2008/ncip')
      expect(misplaced(root.children[0]!)).to.deep.equal([])
    })

  it('is of every service there is', () => {
    const services: Record<Service, true> = {
      ...{ LookupUser: true, LookupItem: true, AcceptItem: true, RequestItem: true, CancelRequestItem: true },
      ...{ CheckOutItem: true, RenewItem: true, CheckInItem: true, DeleteItem: true },
      CreateUserFiscalTransaction: true,
    }
    expect(new Set(initiations.map(({ service }) => service))).to.deep.equal(new Set(Object.keys(services)))
  })

  it('says who asks whom, and leaves out what is not known', () => {
    const [header] = allOf(written(initiations[0]!), 'InitiationHeader')
    expect(header!.children.map(({ name }) => name)).to.deep.equal([
      ...['FromSystemId', 'FromSystemAuthentication', 'FromAgencyId', 'FromAgencyAuthentication', 'ToAgencyId'],
      'ApplicationProfileType',
    ])
    expect(textsOf(header!, 'AgencyId')).to.deep.equal(['OXU', 'OXU-ILS'])
    expect(textsOf(header!, 'FromAgencyAuthentication')).to.deep.equal(['a<gency'])
    const bare = parseXml(writeInitiation({ fromAgency: 'A', toAgency: 'B' }, { service: 'CheckInItem', item: '1' }))
    expect(allOf(bare, 'InitiationHeader')[0]!.children.map(({ name }) => name)).to.deep.equal([
      'FromAgencyId',
      'ToAgencyId',
    ])
  })

  it('holds what readers wrote as text, without characters that XML cannot hold', () => {
    const accept = initiations.find(({ service }) => service === 'AcceptItem') as Extract<
      Initiation,
      { service: 'AcceptItem' }
    >
    const title = 'A </Title>\u0000 & "B"'
    expect(textsOf(written({ ...accept, described: { title } }), 'Title')).to.deep.equal(['A </Title> & "B"'])
  })
})
