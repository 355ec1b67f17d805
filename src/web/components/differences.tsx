import type { Difference, Part } from '../../bib/index.ts'
import { type Field, isControl, subfields } from '../../standards/marc/index.ts'
import { count, printable } from '../text.ts'
import { LongWords } from './words.tsx'

/** Rows shown: two records may differ in ten thousand fields. */
const mostRows = 500

interface DifferencesProps {
  readonly differences: readonly Difference[]
  /** What stands on the left and on the right. */
  readonly before: string
  readonly after: string
}

const signs = {
  removed: ['−', 'goes'],
  added: ['+', 'comes'],
  changed: ['≠', 'changes'],
  unchanged: ['=', 'stays'],
} as const

/** Two records side by side: what differs first, what does not on demand. */
export function Differences({ differences, before, after }: DifferencesProps) {
  const different = differences.filter(({ kind }) => kind !== 'unchanged')
  const same = differences.filter(({ kind }) => kind === 'unchanged')
  return (
    <>
      {different.length === 0 ? (
        <p class="hint">Both say the same.</p>
      ) : (
        <Rows rows={different} before={before} after={after} />
      )}
      {same.length > 0 && different.length > 0 && (
        <details>
          <summary>{count(same.length, 'field stays as it is', 'fields stay as they are')}</summary>
          <Rows rows={same} before={before} after={after} />
        </details>
      )}
    </>
  )
}

function Rows({ rows, before, after }: { rows: readonly Difference[] } & Pick<DifferencesProps, 'before' | 'after'>) {
  return (
    <>
      <table class="marc diff">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">{before}</th>
            <th scope="col">{after}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostRows).map((row, i) => (
            <Row key={i} {...{ row, before, after }} />
          ))}
        </tbody>
      </table>
      {rows.length > mostRows && <p class="hint">and {count(rows.length - mostRows, 'more field')}</p>}
    </>
  )
}

function Row({ row, before, after }: { row: Difference } & Pick<DifferencesProps, 'before' | 'after'>) {
  const [sign, word] = signs[row.kind]
  const [left, right] = [cell(row, 'removed'), cell(row, 'added')]
  return (
    <tr class={row.kind}>
      <th scope="row">
        {printable(row.tag)}{' '}
        <span class="kind">
          <span aria-hidden="true">{sign}</span> {word}
        </span>
      </th>
      <td data-side={before}>{left ?? <span class="hint">–</span>}</td>
      <td data-side={after}>{right ?? <span class="hint">–</span>}</td>
    </tr>
  )
}

/** One side of a row: what goes is on the left, what comes on the right. */
function cell(row: Difference, side: 'removed' | 'added') {
  if (row.kind === 'changed') return <Parts parts={row.parts.filter(({ kind }) => kind === 'same' || kind === side)} />
  if (side === 'removed') return 'before' in row ? <Parts parts={wholeOf(row.before, row.kind)} /> : undefined
  return 'after' in row ? <Parts parts={wholeOf(row.after, row.kind)} /> : undefined
}

/** A field in pieces, all of one kind. */
export function wholeOf(field: Field, kind: 'unchanged' | 'removed' | 'added'): Part[] {
  const of: Part['kind'] = kind === 'unchanged' ? 'same' : kind
  if (isControl(field) || field[0] === 'LDR') return [{ kind: of, text: field[1] }]
  return [
    { kind: of, code: 'indicators', text: field[1] },
    ...subfields(field).map(([code, text]) => ({ kind: of, code, text })),
  ]
}

const Parts = ({ parts }: { readonly parts: readonly Part[] }) => (
  <>
    {parts.map((part, i) => {
      const shown = <PartText part={part} />
      if (part.kind === 'removed') return <del key={i}>{shown}</del>
      if (part.kind === 'added') return <ins key={i}>{shown}</ins>
      return <span key={i}>{shown}</span>
    })}
  </>
)

/** One piece of a field, as it is read. */
export function PartText({ part: { code, text } }: { readonly part: Part }) {
  if (code === undefined) return <LongWords text={text} />
  if (code === 'indicators')
    return (
      <>
        <span class="hidden">indicators </span>
        {printable(text).replaceAll(' ', '␣')}{' '}
      </>
    )
  return (
    <>
      <i>‡{printable(code)}</i> <LongWords text={text} />{' '}
    </>
  )
}
