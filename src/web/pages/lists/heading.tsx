import { Link } from '../../components/link.tsx'
import type { Column } from './kind.ts'

interface HeadingProps {
  readonly column: Column
  /** What the list is ordered by now, and the address of the same list in another order. */
  readonly sort: string
  readonly to: (sort: string) => string
}

/** A column that the list is sorted by when it is followed; once more, the other way round. */
export function Heading({ column: { label, sorts }, sort: now, to }: HeadingProps) {
  if (!sorts) return <th scope="col">{label}</th>
  const [first, again] = sorts
  const here = sorts.find(([sort]) => sort === now)
  const [sort] = here === first ? again : first
  return (
    <th scope="col" aria-sort={here?.[1]}>
      <Link to={to(sort)}>
        {label}
        {here && <span aria-hidden="true">{here[1] === 'ascending' ? ' ↑' : ' ↓'}</span>}
      </Link>
    </th>
  )
}
