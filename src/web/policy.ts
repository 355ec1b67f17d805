import type { Permission } from '../accounts/index.ts'

/**
 * What a route takes: nothing, a permission that holds everywhere, or with `@branch` one that holds in some branch at
 * least. Who has it for some branches only is bound to them by what is done there: see `Actor.branches`. A list wants all
 * of them; of `anyOf` one is enough, and what is done there goes by which.
 */
export type Rule = 'public' | Need | readonly Need[] | { readonly anyOf: readonly Need[] }
export type Need = Permission | `${Permission}@branch`

/** Readers' own requests, and those of the readers of one's branches. */
const readersOrStaff = { anyOf: ['requests@branch', 'request.place'] } as const satisfies Rule

/**
 * Who may do what: every route of pages and API, with what it takes. A page can't be mounted without a row (it does not
 * compile), an operation of the API without one stops the start.
 */
export const policy = {
  // For whoever runs it: they tell nothing of anybody. Figures are for a token, and for the addresses it was told of.
  'GET /healthz': 'public',
  'GET /readyz': 'public',
  'GET /metrics': 'metrics',

  // Pages for everybody
  'GET /': 'public',
  'GET /search': 'public',
  'GET /search/start': 'public',
  'GET /search/:id/stream': 'public',
  'POST /search/stop': 'public',
  'POST /search/more': 'public',
  'POST /search/again': 'public',
  'GET /record': 'public',
  'GET /record/file': 'public',
  'GET /catalogue/:id': 'public',
  'GET /catalogue/:id/file': 'public',
  'GET /robots.txt': 'public',

  // Enquiry: the same search with staff's fields and targets
  'GET /enquiry': 'enquiry',
  'GET /enquiry/search': 'enquiry',
  'GET /enquiry/search/start': 'enquiry',
  'GET /enquiry/search/:id/stream': 'enquiry',
  'POST /enquiry/search/stop': 'enquiry',
  'POST /enquiry/search/more': 'enquiry',
  'POST /enquiry/search/again': 'enquiry',
  'GET /enquiry/record': 'enquiry',
  'GET /enquiry/record/file': 'enquiry',

  // Placing requests, and one's own
  'GET /record/request': 'request.place',
  'POST /record/request': 'request.place',
  'GET /enquiry/record/request': 'requests',
  'POST /enquiry/record/request': 'requests',
  'POST /enquiry/search/place': ['enquiry', 'requests'],
  'GET /catalogue/:id/request': 'request.place',
  'POST /catalogue/:id/request': 'request.place',
  'GET /requests/new/:id': 'requests',
  'POST /requests/new/:id': 'requests',
  'GET /request/new': 'request.place',
  'POST /request/new': 'request.place',
  'GET /requests/new': 'requests',
  'POST /requests/new': 'requests',
  'GET /account/requests': 'request.place',
  'GET /account/requests/:publicId': 'request.place',
  'POST /account/requests/:publicId/cancel': 'request.place',

  // Requests
  'GET /requests': 'requests',
  'GET /requests/list': 'requests',
  'GET /requests/list/file': 'requests',
  'GET /requests/bulk': 'requests',
  'POST /requests/bulk': 'requests',
  'GET /requests/views': 'requests',
  'POST /requests/views': 'requests',
  'POST /requests/views/:view': 'requests',
  'POST /requests/views/:view/remove': 'requests',
  'GET /requests/:id': 'requests',
  'POST /requests/:id/undo': 'requests',
  'GET /requests/:id/edit': 'requests',
  'POST /requests/:id/edit': 'requests',
  'GET /requests/:id/act/:event': 'requests',
  'POST /requests/:id/act/:event': 'requests',
  'GET /requests/:id/link': 'requests',
  'POST /requests/:id/link': 'requests',
  'POST /requests/:id/link/source': 'requests',
  'POST /requests/:id/search': 'requests',
  'POST /requests/:id/new-record': 'requests',
  'POST /requests/:id/put-down': 'requests',
  'GET /requests/:id/lenders': 'requests',
  'GET /requests/:id/lenders/add': 'requests',
  'POST /requests/:id/lenders/add': 'requests',
  'POST /requests/:id/lenders/move': 'requests',
  'POST /requests/:id/lenders/:line/undo': 'requests',
  'GET /requests/:id/lenders/:line/act/:event': 'requests',
  'POST /requests/:id/lenders/:line/act/:event': 'requests',

  // Items
  'GET /catalogue/:id/items/new': 'catalogue.edit@branch',
  'POST /catalogue/:id/items/new': 'catalogue.edit@branch',
  'GET /catalogue/:id/items/:item': 'catalogue.edit@branch',
  'POST /catalogue/:id/items/:item': 'catalogue.edit@branch',
  'POST /catalogue/:id/items/:item/remove': 'catalogue.edit@branch',

  // Front desk
  'GET /desk': 'circulation@branch',
  'POST /desk/undo': 'circulation@branch',
  'POST /desk/:mode': 'circulation@branch',
  'GET /desk/slip/:reservation': 'circulation@branch',
  'GET /desk/shelf': 'circulation@branch',
  'GET /desk/patrons/:person': 'circulation@branch',
  'POST /desk/patrons/:person/renew': 'circulation@branch',
  'POST /desk/patrons/:person/cancel': 'circulation@branch',
  'GET /catalogue/:id/reservations': 'circulation@branch',
  'POST /catalogue/:id/reservations': 'circulation@branch',
  'POST /catalogue/:id/reservations/:reservation/move': 'circulation@branch',
  'POST /catalogue/:id/reservations/:reservation/cancel': 'circulation@branch',

  // What readers have and want
  'POST /account/history': 'request.place',
  'GET /account/loans': 'request.place',
  'POST /account/loans/:loan/renew': 'request.place',
  'POST /account/reservations/:reservation/cancel': 'request.place',
  'GET /catalogue/:id/reserve': 'request.place',
  'POST /catalogue/:id/reserve': 'request.place',

  // Administration
  'GET /admin': 'admin',
  'GET /admin/audit': 'admin',
  'GET /admin/audit/file': 'admin',
  'GET /admin/codes': 'admin',
  'GET /admin/codes/:list': 'admin',
  'POST /admin/codes/:list': 'admin',
  'POST /admin/codes/:list/add': 'admin',
  'POST /admin/codes/:list/remove': 'admin',
  'GET /admin/calendars': 'admin',
  'GET /admin/calendars/edit': 'admin',
  'POST /admin/calendars/edit': 'admin',
  'POST /admin/calendars/remove': 'admin',
  'GET /admin/lenders': 'admin',
  'GET /admin/lenders/new': 'admin',
  'POST /admin/lenders': 'admin',
  'GET /admin/lenders/:lender': 'admin',
  'POST /admin/lenders/:lender': 'admin',
  'GET /admin/workflow': 'admin',
  'GET /admin/workflow/:machine/drawing': 'admin',

  // Cataloguing
  'POST /record/select': 'catalogue.edit',
  'POST /enquiry/record/select': ['enquiry', 'catalogue.edit'],
  'GET /catalogue/new': 'catalogue.edit',
  'POST /catalogue/new': 'catalogue.edit',
  'GET /catalogue/:id/edit': 'catalogue.edit',
  'POST /catalogue/:id/edit': 'catalogue.edit',
  'GET /catalogue/:id/history': 'catalogue.edit',
  'POST /catalogue/:id/restore': 'catalogue.edit',
  'GET /catalogue/:id/state': 'catalogue.edit',
  'POST /catalogue/:id/state': 'catalogue.edit',

  // Accounts
  'GET /login': 'public',
  'POST /login': 'public',
  'GET /staff/login': 'public',
  'POST /staff/login': 'public',
  'POST /logout': 'public',
  'GET /link/:token': 'public',
  'POST /link/:token': 'public',
  'GET /account': 'account',
  'GET /account/session': 'account',
  'POST /account/session': 'account',
  'POST /account/secret': 'account',
  'GET /account/alerts': 'account',
  'POST /account/alerts': 'account',
  'POST /account/sessions/:session/end': 'account',
  'GET /account/authenticator': 'account',
  'POST /account/authenticator': 'account',
  'POST /account/authenticator/off': 'account',

  // Managing accounts
  'GET /admin/people': 'admin',
  'GET /admin/people/new': 'admin',
  'POST /admin/people': 'admin',
  'GET /admin/people/:person': 'admin',
  'POST /admin/people/:person': 'admin',
  'POST /admin/people/:person/link': 'admin',
  'POST /admin/people/:person/sessions/end': 'admin',
  'POST /admin/people/:person/authenticator/off': 'admin',
  'GET /admin/roles': 'admin',
  'POST /admin/roles': 'admin',
  'GET /admin/roles/:role': 'admin',
  'POST /admin/roles/:role': 'admin',
  'POST /admin/roles/:role/remove': 'admin',
  'GET /admin/tokens': 'admin',
  'POST /admin/tokens': 'admin',
  'POST /admin/tokens/:token/revoke': 'admin',

  // What went no further by itself
  'GET /problems': 'requests',
  'POST /problems': 'requests',

  // Messages to people
  'GET /messages/:message': 'requests',
  'POST /messages/:message/send': 'requests',
  'POST /messages/:message/told': 'requests',
  'POST /messages/:message/dismiss': 'requests',
  'GET /admin/outbox': 'admin',
  'GET /admin/templates': 'admin',
  'GET /admin/templates/:kind/:language': 'admin',
  'POST /admin/templates/:kind/:language': 'admin',
  'GET /admin/notes': 'admin',
  'GET /admin/notes/:kind': 'admin',
  'POST /admin/notes/:kind': 'admin',
  'POST /admin/notes/:kind/add': 'admin',
  'POST /admin/notes/:kind/:note/remove': 'admin',

  // Our own target over SRU: a POST is a long query and changes nothing
  'GET /sru/:database': 'public',
  'POST /sru/:database': 'public',

  // Loading files
  'GET /import': 'catalogue.import',
  'POST /import': 'catalogue.import',
  'GET /import/:batch': 'catalogue.import',
  'POST /import/:batch/encoding': 'catalogue.import',
  'POST /import/:batch/check': 'catalogue.import',
  'POST /import/:batch/load': 'catalogue.import',
  'POST /import/:batch/pause': 'catalogue.import',
  'POST /import/:batch/resume': 'catalogue.import',
  'POST /import/:batch/cancel': 'catalogue.import',
  'POST /import/:batch/undo': 'catalogue.import',
  'GET /import/:batch/rejects': 'catalogue.import',
  'GET /import/:batch/report': 'catalogue.import',
  'GET /import/:batch/records/:record': 'catalogue.import',

  // API
  'POST /api/v1/requests': readersOrStaff,
  'GET /api/v1/requests': readersOrStaff,
  'GET /api/v1/requests/:id': readersOrStaff,
  'GET /api/v1/requests/:id/history': readersOrStaff,
  'POST /api/v1/requests/:id/actions/:action': readersOrStaff,
  'POST /api/v1/requests/:id/undo': 'requests@branch',
  'POST /api/v1/requests/:id/link': 'requests@branch',
  'POST /api/v1/requests/:id/lines': 'requests@branch',
  'POST /api/v1/requests/:id/lines/order': 'requests@branch',
  'GET /api/v1/requests/:id/lines/:line': 'requests@branch',
  'POST /api/v1/requests/:id/lines/:line/actions/:action': 'requests@branch',
  'POST /api/v1/requests/:id/lines/:line/undo': 'requests@branch',
  'GET /api/v1/lenders': { anyOf: ['requests@branch', 'admin'] },
  'GET /api/v1/lenders/:lender': { anyOf: ['requests@branch', 'admin'] },
  'POST /api/v1/lenders': 'admin',
  'PATCH /api/v1/lenders/:lender': 'admin',
  'GET /api/v1/webhooks': 'admin',
  'POST /api/v1/webhooks': 'admin',
  'GET /api/v1/webhooks/:webhook': 'admin',
  'PATCH /api/v1/webhooks/:webhook': 'admin',
  'DELETE /api/v1/webhooks/:webhook': 'admin',
  'POST /api/v1/webhooks/:webhook/secret': 'admin',
  'GET /api/v1/openapi.json': 'public',
  'GET /api/v1/targets': 'public',
  'POST /api/v1/searches': 'public',
  'GET /api/v1/searches/:id': 'public',
  'POST /api/v1/searches/:id/stop': 'public',
  'POST /api/v1/searches/:id/more': 'public',
  'GET /api/v1/searches/:id/events': 'public',
  'GET /api/v1/searches/:id/hits/:n': 'public',
  'GET /api/v1/searches/:id/hits/:n/marc': 'public',
  'GET /api/v1/catalogue/records': 'public',
  'GET /api/v1/catalogue/records/:id': 'public',
  'GET /api/v1/catalogue/records/:id/marc': 'public',
  'GET /api/v1/catalogue/records/:id/items': 'public',
  'POST /api/v1/catalogue/records/:id/items': 'catalogue.edit@branch',
  'GET /api/v1/catalogue/records/:id/items/:item': 'catalogue.edit@branch',
  'PATCH /api/v1/catalogue/records/:id/items/:item': 'catalogue.edit@branch',
  'DELETE /api/v1/catalogue/records/:id/items/:item': 'catalogue.edit@branch',
  'POST /api/v1/catalogue/select': 'catalogue.edit',
  'POST /api/v1/catalogue/check': 'catalogue.edit',
  'GET /api/v1/catalogue/codes': 'public',
  'GET /api/v1/problems': 'requests',
  'POST /api/v1/problems/:problem/retry': 'requests',
  'POST /api/v1/problems/:problem/dismiss': 'requests',
  'GET /api/v1/messages': 'requests',
  'POST /api/v1/messages/bounces': 'requests',
  'POST /api/v1/circulation/check-outs': 'circulation@branch',
  'POST /api/v1/circulation/check-ins': 'circulation@branch',
  'POST /api/v1/circulation/scans/:scan/undo': 'circulation@branch',
  'POST /api/v1/circulation/loans/:loan/renew': 'circulation@branch',
  'GET /api/v1/circulation/overdue': 'circulation@branch',
  'GET /api/v1/circulation/patrons/:card': 'circulation@branch',
  'GET /api/v1/circulation/records/:id/reservations': 'circulation@branch',
  'POST /api/v1/circulation/reservations': 'circulation@branch',
  'POST /api/v1/circulation/reservations/:reservation/cancel': 'circulation@branch',
  'POST /api/v1/circulation/reservations/:reservation/move': 'circulation@branch',
  'GET /api/v1/account/loans': 'request.place',
  'POST /api/v1/account/loans/:loan/renew': 'request.place',
  'POST /api/v1/account/reservations': 'request.place',
  'POST /api/v1/account/reservations/:reservation/cancel': 'request.place',
} as const satisfies Readonly<Record<`${'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'} /${string}`, Rule>>

export type RouteName = keyof typeof policy

/** The rule of a route. @throws Error when it has none: nothing is served that nobody decided on */
export function ruleOf(route: string): Rule {
  if (!Object.hasOwn(policy, route)) throw new Error(`${route} has no row in the policy`)
  return policy[route as RouteName]
}
