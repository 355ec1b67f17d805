import type { Source } from '../../search/index.ts'
import { type RecordAddress, recordHref, type SearchAddress } from '../address.ts'
import { may } from '../may.ts'
import { bibHref } from '../our-address.ts'
import { Link } from './link.tsx'
import { useVisitor } from './visit.tsx'

interface PlaceRequestProps {
  readonly address: SearchAddress | RecordAddress
  readonly source: Pick<Source, 'target' | 'position'>
  /** Of the record, for those who hear the button among many. */
  readonly title: string
  readonly primary?: boolean
}

/** Begins a request for a record of our own: for when no copy of ours will do. */
export function PlaceForOurs({ bibId }: { readonly bibId: number }) {
  const visitor = useVisitor()
  const { person, by, inHand } = visitor
  if (inHand !== undefined) return null
  const isStaff = person?.kind === 'staff' || by === 'token'
  if (isStaff && !may(visitor, 'requests@branch')) return null
  return (
    <div class="bar flat">
      <Link class="btn" to={isStaff ? `/requests/new/${bibId}` : bibHref(bibId, '/request')}>
        Place Request
      </Link>
      <span class="hint">asks other libraries for it</span>
    </div>
  )
}

/** Begins a request for a hit: readers sign in on the way; staff who may not place requests see nothing. */
export function PlaceRequest({ address, source, title, primary }: PlaceRequestProps) {
  const visitor = useVisitor()
  const { person, inHand } = visitor
  // Who looks for the record of a request wants no other one.
  if (inHand !== undefined) return null
  if (person?.kind === 'staff' && !(address.audience === 'enquiry' && may(visitor, 'requests@branch'))) return null
  return (
    <Link class={primary ? 'btn primary' : 'btn'} to={recordHref(address, source, '/record/request')}>
      Place Request<span class="hidden">: {title}</span>
    </Link>
  )
}
