import type { Encoding, Field } from '../types.ts'
import type { FieldReader } from './fields.ts'
import { BLANK, isIndicator } from './layout.ts'

/** Control characters that no text format downstream can hold: all of C0 but tab and line ends. */
const illegal = /[\x00-\x08\x0b\x0c\x0e-\x1f]/g

const isPrintable = (byte: number): boolean => byte >= BLANK && byte < 0x7f

/**
 * Makes a field that is not as the format wants it: indicators missing or too many, no delimiter, data before it,
 * strange subfield codes, control characters. Keeps every readable character and reports each fault.
 */
export function buildIrregularField(reader: FieldReader, i: number, encoding: Encoding): Field {
  const { outline, bytes, findings } = reader
  const tag = outline.tags[i]!
  const start = outline.starts[i]!
  const end = outline.ends[i]!
  const text = (from: number, to: number) => scrub(reader, encoding, from, to, tag)

  if (tag.startsWith('00')) {
    if (start === end) findings.add('field-empty', start, tag)
    return [tag, text(start, end)]
  }

  let next = outline.delimiterStarts[i]!
  const last = outline.delimiterStarts[i + 1]!
  const first = next < last ? outline.delimiters[next]! : end
  const field: Field = [tag, indicators()]
  const before = leading()
  if (next === last) {
    if (before === undefined) {
      findings.add('field-empty', start, tag)
      return field
    }
    findings.add('delimiter-missing', start, tag)
    // Local fields with letters for a tag (FMT, SYS) are control fields of their makers
    if (/[A-Za-z]/.test(tag)) return [tag, text(start, end)]
    field.push('a', before)
    return field
  }
  if (before !== undefined) {
    findings.add('data-before-subfield', start + 2, tag)
    field.push('a', before)
  }
  while (next < last) {
    const from = outline.delimiters[next]!
    const to = ++next < last ? outline.delimiters[next]! : end
    subfield(from, to)
  }
  return field

  function indicators(): string {
    if (outline.indicators === 0) return '  '
    const found = Math.min(2, first - start)
    let pair = ''
    for (let at = start; at < start + found; at++)
      pair += isPrintable(bytes[at]!) ? String.fromCharCode(bytes[at]!) : ' '
    const count = first - start
    const permitted = count >= 2 && isIndicator(bytes[start]!) && isIndicator(bytes[start + 1]!)
    if (count > 2 && !permitted) {
      findings.add('indicators-wrong', start, tag, 'missing')
      return '  '
    }
    if (!permitted && count > 0) findings.add('indicators-wrong', start, tag, JSON.stringify(pair))
    else if (count === 0 && next < last) findings.add('indicators-wrong', start, tag, 'missing')
    return pair.padEnd(2, ' ')
  }

  /** What stands between the indicators and the first delimiter. */
  function leading(): string | undefined {
    if (outline.indicators === 0) return first > start ? text(start, first) : undefined
    const from = isIndicator(bytes[start]!) && isIndicator(bytes[start + 1]!) ? start + 2 : start
    if (first - start <= 2) return undefined
    const data = text(from, first)
    if (data.trim() !== '' && !(next < last && first - start === 3 && isIndicator(bytes[start + 2]!))) return data
    findings.add('indicators-wrong', start, tag, `${first - start} characters`)
    return undefined
  }

  function subfield(from: number, to: number): void {
    if (to - from < 2) {
      findings.add('subfield-code-wrong', from, tag, 'missing')
      return
    }
    const byte = bytes[from + 1]!
    if (byte >= 0x80) {
      const [code = '?', ...value] = text(from + 1, to)
      findings.add('subfield-code-wrong', from, tag, JSON.stringify(code))
      field.push(code, value.join(''))
      return
    }
    const code = isPrintable(byte) ? String.fromCharCode(byte) : '?'
    if (!/[0-9A-Za-z]/.test(code)) findings.add('subfield-code-wrong', from, tag, JSON.stringify(code))
    field.push(code, text(from + 2, to))
  }
}

/** The text of `[from, to)` without the control characters that nothing downstream can hold. */
function scrub(reader: FieldReader, encoding: Encoding, from: number, to: number, tag: string): string {
  const { bytes, findings } = reader
  const text = reader.text(encoding, from, to, tag)
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!
    if (byte >= BLANK || byte === 0x1b) continue
    const code =
      byte === 0x1e ? 'field-terminator-inside' : byte === 0x1d ? 'record-terminator-inside' : 'control-character'
    findings.add(code, at, tag, byte.toString(16).padStart(2, '0'))
  }
  // A delimiter in a control field shows as people write it; a terminator inside parted two words
  return text.replace(illegal, (c) => (c === '\x1f' ? '$' : c === '\x1d' || c === '\x1e' ? ' ' : ''))
}
