import {
  codesInWords,
  entryState,
  isAtEnd,
  isCopyHere,
  type Line,
  lineLateBy,
  liveLineStates,
  openRequestStates,
  type PatronStanding,
  type Reply,
  type RotaStanding,
  type StoredDocument,
  standingOfCopy,
} from '../../../ill/index.ts'
import type { Undoable } from '../../../workflow/index.ts'
import { DayAt, TimeAt } from '../../components/instant.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField, useVisitor } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { Late } from '../lists/late.tsx'
import { ReplyCards } from '../replies/reply-card.tsx'
import { ActionMenu } from './action-menu.tsx'
import { type LineSort, lineColumns, readSort, sortedLines } from './line-order.ts'
import { LinesBar, linesForm } from './lines-bar.tsx'
import { NamedLibraries } from './named-libraries.tsx'
import type { OpenedRequest } from './opened.ts'
import { PatronNotice } from './patron.tsx'
import { Automatic, EndOfRota } from './rota-standing.tsx'
import { Status } from './status.tsx'
import { TermLines, type Terms } from './terms.tsx'
import { dayAtWords, dayWords, lineStatus } from './words.ts'

interface ManageProps {
  readonly door: Door
  readonly opened: OpenedRequest
  readonly sort: LineSort
  /** What was done before. */
  readonly said: string | undefined
  readonly documents: readonly StoredDocument[]
  /** What lenders have written that nobody has settled. */
  readonly replies: readonly Reply[]
  readonly undoable: ReadonlyMap<number, Undoable>
  /** None where no rota was built. */
  readonly rota: RotaStanding | undefined
  /** Lines whose lender's system can be asked where the request stands. */
  readonly askable: ReadonlySet<number>
  /** YYYY-MM-DD, here. */
  readonly today: string
  /** What lenders ask for before they supply, by line. */
  readonly terms: ReadonlyMap<number, Terms>
  /** Other libraries that lenders named, by line. */
  readonly named: ReadonlyMap<number, readonly string[]>
  /** What the library's system says of the borrower. */
  readonly standing: PatronStanding | undefined
}

/** The lenders of a request, in the order they are asked or by a column, and what can be done with each or with several. */
export function ManageLenders(props: ManageProps) {
  const { door, opened, sort, said, documents, replies, undoable, rota, askable, today, terms, named, standing } = props
  const { request, actions } = opened
  const { engine } = door.ill
  const lines = sortedLines(engine, opened.lines, sort)
  const several = lines.length > 1
  const base = `/requests/${request.id}`
  return (
    <Layout
      door={door}
      title={`Manage ILL ${request.number}`}
      scripts={['dialog.js', 'lenders.js', 'requests-list.js']}
    >
      <div class="staff">
        <p class="way-back">
          <Link to={base}>
            ‹ {request.number} · <Words text={request.title} most={120} />
          </Link>
        </p>
        {said && (
          <div role="status">
            <Note tone="info">{said}</Note>
          </div>
        )}
        <div class="bar heading">
          <h1>Manage ILL</h1>
          {request.bibId !== undefined && (
            <div class="acts">
              <Link class="btn" id="add-lender" to={`${base}/lenders/add`} dialog>
                Add
              </Link>
              <Link class="btn" id="build-rota" to={`${base}/lenders/rota`} dialog>
                Build rota
              </Link>
            </div>
          )}
        </div>
        {standing?.review && <PatronNotice {...{ request, standing }} asks={door.ill.patrons !== undefined} />}
        {openRequestStates.includes(request.state) && isAtEnd(opened.lines) && <EndOfRota base={base} />}
        {opened.lines.some(({ data }) => data.terminated) ? (
          <Note tone="wait">The request is terminated: nobody else is asked.</Note>
        ) : (
          rota && <Automatic {...{ base, rota }} />
        )}
        <ReplyCards door={door} replies={replies} />
        {request.bibId === undefined ? (
          <Note tone="wait">
            Lenders can be added once the request is linked to a record of the catalogue:{' '}
            <Link to={`${base}/link`}>find or make it first</Link>.
          </Note>
        ) : lines.length === 0 ? (
          <div class="panel nothing">
            <p>
              Nobody has been asked yet. Add the library that may have it, or build the rota of those known to have it.
            </p>
          </div>
        ) : (
          <div class="ticking">
            <div class="panel wide-table tall">
              {sort === 'order' && (
                <form method="post" action={`${base}/lenders/move`} class="ordering" hidden>
                  <CsrfField />
                  <Seen lines={lines} />
                  <input type="hidden" name="order" />
                </form>
              )}
              <table class="rows">
                <thead>
                  <tr>
                    {several && (
                      <th scope="col" class="tick">
                        <span class="hidden">Tick</span>
                      </th>
                    )}
                    {Object.keys(lineColumns).map((column) => (
                      <Heading key={column} column={column as keyof typeof lineColumns} sort={sort} base={base} />
                    ))}
                    <th scope="col">What to do</th>
                  </tr>
                </thead>
                <tbody>
                  {lines.map((line, at) => (
                    <LineRow
                      key={line.id}
                      {...{ door, base, line, lines, at, several, today }}
                      document={documents.find(({ lineId, removedAt }) => lineId === line.id && removedAt === null)}
                      movable={sort === 'order'}
                      actions={actions.get(line.id) ?? []}
                      undoable={undoable.get(line.id)}
                      askable={askable.has(line.id)}
                      terms={terms.get(line.id) ?? []}
                      named={named.get(line.id) ?? []}
                    />
                  ))}
                </tbody>
              </table>
            </div>
            {several && <LinesBar door={door} opened={opened} />}
          </div>
        )}
      </div>
    </Layout>
  )
}

