/** OpenURL: links that cite something. NISO Z39.88-2004 (version 1.0), and the draft of 2000 known as version 0.1. */
export { type Citation, type Genre, genres, type IdentifierKind, identifierKinds } from './citation.ts'
export { type OpenUrl, parseOpenUrl } from './parse.ts'
