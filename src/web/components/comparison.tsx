import { type Aligned, diffParts, type Part } from '../../bib/index.ts'
import type { Field } from '../../standards/marc/index.ts'
import { count, listed, printable } from '../text.ts'
import { PartText, wholeOf } from './differences.tsx'

/** Rows shown: records may have ten thousand fields. */
const mostRows = 500

interface ComparisonProps {
  readonly rows: readonly Aligned[]
  /** What each record is called, in the order of its fields in the rows. */
  readonly names: readonly string[]
}

/** Records side by side, aligned by tag: what differs first, what is the same on demand. */
export function Comparison({ rows, names }: ComparisonProps) {
  const different = rows.filter(({ kind }) => kind !== 'same')
  const same = rows.filter(({ kind }) => kind === 'same')
  return (
    <>
      {different.length === 0 ? <p class="hint">All say the same.</p> : <Rows rows={different} names={names} />}
      {same.length > 0 && (
        <details open={different.length === 0}>
          <summary>{count(same.length, 'field is the same', 'fields are the same')}</summary>
          <Rows rows={same} names={names} />
        </details>
      )}
    </>
  )
}

const Rows = ({ rows, names }: ComparisonProps) => (
  <>
    <table class="marc diff comparison">
      <thead>
        <tr>
          <th scope="col">Field</th>
          {names.map((name, at) => (
            <th key={at} scope="col">
              {at + 1} {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, mostRows).map((row, i) => (
          <Row key={i} row={row} names={names} />
        ))}
      </tbody>
    </table>
    {rows.length > mostRows && <p class="hint">and {count(rows.length - mostRows, 'more field')}</p>}
  </>
)

/** Sign and words of a row: columns are told by their numbers, which stand at their heads. */
function signOf({ kind, fields, agree }: Aligned): readonly [sign: string, words: string] {
  if (kind === 'same') return ['=', 'same']
  if (kind === 'changed') return ['≠', 'different']
  const having = fields.flatMap((field, at) => (field ? [String(at + 1)] : []))
  return ['○', `only in ${listed(having)}${agree ? '' : ', different'}`]
}

function Row({ row, names }: { readonly row: Aligned; readonly names: readonly string[] }) {
  const [sign, words] = signOf(row)
  return (
    <tr class={row.kind}>
      <th scope="row">
        {printable(row.tag)}{' '}
        <span class="kind">
          <span aria-hidden="true">{sign}</span> {words}
        </span>
      </th>
      {row.fields.map((field, at) => (
        <td key={at} data-side={`${at + 1} ${names[at]}`}>
          {field ? <Pieces parts={partsOf(row.fields, at)} /> : <span class="hint">–</span>}
        </td>
      ))}
    </tr>
  )
}

/** A field in pieces: those it does not share with the first one of its row are marked, and of two alike both ways. */
function partsOf(fields: readonly (Field | undefined)[], at: number): readonly Part[] {
  const there = fields.filter((field) => field !== undefined)
  const [first, second] = there
  const field = fields[at]!
  if (there.length === 1) return wholeOf(field, 'unchanged')
  if (field !== first) return diffParts(first!, field).filter(({ kind }) => kind !== 'removed')
  if (there.length > 2) return wholeOf(field, 'unchanged')
  return diffParts(field, second!).filter(({ kind }) => kind !== 'added')
}

const Pieces = ({ parts }: { readonly parts: readonly Part[] }) => (
  <>
    {parts.map((part, i) =>
      part.kind === 'same' ? (
        <span key={i}>
          <PartText part={part} />
        </span>
      ) : (
        <mark key={i}>
          <PartText part={part} />
        </mark>
      ),
    )}
  </>
)
