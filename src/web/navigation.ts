import { may } from './may.ts'
import type { Rule } from './policy/index.ts'
import type { Visitor } from './visitor.ts'

/** Where staff can go, by what they may do. Menus and the start page for staff are drawn from it. */
export interface Destination {
  readonly to: string
  readonly label: string
  /** What is there, in a sentence. */
  readonly about: string
  readonly permission: Rule
}

export const destinations: readonly Destination[] = [
  {
    to: '/desk',
    label: 'Front desk',
    about: 'Check in, check out, and find things and readers.',
    permission: 'circulation@branch',
  },
  {
    to: '/enquiry',
    label: 'Enquiry',
    about: 'Search our catalogue and other libraries with staff’s fields.',
    permission: 'enquiry',
  },
  {
    to: '/requests',
    label: 'Requests',
    about: 'Get for our readers what other libraries have: review, lenders, receipt and return.',
    permission: 'requests@branch',
  },
  {
    to: '/lending',
    label: 'Lending',
    about: 'Answer what other libraries want of us: send it, renew it, take it back.',
    permission: 'lending',
  },
  {
    to: '/fees',
    label: 'Fees',
    about: 'What IFM and LASER settle between us and other libraries, by month and library.',
    permission: { anyOf: ['requests', 'lending'] },
  },
  {
    to: '/catalogue/new',
    label: 'New record',
    about: 'Enter something that is not catalogued yet, in a short form.',
    permission: 'catalogue.edit',
  },
  {
    to: '/import',
    label: 'Load records',
    about: 'Bring a file of records into the catalogue, see what it would do first, and take it back.',
    permission: 'catalogue.import',
  },
  {
    to: '/problems',
    label: 'Problems',
    about: 'Messages that did not go out and work that was given up, with the reason.',
    permission: 'requests@branch',
  },
  { to: '/admin', label: 'Administration', about: 'People, roles, code lists and tokens.', permission: 'admin' },
]

/** What there is to administer: the page of Administration is drawn from it. */
export const adminDestinations: readonly Destination[] = [
  {
    to: '/admin/people',
    label: 'People',
    about: 'Accounts of staff and patrons, and what they may do.',
    permission: 'admin',
  },
  { to: '/admin/roles', label: 'Roles', about: 'Sets of things somebody may do.', permission: 'admin' },
  { to: '/admin/tokens', label: 'API tokens', about: 'What programs show instead of signing in.', permission: 'admin' },
  {
    to: '/admin/webhooks',
    label: 'Webhooks',
    about: 'Programs that are told what happens with requests, and whether it reached them.',
    permission: 'admin',
  },
  {
    to: '/admin/codes',
    label: 'Code lists',
    about: 'Branches, locations, collections and item statuses.',
    permission: 'admin',
  },
  {
    to: '/admin/calendars',
    label: 'Calendars',
    about: 'Days on which branches are open, and their time zones.',
    permission: 'admin',
  },
  {
    to: '/admin/lenders',
    label: 'Lenders',
    about: 'Libraries that can be asked, and how.',
    permission: 'admin',
  },
  {
    to: '/admin/targets',
    label: 'Targets',
    about: 'Libraries that are searched: where they are, how they are asked, and who sees them.',
    permission: 'admin',
  },
  {
    to: '/admin/workflow',
    label: 'Workflows',
    about: 'What can become of requests, drawn, with how many are in each state.',
    permission: 'admin',
  },
  {
    to: '/admin/templates',
    label: 'Message templates',
    about: 'What readers, lenders and colleagues are written, by kind and language.',
    permission: 'admin',
  },
  {
    to: '/admin/notes',
    label: 'Preset notes',
    about: 'Notes to choose from when a message is sent.',
    permission: 'admin',
  },
  {
    to: '/admin/outbox',
    label: 'Outbox',
    about: 'Every message: what waits, what went out, what did not.',
    permission: 'admin',
  },
  {
    to: '/admin/audit',
    label: 'Audit',
    about: 'Who did what, when, and to which thing.',
    permission: 'admin',
  },
]

/** To what a page belongs that somebody may see: the nearest of these places above it. None of the place itself. */
export const placeAbove = (visitor: Visitor, path: string): Destination | undefined =>
  [...adminDestinations, ...destinations]
    .filter(({ to, permission }) => path.startsWith(`${to}/`) && may(visitor, permission))
    .sort((a, b) => b.to.length - a.to.length)[0]
