export type { IllDesk, IllDeskAnswer, IllScan } from './desk/ill-desk.ts'
export type { SearchLimit, WebOptions } from './door.ts'
export { defaultSru, type SruSettings } from './sru/index.ts'
export { createWeb, type Web } from './web.ts'
