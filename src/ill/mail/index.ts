/** Lenders who are written to by e-mail, and how they answer. */
export { type AnswerLink, answerByLink, readAnswerLink } from './answer-link.ts'
export { answerForms } from './answers.ts'
export { linksForLetters } from './fill-in.ts'
export { type AnswerEvent, isAnswerEvent, linkFields } from './questions.ts'
