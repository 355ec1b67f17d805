import type { Initiation, Initiator } from '../../../src/standards/ncip/index.ts'

export const from: Initiator = {
  fromSystem: 'farshelf',
  systemSecret: 's3cret',
  fromAgency: 'OXU',
  agencySecret: 'a<gency',
  toAgency: 'OXU-ILS',
  profile: 'ill',
}

/** One of each service, with everything it can say. */
export const initiations: readonly Initiation[] = [
  { service: 'LookupUser', user: 'P1' },
  {
    service: 'LookupUser',
    user: [
      { type: 'Barcode Id', value: 'P1' },
      { type: 'PIN', value: '1234' },
    ],
  },
  { service: 'LookupItem', by: { item: 'R-000012-13' } },
  { service: 'LookupItem', by: { request: 'R-000012-13' } },
  {
    service: 'AcceptItem',
    request: 'R-000012-13',
    item: 'R-000012-13-2',
    user: 'P1',
    action: 'Hold For Pickup',
    described: { title: 'Being & Time', author: 'Heidegger', isbn: '9780061575594', callNumber: 'B 3279' },
    dueBack: '2026-05-01T23:59:59Z',
    pickup: 'Main Library',
  },
  {
    service: 'RequestItem',
    request: 'L-000012',
    user: 'INST-XX-1',
    record: { number: '991234', code: 'SYSNUMBER' },
    type: 'Page',
    scope: 'Item',
    pickup: 'ILL Office',
  },
  { service: 'CancelRequestItem', request: 'L-000012', user: 'INST-XX-1', type: 'Page', scope: 'Item' },
  { service: 'CheckOutItem', user: 'INST-XX-1', item: '3001', request: 'L-000012', due: '2026-05-01T23:59:59Z' },
  { service: 'RenewItem', user: 'P1', item: '3001', due: '2026-06-01T23:59:59Z' },
  { service: 'CheckInItem', item: '3001' },
  { service: 'DeleteItem', item: '3001' },
  {
    service: 'CreateUserFiscalTransaction',
    user: 'P1',
    reference: 'R-000012-13',
    type: 'Interlibrary Loan Fee',
    units: 250,
    currency: 'GBP',
    description: 'Loan from Exeter',
  },
]
