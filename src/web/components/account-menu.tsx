import { may } from '../may.ts'
import { destinations } from '../navigation.ts'
import { count } from '../text.ts'
import { Link } from './link.tsx'
import { CsrfField, useVisitor } from './visit.tsx'

/** Who is signed in, and where that person can go; else where to sign in. */
export function AccountMenu() {
  const visitor = useVisitor()
  const { person, alerts } = visitor
  if (!person)
    return (
      <nav class="account" aria-label="Account">
        <Link to="/login">Sign in</Link>
      </nav>
    )
  const places = destinations.filter(({ permission }) => may(visitor, permission))
  return (
    <nav class="account" aria-label="Account">
      <details>
        <summary>
          {person.name}{' '}
          {alerts > 0 && (
            <span class="badge wait">
              <span aria-hidden="true">{alerts}</span>
              <span class="hidden">{count(alerts, 'new alert')}</span>
            </span>
          )}
        </summary>
        <div class="menu">
          {places.length > 0 && (
            <ul>
              {places.map(({ to, label }) => (
                <li key={to}>
                  <Link to={to}>{label}</Link>
                </li>
              ))}
            </ul>
          )}
          <ul>
            <li>
              <Link to="/account/alerts">{alerts > 0 ? `Alerts (${alerts} new)` : 'Alerts'}</Link>
            </li>
            <li>
              <Link to="/account">Your account</Link>
            </li>
            <li>
              <form method="post" action="/logout">
                <CsrfField />
                <button type="submit" class="plain">
                  Sign out
                </button>
              </form>
            </li>
          </ul>
        </div>
      </details>
    </nav>
  )
}
