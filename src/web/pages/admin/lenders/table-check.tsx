import type { LenderImport } from '../../../../ill/index.ts'
import { Link } from '../../../components/link.tsx'
import { Note } from '../../../components/note.tsx'
import { CsrfField } from '../../../components/visit.tsx'
import { Words } from '../../../components/words.tsx'
import type { Door } from '../../../door.ts'
import { count, listed } from '../../../text.ts'
import { AdminLayout } from '../admin-layout.tsx'

interface TableCheckProps {
  readonly door: Door
  readonly upload: string
  readonly name: string
  readonly would: LenderImport
}

/** Rows of each kind that are shown. */
const most = 200

/** What a table would do: what is wrong with it, row by row; else whom it adds and changes, to be confirmed. */
export function TableCheck({ door, upload, name, would }: TableCheckProps) {
  const { added, changed, same, faults } = would
  const nothing = added.length + changed.length === 0
  return (
    <AdminLayout door={door} title={name} part="/admin/lenders">
      <p class="way-back">
        <Link to="/admin/lenders/import">‹ Take in a table</Link>
      </p>
      <h1>
        <Words text={name} most={120} />
      </h1>
      {faults.length > 0 ? (
        <Faults faults={faults} />
      ) : (
        <>
          <div role="status">
            <Note tone="info">
              {nothing
                ? 'The table says what is known already: there is nothing to store.'
                : `Nothing is stored yet. It would ${listed(wouldDo(would))}.`}
              {!nothing && same > 0 && ` ${count(same, 'lender is', 'lenders are')} as the table says.`}
            </Note>
          </div>
          <form method="post" action={`/admin/lenders/import/${upload}`} class="acts">
            <CsrfField />
            {!nothing && (
              <button type="submit" class="btn primary">
                Store it
              </button>
            )}
            <Link class="btn" to="/admin/lenders/import">
              Choose another file
            </Link>
          </form>
          <Changes would={would} />
        </>
      )}
    </AdminLayout>
  )
}

const wouldDo = ({ added, changed }: LenderImport): string[] => [
  ...(added.length > 0 ? [`add ${count(added.length, 'lender')}`] : []),
  ...(changed.length > 0 ? [`change ${count(changed.length, 'lender')}`] : []),
]

const Faults = ({ faults }: Pick<LenderImport, 'faults'>) => (
  <>
    <div role="alert">
      <Note tone="bad">
        Nothing can be stored: {faults.length === 1 ? 'one thing is' : `${count(faults.length, 'thing')} are`} wrong
        with the table. Put right in the file what is said below, and{' '}
        <Link to="/admin/lenders/import">send it again</Link>.
      </Note>
    </div>
    <div class="panel wide-table">
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">Row</th>
            <th scope="col">Column</th>
            <th scope="col">What is wrong, and what to do</th>
          </tr>
        </thead>
        <tbody>
          {faults.slice(0, most).map(({ line, column, detail }, at) => (
            <tr key={at}>
              <th scope="row">Line {line}</th>
              <td data-label="Column">{column ?? '–'}</td>
              <td>
                <Words text={detail} most={600} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    <More of={faults.length} />
    <p class="hint">Lines are counted from 1, the one that names the columns.</p>
  </>
)

const Changes = ({ would: { added, changed } }: Pick<TableCheckProps, 'would'>) => (
  <>
    {added.length > 0 && (
      <section class="with-table">
        <h2>New</h2>
        <div class="panel wide-table">
          <table class="rows">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Symbol</th>
              </tr>
            </thead>
            <tbody>
              {added.slice(0, most).map(({ symbol, name }) => (
                <tr key={symbol}>
                  <th scope="row">
                    <Words text={name} most={200} />
                  </th>
                  <td data-label="Symbol">{symbol}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <More of={added.length} />
      </section>
    )}
    {changed.length > 0 && (
      <section class="with-table">
        <h2>Changed</h2>
        <div class="panel wide-table">
          <table class="rows">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Symbol</th>
                <th scope="col">What changes</th>
              </tr>
            </thead>
            <tbody>
              {changed.slice(0, most).map(({ symbol, name, columns }) => (
                <tr key={symbol}>
                  <th scope="row">
                    <Words text={name} most={200} />
                  </th>
                  <td data-label="Symbol">{symbol}</td>
                  <td data-label="What changes">{listed([...new Set(columns)])}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <More of={changed.length} />
      </section>
    )}
  </>
)

const More = ({ of }: { readonly of: number }) =>
  of > most ? <p class="hint">And {(of - most).toLocaleString('en')} more.</p> : null
