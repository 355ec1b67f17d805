import type { RequestHandler } from 'express'
import { type AuditLine, auditedKinds, auditPage } from '../../../../kit/index.ts'
import { Link } from '../../../components/link.tsx'
import { Moment } from '../../../components/moment.tsx'
import { LongWords, Words } from '../../../components/words.tsx'
import type { Door } from '../../../door.ts'
import { route } from '../../../route.ts'
import { sendPage } from '../../../send-page.ts'
import { AdminLayout } from '../admin-layout.tsx'
import { AuditAddress, auditHref, queryOf } from './address.ts'
import { Narrowing } from './narrowing.tsx'
import { Subject } from './subject.tsx'
import { actionWords, detailWords, viaWords } from './words.ts'

const size = 50

/** Who did what to which thing, the last first. */
export const auditTrailPage = (door: Door): RequestHandler =>
  route(AuditAddress, async (address, { res, visitor }) => {
    const { db } = door.database
    const page = await auditPage(db, queryOf(address, visitor.timeZone), size)
    sendPage(res, <Audit door={door} address={address} kinds={await auditedKinds(db)} {...page} />)
  })

interface AuditProps {
  readonly door: Door
  readonly address: AuditAddress
  readonly kinds: readonly string[]
  readonly lines: readonly AuditLine[]
  readonly more: boolean
}

const Audit = ({ door, address, kinds, lines, more }: AuditProps) => (
  <AdminLayout door={door} title="Audit" part="/admin/audit">
    <h1>Audit</h1>
    <Narrowing address={address} kinds={kinds} />
    {lines.length === 0 ? (
      <div class="panel nothing">
        <p>Nothing like this was done.</p>
      </div>
    ) : (
      <div class="panel wide-table">
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Who</th>
              <th scope="col">What</th>
              <th scope="col">About</th>
              <th scope="col">Detail</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Row key={line.id} line={line} />
            ))}
          </tbody>
        </table>
      </div>
    )}
    {(address.before !== undefined || more) && (
      <nav class="paging" aria-label="Pages">
        {address.before !== undefined && <Link to={auditHref({ ...address, before: undefined })}>« Newest</Link>}
        {more && (
          <Link to={auditHref({ ...address, before: lines.at(-1)!.id })} rel="next">
            Older ›
          </Link>
        )}
      </nav>
    )}
  </AdminLayout>
)

const Row = ({ line }: { readonly line: AuditLine }) => (
  <tr>
    <td data-label="When">
      <Moment at={line.at} />
    </td>
    <td data-label="Who" class="who">
      <Words text={line.actorName} most={80} /> <span class="hint">{viaWords[line.via]}</span>
    </td>
    <th scope="row">{actionWords[line.action] ?? line.action}</th>
    <td data-label="About">
      <Subject line={line} />{' '}
      <Link
        class="hint"
        to={auditHref({ kind: line.subject.kind, subject: line.subject.id })}
        label={`All that was done to ${line.subject.kind} ${line.subject.id}`}
      >
        all
      </Link>
    </td>
    <td>
      <LongWords text={detailWords(line.detail)} />
    </td>
  </tr>
)
