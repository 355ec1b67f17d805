/** Requests of other libraries: what they want of us, and how it stands. */
export { type Heard, lendingEventOf } from './heard.ts'
