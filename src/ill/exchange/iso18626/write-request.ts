import type { Message, Request } from '../../../standards/iso18626/index.ts'
import { canonical, ServiceLevel } from '../../../standards/iso18626/index.ts'
import type { RequesterMessage, Wanted } from '../message.ts'
import { type Lines, writeNote } from './lines.ts'
import { type Peer, profileOf } from './profiles.ts'
import { shipTo } from './tokens.ts'
import { addressLines, conditionsOf, costs, given, physicalAddress, timeOf } from './values.ts'

export type Asked = Extract<RequesterMessage, { type: 'request' }>
export type RequestBody = Omit<Request, 'header'>

const types = { new: 'New', retry: 'Retry', reminder: 'Reminder' } as const

/** A request without its header. `agrees` says that it repeats one to accept the lender's conditions. */
export function requestBody(asked: Asked, peer: Peer, agrees = false): RequestBody {
  const loan = asked.services.includes('loan')
  const copy = asked.services.includes('copy')
  return {
    bibliographicInfo: bibliographicInfo(asked.wanted),
    publicationInfo: given({
      publisher: asked.wanted.publisher,
      publicationDate: asked.wanted.year,
      placeOfPublication: asked.wanted.place,
    }),
    serviceInfo: {
      requestType: types[asked.kind],
      requestingAgencyPreviousRequestId: asked.previousId || undefined,
      serviceType: loan && copy ? 'CopyOrLoan' : loan ? 'Loan' : 'Copy',
      serviceLevel: level(asked.level, peer),
      needBeforeDate: asked.neededBy && timeOf(asked.neededBy),
      loanCondition: peer.version === '1.2' ? undefined : conditionsOf(asked.conditions).map((code) => ({ code })),
      note: note(asked, peer, agrees),
    },
    requestedDeliveryInfo: delivery(asked),
    requestingAgencyInfo: given({ name: asked.deliverTo?.name }),
    patronInfo: given({ patronId: asked.patron?.id, surname: asked.patron?.name }),
    billingInfo: given({ maximumCosts: asked.mostCost && costs(asked.mostCost) }),
  } as RequestBody
}

function bibliographicInfo(wanted: Wanted): Request['bibliographicInfo'] {
  const itemIds = { ISBN: wanted.isbn, ISSN: wanted.issn, DOI: wanted.doi }
  const recordIds = { OCLC: wanted.oclc, LCCN: wanted.lccn, PMID: wanted.pmid }
  const all = {
    supplierUniqueRecordId: wanted.recordId,
    title: wanted.title,
    author: wanted.author,
    seriesTitle: wanted.series,
    edition: wanted.edition,
    titleOfComponent: wanted.articleTitle,
    authorOfComponent: wanted.articleAuthor,
    volume: wanted.volume?.trim() ? [wanted.volume] : [],
    issue: wanted.issue,
    pagesRequested: wanted.pages,
    bibliographicItemId: known(itemIds).map(([code, bibliographicItemIdentifier]) => ({
      bibliographicItemIdentifierCode: { code },
      bibliographicItemIdentifier,
    })),
    bibliographicRecordId: known(recordIds).map(([code, bibliographicRecordIdentifier]) => ({
      bibliographicRecordIdentifierCode: { code },
      bibliographicRecordIdentifier,
    })),
  }
  return given(all) ?? {}
}

const known = (ids: Readonly<Record<string, string | undefined>>): [string, string][] =>
  Object.entries(ids).flatMap(([code, id]) => (id?.trim() ? [[code, id]] : []))

function level(said: string | undefined, peer: Peer) {
  if (!said?.trim()) return undefined
  const code = canonical(ServiceLevel.known, said.trim())
  return { code: code ?? (profileOf(peer).levels === 'known' ? 'Standard' : said) }
}

function delivery(asked: Asked): RequestBody['requestedDeliveryInfo'] {
  const address = asked.deliverTo && physicalAddress(asked.deliverTo)
  const email = asked.deliverEmail?.trim()
  const addresses = [
    ...(address ? [{ physicalAddress: address }] : []),
    ...(email
      ? [{ electronicAddress: { electronicAddressType: { code: 'Email' }, electronicAddressData: email } }]
      : []),
  ]
  return addresses.length > 0 ? addresses.map((each, at) => ({ sortOrder: at + 1, address: each })) : undefined
}

function note(asked: Asked, peer: Peer, agrees: boolean): string | undefined {
  const { onlyNotes } = profileOf(peer)
  const said: Lines = {
    agrees: agrees ? [true] : [],
    preferred: asked.services[0] === 'copy' && asked.services.includes('loan') ? ['copy'] : [],
    hold: asked.hold ? [asked.hold] : [],
    answerBy: asked.expiresOn ? [asked.expiresOn] : [],
    condition: peer.version === '1.2' || onlyNotes ? conditionsOf(asked.conditions) : [],
    mostCost: onlyNotes && asked.mostCost ? [asked.mostCost] : [],
  }
  const written = writeNote(said, asked.note)
  const address = onlyNotes && asked.deliverTo ? addressLines(asked.deliverTo) : ''
  if (address === '') return written
  return [...(written === undefined ? [] : [written]), shipTo[0], address, shipTo[1]].join('\n')
}

export type RequestMessage = Extract<Message, { kind: 'request' }>
