import type { Rules } from './rule.ts'

/** Signing in, one's own account, and managing those of others. */
export const accounts = {
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
} as const satisfies Rules
