export type { SearchLimit, WebOptions } from './door.ts'
export { createWeb, type Web } from './web.ts'
