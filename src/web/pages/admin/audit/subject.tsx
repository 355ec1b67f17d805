import type { AuditLine } from '../../../../kit/index.ts'
import { Link } from '../../../components/link.tsx'
import { useVisitor } from '../../../components/visit.tsx'
import { Words } from '../../../components/words.tsx'
import { may } from '../../../may.ts'
import { policy } from '../../../policy/index.ts'
import { kindWords } from './words.ts'

/** Where a thing is looked at; nowhere, for a kind of thing that has no page of its own. */
function pageOf({ subject: { kind, id }, detail }: AuditLine) {
  const bib = detail['bib']
  switch (kind) {
    case 'staff':
    case 'patron':
      return { rule: policy['GET /admin/people/:person'], to: `/admin/people/${id}` }
    case 'bib':
      return { rule: policy['GET /catalogue/:id'], to: `/catalogue/${id}` }
    case 'item':
      return typeof bib === 'number'
        ? { rule: policy['GET /catalogue/:id/items/:item'], to: `/catalogue/${bib}/items/${id}` }
        : undefined
    case 'import':
      return { rule: policy['GET /import/:batch'], to: `/import/${id}` }
    case 'request':
      return { rule: policy['GET /requests/:id'], to: `/requests/${id}` }
    case 'lender':
      return { rule: policy['GET /admin/lenders/:lender'], to: `/admin/lenders/${id}` }
    case 'message':
      return { rule: policy['GET /messages/:message'], to: `/messages/${id}` }
    case 'role':
      return { rule: policy['GET /admin/roles/:role'], to: `/admin/roles/${encodeURIComponent(id)}` }
    case 'template':
      return { rule: policy['GET /admin/templates/:kind/:language'], to: `/admin/templates/${id}` }
  }
  return undefined
}

/** What a line is about: a link to it, where it has a page that the visitor may see. */
export function Subject({ line }: { readonly line: AuditLine }) {
  const visitor = useVisitor()
  const page = line.subject.id === 'unknown' ? undefined : pageOf(line)
  const { kind, id } = line.subject
  const words = `${kindWords[kind] ?? kind} ${shortly(id)}`
  return page && may(visitor, page.rule) ? (
    <Link to={page.to}>
      <Words text={words} most={80} />
    </Link>
  ) : (
    <Words text={words} most={80} />
  )
}

/** The beginning of an id that nobody reads out. */
const shortly = (id: string) => (/^[\da-f]{8}-[\da-f-]{27}$/.test(id) ? id.slice(0, 8) : id)
