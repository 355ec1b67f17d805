import type { ReadMessage } from '../../../standards/iso18626/index.ts'
import type { RequesterMessage, Wanted } from '../message.ts'
import { readNote } from './lines.ts'
import { type Peer, profileOf } from './profiles.ts'
import { shipTo, withoutBlock, withoutTokens } from './tokens.ts'
import { conditionsOf, dayOf, given, moneyOf, postalAddress } from './values.ts'

type Read = Extract<ReadMessage, { kind: 'request' }>['body']
type Asked = Extract<RequesterMessage, { type: 'request' }>

const kinds = { New: 'new', Retry: 'retry', Reminder: 'reminder' } as const
const services = { Loan: ['loan'], Copy: ['copy'], CopyOrLoan: ['loan', 'copy'] } as const

/** What a request says. One that asks again by the same number, and accepts conditions, is the answer to them. */
export function requestOf(read: Read, peer: Peer): RequesterMessage {
  const service = read.serviceInfo
  const deliverTo = deliveryAddress(read)
  const raw = service?.note ?? ''
  const whole = withoutTokens(deliverTo ? withoutBlock(raw, ...shipTo) : raw)
  const said = readNote(whole, 'agrees', 'preferred', 'hold', 'answerBy', 'condition', 'mostCost')
  const conditions = conditionsOf([...(service?.loanCondition ?? []).map(({ code }) => code), ...said.condition])
  const previousId = service?.requestingAgencyPreviousRequestId
  const kind = kinds[service?.requestType ?? 'New']
  const same = kind === 'retry' && previousId === read.header?.requestingAgencyRequestId
  const accepts = said.agrees[0] ?? (service?.loanCondition ?? []).length > 0
  if (profileOf(peer).conditions === 'retry' && same && accepts)
    return { type: 'conditional-reply', agrees: true, ...given({ note: said.note }) }
  const asked = services[service?.serviceType ?? 'CopyOrLoan']
  return {
    type: 'request',
    kind,
    wanted: wanted(read),
    services: said.preferred[0] === 'copy' && asked.length === 2 ? ['copy', 'loan'] : [...asked],
    ...given({
      previousId,
      level: service?.serviceLevel?.code,
      neededBy: dayOf(service?.needBeforeDate),
      expiresOn: said.answerBy[0],
      mostCost: moneyOf(read.billingInfo?.maximumCosts) ?? said.mostCost[0],
      hold: said.hold[0],
      conditions,
      deliverTo,
      deliverEmail: deliveryEmail(read),
      patron: given({
        id: read.patronInfo?.patronId,
        name: [read.patronInfo?.givenName, read.patronInfo?.surname].filter(Boolean).join(' '),
      }),
      note: [said.note, ...besides(read)].filter(Boolean).join('\n'),
    }),
  } as Asked
}

const places = (read: Read) =>
  [...(read.requestedDeliveryInfo ?? [])]
    .sort((one, two) => (one.sortOrder ?? 0) - (two.sortOrder ?? 0))
    .flatMap(({ address }) => (address ? [address] : []))

function deliveryAddress(read: Read) {
  const all = [...places(read), ...(read.requestingAgencyInfo?.address ?? [])]
  return postalAddress(read.requestingAgencyInfo?.name, all.find((each) => each.physicalAddress)?.physicalAddress)
}

const deliveryEmail = (read: Read): string | undefined =>
  places(read).find(({ electronicAddress }) => electronicAddress?.electronicAddressType?.code === 'Email')
    ?.electronicAddress?.electronicAddressData

/** Identifiers by their codes, each with its first value. */
const itemCodes = { ISBN: 'isbn', ISSN: 'issn', DOI: 'doi' } as const
const recordCodes = { OCLC: 'oclc', LCCN: 'lccn', PMID: 'pmid' } as const

/** Both kinds of identifiers alike. */
function identifiers(read: Read): { code: string; value: string }[] {
  const info = read.bibliographicInfo
  return [
    ...(info?.bibliographicItemId ?? []).map((each) => ({
      code: each.bibliographicItemIdentifierCode?.code ?? '',
      value: each.bibliographicItemIdentifier ?? '',
    })),
    ...(info?.bibliographicRecordId ?? []).map((each) => ({
      code: each.bibliographicRecordIdentifierCode?.code ?? '',
      value: each.bibliographicRecordIdentifier ?? '',
    })),
  ].filter(({ value }) => value !== '')
}

const fieldOf = (code: string): keyof Wanted | undefined =>
  ({ ...itemCodes, ...recordCodes })[code as keyof typeof itemCodes | keyof typeof recordCodes]

function wanted(read: Read): Wanted {
  const info = read.bibliographicInfo
  const ids = identifiers(read).flatMap(({ code, value }) => {
    const field = fieldOf(code)
    return field ? [[field, value] as const] : []
  })
  const all = {
    title: [info?.title, info?.subtitle].filter(Boolean).join(': '),
    author: info?.author,
    edition: info?.edition,
    publisher: read.publicationInfo?.publisher,
    place: read.publicationInfo?.placeOfPublication,
    year: read.publicationInfo?.publicationDate,
    series: info?.seriesTitle,
    articleTitle: info?.titleOfComponent,
    articleAuthor: info?.authorOfComponent,
    volume: (info?.volume ?? []).join(', '),
    issue: info?.issue,
    pages: info?.pagesRequested,
    // Of several the first: later entries would win.
    ...Object.fromEntries(ids.reverse()),
    recordId: info?.supplierUniqueRecordId,
  }
  return given(all) ?? {}
}

/** What has no field of ours, for people to read. */
function besides(read: Read): string[] {
  const info = read.bibliographicInfo
  const service = read.serviceInfo
  const taken = new Set<string>()
  const others = identifiers(read).filter(({ code }) => {
    const again = fieldOf(code) === undefined || taken.has(code)
    taken.add(code)
    return again
  })
  const told: readonly (readonly [string, string | undefined])[] = [
    ...others.map(({ code, value }) => [code || 'Number', value] as const),
    ['Number of pages', info?.estimatedNoPages],
    ['Sponsor', info?.sponsor],
    ['Source of information', info?.informationSource],
    ['Kind of publication', read.publicationInfo?.publicationType?.code],
    ['Format', service?.itemFormat?.code],
    ['Edition', service?.preferredEdition ?? (service?.anyEdition && { Y: 'any', N: 'this' }[service.anyEdition])],
    ['Copyright', service?.copyrightCompliance?.code],
    ['From', dayOf(service?.startDate)],
    ['Until', dayOf(service?.endDate)],
    ['Payment', read.billingInfo?.paymentMethod?.code],
    ['Billing', read.billingInfo?.billingMethod?.code],
  ]
  return told.flatMap(([label, value]) => (value ? [`${label}: ${value}`] : []))
}
