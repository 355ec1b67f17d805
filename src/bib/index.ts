export { brief, untitled } from './brief.ts'
export { fold, words } from './fold.ts'
export { type Identifier, isbn10, normaliseIsbn, normaliseIssn, normaliseLccn, normaliseOclc } from './identifiers.ts'
export * from './types.ts'
