import type { Line } from '../../../ill/index.ts'
import type { Undoable } from '../../../workflow/index.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { ActionMenu } from './action-menu.tsx'
import type { OpenedRequest } from './opened.ts'
import { Status } from './status.tsx'
import { dayWords, lineStatus, timeWords } from './words.ts'

interface ManageProps {
  readonly door: Door
  readonly opened: OpenedRequest
  readonly done: string | undefined
  readonly undoable: ReadonlyMap<number, Undoable>
}

/** The lenders of a request, in the order they are asked, and what can be done with each. */
export function ManageLenders({ door, opened, done, undoable }: ManageProps) {
  const { request, lines, actions } = opened
  const base = `/requests/${request.id}`
  return (
    <Layout door={door} title={`Manage ILL ${request.number}`} scripts={['dialog.js', 'lenders.js']}>
      <div class="staff">
        <p class="way-back">
          <Link to={base}>
            ‹ {request.number} · <Words text={request.title} most={120} />
          </Link>
        </p>
        {done && (
          <div role="status">
            <Note tone="info">Done.</Note>
          </div>
        )}
        <div class="bar heading">
          <h1>Manage ILL</h1>
          {request.bibId !== undefined && (
            <Link class="btn" id="add-lender" to={`${base}/lenders/add`} dialog>
              Add
            </Link>
          )}
        </div>
        {request.bibId === undefined ? (
          <Note tone="wait">
            Lenders can be added once the request is linked to a record of the catalogue:{' '}
            <Link to={`${base}/link`}>find or make it first</Link>.
          </Note>
        ) : lines.length === 0 ? (
          <div class="panel nothing">
            <p>Nobody has been asked yet. Add the library that may have it.</p>
          </div>
        ) : (
          <div class="wide-table tall">
            <form method="post" action={`${base}/lenders/move`} class="ordering" hidden>
              <CsrfField />
              <Seen lines={lines} />
              <input type="hidden" name="order" />
            </form>
            <table>
              <thead>
                <tr>
                  <th scope="col">Order</th>
                  <th scope="col">Lender</th>
                  <th scope="col">Status</th>
                  <th scope="col">Due back</th>
                  <th scope="col">Last change</th>
                  <th scope="col">What to do</th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line, at) => (
                  <LineRow
                    key={line.id}
                    {...{ door, base, line, lines, at }}
                    actions={actions.get(line.id) ?? []}
                    undoable={undoable.get(line.id)}
                  />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </Layout>
  )
}

interface LineRowProps {
  readonly door: Door
  readonly base: string
  readonly line: Line
  readonly lines: readonly Line[]
  readonly at: number
  readonly actions: Parameters<typeof ActionMenu>[0]['actions']
  readonly undoable: Undoable | undefined
}

function LineRow({ door, base, line, lines, at, actions, undoable }: LineRowProps) {
  const { lender, data, state } = line
  const movable = (other: Line | undefined) => state === 'idle' && other?.state === 'idle'
  return (
    <tr data-line={line.id} data-untried={state === 'idle' ? '' : undefined}>
      <td class="num">
        {line.position}
        {movable(lines[at - 1]) && <Move {...{ base, line, lines }} direction="up" />}
        {movable(lines[at + 1]) && <Move {...{ base, line, lines }} direction="down" />}
      </td>
      <th scope="row">
        {lender.name}
        <br />
        <span class="hint">
          {lender.symbol}
          {!lender.open && ' · takes no requests now'}
          {data.otherMeans && ' · sent by other means'}
        </span>
      </th>
      <td>
        <Status state={state} label={lineStatus(door.ill.engine, line)} attention={data.attention} />
        {data.renewAskedAt && (
          <span class="hint">
            <br />
            renewal asked {dayWords(data.renewAskedAt)}
            {data.renewProposed && `, to ${dayWords(data.renewProposed)}`}
          </span>
        )}
        {data.condition && state === 'conditional' && (
          <span class="hint">
            <br />
            {data.condition}
          </span>
        )}
      </td>
      <td class="num">{data.dueAtLender ? dayWords(data.dueAtLender) : '–'}</td>
      <td class="num">{timeWords(line.changedAt)}</td>
      <td>
        <ActionMenu
          base={`${base}/lenders/${line.id}/act`}
          actions={actions}
          id={`line-${line.id}`}
          undo={undoable && { of: undoable, action: `${base}/lenders/${line.id}/undo`, version: line.version }}
        />
      </td>
    </tr>
  )
}

interface MoveProps {
  readonly base: string
  readonly line: Line
  readonly lines: readonly Line[]
  readonly direction: 'up' | 'down'
}

const Seen = ({ lines }: Pick<MoveProps, 'lines'>) => (
  <input type="hidden" name="seen" value={lines.map(({ id }) => id).join()} />
)

const Move = ({ base, line, lines, direction }: MoveProps) => (
  <form method="post" action={`${base}/lenders/move`} class="inline">
    <CsrfField />
    <Seen lines={lines} />
    <input type="hidden" name="line" value={line.id} />
    <button
      type="submit"
      class="btn"
      name="direction"
      value={direction}
      aria-label={`Move ${line.lender.name} ${direction}`}
    >
      {direction === 'up' ? '↑' : '↓'}
    </button>
  </form>
)
