import type { ComponentChildren } from 'preact'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import type { Door } from '../../door.ts'
import { adminDestinations } from '../../navigation.ts'

interface AdminLayoutProps {
  readonly door: Door
  readonly title: string
  /** Where it stands in the table of what there is to administer. */
  readonly part: `/admin/${string}`
  /** What was done, said once. */
  readonly notice?: ComponentChildren
  /** Why what was asked for was not done. */
  readonly refusal?: string | undefined
  readonly scripts?: readonly string[]
  readonly children: ComponentChildren
}

/** The frame of the pages on which accounts are managed. */
export const AdminLayout = ({ door, title, part, notice, refusal, scripts, children }: AdminLayoutProps) => (
  <Layout door={door} title={title} {...(scripts && { scripts })}>
    <nav aria-label="Administration">
      {/* On narrow screens so many tabs would fill the first page: there they are folded away. */}
      <details class="parts">
        <summary>Administration: {adminDestinations.find(({ to }) => to === part)?.label}</summary>
        <div class="tabs">
          {adminDestinations.map(({ to, label }) => (
            <Link key={to} to={to} current={to === part && 'page'}>
              {label}
            </Link>
          ))}
        </div>
      </details>
    </nav>
    <div class="staff">
      {notice && (
        <div role="status">
          <Note tone="info">{notice}</Note>
        </div>
      )}
      {refusal && (
        <div role="alert">
          <Note tone="bad">{refusal}</Note>
        </div>
      )}
      {children}
    </div>
  </Layout>
)
