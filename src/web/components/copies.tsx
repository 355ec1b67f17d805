import type { Item } from '../../catalogue/index.ts'
import { longDate } from '../dates.ts'
import { type ItemLists, itemWords } from '../item-lists.ts'
import { mayIn } from '../may.ts'
import { bibHref } from '../our-address.ts'
import { count } from '../text.ts'
import { Link } from './link.tsx'
import { useVisitor } from './visit.tsx'
import { Words } from './words.tsx'

interface CopiesProps {
  readonly items: readonly Item[]
  readonly lists: ItemLists
  /** Staff see accession numbers and their own notes, and change items of their branches. */
  readonly staff: boolean
  /** When those that are lent are due, YYYY-MM-DD. */
  readonly due: ReadonlyMap<number, string>
}

/** The copies of a record: where each stands and whether it is there. */
export function Copies({ items, lists, staff, due }: CopiesProps) {
  if (items.length === 0) return <p class="hint">No copies are listed.</p>
  const available = items.filter((item) => itemWords(item, lists).available).length
  return (
    <>
      <p>
        <span class={`badge ${available > 0 ? 'ok' : 'calm'}`}>
          <span aria-hidden="true">{available > 0 ? '✓' : '○'}</span>{' '}
          {`${available} of ${count(items.length, 'copy', 'copies')} available`}
        </span>
      </p>
      <div class="wide-table">
        <table class="copies">
          <thead>
            <tr>
              {staff && <th scope="col">Accession number</th>}
              <th scope="col">Where</th>
              <th scope="col">Call number</th>
              <th scope="col">Status</th>
              {staff && (
                <th scope="col">
                  <span class="hidden">Change</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <CopyRow key={item.id} {...{ item, lists, staff }} due={due.get(item.id)} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

interface CopyRowProps extends Pick<CopiesProps, 'lists' | 'staff'> {
  readonly item: Item
  readonly due: string | undefined
}

function CopyRow({ item, lists, staff, due }: CopyRowProps) {
  const words = itemWords(item, lists)
  const visitor = useVisitor()
  return (
    <tr>
      {staff && (
        <th scope="row" class="code">
          <Words text={item.accessionNo} most={80} />
        </th>
      )}
      <td>
        <Words text={words.branch} most={120} />
        {words.location && (
          <>
            <br />
            <span class="hint">
              <Words text={words.location} most={120} />
              {staff && words.collection && `, ${words.collection}`}
            </span>
          </>
        )}
      </td>
      <td>
        <Words text={item.callNumber} most={120} />
      </td>
      <td>
        <span class={`badge ${words.available ? 'ok' : 'calm'}`}>
          <span aria-hidden="true">{words.available ? '✓' : '○'}</span> {words.status}
        </span>
        {due && <p class="hint">Due {longDate(due)}</p>}
        {item.publicNote && (
          <p class="hint">
            <Words text={item.publicNote} most={300} />
          </p>
        )}
        {staff && item.staffNote && (
          <p class="hint">
            Staff: <Words text={item.staffNote} most={300} />
          </p>
        )}
      </td>
      {staff && (
        <td>
          {mayIn(visitor, 'catalogue.edit', item.branch) && (
            <Link to={bibHref(item.bibId, `/items/${item.id}`)} label={`Change item ${item.accessionNo}`}>
              Change
            </Link>
          )}
        </td>
      )}
    </tr>
  )
}
