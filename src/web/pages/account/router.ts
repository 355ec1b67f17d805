import type { Door } from '../../door.ts'
import type { mount } from '../../mount.ts'
import { accountPage, changeSecret, endOneSession, keepHistoryAct } from './account.tsx'
import { alertsPage, readAlerts } from './alerts.tsx'
import { authenticatorAct, authenticatorOffOwnAct, authenticatorPage } from './authenticator.tsx'
import { linkAct, linkPage } from './link.tsx'
import { cancelOwn, ownLoansPage, renewOwn } from './loans.tsx'
import { noticesAct } from './notices.tsx'
import { sessionEnd } from './session-end.ts'
import { signInAct, signInPage, signOut } from './sign-in.tsx'

/** Signing in and out, and one's own account. */
export function accountRoutes(on: ReturnType<typeof mount>, door: Door): void {
  on('GET /login', signInPage(door, 'patron'))
  on('POST /login', signInAct(door, 'patron'))
  on('GET /staff/login', signInPage(door, 'staff'))
  on('POST /staff/login', signInAct(door, 'staff'))
  on('POST /logout', signOut(door))
  on('GET /link/:token', linkPage(door))
  on('POST /link/:token', linkAct(door))
  on('GET /account', accountPage(door))
  on('GET /account/session', sessionEnd)
  on('POST /account/session', sessionEnd)
  on('POST /account/secret', changeSecret(door))
  on('POST /account/history', keepHistoryAct(door))
  on('POST /account/notices', noticesAct(door))
  on('POST /account/sessions/:session/end', endOneSession(door))
  on('GET /account/alerts', alertsPage(door))
  on('POST /account/alerts', readAlerts(door))
  on('GET /account/loans', ownLoansPage(door))
  on('POST /account/loans/:loan/renew', renewOwn(door))
  on('POST /account/reservations/:reservation/cancel', cancelOwn(door))
  on('GET /account/authenticator', authenticatorPage(door))
  on('POST /account/authenticator', authenticatorAct(door))
  on('POST /account/authenticator/off', authenticatorOffOwnAct(door))
}
