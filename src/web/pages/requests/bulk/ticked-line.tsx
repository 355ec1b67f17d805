import { Link } from '../../../components/link.tsx'
import { Words } from '../../../components/words.tsx'
import type { Chosen } from './chosen.ts'

/** One of several in a list, and why something cannot be done with it. */
export const TickedLine = ({ ticked: { to, name, title }, why }: Chosen) => (
  <li>
    <Link to={to}>{name}</Link> <Words text={title} most={80} />
    {why !== undefined && <>: {why}</>}
  </li>
)
