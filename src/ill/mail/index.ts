/** Lenders who are written to by e-mail, and how they answer. */
export { type AnswerLink, answerByLink, readAnswerLink } from './answer-link.ts'
export { answerForms } from './answers.ts'
export { linksForLetters } from './fill-in.ts'
export { type AnswerEvent, isAnswerEvent, linkFields } from './questions.ts'
export { beginFetching, type FetchOptions, fetchHandlers, fetchMail } from './replies/fetch.ts'
export { sayableEvents } from './replies/phrases.ts'
export { viaMail } from './replies/receive-copy.ts'
export {
  countReplies,
  openReplies,
  type Reply,
  type ReplyFile,
  readReply,
  repliesAbout,
} from './replies/replies.ts'
export { type Applied, applyReply, dismissReply } from './replies/settle.ts'
export { deliveryText, toScript } from './script/to-script.ts'
