/** SIP2, 3M's Standard Interchange Protocol 2.00: messages between a terminal and a library's system. */
export { fromOctets, type Sip2Charset, sip2Charsets, toOctets } from './charset.ts'
export { readSip2Date, type Sip2Date, writeSip2Date } from './date.ts'
export { type Sip2Field, sip2Fields } from './fields.ts'
export {
  isSip2,
  readSip2,
  type Sip2Form,
  type Sip2Message,
  type Sip2Read,
  sip2Value,
  sip2Values,
  writeSip2,
} from './message.ts'
export { type Sip2Fixed, type Sip2Name, sip2Messages } from './messages.ts'
export { type PatronStatus, patronOf, patronStatuses, type Sip2Patron } from './patron.ts'
export { type Sip2Splitter, sip2Splitter } from './splitter.ts'
