import type { ILLAPDU, ILLAPDUOf, LocationInfo } from '../../../standards/iso10161/index.ts'
import { moneyHeard } from '../../money/index.ts'
import type { ResponderMessage } from '../message.ts'
import { unshipWords } from './answer.ts'
import { conditionCodes, retryReasons, shippedConditions, unfilledReasons } from './codes.ts'
import { dayOf } from './days.ts'
import { listIn } from './heard-request.ts'
import { addressOf, filled, locationsIn, moneyOf, symbolIn } from './parties.ts'
import { linesOf, said } from './texts.ts'
import { refused, type Understood } from './understood.ts'

/** What APDUs of a responder say; undefined for those that only a requester sends. */
export function responderSaid(apdu: ILLAPDU): Understood<ResponderMessage> | undefined {
  switch (apdu.type) {
    case 'illAnswer':
      return answerIn(apdu.value)
    case 'shipped':
      return heard(shippedIn(apdu.value))
    case 'cancelReply':
      return heard({ type: 'cancel-reply', agrees: apdu.value.answer, ...noted(apdu.value.responderNote) })
    case 'recall':
      return heard({ type: 'recall', ...noted(apdu.value.responderNote) })
    case 'overdue':
      return heard({
        type: 'overdue',
        ...filled({ dueOn: dayOf(apdu.value.dateDue.dateDueField) }),
        ...noted(apdu.value.responderNote),
      })
    case 'renewAnswer':
      return heard({
        type: 'renew-reply',
        agrees: apdu.value.answer,
        ...due(apdu.value.dateDue),
        ...noted(apdu.value.responderNote),
      })
    case 'checkedIn':
      return heard({
        type: 'checked-in',
        ...filled({ on: dayOf(apdu.value.dateCheckedIn) }),
        ...noted(apdu.value.responderNote),
      })
    case 'expired':
      return heard({ type: 'expired' })
    case 'lost':
    case 'damaged':
      return heard({ type: apdu.type, ...noted(apdu.value.note) })
    case 'message': {
      const note = said(apdu.value.note) ?? ''
      return note.startsWith(unshipWords)
        ? heard({ type: 'unship', ...noted(note.slice(unshipWords.length)) })
        : heard({ type: 'note', note })
    }
    case 'statusOrErrorReport':
      return statusIn(apdu.value)
    case 'forwardNotification': {
      const { responderId, responderAddress, notificationNote } = apdu.value
      const to = [said(responderId.nameOfPersonOrInstitution?.value), symbolIn(responderId)].filter(Boolean).join(', ')
      const address = said(responderAddress?.telecomServiceAddress)
      const parts = [
        `Forwarded to ${to || 'another library'}${address ? ` (${address})` : ''}.`,
        said(notificationNote),
      ]
      return heard({ type: 'note', note: said(parts.filter(Boolean).join('\n'))! })
    }
    default:
      return undefined
  }
}

const heard = (message: ResponderMessage): Understood<ResponderMessage> => ({ kind: 'understood', message })
const noted = (note: string | undefined) => filled({ note: said(note) })

function due(date: { readonly dateDueField: string; readonly renewable: boolean } | undefined) {
  const dueOn = dayOf(date?.dateDueField)
  return dueOn === undefined || date === undefined ? {} : { dueOn, renewable: date.renewable }
}

/** Answers of a kind each: what is missing of an explanation is missing in the message, as long as it can be. */
function answerIn({
  transactionResults,
  resultsExplanation: why,
  responderNote,
}: ILLAPDUOf<'illAnswer'>): Understood<ResponderMessage> {
  switch (transactionResults) {
    case 'will-supply': {
      const { note, lines } = linesOf(responderNote, ['Not certain'])
      const results = why?.type === 'willSupplyResults' ? why.value : undefined
      const day = dayOf(results?.supplyDate)
      if (results?.reasonWillSupply === 'on-hold') return heard({ type: 'hold', ...filled({ availableOn: day, note }) })
      return heard({
        type: 'will-supply',
        ...filled({ expectedOn: day, note }),
        ...(lines['Not certain'] && { likely: true }),
      })
    }
    case 'hold-placed': {
      const results = why?.type === 'holdPlacedResults' ? why.value : undefined
      return heard({
        type: 'hold',
        ...filled({ availableOn: dayOf(results?.estimatedDateAvailable) }),
        ...noted(responderNote),
      })
    }
    case 'conditional': {
      const results = why?.type === 'conditionalResults' ? why.value : undefined
      const { note, lines } = linesOf(responderNote, ['Cost', 'Conditions'])
      const cost = moneyHeard(lines.Cost)
      const code = conditionCodes.words(results?.conditions)
      const conditions = code ? [code] : lines.Conditions ? listIn(lines.Conditions) : ['other']
      return heard({
        type: 'conditional',
        conditions,
        ...filled({ replyBy: dayOf(results?.dateForReply), note }),
        ...(cost && { cost }),
      })
    }
    case 'unfilled': {
      const results = why?.type === 'unfilledResults' ? why.value : undefined
      return notSupplied('unfilled', responderNote, unfilledReasons.words(results?.reasonUnfilled), results?.locations)
    }
    case 'retry': {
      const results = why?.type === 'retryResults' ? why.value : undefined
      return notSupplied(
        'retry',
        responderNote,
        retryReasons.words(results?.reasonNotAvailable),
        results?.locations,
        dayOf(results?.retryDate),
      )
    }
    case 'locations-provided': {
      const results = why?.type === 'locationsResults' ? why.value : undefined
      const reason = results?.reasonLocsProvided
      return notSupplied('locations', responderNote, unfilledReasons.words(reason), results?.locations)
    }
    case 'estimate': {
      const results = why?.type === 'estimateResults' ? why.value : undefined
      return notSupplied('estimate', responderNote, undefined, results?.locations, undefined, results?.costEstimate)
    }
    default:
      return refused('bad-value', 'transaction-results', `there are no results ${transactionResults}`)
  }
}

