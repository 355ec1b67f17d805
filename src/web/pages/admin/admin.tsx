import type { RequestHandler } from 'express'
import { z } from 'zod'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import type { Door } from '../../door.ts'
import { may } from '../../may.ts'
import { adminDestinations } from '../../navigation.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'

/** Everything there is to administer. */
export const adminPage = (door: Door): RequestHandler =>
  route(z.object({}), (_input, { res, visitor }) =>
    sendPage(
      res,
      <Layout door={door} title="Administration">
        <h1>Administration</h1>
        <ul class="destinations">
          {adminDestinations
            .filter(({ permission }) => may(visitor, permission))
            .map(({ to, label, about }) => (
              <li key={to} class="panel">
                <h2>
                  <Link to={to}>{label}</Link>
                </h2>
                <p>{about}</p>
              </li>
            ))}
        </ul>
      </Layout>,
    ),
  )
