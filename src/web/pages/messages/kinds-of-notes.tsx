import type { RequestHandler } from 'express'
import { z } from 'zod'
import { countPresets, kindOf } from '../../../messages/index.ts'
import { Link } from '../../components/link.tsx'
import type { Door } from '../../door.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { count } from '../../text.ts'
import { AdminLayout } from '../admin/admin-layout.tsx'

/** The dialogs that offer preset notes. */
export const kindsOfNotesPage = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { res }) => {
    const counts = await countPresets(door.database.db)
    sendPage(
      res,
      <AdminLayout door={door} title="Preset notes" part="/admin/notes">
        <h1>Preset notes</h1>
        <p class="hint">Staff choose one when they send a message; it stands where its template says so.</p>
        <div class="panel wide-table">
          <table class="rows">
            <thead>
              <tr>
                <th scope="col">For</th>
                <th scope="col">Notes</th>
              </tr>
            </thead>
            <tbody>
              {[...counts].map(([kind, n]) => (
                <tr key={kind}>
                  <th scope="row">
                    <Link to={`/admin/notes/${kind}`}>{kindOf(kind).label}</Link>
                    <p class="hint">{kindOf(kind).when}</p>
                  </th>
                  <td data-label="Notes">{n === 0 ? <span class="hint">none</span> : count(n, 'note')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </AdminLayout>,
    )
  })
