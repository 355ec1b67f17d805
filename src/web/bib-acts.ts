import type { Bib } from '../catalogue/index.ts'
import { bibHref } from './our-address.ts'
import { policy, type Rule } from './policy/index.ts'

/** What staff can do with a record, beside looking at it. */
export interface BibAct {
  readonly label: string
  /** What it takes. */
  readonly rule: Rule
  readonly to: (bib: Bib) => string
  /** Left out where it makes no sense. */
  readonly offered?: (bib: Bib) => boolean
}

/** In the order of likelihood; the first is the button of the page. */
export const bibActs: readonly BibAct[] = [
  { label: 'Add an item', rule: policy['GET /catalogue/:id/items/new'], to: ({ id }) => bibHref(id, '/items/new') },
  { label: 'Edit the MARC record', rule: policy['GET /catalogue/:id/edit'], to: ({ id }) => bibHref(id, '/edit') },
  { label: 'History', rule: policy['GET /catalogue/:id/history'], to: ({ id }) => bibHref(id, '/history') },
  {
    label: 'Suppress',
    rule: policy['GET /catalogue/:id/state'],
    to: ({ id }) => bibHref(id, '/state?to=suppressed'),
    offered: ({ state }) => state === 'active',
  },
  {
    label: 'Show to readers',
    rule: policy['GET /catalogue/:id/state'],
    to: ({ id }) => bibHref(id, '/state?to=active'),
    offered: ({ state }) => state === 'suppressed',
  },
  { label: 'Delete', rule: policy['GET /catalogue/:id/state'], to: ({ id }) => bibHref(id, '/state?to=deleted') },
]
