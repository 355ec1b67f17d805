import type { SavedView } from '../../../ill/index.ts'
import { Check } from '../../components/choice.tsx'
import { TextField } from '../../components/field.tsx'
import { Link } from '../../components/link.tsx'
import { CsrfField, useVisitor } from '../../components/visit.tsx'
import { maySetForAll } from '../../may.ts'
import { type Filters, hrefOfList, type ListKind } from './kind.ts'

/** Where a kept view leads; undefined where its filters mean nothing any more. */
export function viewHref(kind: ListKind, { filters }: Pick<SavedView, 'filters'>): string | undefined {
  const read = kind.read(filters)
  return read && hrefOfList(kind, read)
}

/** A view's name, and whose it is where it is a colleague's. */
export const viewLabel = ({ name, owner }: SavedView, me: string | undefined): string =>
  owner.id === me ? name : `${name} (${owner.name})`

interface SavedViewsProps {
  readonly kind: ListKind
  readonly views: readonly SavedView[]
  /** The whole list that is looked at. */
  readonly here: Filters
}

/** The lists that somebody keeps, each a link. */
export function SavedViews({ kind, views, here }: SavedViewsProps) {
  const me = useVisitor().person?.id
  const led = views.flatMap((view) => {
    const to = viewHref(kind, view)
    return to === undefined ? [] : [{ view, to }]
  })
  if (led.length === 0) return null
  return (
    <nav class="choices" aria-label="Saved views">
      <span class="hint" aria-hidden="true">
        Saved views
      </span>
      {led.map(({ view, to }) => (
        <Link key={view.id} to={to} current={to === hrefOfList(kind, here) && 'true'}>
          {viewLabel(view, me)}
        </Link>
      ))}
      <Link to={`${kind.base}/views`}>Manage</Link>
    </nav>
  )
}

interface SaveViewFormProps {
  readonly kind: ListKind
  /** The parameters of the list's address. */
  readonly filters: Filters
  readonly name?: string
  readonly shared?: boolean
  readonly complaint?: string | undefined
}

/** Keeps a list under a name. */
export function SaveViewForm({ kind: { base, works }, filters, name, shared = false, complaint }: SaveViewFormProps) {
  const visitor = useVisitor()
  return (
    <form method="post" action={`${base}/views`} class="stacked">
      <CsrfField />
      <input type="hidden" name="filters" value={new URLSearchParams(filters).toString()} />
      <TextField
        id="name"
        label="Name of the view"
        value={name}
        complaint={complaint}
        maxLength={60}
        autocomplete="off"
        required
      />
      {maySetForAll(visitor) && (
        <Check name="shared" checked={shared} words={`Shared: everybody who ${works} sees it`} />
      )}
      <button type="submit" class="btn">
        Save view
      </button>
    </form>
  )
}
