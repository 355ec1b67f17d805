import { citationLine, citationOf } from '../../../bib/index.ts'
import { readBib } from '../../../catalogue/index.ts'
import {
  askableLines,
  exchangedAbout,
  type Line,
  liveLineStates,
  offersResend,
  type Request,
} from '../../../ill/index.ts'
import { type Message, messageStates, messagesAbout } from '../../../messages/index.ts'
import { ExchangeThread } from '../../components/exchange-thread.tsx'
import { DayAt, TimeAt } from '../../components/instant.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { useVisitor } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { bibHref } from '../../our-address.ts'
import { obstacleWords } from '../../placing.ts'
import { systemCard } from '../library-system/card.tsx'
import { copiesOf, type WrongFile } from './documents.tsx'
import { Elsewhere } from './elsewhere.tsx'
import { History, told } from './history.tsx'
import type { OpenedRequest } from './opened.ts'
import { readUntil } from './read-until.ts'
import { Status } from './status.tsx'
import { dayWords, lineStatus, timeWords } from './words.ts'

/** The parts of a request’s page. */
export const tabs = {
  bib: 'Bibliographic info',
  lenders: 'Lenders',
  messages: 'Messages',
  item: 'Item',
  history: 'History',
} as const
export type Tab = keyof typeof tabs

/** What stands below a tab. */
export async function contentOf(door: Door, opened: OpenedRequest, tab: Tab, wrong?: WrongFile) {
  const { request, lines } = opened
  const { db } = door.database
  if (tab === 'bib')
    return (
      <>
        {await systemOfLines(door, opened, false)}
        <Bibliographic request={request} linked={await linkedLine(door, request)} />
      </>
    )
  if (tab === 'lenders') return <Lenders door={door} request={request} lines={lines} />
  if (tab === 'messages') return await messagesOf(door, opened)
  if (tab === 'item') {
    const items = await itemsOf(door, request.id)
    const copies = await copiesOf(door, opened, wrong)
    const system = await systemOfLines(door, opened, true)
    return (
      <>
        {system}
        {(items.length > 0 || !(copies || system)) && <Items items={items} />}
        {copies}
      </>
    )
  }
  const histories = await door.ill.engine.histories(db, [request.id, ...lines.map(({ id }) => id)])
  const events = [
    ...told(door, histories.get(request.id)!, 'request', ''),
    ...lines.flatMap(({ id, lender }) => told(door, histories.get(id)!, 'borrowing', lender.name)),
  ].sort((a, b) => a.event.at.getTime() - b.event.at.getTime())
  return <History events={events} />
}

/** What the library's own system was asked for, on what any lender sent. */
const systemOfLines = (door: Door, { lines }: OpenedRequest, whole: boolean) =>
  systemCard(
    door,
    lines.map(({ id }) => id),
    { whole, of: (instance) => lines.find(({ id }) => id === instance)!.lender.name },
  )

/** With each lender whose system is told, and with people. */
async function messagesOf(door: Door, { request, lines }: OpenedRequest) {
  const { db } = door.database
  const letters = await messagesAbout(db, { requestId: request.id })
  const exchanged = await exchangedAbout(
    db,
    lines.map(({ id }) => id),
  )
  const told = lines.filter(({ id }) => exchanged.some(({ instanceId }) => instanceId === id))
  const askable = await askableLines(
    db,
    lines.map(({ id }) => id),
    new Date(door.clock.now()),
  )
  const until = new Map<number, Date | undefined>()
  for (const line of told) until.set(line.id, await readUntil(door, line))
  return (
    <>
      {told.map((line) => (
        <ExchangeThread
          key={line.id}
          partner={line.lender.name}
          messages={exchanged.filter(({ instanceId }) => instanceId === line.id)}
          readUntil={until.get(line.id)}
          base={`/requests/${request.id}/lenders/${line.id}`}
          mayAsk={askable.has(line.id) && liveLineStates.includes(line.state)}
          mayResend={offersResend(door.ill.engine, 'borrowing', line.state)}
        />
      ))}
      {(told.length === 0 || letters.length > 0) && <Messages messages={letters} />}
    </>
  )
}

async function linkedLine(door: Door, { bibId }: Request): Promise<string | undefined> {
  const bib = bibId === undefined ? undefined : await readBib(door.database.db, bibId, 'all')
  return bib && citationLine(citationOf(bib.record, bib.flavour))
}

