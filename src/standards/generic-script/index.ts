/** Generic Script: interlibrary loan by tagged text in mails, both ways. */
export { readScript, type ScriptMessage, valueBehind, writeScript } from './message.ts'
export { type ScriptKind, type ScriptTag, scriptKindNames, scriptKinds, scriptTags } from './tables.ts'
