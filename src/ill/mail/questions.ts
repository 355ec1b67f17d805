import type { LineEvent } from '../machines/borrowing.ts'
import type { LenderMessage } from '../ports.ts'

/** What a lender can answer at a press. */
export const answerEvents = [
  'shipped',
  'notSupplied',
  'willSupply',
  'conditional',
  'cancelAccepted',
  'cancelRefused',
  'renewed',
  'renewalRefused',
] as const satisfies readonly LineEvent[]
export type AnswerEvent = (typeof answerEvents)[number]
export const isAnswerEvent = (event: string): event is AnswerEvent => answerEvents.includes(event as AnswerEvent)

/** Answers that exclude each other: a link is for one such set, and takes one of it, once. */
const questions: readonly (readonly AnswerEvent[])[] = [
  ['shipped'],
  ['notSupplied'],
  ['willSupply'],
  ['conditional'],
  ['cancelAccepted', 'cancelRefused'],
  ['renewed', 'renewalRefused'],
]
export const questionOf = (event: AnswerEvent): readonly AnswerEvent[] =>
  questions.find((question) => question.includes(event))!

/** The links in a letter: the field of its template, and the answer. Domain/ill.md 3.4, the e-mail column. */
const linksIn: Readonly<Partial<Record<LenderMessage, Readonly<Record<string, AnswerEvent>>>>> = {
  request: {
    shipLink: 'shipped',
    cannotSupplyLink: 'notSupplied',
    laterLink: 'willSupply',
    conditionLink: 'conditional',
  },
  cancel: { cancelYesLink: 'cancelAccepted', cancelNoLink: 'cancelRefused' },
  renew: { renewYesLink: 'renewed', renewNoLink: 'renewalRefused' },
}

/** Stands for the token as long as a letter is in our hands: nobody of the house can answer in a lender's name. */
const ownToken = 'only-in-the-letter'

/** What the template of a letter is filled in with; nothing where people do not know our address. */
export const linkFields = (message: LenderMessage, answers: string | undefined): Readonly<Record<string, string>> =>
  answers === undefined
    ? {}
    : Object.fromEntries(
        Object.entries(linksIn[message] ?? {}).map(([field, event]) => [field, `${answers}/${ownToken}/${event}`]),
      )

const mark = new RegExp(`(?<=/)${ownToken}(?=/(${answerEvents.join('|')})(?![\\w-]))`, 'g')

/** The answers a text has links for. */
export const linkedAnswers = (text: string): readonly AnswerEvent[] =>
  [...text.matchAll(mark)].map(([, event]) => event as AnswerEvent)

/** Puts the tokens into a text. */
export const withTokens = (text: string, tokenFor: (event: AnswerEvent) => string): string =>
  text.replace(mark, (_, event: AnswerEvent) => tokenFor(event))
