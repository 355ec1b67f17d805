import type { ResponderMessage } from '../message.ts'
import { readNote } from './lines.ts'
import type { Supplying } from './read-responder.ts'
import { returnTo as returnBlock, withoutBlock, withoutTokens } from './tokens.ts'
import { conditionsOf, dayOf, given, moneyOf, postalAddress } from './values.ts'

/** What a message says of what was sent, wherever in it its version or its writer put that. */
export const shippedOf =
  (service: 'loan' | 'copy') =>
  (read: Supplying): ResponderMessage => {
    const { deliveryInfo, shippingInfo, returnInfo, messageInfo, retryInfo } = read
    const returnTo = postalAddress(returnInfo?.name, returnInfo?.physicalAddress)
    const raw = messageInfo?.note ?? ''
    const whole = withoutTokens(returnTo ? withoutBlock(raw, ...returnBlock) : raw)
    const said = readNote(whole, 'renewable', 'itemId', 'via', 'insuredFor', 'condition', 'cost', 'url')
    const [first] = deliveryInfo?.itemId ?? []
    // In 1.2 the address of a copy is where the number of an item would be.
    const inItemId = deliveryInfo?.URL === undefined && isAddress(first)
    const url = [deliveryInfo?.URL, inItemId ? first : undefined, said.url[0]].find(isAddress)
    const method = deliveryInfo?.deliveryMethod?.code
    const offered = retryInfo?.offeredCosts?.[0] ?? messageInfo?.offeredCosts
    const elsewhere = deliveryInfo?.URL !== undefined && !isAddress(deliveryInfo.URL) ? `URL: ${deliveryInfo.URL}` : ''
    const tracking = (shippingInfo?.trackingId ?? []).map((each) => `Tracking number: ${each}`)
    return {
      type: 'shipped',
      service,
      ...given({
        on: dayOf(deliveryInfo?.dateSent),
        dueOn: dayOf(read.statusInfo?.dueDate),
        renewable: said.renewable[0],
        itemId: said.itemId[0] ?? (inItemId ? undefined : (deliveryInfo?.itemId ?? []).join(', ')),
        conditions: conditionsOf([...(deliveryInfo?.loanCondition ?? []).map(({ code }) => code), ...said.condition]),
        cost: moneyOf(deliveryInfo?.deliveryCosts?.[0] ?? offered) ?? said.cost[0],
        via: said.via[0] ?? (inItemId && method === 'URL' ? undefined : (method ?? shippingInfo?.courierName?.code)),
        insuredFor: moneyOf(shippingInfo?.insuranceCosts?.[0]) ?? said.insuredFor[0],
        url,
        returnTo,
        note: [said.note, elsewhere, ...tracking].filter(Boolean).join('\n'),
      }),
    }
  }

const isAddress = (text: string | undefined): text is string =>
  text !== undefined && text.length <= 2000 && /^https?:\/\/\S+$/i.test(text) && URL.canParse(text)
