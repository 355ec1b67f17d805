import type { Rules } from './rule.ts'

/** What other libraries want, the libraries themselves, and what their people and systems send. */
export const lending = {
  // What other libraries want
  'GET /lending': 'lending',
  'GET /lending/list': 'lending',
  'GET /lending/list/file': 'lending',
  'POST /lending/columns': 'lending',
  'GET /lending/views': 'lending',
  'POST /lending/views': 'lending',
  'POST /lending/views/:view': 'lending',
  'POST /lending/views/:view/remove': 'lending',
  'GET /lending/new': 'lending',
  'POST /lending/new': 'lending',
  'GET /lending/bulk': 'lending',
  'POST /lending/bulk': 'lending',
  'GET /lending/pick-list': 'lending',
  'POST /lending/pick-list': 'lending',
  'GET /lending/shipping-list': 'lending',
  'POST /lending/shipping-list': 'lending',
  'GET /lending/check-in': 'lending',
  'POST /lending/check-in': 'lending',
  'GET /lending/:id': 'lending',
  'POST /lending/:id/undo': 'lending',
  'POST /lending/:id/resend': 'lending',
  'POST /lending/:id/link': 'lending',
  'GET /lending/:id/edit': 'lending',
  'POST /lending/:id/edit': 'lending',
  'GET /lending/:id/label': 'lending',
  'GET /lending/:id/act/:event': 'lending',
  'POST /lending/:id/act/:event': 'lending',

  // What schemes settle, of both sides
  'GET /fees': { anyOf: ['requests', 'lending'] },
  'GET /fees/file': { anyOf: ['requests', 'lending'] },

  // The directory of lenders
  'GET /admin/lenders': 'admin',
  'GET /admin/lenders/new': 'admin',
  'GET /admin/lenders/file': 'admin',
  'GET /admin/lenders/sample': 'admin',
  'GET /admin/lenders/import': 'admin',
  'POST /admin/lenders/import': 'admin',
  'GET /admin/lenders/import/:upload': 'admin',
  'POST /admin/lenders/import/:upload': 'admin',
  'GET /admin/lenders/holdings': 'admin',
  'POST /admin/lenders/holdings': 'admin',
  'POST /admin/lenders/holdings/remove': 'admin',
  'POST /admin/lenders': 'admin',
  'GET /admin/lenders/:lender': 'admin',
  'POST /admin/lenders/:lender': 'admin',
  'POST /admin/lenders/:lender/token': 'admin',
  'POST /admin/lenders/:lender/token/end': 'admin',
  'POST /admin/lenders/:lender/header': 'admin',
  'POST /admin/lenders/:lender/header/remove': 'admin',

  // What lenders answer by the links in their letters: whoever has one may
  'GET /answer/:token/:event': 'public',
  'POST /answer/:token/:event': 'public',

  // Copies that we send as files: whoever has the link of one may
  'GET /copy/:token': 'public',
} as const satisfies Rules