interface HeadingProps {
  readonly column: keyof typeof lineColumns
  readonly sort: LineSort
  readonly base: string
}

/** A column that the list is sorted by when it is followed; once more, the other way round. */
function Heading({ column, sort, base }: HeadingProps) {
  const [by, down] = readSort(sort)
  const here = by === column
  const to = here && !down ? `-${column}` : column
  return (
    <th scope="col" aria-sort={here ? (down ? 'descending' : 'ascending') : undefined}>
      <Link to={to === 'order' ? `${base}/lenders` : `${base}/lenders?sort=${to}`}>
        {lineColumns[column]}
        {here && <span aria-hidden="true">{down ? ' ↓' : ' ↑'}</span>}
      </Link>
    </th>
  )
}

interface LineRowProps {
  readonly door: Door
  readonly base: string
  readonly line: Line
  readonly lines: readonly Line[]
  readonly at: number
  /** There are others, to be ticked with it. */
  readonly several: boolean
  /** Places are seen as they are. */
  readonly movable: boolean
  readonly document: StoredDocument | undefined
  readonly actions: Parameters<typeof ActionMenu>[0]['actions']
  readonly undoable: Undoable | undefined
  readonly askable: boolean
  readonly today: string
  /** What its lender asks for before it supplies. */
  readonly terms: Terms
  readonly named: readonly string[]
}

