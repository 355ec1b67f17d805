import type { Lending } from '../lending.ts'
import { may } from '../may.ts'
import { bibHref } from '../our-address.ts'
import { count } from '../text.ts'
import { Link } from './link.tsx'
import { useVisitor } from './visit.tsx'

/** The way to a copy: readers reserve, staff see who waits. */
export function Reserving({ id, lending }: { readonly id: number; readonly lending: Lending }) {
  const visitor = useVisitor()
  const { reservable, waiting, own } = lending
  const isStaff = visitor.person?.kind === 'staff' || visitor.by === 'token'
  const desk = may(visitor, 'circulation@branch')
  if (isStaff ? !desk : !reservable && !own) return null
  return (
    <div class="bar flat reserving">
      {!isStaff && (own ? <Own /> : <Reserve id={id} />)}
      {desk && (
        <Link class="btn" to={bibHref(id, '/reservations')}>
          Reservations
        </Link>
      )}
      {waiting > 0 && <span class="hint">{count(waiting, 'reader')} waiting</span>}
    </div>
  )
}

const Own = () => (
  <Link class="btn" to="/account/loans#reservations">
    Reserved by you
  </Link>
)

const Reserve = ({ id }: { readonly id: number }) => (
  <Link class="btn primary" to={bibHref(id, '/reserve')}>
    Reserve
  </Link>
)