const Bibliographic = ({ request, linked }: { readonly request: Request; readonly linked: string | undefined }) => {
  const { citation, source, bibId, service, note, placedAt, despite } = request
  const { timeZone } = useVisitor()
  const base = `/requests/${request.id}`
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Title', citation.title],
    ['Article', citation.articleTitle],
    ['Author', citation.author],
    ['Edition', citation.edition],
    ['Publisher', citation.publisher],
    ['Year', citation.year],
    ['ISBN', citation.isbn],
    ['ISSN', citation.issn],
    ['Volume', citation.volume],
    ['Issue', citation.issue],
    ['Pages', citation.pages],
    ['Service', service === 'loan' ? 'Loan' : 'Copy'],
    ['Borrower’s note', note || undefined],
    ['Placed', `${timeWords(placedAt, timeZone)}${source.kind === 'external' ? `, found at ${source.label}` : ''}`],
    ['Placed although', despite.map((obstacle) => obstacleWords(obstacle, true)).join(' ') || undefined],
  ]
  return (
    <section class="panel">
      <h2>Citation</h2>
      {bibId === undefined ? (
        <Note tone="wait">Not linked to a record of the catalogue yet.</Note>
      ) : (
        <p>
          <Link to={bibHref(bibId)}>
            <Words text={linked ?? `Record ${bibId}`} most={400} />
          </Link>
        </p>
      )}
      <div class="acts explained">
        <Link class="btn" id="search" to={`${base}/link`} dialog>
          Search
        </Link>
        <Elsewhere base={base} words="New" dialog />
        <Link class="btn" id="edit" to={`${base}/edit`} dialog>
          Edit
        </Link>
        {bibId === undefined ? (
          <button type="button" class="btn" disabled aria-describedby="lenders-why">
            Manage Lenders
          </button>
        ) : (
          <Link class="btn" to={`${base}/lenders`}>
            Manage Lenders
          </Link>
        )}
        {bibId === undefined && (
          <span class="hint" id="lenders-why">
            Manage Lenders: once the request is linked to a record.
          </span>
        )}
      </div>
      <dl class="facts">
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Words text={value!} most={400} />
              </dd>
            </div>
          ))}
      </dl>
    </section>
  )
}

const Lenders = ({
  door,
  request,
  lines,
}: {
  readonly door: Door
  readonly request: Request
  readonly lines: readonly Line[]
}) => (
  <section class="panel">
    <h2>Lenders</h2>
    {lines.length === 0 ? (
      <p class="hint">No lender yet.</p>
    ) : (
      <ul>
        {lines.map((line) => (
          <li key={line.id}>
            {line.lender.name} <Status state={line.state} label={lineStatus(door.ill.engine, line)} />
          </li>
        ))}
      </ul>
    )}
    {request.bibId !== undefined && (
      <Link class="btn" to={`/requests/${request.id}/lenders`}>
        Manage Lenders
      </Link>
    )}
  </section>
)

export const Messages = ({ messages }: { readonly messages: readonly Message[] }) => (
  <section class="panel">
    <h2>Messages</h2>
    {messages.length === 0 && <p class="hint">Nothing has been sent about this request.</p>}
    {messages.map((message) => (
      <details key={message.id}>
        <summary>
          {message.subject} <span class="badge calm">{messageStates[message.state]}</span>{' '}
          <span class="hint">
            to {message.to.name}, <TimeAt at={message.createdAt} />
          </span>
        </summary>
        {message.reason && <p class="hint">{message.reason}</p>}
        <pre class="letter">{message.text}</pre>
      </details>
    ))}
  </section>
)

interface IllItemRow {
  readonly id: number
  readonly accession_no: string
  readonly lender_due: string | null
  readonly closed_at: Date | null
}

const itemsOf = (door: Door, requestId: number): Promise<IllItemRow[]> =>
  door.database.db
    .selectFrom('ill_items')
    .innerJoin('items', 'items.id', 'ill_items.item_id')
    .select(['items.id', 'accession_no', 'lender_due', 'closed_at'])
    .where('request_id', '=', String(requestId))
    .orderBy('items.id')
    .execute()

const Items = ({ items }: { readonly items: readonly IllItemRow[] }) => (
  <section class="panel">
    <h2>Item</h2>
    {items.length === 0 ? (
      <p class="hint">Nothing has been received yet.</p>
    ) : (
      <ul>
        {items.map(({ id, accession_no, lender_due, closed_at }) => (
          <li key={id}>
            {accession_no}
            {lender_due && ` · due back at lender ${dayWords(lender_due)}`}
            {closed_at && (
              <>
                {' · sent back '}
                <DayAt at={closed_at} />
              </>
            )}
          </li>
        ))}
      </ul>
    )}
  </section>
)
