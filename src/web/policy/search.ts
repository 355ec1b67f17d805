import type { Rules } from './rule.ts'

/** Searching, by everybody, and by staff with more fields and targets. */
export const search = {
  // Pages for everybody
  'GET /': 'public',
  'GET /search': 'public',
  'GET /search/start': 'public',
  'GET /search/order': 'public',
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
  'GET /enquiry/browse': 'enquiry',
  'GET /enquiry/history': 'enquiry',
  'POST /enquiry/history/clear': 'enquiry',
  'GET /enquiry/search': 'enquiry',
  'GET /enquiry/search/start': 'enquiry',
  'GET /enquiry/search/:id/stream': 'enquiry',
  'POST /enquiry/search/marks': 'enquiry',
  'POST /enquiry/search/marked/file': 'enquiry',
  'POST /enquiry/search/compare': 'enquiry',
  'GET /enquiry/compare': 'enquiry',
  'POST /enquiry/search/stop': 'enquiry',
  'POST /enquiry/search/more': 'enquiry',
  'POST /enquiry/search/again': 'enquiry',
  'GET /enquiry/record': 'enquiry',
  'GET /enquiry/record/file': 'enquiry',
} as const satisfies Rules
