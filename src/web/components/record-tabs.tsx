import { z } from 'zod'
import { Link } from './link.tsx'

const tabs = { details: 'Details', marc: 'MARC', sources: 'Sources' } as const
export type RecordTab = keyof typeof tabs
const names = Object.keys(tabs) as [RecordTab, ...RecordTab[]]

/** The view an address asks for. */
export const recordTab = z.enum(names).default('details')

interface RecordTabsProps {
  readonly tab: RecordTab
  /** Views there are; all but the sources by default. */
  readonly views?: readonly RecordTab[]
  readonly to: (tab: RecordTab) => string
}

/** The views of a record. */
export const RecordTabs = ({ tab, to, views = ['details', 'marc'] }: RecordTabsProps) => (
  <nav class="tabs" aria-label="Views of the record">
    {views.map((name) => (
      <Link key={name} to={to(name)} current={name === tab && 'page'}>
        {tabs[name]}
      </Link>
    ))}
  </nav>
)
