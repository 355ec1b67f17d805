import type { ComponentChildren, VNode } from 'preact'
import type { Door } from '../door.ts'
import { plain } from '../text.ts'
import { AccountMenu } from './account-menu.tsx'
import { InHand } from './in-hand.tsx'
import { Link } from './link.tsx'
import { SessionEnd } from './session-end.tsx'
import { useVisitor } from './visit.tsx'

interface LayoutProps {
  readonly door: Pick<Door, 'assets' | 'version' | 'house'>
  readonly title: string
  /** The search form of the top bar; pages that have one of their own leave it out. */
  readonly search?: VNode
  /** Where the skip links lead besides the content: id and words. */
  readonly skips?: readonly (readonly [id: string, words: string])[]
  /** Names of script modules of ours. */
  readonly scripts?: readonly string[]
  /** Where a browser without scripts goes to have the whole page at once. */
  readonly withoutScripts?: string
  /** It can be shown in a dialog: always, or while somebody looks for the record of a request. */
  readonly dialog?: boolean | 'in-hand'
  readonly children: ComponentChildren
}

/** In the order they build on one another. */
const styles = [
  'base.css',
  'components.css',
  'pages.css',
  'catalogue.css',
  'staff.css',
  'requests.css',
  'accounts.css',
  'editing.css',
  'desk.css',
  'messages.css',
]

/** The frame of every page. */
export function Layout({
  door,
  title,
  search,
  skips = [],
  scripts = [],
  withoutScripts,
  dialog,
  children,
}: LayoutProps) {
  const { inHand, sessionEnd } = useVisitor()
  const fits = dialog === 'in-hand' ? inHand !== undefined : dialog
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>
          {plain(title) === 'Farshelf' ? (door.house ?? 'Farshelf') : `${plain(title)} – ${door.house ?? 'Farshelf'}`}
        </title>
        <link rel="icon" type="image/svg+xml" href={door.assets('icon.svg')} />
        {styles.map((name) => (
          <link key={name} rel="stylesheet" href={door.assets(name)} />
        ))}
        {[...scripts, ...(sessionEnd ? ['session-end.js'] : [])].map((name) => (
          <script key={name} type="module" src={door.assets(name)} />
        ))}
        {withoutScripts && (
          <noscript>
            <meta http-equiv="refresh" content={`0; url=${withoutScripts}`} />
          </noscript>
        )}
      </head>
      <body>
        <div class="skips">
          {[...skips, ['main', 'Skip to content'] as const].map(([id, words]) => (
            <Link key={id} class="skip" to={`#${id}`}>
              {words}
            </Link>
          ))}
        </div>
        <header class="top">
          <div>
            <Link class="brand" to="/">
              <Mark />
              Farshelf
              {door.house && <span class="house">{door.house}</span>}
            </Link>
            {search}
            <AccountMenu />
          </div>
        </header>
        <InHand />
        <main id="main" tabIndex={-1} data-dialog={fits || undefined}>
          {children}
        </main>
        <footer class="foot">
          <div>
            <p>Farshelf asks each library’s own catalogue while you wait.</p>
            <p>
              <Link to="/api/v1/openapi.json">API</Link>
            </p>
          </div>
        </footer>
        <SessionEnd />
      </body>
    </html>
  )
}

const Mark = () => (
  <svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true" focusable="false">
    <g fill="currentColor">
      <rect x="3" y="6" width="4" height="16" rx="1" />
      <rect x="8.5" y="4" width="4" height="18" rx="1" />
    </g>
    <rect class="mark" x="19" y="7" width="4" height="15" rx="1" transform="rotate(12 21 14)" />
    <path d="M2 24h24" stroke="currentColor" stroke-width="2" />
  </svg>
)
