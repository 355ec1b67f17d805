import { type Engine, eventLabel } from '../../../workflow/index.ts'
import { stepDone } from '../library-system/done.ts'

const words = {
  request: {
    placed: 'The request is placed.',
    linked: 'The request is linked to the record.',
    stored: 'The file is stored: the borrower can download it.',
    withdrawn: 'The file is withdrawn.',
    resent: 'The last message is on its way once more.',
    asked: 'The lender is asked: its answer will stand among the messages.',
    patronCheck: 'The library’s system is asked again.',
    ...stepDone,
    patronAccept: 'The borrower is accepted.',
    undo: 'The last action is taken back.',
  },
  borrowing: {
    added: 'The lender is added.',
    moved: 'The order is changed.',
    built: 'The rota is built: press Requested on the first lender when it is to begin.',
    automatic: 'From now on the next lender is asked by itself.',
    byHand: 'From now on nobody is asked by itself.',
    undo: 'The last action is taken back.',
  },
} as const

/**
 * What was done, in the words of its button; undefined for what nobody does here.
 * @param done an event, or another of the page's acts
 * @param about what it was done with, where the page is of several
 */
export function doneWords(
  engine: Engine,
  machine: 'request' | 'borrowing',
  done: string | undefined,
  about?: string,
): string | undefined {
  if (done === undefined) return undefined
  const own: Readonly<Record<string, string>> = words[machine]
  const behind = about === undefined ? '' : ` with ${about}`
  if (Object.hasOwn(own, done)) return own[done]
  const { definition } = engine.machine(machine)
  if (!Object.hasOwn(definition.events, done)) return undefined
  return `${eventLabel(definition, done)}: done${behind}.`
}
