import type { Rules } from './rule.ts'

/** The front desk, and what readers have and want. */
export const circulation = {
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
  'POST /account/notices': 'request.place',
  'GET /account/loans': 'request.place',
  'POST /account/loans/:loan/renew': 'request.place',
  'POST /account/reservations/:reservation/cancel': 'request.place',
  'GET /catalogue/:id/reserve': 'request.place',
  'POST /catalogue/:id/reserve': 'request.place',
} as const satisfies Rules
