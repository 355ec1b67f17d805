import { type Block, type Courtesy, courtesies } from '../../../circulation/index.ts'
import { Link } from '../../components/link.tsx'
import { Words } from '../../components/words.tsx'
import { longDate } from '../../dates.ts'
import type { Door } from '../../door.ts'
import { count, listed } from '../../text.ts'
import { deskHref, readerHref } from './address.ts'
import type { Reader } from './reader.ts'

const blockWords: Readonly<Record<Block, string>> = {
  closed: 'Account closed',
  blocked: 'Blocked',
  expired: 'Card expired',
  limit: 'Has as many as allowed',
  overdue: 'Too much overdue',
}

/** What stands against a reader, in words; that nothing does is said too. */
export const Blocks = ({ blocks }: { readonly blocks: readonly Block[] }) =>
  blocks.length === 0 ? (
    <span class="badge ok">
      <span aria-hidden="true">✓</span> May borrow
    </span>
  ) : (
    <span class="blocks">
      {blocks.map((block) => (
        <span key={block} class="badge bad">
          <span aria-hidden="true">✕</span> {blockWords[block]}
        </span>
      ))}
    </span>
  )

/** Which notices a reader does without, so that somebody tells them at the desk. */
export function WithoutNotices({ patron: { noticesOff } }: { readonly patron: Reader['patron'] }) {
  const off = courtesies.filter((name) => noticesOff.includes(name)).map((name) => withoutWords[name])
  return off.length === 0 ? null : <p class="hint">Wants no e-mail {listed(off)}.</p>
}

const withoutWords: Readonly<Record<Courtesy, string>> = {
  pickup: 'about what waits on the pickup shelf',
  dueSoon: 'about what will be due soon',
  overdue: 'about what is overdue',
}

interface ReaderPanelProps {
  readonly door: Door
  readonly reader: Reader
  readonly branch: string
}

/** Who is being served. */
export function ReaderPanel({ reader, branch }: ReaderPanelProps) {
  const { patron, blocks, limits, reservations } = reader
  const ready = reservations.filter(({ state, pickupBranch }) => state === 'ready' && pickupBranch === branch).length
  return (
    <section class="panel reader" aria-labelledby="reader-name">
      <h2 id="reader-name">
        <Words text={patron.name} most={120} />
      </h2>
      <p>
        <span class="code">{patron.card}</span> <Blocks blocks={blocks} />
      </p>
      <p class="hint">
        {patron.loans} of {count(limits.loans, 'loan')}
        {patron.overdue > 0 && `, ${patron.overdue} overdue`}
        {patron.expiresOn && ` · card valid until ${longDate(patron.expiresOn)}`}
      </p>
      <WithoutNotices patron={patron} />
      {ready > 0 && (
        <p>
          <span class="badge wait">
            <span aria-hidden="true">→</span> {count(ready, 'thing')} on the pickup shelf
          </span>
        </p>
      )}
      <ul class="acts">
        <li>
          <Link class="btn" to={deskHref({ mode: 'out', branch })}>
            Next reader
          </Link>
        </li>
        <li>
          <Link class="btn" to={readerHref(patron.id, branch)}>
            Loans and reservations
          </Link>
        </li>
      </ul>
    </section>
  )
}
