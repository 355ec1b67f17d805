import {
  type Decoded,
  diagnosticTexts,
  type Field,
  type Flavour,
  flavourNames,
  isControl,
  type MarcRecord,
  subfields,
} from '../../standards/marc/index.ts'
import { Note } from '../components/note.tsx'
import { LongWords } from '../components/words.tsx'
import { count, printable } from '../text.ts'

/** Fields shown: a record may hold ten thousand, and the file has them all. */
const mostFields = 500
/** Bytes shown of a damaged record. */
const mostBytes = 2048

interface MarcViewProps {
  readonly record: MarcRecord
  readonly flavour: Flavour
  /** How it was received, where it came from elsewhere. */
  readonly received?: Decoded
}

/** The record as cataloguers know it. */
export function MarcView({ record, flavour, received }: MarcViewProps) {
  return (
    <>
      <p class="hint">
        {flavourNames[flavour]}
        {received && `, received in ${received.encoding.toUpperCase()}`}
        {record.fields.length > mostFields && `: the first ${mostFields} of ${count(record.fields.length, 'field')}`}
      </p>
      {received && <Damage decoded={received} />}
      <table class="marc">
        <thead>
          <tr>
            <th scope="col">Tag</th>
            <th scope="col">
              <abbr title="First indicator">I1</abbr>
            </th>
            <th scope="col">
              <abbr title="Second indicator">I2</abbr>
            </th>
            <th scope="col">Content</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">LDR</th>
            <td />
            <td />
            <td>
              <bdi>{printable(record.leader)}</bdi>
            </td>
          </tr>
          {record.fields.slice(0, mostFields).map((field, i) => (
            <FieldRow key={i} field={field} />
          ))}
        </tbody>
      </table>
    </>
  )
}

function FieldRow({ field }: { readonly field: Field }) {
  const control = isControl(field)
  return (
    <tr>
      <th scope="row">{printable(field[0])}</th>
      <td>{!control && <Indicator value={field[1].charAt(0)} />}</td>
      <td>{!control && <Indicator value={field[1].charAt(1)} />}</td>
      {control ? (
        <td>
          <LongWords text={field[1]} />
        </td>
      ) : (
        <td>
          {subfields(field).map(([code, value], i) => (
            <span key={i} class="subfield">
              <i>‡{printable(code)}</i> <LongWords text={value} />
            </span>
          ))}
        </td>
      )}
    </tr>
  )
}

/** A blank is a value: it is seen as a mark and heard as a word. */
const Indicator = ({ value }: { readonly value: string }) =>
  value.trim() === '' ? (
    <>
      <span class="hint" aria-hidden="true">
        ␣
      </span>
      <span class="hidden">blank</span>
    </>
  ) : (
    <span>{printable(value)}</span>
  )

/** What was found wrong with the record and mended, with the bytes it came in. */
function Damage({ decoded }: { readonly decoded: Decoded }) {
  const { diagnostics, lossy, raw } = decoded
  if (diagnostics.length === 0 && !lossy) return null
  return (
    <Note tone="wait">
      <p>
        {lossy ? 'Some characters of this record could not be read.' : 'This record came damaged and was repaired.'}
      </p>
      <ul>
        {diagnostics.slice(0, 20).map(({ code, tag, offset, detail }, i) => (
          <li key={i}>
            {diagnosticTexts[code]}
            {tag && ` (field ${printable(tag)})`}, byte {offset}
            {detail && `: ${printable(detail)}`}
          </li>
        ))}
        {diagnostics.length > 20 && <li>and {diagnostics.length - 20} more</li>}
      </ul>
      <details>
        <summary>Bytes as received</summary>
        <pre class="bytes">
          {hexDump(raw.subarray(0, mostBytes))}
          {raw.length > mostBytes && `\n… ${count(raw.length - mostBytes, 'byte')} more in the file “As received”`}
        </pre>
      </details>
    </Note>
  )
}

/** Sixteen bytes a line: offset, bytes, and the characters of ASCII. */
function hexDump(bytes: Uint8Array): string {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += 16) {
    const line = [...bytes.subarray(at, at + 16)]
    const hex = line.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const text = line.map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '·')).join('')
    lines.push(`${at.toString(16).padStart(5, '0')}  ${hex.padEnd(47)}  ${text}`)
  }
  return lines.join('\n')
}
