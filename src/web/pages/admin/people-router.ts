import type { Door } from '../../door.ts'
import type { Mount } from '../../mount.ts'
import { peoplePage } from './people.tsx'
import {
  addPersonAct,
  authenticatorOffAct,
  changePersonAct,
  endSessionsAct,
  linkPersonAct,
  newPersonPage,
  personPage,
} from './person.tsx'
import { addRoleAct, changeRoleAct, removeRoleAct, rolePage, rolesPage } from './roles.tsx'
import { addTokenAct, revokeTokenAct, tokensPage } from './tokens.tsx'

/** Where accounts, roles and tokens are managed. */
export function peopleRoutes(on: Mount, door: Door): void {
  on('GET /admin/people', peoplePage(door))
  on('GET /admin/people/new', newPersonPage(door))
  on('POST /admin/people', addPersonAct(door))
  on('GET /admin/people/:person', personPage(door))
  on('POST /admin/people/:person', changePersonAct(door))
  on('POST /admin/people/:person/link', linkPersonAct(door))
  on('POST /admin/people/:person/sessions/end', endSessionsAct(door))
  on('POST /admin/people/:person/authenticator/off', authenticatorOffAct(door))
  on('GET /admin/roles', rolesPage(door))
  on('POST /admin/roles', addRoleAct(door))
  on('GET /admin/roles/:role', rolePage(door))
  on('POST /admin/roles/:role', changeRoleAct(door))
  on('POST /admin/roles/:role/remove', removeRoleAct(door))
  on('GET /admin/tokens', tokensPage(door))
  on('POST /admin/tokens', addTokenAct(door))
  on('POST /admin/tokens/:token/revoke', revokeTokenAct(door))
}
