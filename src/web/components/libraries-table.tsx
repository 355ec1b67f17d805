import type { TargetStatus } from '../../search/index.ts'
import { resultsHref, type SearchAddress } from '../address.ts'
import { wholeList } from '../narrowed.ts'
import type { Standing } from '../standing.ts'
import { badgeOf, remarkOf } from '../words-of-progress.ts'
import { Link } from './link.tsx'
import { type Followed, StopTarget } from './stop-target.tsx'
import { mostUnfolded, Said } from './strip.tsx'

interface TableProps extends Followed {
  readonly standing: Standing
}

/** For staff: how every library stands, and the way to what it has by itself, or to all together. */
export function LibrariesTable({ standing, search, address }: TableProps) {
  const { targets, merged } = standing
  const table = (
    <div class="scroll panel">
      <table class="rows libraries">
        <caption class="hidden">Libraries searched</caption>
        <thead>
          <tr>
            <th scope="col">Library</th>
            <th scope="col">Status</th>
            <th scope="col" class="num">
              Has
            </th>
            <th scope="col" class="num">
              Fetched
            </th>
            <th scope="col">Records</th>
          </tr>
        </thead>
        <tbody>
          {targets.map((target) => (
            <LibraryRow key={target.id} {...{ target, search, address }} />
          ))}
        </tbody>
        {targets.length > 1 && (
          <tfoot>
            <tr>
              <th scope="row">Combined set</th>
              <td class="hint" colSpan={2}>
                each work once
              </td>
              <td class="num" id="combined-count" data-label="has">
                {merged.toLocaleString('en')}
              </td>
              <td>
                <ViewLink address={address} label="the combined set" />
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  )
  if (targets.length <= mostUnfolded) return table
  return (
    <details class="folded" open={address.set !== undefined}>
      <summary>{targets.length} libraries, one by one</summary>
      {table}
    </details>
  )
}

interface RowProps extends Followed {
  readonly target: TargetStatus
}

/** One library of the table. Its id lets the stream replace it. */
export function LibraryRow({ target, search, address }: RowProps) {
  const { id, label, hits, fetched, state } = target
  const { tone, sign, words } = badgeOf(target)
  const remark = remarkOf(target)
  return (
    <tr id={`library-${id}`} aria-selected={address.set === id ? 'true' : undefined}>
      <th scope="row">{label}</th>
      <td>
        <span class={`badge ${tone}`}>
          <span aria-hidden="true">{sign}</span> {hits && state === 'done' ? 'answered' : words}
        </span>
        <StopTarget {...{ target, search, address }} />
        {remark && <span class="hint"> {remark}</span>}
        <Said target={target} />
      </td>
      <td class="num" data-label="has">
        {hits === undefined ? '–' : hits.toLocaleString('en')}
      </td>
      <td class="num" data-label="fetched">
        {fetched.toLocaleString('en')}
      </td>
      <td>{fetched > target.unreadable && <ViewLink address={address} set={id} label={label} />}</td>
    </tr>
  )
}

interface ViewLinkProps {
  readonly address: SearchAddress
  readonly set?: string
  readonly label: string
}

/** The list of one library, or of all, narrowed to nothing: what narrows one may leave nothing of another. */
const ViewLink = ({ address, set, label }: ViewLinkProps) =>
  address.set === set ? (
    <span>shown below</span>
  ) : (
    <Link to={resultsHref({ ...address, ...wholeList, set })}>
      View<span class="hidden"> {label}</span>
    </Link>
  )
