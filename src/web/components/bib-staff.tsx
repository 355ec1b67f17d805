import type { Bib } from '../../catalogue/index.ts'
import { bibActs } from '../bib-acts.ts'
import { may } from '../may.ts'
import { Link } from './link.tsx'
import { useVisitor } from './visit.tsx'
import { Words } from './words.tsx'

const actionWords: Readonly<Record<Bib['action'], string>> = {
  create: 'added',
  edit: 'edited',
  overlay: 'overlaid',
  merge: 'merged',
  select: 'selected from another library',
  import: 'loaded from a file',
  undo: 'put back by undoing a load',
  suppress: 'suppressed',
  unsuppress: 'shown again',
  delete: 'deleted',
  restore: 'restored',
}

/** "26 November 2026, 14:05" */
export const dateTime = (date: Date): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' }).format(date)

interface BibStaffProps {
  readonly bib: Bib
}

/** What staff see of a record beside it: where it stands, who made it so, and what can be done. */
export function BibStaff({ bib }: BibStaffProps) {
  const visitor = useVisitor()
  const acts = bibActs.filter(({ rule, offered }) => may(visitor, rule) && (offered?.(bib) ?? true))
  return (
    <section class="panel">
      <h2>Record {bib.id}</h2>
      {bib.level !== 'full' && (
        <p>
          <span class="badge wait">
            <span aria-hidden="true">△</span> {bib.level === 'brief' ? 'brief record' : 'less than full'}
          </span>
        </p>
      )}
      <p class="hint">
        Version {bib.version}, {actionWords[bib.action]} by <Words text={bib.changedBy.name} most={80} /> on{' '}
        {dateTime(bib.changedAt)}
        {bib.reason && (
          <>
            : <Words text={bib.reason} most={300} />
          </>
        )}
      </p>
      <ul class="acts">
        {acts.map(({ label, to }) => (
          <li key={label}>
            <Link class="btn" to={to(bib)}>
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Says loud and clear that readers do not see this. */
export const SuppressedBanner = ({ bib }: BibStaffProps) =>
  bib.state === 'suppressed' ? (
    <div class="note wait">
      <span class="sign" aria-hidden="true">
        △
      </span>
      <div>
        <b>Suppressed.</b> Readers, other libraries and every download of theirs do without this record. It stands here
        for staff alone.
      </div>
    </div>
  ) : null
