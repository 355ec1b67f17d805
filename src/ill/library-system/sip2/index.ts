/** A library's system asked over SIP2. */
export { createSip2, type Sip2, type Sip2Asked } from './client.ts'
export { sip2Patrons } from './patron.ts'
export { Sip2Settings } from './settings.ts'
