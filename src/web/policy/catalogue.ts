import type { Rules } from './rule.ts'

/** Records, items and files of them. */
export const catalogue = {
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

  // Items
  'GET /catalogue/:id/items/new': 'catalogue.edit@branch',
  'POST /catalogue/:id/items/new': 'catalogue.edit@branch',
  'GET /catalogue/:id/items/:item': 'catalogue.edit@branch',
  'POST /catalogue/:id/items/:item': 'catalogue.edit@branch',
  'POST /catalogue/:id/items/:item/remove': 'catalogue.edit@branch',

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
} as const satisfies Rules
