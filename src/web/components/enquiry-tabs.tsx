import { Link } from './link.tsx'

/** The pages of Enquiry beside its results, by address. */
const tabs = {
  '/enquiry': 'Search',
  '/enquiry/browse': 'Browse an index',
  '/enquiry/numbers': 'List of numbers',
  '/enquiry/history': 'Search history',
  '/enquiry/health': 'Target health',
} as const
export type EnquiryTab = keyof typeof tabs

/** The ways into Enquiry. */
export const EnquiryTabs = ({ current }: { readonly current: EnquiryTab }) => (
  <nav class="tabs" aria-label="Enquiry">
    {(Object.keys(tabs) as EnquiryTab[]).map((path) => (
      <Link key={path} to={path} current={path === current && 'page'}>
        {tabs[path]}
      </Link>
    ))}
  </nav>
)
