import { dateIn } from '../../kit/calendar/index.ts'
import type { Citation } from '../../standards/openurl/index.ts'
import { said } from '../adapters/said.ts'
import { type Money, moneyIn } from '../money/index.ts'
import type { LenderMessage, LineAct } from '../ports.ts'
import type { PostalAddress, RequesterMessage, Wanted } from './message.ts'

/** What a library says of itself when it asks for something. */
export interface AskingHouse {
  readonly deliverTo?: PostalAddress | undefined
  /** Where copies are sent. */
  readonly deliverEmail?: string | undefined
  /** What a loan or copy may cost where nobody says otherwise. */
  readonly mostCost?: Money | undefined
  /** May a lender place a hold where it cannot send at once? */
  readonly hold?: 'yes' | 'no' | 'policy' | undefined
}

/** What is known of the turn besides the line. */
export interface Asking extends AskingHouse {
  /** The number by which this lender was asked before, when its answer invited another try. */
  readonly previousId?: string | undefined
  /** The lender's own number of its record. */
  readonly recordId?: string | undefined
}

/**
 * What an act on a lender's line says to the lender, whatever carries it: made of the line, its request and the act's form
 * alone. Who the reader is, only a lender learns that is to be told. domain/ill.md 2.1 and 3.4.
 */
export const requesterMessageOf = (message: LenderMessage, act: LineAct, asking: Asking = {}): RequesterMessage =>
  table[message](act, asking)

const table: { readonly [M in LenderMessage]: (act: LineAct, asking: Asking) => RequesterMessage } = {
  request: ({ request, line, form }, { previousId, recordId, deliverTo, deliverEmail, mostCost, hold }) => ({
    type: 'request',
    kind: previousId === undefined ? 'new' : 'retry',
    previousId,
    wanted: { ...wantedIn(request.citation, request.title, request.author), recordId },
    services: [request.service],
    neededBy: request.neededBy,
    expiresOn: lastDay(line.data.answerBy, line.lender.timeZone),
    mostCost: moneyIn(form.mostCost) ?? mostCost,
    hold: holdIn(form.hold) ?? hold,
    deliverTo,
    deliverEmail: request.service === 'copy' ? deliverEmail : undefined,
    ...(line.lender.namesPatron &&
      request.patron.id !== '' && { patron: { id: request.patron.cardNumber, name: request.patron.name } }),
    ...noteIn(form),
  }),
  'condition-accepted': ({ form }) => ({ type: 'conditional-reply', agrees: true, ...noteIn(form) }),
  'condition-declined': ({ form }) => ({ type: 'conditional-reply', agrees: false, ...noteIn(form) }),
  cancel: ({ form }) => ({ type: 'cancel', ...noteIn(form) }),
  received: ({ line, form, at }) => ({
    type: 'received',
    on: said(form.receivedOn) ?? today(at),
    service: line.data.shippedService ?? undefined,
    ...noteIn(form),
  }),
  renew: ({ form }) => ({ type: 'renew', dueOn: said(form.dueDate), ...noteIn(form) }),
  returned: ({ form, at }) => ({
    type: 'returned',
    on: said(form.returnedOn) ?? today(at),
    via: said(form.via),
    insuredFor: moneyIn(form.insuredFor),
    ...noteIn(form),
  }),
  lost: ({ form }) => ({ type: 'lost', ...noteIn(form) }),
  damaged: ({ form }) => ({ type: 'damaged', ...noteIn(form) }),
  note: ({ form }) => ({ type: 'note', note: said(form.publicNote) ?? '' }),
}

const noteIn = (form: LineAct['form']) => ({ note: said(form.publicNote) })
const today = (at: Date) => at.toISOString().slice(0, 10)

const holdIn = (value: unknown): AskingHouse['hold'] =>
  value === 'yes' || value === 'no' || value === 'policy' ? value : undefined

/** A time to answer ends with the end of a day where the lender is: that day. */
const lastDay = (until: string | null, timeZone: string): string | undefined =>
  until === null ? undefined : dateIn(timeZone, new Date(until).getTime() - 1)

/** In an article's citation the author is the article's. */
function wantedIn(citation: Citation, title: string, author: string): Wanted {
  const { identifiers = {}, articleTitle, edition, publisher, year, isbn, issn, volume, issue, pages } = citation
  const by = citation.author ?? (author || undefined)
  return {
    title: citation.title ?? title,
    ...(articleTitle === undefined ? { author: by } : { articleTitle, articleAuthor: by }),
    ...{ edition, publisher, year, isbn, issn, volume, issue, pages, ...identifiers },
  }
}
