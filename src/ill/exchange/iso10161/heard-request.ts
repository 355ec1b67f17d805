import type { ILLAPDU, ILLAPDUOf } from '../../../standards/iso10161/index.ts'
import { moneyHeard } from '../../money/index.ts'
import type { RequesterMessage } from '../message.ts'
import { dayOf } from './days.ts'
import { addressOf, filled, moneyOf } from './parties.ts'
import { linesOf, said } from './texts.ts'
import { refused, type Understood } from './understood.ts'
import { wantedIn } from './wanted.ts'

const services: Readonly<Record<string, 'loan' | 'copy'>> = { loan: 'loan', 'copy-non-returnable': 'copy' }
const holds: Readonly<Record<string, 'yes' | 'no'>> = { yes: 'yes', no: 'no' }

/** Fields of a request that the neutral message has none for: people read them in the note. */
const forPeople = ({ itemId, copyrightCompliance, forwardNote, clientId, costInfoType }: ILLAPDUOf<'illRequest'>) =>
  Object.entries({
    'Call number': itemId.callNumber,
    'Verified in': itemId.verificationReferenceSource,
    'More numbers': itemId.additionalNoLetters?.match(/^\s*(?:ISBN|ISSN|DOI|OCLC|LCCN|PMID|RECORD)[\s:]/i)
      ? undefined
      : itemId.additionalNoLetters,
    'Copyright compliance': copyrightCompliance,
    Account: costInfoType?.accountNumber,
    'Status of the reader': clientId?.clientStatus,
    'Note of who forwarded it': forwardNote,
  }).flatMap(([label, text]) => (said(text) ? [`${label}: ${said(text)}`] : []))

/** What an ILL-Request says. */
export function requestIn(apdu: ILLAPDUOf<'illRequest'>): Understood<RequesterMessage> {
  if (apdu.transactionType !== 'simple')
    return refused('unsupported', 'transaction-type', 'only simple transactions are served')
  const offered = apdu.iLLServiceType.flatMap((type) => services[type] ?? [])
  const [first, second] = [...new Set(offered)]
  if (first === undefined) return refused('unsupported', 'iLL-service-type', 'only loans and copies are served')
  const { lines, note } = linesOf(apdu.requesterNote, ['Service level', 'Maximum cost', 'Conditions agreed to'])
  const neededBy = dayOf(apdu.searchType?.needBeforeDate)
  const { expiryFlag, expiryDate } = apdu.searchType ?? {}
  const expiresOn =
    expiryFlag === 'need-Before-Date' ? neededBy : expiryFlag === 'other-Date' ? dayOf(expiryDate) : undefined
  const mostCost = moneyOf(apdu.costInfoType?.maximumCost) ?? moneyHeard(lines['Maximum cost'])
  const deliverTo = addressOf(apdu.deliveryAddress?.postalAddress)
  const address = said(apdu.deliveryAddress?.electronicAddress?.telecomServiceAddress, 320)
  const patron = filled({
    id: said(apdu.clientId?.clientIdentifier, 200),
    name: said(apdu.clientId?.clientName, 400),
  })
  const whole = said([note, ...forPeople(apdu)].filter(Boolean).join('\n'))
  return {
    kind: 'understood',
    message: {
      type: 'request',
      kind: apdu.retryFlag ? 'retry' : 'new',
      wanted: wantedIn(apdu.itemId),
      services: second === undefined ? [first] : [first, second],
      ...filled({
        level: said(apdu.searchType?.levelOfService, 60) ?? said(lines['Service level'], 60),
        neededBy,
        expiresOn,
        deliverEmail: address?.includes('@') ? address : undefined,
        note: whole,
      }),
      ...(mostCost && { mostCost }),
      hold: holds[apdu.placeOnHold] ?? 'policy',
      ...(lines['Conditions agreed to'] && { conditions: listIn(lines['Conditions agreed to']) }),
      ...(deliverTo && { deliverTo }),
      ...(Object.keys(patron).length > 0 && { patron }),
    },
  }
}

/** Words in a line, parted as we part them. */
export const listIn = (text: string): string[] =>
  text
    .split('; ')
    .flatMap((part) => said(part, 500) ?? [])
    .slice(0, 50)

/** What other APDUs of a requester say; undefined for those that only a responder sends. */
export function requesterSaid(apdu: ILLAPDU): Understood<RequesterMessage> | undefined {
  switch (apdu.type) {
    case 'illRequest':
      return requestIn(apdu.value)
    case 'conditionalReply':
      return heard({ type: 'conditional-reply', agrees: apdu.value.answer, ...noted(apdu.value.requesterNote) })
    case 'cancel':
      return heard({ type: 'cancel', ...noted(apdu.value.requesterNote) })
    case 'received':
      return heard({
        type: 'received',
        ...filled({ on: dayOf(apdu.value.dateReceived) }),
        ...(services[apdu.value.shippedServiceType] && { service: services[apdu.value.shippedServiceType] }),
        ...noted(apdu.value.requesterNote),
      })
    case 'renew':
      return heard({
        type: 'renew',
        ...filled({ dueOn: dayOf(apdu.value.desiredDueDate) }),
        ...noted(apdu.value.requesterNote),
      })
    case 'returned': {
      const { note, lines } = linesOf(apdu.value.requesterNote, ['Insured for'])
      const insuredFor = moneyOf(apdu.value.insuredFor) ?? moneyHeard(lines['Insured for'])
      return heard({
        type: 'returned',
        ...filled({ on: dayOf(apdu.value.dateReturned), via: said(apdu.value.returnedVia, 200), note }),
        ...(insuredFor && { insuredFor }),
      })
    }
    case 'lost':
    case 'damaged':
      return heard({ type: apdu.type, ...noted(apdu.value.note) })
    case 'message':
      return heard({ type: 'note', note: said(apdu.value.note) ?? '' })
    case 'statusQuery':
      return heard({ type: 'status-query', ...noted(apdu.value.note) })
    default:
      return undefined
  }
}

const heard = (message: RequesterMessage): Understood<RequesterMessage> => ({ kind: 'understood', message })
const noted = (note: string | undefined) => filled({ note: said(note) })
