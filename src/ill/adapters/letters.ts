import { branches } from '../../catalogue/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import {
  type MessageKind,
  type MessageLimits,
  type NewMessage,
  previewMessage,
  queueMessage,
  WrittenMessage,
  writeMessage,
} from '../../messages/index.ts'
import { writeScript } from '../../standards/generic-script/index.ts'
import { type OwnCopy, readyCopy } from '../documents/index.ts'
import { type AskingHouse, requesterMessageOf } from '../exchange/borrower-says.ts'
import { deliveryText, linkFields, toScript } from '../mail/index.ts'
import type { BorrowerNews, LenderChannel, LenderMessage, LineAct } from '../ports.ts'
import type { Request } from '../requests/types.ts'
import { said } from './said.ts'

const lenderKinds = {
  request: 'ill-request-to-lender',
  'condition-accepted': 'ill-note-to-lender',
  'condition-declined': 'ill-note-to-lender',
  cancel: 'ill-cancel-to-lender',
  received: 'ill-received-to-lender',
  renew: 'ill-renewal-to-lender',
  returned: 'ill-returned-to-lender',
  lost: 'ill-lost-to-lender',
  damaged: 'ill-lost-to-lender',
  note: 'ill-note-to-lender',
} as const satisfies Record<LenderMessage, MessageKind>

/** What a note says where staff say nothing. */
const usualNotes: Readonly<Partial<Record<LenderMessage, string>>> = {
  'condition-accepted': 'We accept your condition.',
  'condition-declined': 'We cannot accept your condition: please do not send it.',
}

/** What lenders by mail are told only when there is something to say. */
const onlyWithNote: ReadonlySet<LenderMessage> = new Set(['received', 'returned', 'lost', 'damaged'])

export interface LetterOptions {
  /** Who we are, for lenders and readers. */
  readonly library?: string | undefined
  /** Where readers find their requests. */
  readonly requestsLink?: string | undefined
  /** Where lenders answer by the links in their letters; without it letters have none. */
  readonly answersLink?: string | undefined
  /** Our symbol, and where lenders send things. */
  readonly asking?: { readonly symbol?: string | undefined; readonly house?: AskingHouse } | undefined
  /** How much is sent before somebody looks. */
  readonly limits?: MessageLimits | undefined
}

/** Lenders who are written to. A lender never learns who the reader is. */
export const letters = (options: LetterOptions): LenderChannel => ({
  write: async (tx, message, act) =>
    isWritten(message, act) ? await writeMessage(tx, letterOf(message, act, options)) : undefined,
  async send(tx, message, act, key, written) {
    if (!isWritten(message, act)) return
    const letter = {
      ...letterOf(message, act, options),
      ...(written !== undefined && { written: WrittenMessage.parse(written) }),
    }
    await queueMessage(tx, { ...letter, key, at: act.at }, options.limits)
  },
  preview: (tx, message, act) => previewMessage(tx, letterOf(message, act, options)),
})

/** A lender who was asked by other means hears by mail what staff want to be sent: no more. */
function isWritten(message: LenderMessage, { form, line }: LineAct): boolean {
  const needsNote = onlyWithNote.has(message) || (line.data.otherMeans && usualNotes[message] !== undefined)
  return !needsNote || said(form.publicNote) !== undefined
}

function letterOf(
  message: LenderMessage,
  act: LineAct,
  { library, answersLink, asking }: LetterOptions,
): Omit<NewMessage, 'key'> {
  const { line, request, form } = act
  const { citation } = request
  return {
    kind: lenderKinds[message],
    to: { name: line.lender.name, address: line.lender.email },
    // Which fields a kind takes is looked at when the message is written.
    fields: {
      requestNo: request.number,
      title: citation.title ?? request.title,
      author: citation.author,
      lenderName: line.lender.name,
      library,
      note: said(form.publicNote) ?? usualNotes[message],
      ...linkFields(message, answersLink),
      ...(message === 'request' && {
        edition: citation.edition,
        publisher: citation.publisher,
        year: citation.year,
        isbn: citation.isbn,
        issn: citation.issn,
        volume: citation.volume,
        article: citation.articleTitle,
        pages: citation.pages,
        service: request.service,
        neededBy: request.neededBy,
        deliverTo: deliveryText(asking?.house, request.service),
      }),
      ...(message === 'renew' && { dueOn: line.data.dueAtLender ?? undefined, proposedDue: said(form.dueDate) }),
    } as never,
    ...(line.lender.protocol === 'script' && { body: scriptOf(message, act, asking) }),
    about: { requestId: request.id, lineId: line.id, patronId: request.patron.id },
  }
}

/** What a lender's program reads, instead of a letter. */
function scriptOf(message: LenderMessage, act: LineAct, { symbol, house }: NonNullable<LetterOptions['asking']> = {}) {
  const { line, request } = act
  const { number, citation } = request
  const envelope = { requestNo: number, title: citation.title ?? request.title, borrower: symbol }
  return writeScript(toScript(requesterMessageOf(message, act, house), { ...envelope, lender: line.lender.symbol }))
}

const borrowerKinds: Readonly<Record<string, MessageKind>> = {
  placed: 'request-placed',
  inProcess: 'request-in-process',
  complete: 'request-completed',
  completeLocated: 'located-in-database',
  unable: 'unable-to-supply',
  cancel: 'request-cancelled',
  expire: 'request-expired',
  alert: 'user-alert',
  copyReady: 'copy-ready',
}

/** Tells readers by mail. */
export function borrowerLetters({ library, requestsLink, limits }: LetterOptions): BorrowerNews {
  return {
    async tell(tx, event, { request, form, at }, key) {
      const usual = borrowerKinds[event]
      // One who is forgotten is told nothing.
      if (!usual || request.patron.id === '') return
      const copy =
        usual === 'request-completed' || usual === 'copy-ready' ? await readyCopy(tx, request.id, at) : undefined
      const kind = copy ? 'copy-ready' : usual
      const own = form.override === true || kind === 'user-alert' ? said(form.message) : undefined
      const preset = own === undefined && said(form.preset) !== undefined ? Number(form.preset) : undefined
      await queueMessage(
        tx,
        {
          kind,
          to: { name: request.patron.name, address: request.patron.email },
          fields: {
            ...fieldsOfRequest(request),
            ...{ library, requestsLink },
            ...(kind === 'user-alert' && { note: own }),
            ...(kind === 'request-placed' && {
              service: request.service,
              neededBy: request.neededBy,
              pickup: await pickupOf(tx, request),
            }),
            ...(copy && { ...fieldsOfCopy(request, copy), downloadLink: linkTo(request, requestsLink) }),
          } as never,
          ...(kind !== 'user-alert' && { body: own }),
          preset,
          // Chosen in the dialog of what happened.
          presetOf: usual,
          about: { requestId: request.id, patronId: request.patron.id },
          ...{ key, at },
        },
        limits,
      )
    },
  }
}

const pickupOf = async (tx: Tx, { pickupBranch }: Request): Promise<string | undefined> =>
  (await branches(tx)).find(({ code }) => code === pickupBranch)?.label

/** Never to the file: whoever reads the message has to sign in. */
const linkTo = ({ publicId }: Request, requestsLink: string | undefined) =>
  requestsLink === undefined ? undefined : `${requestsLink}/${publicId}`

const fieldsOfCopy = ({ citation }: Request, { keepUntil }: OwnCopy) => ({
  ...{ article: citation.articleTitle, pages: citation.pages, keepUntil },
})

const fieldsOfRequest = ({ number, title, author, patron }: Request) => ({
  patronName: patron.name,
  requestNo: number,
  title,
  author: author || undefined,
})
