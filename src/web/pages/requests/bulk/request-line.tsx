import type { Request } from '../../../../ill/index.ts'
import { Link } from '../../../components/link.tsx'
import { Words } from '../../../components/words.tsx'

/** A request in a list of some, and why something cannot be done with it. */
export const RequestLine = ({ request, why }: { readonly request: Request; readonly why?: string | undefined }) => (
  <li>
    <Link to={`/requests/${request.id}`}>{request.number}</Link> <Words text={request.title} most={80} />
    {why !== undefined && <>: {why}</>}
  </li>
)
