import { type ImportBatch, type ImportRecord, importCodes } from '../../../catalogue/index.ts'
import { Link } from '../../components/link.tsx'
import type { PageAddress } from './batch-address.ts'
import { outcomeWords } from './words.ts'

interface RecordRowsProps {
  readonly batch: ImportBatch
  readonly address: PageAddress
  readonly records: readonly ImportRecord[]
  readonly after: number | undefined
}

/** Records of a file, by their place in it. */
export function RecordRows({ batch, address, records, after }: RecordRowsProps) {
  if (records.length === 0)
    return (
      <p class="hint">
        {address.outcome || address.left ? 'None of these.' : 'Nothing needs to be said of single records.'}
      </p>
    )
  const next = new URLSearchParams({
    ...(address.outcome && { outcome: address.outcome }),
    ...(address.left && { left: address.left }),
    after: String(after ?? 0),
  })
  return (
    <>
      <table class="rows">
        <thead>
          <tr>
            <th>Record</th>
            <th>Outcome</th>
            <th>Why</th>
            <th>In the catalogue</th>
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <Row key={record.ordinal} batch={batch} record={record} />
          ))}
        </tbody>
      </table>
      {after !== undefined && (
        <p>
          <Link to={`/import/${batch.id}?${next}`}>Next records</Link>
        </p>
      )}
    </>
  )
}

const comparable = new Set(['overlaid', 'merged', 'kept'])

function Row({ batch, record }: { batch: ImportBatch; record: ImportRecord }) {
  const { ordinal, offset, outcome, code, detail, bibId, undone } = record
  return (
    <tr>
      <th scope="row" class="num">
        {ordinal.toLocaleString('en')}
        <span class="hint"> byte {offset.toLocaleString('en')}</span>
      </th>
      <td>{outcomeWords[outcome][0]}</td>
      <td data-label="Why:">
        {[code && importCodes[code], detail, undone && undone !== 'undone' && undone].filter(Boolean).join('; ')}
      </td>
      <td>
        {bibId !== undefined && bibId > 0 && (
          <>
            <Link to={`/catalogue/${bibId}`}>{`Record ${bibId}`}</Link>
            {comparable.has(outcome) && (
              <>
                {' · '}
                <Link to={`/import/${batch.id}/records/${ordinal}`}>Compare</Link>
              </>
            )}
          </>
        )}
      </td>
    </tr>
  )
}
