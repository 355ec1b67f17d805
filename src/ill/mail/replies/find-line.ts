import type { Tx } from '../../../kit/db/index.ts'
import type { IncomingMail, ReturnPattern } from '../../../kit/mail/index.ts'
import { answeredMessage } from '../../../messages/index.ts'
import { linesOf, readLines } from '../../lines/read.ts'
import type { Line } from '../../lines/types.ts'
import { liveLineStates } from '../../machines/borrowing.ts'
import { parseRequestNumber } from '../../requests/number.ts'

/** What a mail is about. */
export type About =
  | { readonly kind: 'line'; readonly line: Line; readonly messageId?: number }
  /** `forged`: it names a letter that is not the one it says, or another request. `old`: the letter is of long ago. */
  | { readonly kind: 'forged' | 'old' | 'unknown' }

export interface FindOptions {
  /** The number of a request that the mail names otherwise than in its subject. */
  readonly named?: number | undefined
  readonly replies: ReturnPattern | undefined
  readonly now: Date
}

/** Days after which nobody answers a letter any more. */
const longestThought = 400
const day = 86_400_000

/** Which lender's turn a mail is about: by the letter it answers, else by the number in its subject and its sender. */
export async function findLine(
  tx: Tx,
  mail: IncomingMail,
  { replies, now, named: other }: FindOptions,
): Promise<About> {
  const named = requestIn(mail.subject) ?? other
  const answered = await answeredMessage(tx, mail, replies)
  if (answered.kind === 'forged') return { kind: 'forged' }
  if (answered.kind === 'found') {
    const { message } = answered
    const { lineId, requestId } = message.about
    if (message.audience !== 'lender' || lineId === undefined) return { kind: 'unknown' }
    if (named !== undefined && named !== requestId) return { kind: 'forged' }
    if (message.createdAt.getTime() < now.getTime() - longestThought * day) return { kind: 'old' }
    const line = (await readLines(tx, [lineId], now)).get(lineId)
    return line ? { kind: 'line', line, messageId: message.id } : { kind: 'unknown' }
  }
  if (named === undefined) return { kind: 'unknown' }
  const lines = (await linesOf(tx, [named], now)).get(named) ?? []
  const theirs = lines.filter((line) => isFrom(mail, line))
  const line = theirs.find(({ state }) => liveLineStates.includes(state)) ?? theirs.at(-1)
  return line ? { kind: 'line', line } : { kind: 'unknown' }
}

/** Whether a mail came from the address the lender is written to at. */
export const isFrom = ({ from }: Pick<IncomingMail, 'from'>, { lender }: Pick<Line, 'lender'>): boolean =>
  lender.email !== '' && from.address === lender.email.toLowerCase()

const requestIn = (subject: string): number | undefined => {
  const [, number] = /\[ILL (R-\d{1,12})\]/i.exec(subject) ?? []
  return number === undefined ? undefined : parseRequestNumber(number)
}
