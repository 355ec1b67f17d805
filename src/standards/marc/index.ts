export { decodeText } from './charset/decode.ts'
export { encodeMarc8 } from './charset/marc8-encode.ts'
export { undoDoubleUtf8 } from './charset/twice.ts'
export { type DiagnosticCode, diagnosticTexts } from './diagnostics.ts'
export {
  editorLimits,
  type ParsedText,
  parseEditorText,
  type TextFinding,
} from './editor/parse-editor.ts'
export { editorLine, editorText } from './editor/write-editor.ts'
export * from './field.ts'
export { detectFormat } from './formats/detect.ts'
export type { Source } from './formats/draft.ts'
export * from './formats/formats.ts'
export { type MarcxmlFrame, marcxmlFrame } from './formats/marcxml-frame.ts'
export { readMarcJson } from './formats/read-json.ts'
export { readMarcxml } from './formats/read-marcxml.ts'
export { readMrk } from './formats/read-mrk.ts'
export { visible } from './formats/visible.ts'
export type { WriteOptions } from './formats/writable.ts'
export { writeIso2709 } from './formats/write-iso2709.ts'
export { type MarcInJson, toMarcInJson, writeMarcJson } from './formats/write-json.ts'
export { writeLine } from './formats/write-line.ts'
export { marcxmlClose, marcxmlNamespace, marcxmlOpen, marcxmlRecord, writeMarcxml } from './formats/write-marcxml.ts'
export { writeMrk } from './formats/write-mrk.ts'
export { BatchReader } from './iso2709/batch-reader.ts'
export { readRecord, readRecords } from './iso2709/read.ts'
export * from './types.ts'
