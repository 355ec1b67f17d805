import { isScriptTag, type ScriptKind, type ScriptTag, scriptKindNames, scriptKinds } from './tables.ts'

/** A message of Generic Script: tagged text that people and programs read. */
export interface ScriptMessage {
  readonly kind: ScriptKind
  /** In their order; a value may have several lines. */
  readonly fields: readonly (readonly [tag: ScriptTag, value: string])[]
}

/** Stands before every line of a value but the first, so that none looks like a tag. */
const indent = '    '
const mostLines = 500
const mostOfValue = 4000
/** Characters of a line that may begin a message: blanks around it count. */
const longestIdentifier = 200

/** The text of a message, lines ended by LF. Fields without a value are left out. */
export const writeScript = ({ kind, fields }: ScriptMessage): string =>
  [
    scriptKinds[kind].join('/'),
    '',
    ...fields.flatMap(([tag, value]) => {
      const lines = linesOf(value)
      return lines.length === 0 ? [] : [`${tag}: ${lines.join(`\n${indent}`)}`]
    }),
    '',
  ].join('\n')

const linesOf = (value: string): string[] =>
  value
    .slice(0, mostOfValue)
    .split(/\r\n?|[\n\u0085\u2028\u2029]/)
    .map((line) => line.replace(/[\p{Cc}\p{Cs}]/gu, ' ').trim())
    .filter((line) => line !== '')

/** Reads a message wherever it begins in a text; undefined where none of its lines begins one. What is no tag is passed over. */
export function readScript(text: string): ScriptMessage | undefined {
  const lines = text.split(/\r\n?|\n/, mostLines)
  const start = lines.findIndex((line) => kindOf(line) !== undefined)
  if (start < 0) return undefined
  const fields: [ScriptTag, string][] = []
  let open = false
  for (const line of lines.slice(start + 1)) {
    const [, tag, value] = /^\s{0,3}([A-Za-z0-9#$/.]{2,3})\s?:(.*)$/.exec(line) ?? []
    const known = tag?.toUpperCase() ?? ''
    if (tag !== undefined && isScriptTag(known)) {
      fields.push([known, value!.trim().slice(0, mostOfValue)])
      open = true
    } else if (line.trim() === '' || tag !== undefined) open = false
    else if (open) {
      const last = fields.at(-1)!
      last[1] = `${last[1]}\n${line.trim()}`.trim().slice(0, mostOfValue)
    }
  }
  return { kind: kindOf(lines[start]!)!, fields: fields.filter(([, value]) => value !== '') }
}

/** The kind of message a line begins, in either language or both. */
function kindOf(line: string): ScriptKind | undefined {
  if (line.length > longestIdentifier) return undefined
  const said = line
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/’/g, "'")
    .toUpperCase()
    .replace(/\s*\/\s*/g, '/')
    .replace(/\s+/g, ' ')
    .trim()
  return scriptKindNames.find((kind) => {
    const [english, french] = scriptKinds[kind]
    return [english, french, `${english}/${french}`, `${french}/${english}`].includes(said)
  })
}

/** The first value behind one of some tags. */
export const valueBehind = ({ fields }: ScriptMessage, ...tags: readonly ScriptTag[]): string | undefined =>
  fields.find(([tag]) => tags.includes(tag))?.[1]
