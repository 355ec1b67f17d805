import { lenderTableColumns } from '../../../../ill/index.ts'
import { FileField } from '../../../components/file-field.tsx'
import { Link } from '../../../components/link.tsx'
import { useVisitor } from '../../../components/visit.tsx'
import type { Door } from '../../../door.ts'
import { AdminLayout } from '../admin-layout.tsx'

interface TableFormProps {
  readonly door: Door
  readonly complaint?: string
}

/** Where a table of lenders is sent, and what it may hold. */
export const TableForm = ({ door, complaint }: TableFormProps) => (
  <AdminLayout door={door} title="Take in a table" part="/admin/lenders">
    <p class="way-back">
      <Link to="/admin/lenders">‹ Lenders</Link>
    </p>
    <h1>Take in a table of lenders</h1>
    <p class="hint">
      A CSV file, a lender a row. What it would do is shown before anything is stored. Start from{' '}
      <Link to="/admin/lenders/file" download>
        all lenders
      </Link>{' '}
      or from{' '}
      <Link to="/admin/lenders/sample" download>
        an empty sample
      </Link>
      .
    </p>
    <Upload complaint={complaint} />
    <section class="with-table">
      <h2>Columns</h2>
      <p class="hint">
        The first row names them; only the symbol is needed, and the name of a new lender. A row is of the lender whose
        symbol it has, or of a new one. What the table has no column for stays as it is.
      </p>
      <div class="panel wide-table">
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Holds</th>
            </tr>
          </thead>
          <tbody>
            {lenderTableColumns.map(({ name, about }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{about}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  </AdminLayout>
)

function Upload({ complaint }: { readonly complaint: string | undefined }) {
  const { csrf } = useVisitor()
  const action = `/admin/lenders/import?csrf=${encodeURIComponent(csrf())}`
  return (
    <form method="post" action={action} encType="multipart/form-data" class="panel stacked">
      <FileField accept=".csv,.tsv,.txt,text/csv" complaint={complaint} />
      <button type="submit" class="btn primary">
        Look at it
      </button>
    </form>
  )
}
