import { newToken, tokenHash } from '../../accounts/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import type { FillIn } from '../../messages/index.ts'
import type { Engine } from '../../workflow/index.ts'
import { type AnswerEvent, linkedAnswers, questionOf, withTokens } from './questions.ts'

export interface LinkMaking {
  readonly engine: Pick<Engine, 'read'>
  /** Days a link can be used. */
  readonly linkDays: number
}

const day = 86_400_000
/** Days a link is remembered that can't be used any more, so that it is told why. */
const remembered = 90

/**
 * Gives a letter the links by which its lender answers: chance, of which only the hash is kept. The letter as it is stored
 * has none, so neither colleagues nor a stolen backup can speak for a lender. Each time a letter leaves it gets new ones.
 */
export const linksForLetters =
  ({ engine, linkDays }: LinkMaking): FillIn =>
  async (tx, { id, lineId, at }, letter) => {
    const events = new Set([letter.text, letter.html ?? ''].flatMap(linkedAnswers))
    if (lineId === undefined || events.size === 0) return letter
    const { version } = await engine.read(tx, lineId)
    await removeOld(tx, at)
    const tokens = new Map<readonly AnswerEvent[], string>()
    for (const question of new Set([...events].map(questionOf))) {
      const token = newToken()
      tokens.set(question, token)
      await tx
        .insertInto('lender_links')
        .values({
          ...{ hash: tokenHash(token), line_id: lineId, message_id: id, events: [...question] },
          asked_version: version,
          ends_at: new Date(at.getTime() + linkDays * day),
        })
        .execute()
    }
    const filled = (text: string) => withTokens(text, (event) => tokens.get(questionOf(event))!)
    return { text: filled(letter.text), ...(letter.html !== undefined && { html: filled(letter.html) }) }
  }

const removeOld = (tx: Tx, now: Date) =>
  tx
    .deleteFrom('lender_links')
    .where('ends_at', '<', new Date(now.getTime() - remembered * day))
    .execute()