function notSupplied(
  answer: 'unfilled' | 'retry' | 'locations' | 'estimate',
  responderNote: string | undefined,
  reason: string | undefined,
  infos: readonly LocationInfo[] | undefined,
  retryAfter?: string,
  estimate?: string,
): Understood<ResponderMessage> {
  const { note, lines } = linesOf(responderNote, ['Cost', 'Try again from', 'Reason'])
  const [cost, locations] = [moneyHeard(estimate) ?? moneyHeard(lines.Cost), locationsIn(infos)]
  // An estimate in words is for people.
  const words = estimate !== undefined && !cost && estimate !== 'see the note' ? `Estimate: ${estimate}` : undefined
  return heard({
    type: 'not-supplied',
    answer,
    ...filled({
      reason: said(reason ?? lines.Reason, 300),
      retryAfter: retryAfter ?? dayOf(lines['Try again from']),
      note: said([note, words].filter(Boolean).join('\n')),
    }),
    ...(cost && { cost }),
    ...(locations && { locations }),
  })
}

function shippedIn(apdu: ILLAPDUOf<'shipped'>): ResponderMessage {
  const details = apdu.supplyDetails
  const { note, lines } = linesOf(apdu.responderNote, ['Item', 'Cost', 'Insured for', 'Conditions'])
  const [cost, insuredFor] = [
    moneyOf(details.cost) ?? moneyHeard(lines.Cost),
    moneyOf(details.insuredFor) ?? moneyHeard(lines['Insured for']),
  ]
  const code = shippedConditions.words(details.shippedConditions)
  const conditions = code ? [code] : lines.Conditions ? listIn(lines.Conditions) : undefined
  const returnTo = addressOf(apdu.returnToAddress)
  return {
    type: 'shipped',
    service: apdu.shippedServiceType === 'copy-non-returnable' ? 'copy' : 'loan',
    ...filled({ on: dayOf(details.dateShipped), itemId: said(lines.Item, 200) }),
    ...due(details.dateDue),
    ...(conditions && { conditions }),
    ...(cost && { cost }),
    ...way(details.shippedVia),
    ...(insuredFor && { insuredFor }),
    ...(returnTo && { returnTo }),
    ...filled({ note }),
  }
}

function way(via: ILLAPDUOf<'shipped'>['supplyDetails']['shippedVia']) {
  if (via === undefined) return {}
  if (via.type === 'physicalDelivery') return filled({ via: said(via.value, 200) })
  const { eDeliveryDescription, eDeliveryDetails, nameOrCode } = via.value
  const address =
    eDeliveryDetails.type === 'eDeliveryAddress' ? said(eDeliveryDetails.value.telecomServiceAddress) : undefined
  const url = address && /^https?:\/\//i.test(address) && URL.canParse(address) ? address : undefined
  const words = [eDeliveryDescription, url ? undefined : address, nameOrCode].flatMap((part) => said(part) ?? [])
  return filled({ url: url && url.length <= 2000 ? url : undefined, via: said(words.join(', '), 200) })
}

function statusIn({
  statusReport,
  errorReport,
  reasonNoReport,
  note: words,
}: ILLAPDUOf<'statusOrErrorReport'>): Understood<ResponderMessage> {
  const { note, lines } = linesOf(words, ['State', 'Due'])
  if (statusReport) {
    const state = said(lines.State, 60) ?? String(statusReport.providerStatusReport)
    return heard({ type: 'status', state, ...filled({ dueOn: dayOf(lines.Due), note }) })
  }
  if (errorReport) return heard({ type: 'note', note: said(errorWords(errorReport, words))! })
  const when = reasonNoReport === 'permanent' ? 'There is no status report.' : 'There is no status report now.'
  return heard({ type: 'note', note: [when, said(words, 3900)].filter(Boolean).join('\n') })
}

/** An error report that comes by itself, in words: for people, who know what it is about. */
function errorWords(
  {
    correlationInformation,
    userErrorReport,
    providerErrorReport,
  }: NonNullable<ILLAPDUOf<'statusOrErrorReport'>['errorReport']>,
  words: string | undefined,
): string {
  const report = userErrorReport ?? providerErrorReport
  const value: unknown = report?.value
  const detail =
    typeof value === 'object' && value !== null
      ? Object.values(value)
          .filter((part) => typeof part !== 'object')
          .join(', ')
      : String(value ?? '')
  const name = report?.type.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  const parts = ['Error report', [name, detail].filter(Boolean).join(': '), said(correlationInformation), said(words)]
  return parts.filter(Boolean).join('. ')
}