function LineRow(props: LineRowProps) {
  const { door, base, line, lines, at, several, movable, document, actions, undoable, askable, today, terms, named } =
    props
  const { lender, data, state } = line
  const past = (other: Line | undefined) => movable && state === 'idle' && other?.state === 'idle'
  return (
    <tr
      id={`line-${line.id}`}
      data-line={line.id}
      data-untried={state === 'idle' ? '' : undefined}
      class={entryState(line) === 'tried' ? 'tried' : undefined}
    >
      {several && (
        <td class="tick">
          <label class="check">
            <input type="checkbox" name="line" value={line.id} form={linesForm} />
            <span class="hidden">{lender.name}</span>
          </label>
        </td>
      )}
      <td class="num" data-place="" data-label="Order">
        {line.position}
        {past(lines[at - 1]) && <Move {...{ base, line, lines }} direction="up" />}
        {past(lines[at + 1]) && <Move {...{ base, line, lines }} direction="down" />}
      </td>
      <th scope="row">
        {lender.name}
        <br />
        <span class="hint">
          {lender.symbol}
          {!lender.open && ' · takes no requests now'}
          {data.otherMeans && ' · sent by other means'}
          {line.why.length > 0 && (
            <>
              <br />
              {line.why.join(' · ')}
            </>
          )}
        </span>
      </th>
      <td data-label="Status">
        <Status state={state} label={lineStatus(door.ill.engine, line)} attention={data.attention} />
        {hintsOf(line, useVisitor().timeZone).map((hint) => (
          <span key={hint} class="hint">
            <br />
            <Words text={hint} most={200} />
          </span>
        ))}
        {data.renewAskedAt && (
          <span class="hint">
            <br />
            renewal asked <DayAt at={data.renewAskedAt} />
            {data.renewProposed && `, to ${dayWords(data.renewProposed)}`}
          </span>
        )}
        <TermLines terms={terms} />
        <NamedLibraries {...{ base, named }} />
        {(document || isCopyHere(line)) && (
          <span class="hint">
            <br />
            <Link to={`${base}?tab=item`}>{copyWords(document, new Date(door.clock.now()))}</Link>
          </span>
        )}
      </td>
      <td class="num" data-label="Due back">
        {data.dueAtLender ? dayWords(data.dueAtLender) : '–'} <Late days={lineLateBy(line, today)} />
      </td>
      <td class="num" data-label="Last change">
        <TimeAt at={line.changedAt} />
      </td>
      <td>
        <ActionMenu
          base={`${base}/lenders/${line.id}/act`}
          actions={actions}
          id={`line-${line.id}`}
          undo={undoable && { of: undoable, action: `${base}/lenders/${line.id}/undo`, version: line.version }}
        />
        <Question {...{ base, line, askable }} mayWrite={actions.some(({ event }) => event === 'message')} />
      </td>
    </tr>
  )
}

interface QuestionProps extends Pick<LineRowProps, 'base' | 'line' | 'askable'> {
  readonly mayWrite: boolean
}

/** The way to ask a lender that still owes an answer: its system where the request stands, or its people by a note. */
function Question({ base, line: { id, state, data, lender }, askable, mayWrite }: QuestionProps) {
  const to = `${base}/lenders/${id}`
  if (askable && liveLineStates.includes(state))
    return (
      <form method="post" action={`${to}/status`}>
        <CsrfField />
        <button type="submit" class="btn">
          Ask where it stands<span class="hidden">, {lender.name}</span>
        </button>
      </form>
    )
  const owes = state === 'pending' || state === 'cancel-pending' || data.renewAskedAt !== null
  const byMail = lender.protocol === 'email' || lender.protocol === 'script'
  if (!owes || !byMail || !lender.reachable || !mayWrite) return null
  return (
    <Link class="btn" id={`remind-${id}`} to={`${to}/act/message?reminder=1`} dialog>
      Remind<span class="hidden"> {lender.name}</span>
    </Link>
  )
}

/** What else there is to know of how a line stands. */
function hintsOf({ state, data, skipped }: Line, timeZone: string): readonly string[] {
  const { promised, expectedOn, answerBy, reason, retryAfter, receivedAt } = data
  if (state === 'recall' && receivedAt !== null) return ['with Edit, an earlier day tells the reader to bring it back']
  if (state === 'idle') return skipped === null ? [] : [`passed over: ${skipped}`]
  if (state === 'not-supplied')
    return [
      ...(reason ? [codesInWords(reason)] : []),
      ...(retryAfter ? [`may be asked again from ${dayWords(retryAfter)}`] : []),
    ]
  if (state !== 'pending') return []
  if (promised)
    return [`${promised === 'hold' ? 'hold placed' : 'will supply'}${expectedOn ? `, ${dayWords(expectedOn)}` : ''}`]
  return answerBy ? [`has until ${dayAtWords(answerBy, timeZone)} to answer`] : []
}

const copyWords = (document: StoredDocument | undefined, now: Date): string =>
  document === undefined
    ? 'no file to download'
    : standingOfCopy(document, now) === 'expired'
      ? 'file expired'
      : `file until ${dayWords(document.keepUntil)}`

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
