import type { Door } from '../../door.ts'
import type { Mount } from '../../mount.ts'
import { bibHref } from '../../our-address.ts'
import { cancelMine, downloadMine, myRequest, myRequests } from './my-requests.tsx'
import { placeBlank, placeBlankAct, placeForHit, placeForHitAct, placeForOurs, placeForOursAct } from './place.tsx'
import { placeMarked } from './place-marked.ts'

/** Placing requests, and what readers see of theirs. */
export function placingRoutes(on: Mount, door: Door): void {
  const staff: Door = { ...door, audience: 'enquiry' }
  on('GET /record/request', placeForHit(door))
  on('POST /record/request', placeForHitAct(door))
  on('GET /enquiry/record/request', placeForHit(staff))
  on('POST /enquiry/record/request', placeForHitAct(staff))
  on('POST /enquiry/search/place', placeMarked(staff))
  on(
    'GET /catalogue/:id/request',
    placeForOurs(door, (id) => bibHref(id, '/request')),
  )
  on(
    'POST /catalogue/:id/request',
    placeForOursAct(door, (id) => bibHref(id, '/request')),
  )
  on(
    'GET /requests/new/:id',
    placeForOurs(door, (id) => `/requests/new/${id}`),
  )
  on(
    'POST /requests/new/:id',
    placeForOursAct(door, (id) => `/requests/new/${id}`),
  )
  on('GET /request/new', placeBlank(door, '/request/new'))
  on('POST /request/new', placeBlankAct(door, '/request/new'))
  on('GET /requests/new', placeBlank(door, '/requests/new'))
  on('POST /requests/new', placeBlankAct(door, '/requests/new'))
  on('GET /account/requests', myRequests(door))
  on('GET /account/requests/:publicId', myRequest(door))
  on('POST /account/requests/:publicId/cancel', cancelMine(door))
  on('POST /account/requests/:publicId/copies/:document', downloadMine(door))
}
