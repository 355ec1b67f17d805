import type { RequestHandler } from 'express'
import type { ComponentChildren } from 'preact'
import { z } from 'zod'
import { type PatronStanding, type Request, readPatronStanding } from '../../../ill/index.ts'
import type { Undoable } from '../../../workflow/index.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { branchNames } from '../../item-lists.ts'
import { type Exchange, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { Why } from '../placing/why.tsx'
import { ActionMenu } from './action-menu.tsx'
import type { WrongFile } from './documents.tsx'
import { doneWords } from './done.ts'
import { type OpenedRequest, openRequest, RequestAddress, undoableOf } from './opened.ts'
import { PatronNotice } from './patron.tsx'
import { contentOf, type Tab, tabs } from './request-tabs.tsx'
import { Status } from './status.tsx'
import { dayWords, requestStatus } from './words.ts'

const PageAddress = RequestAddress.extend({
  tab: z.enum(Object.keys(tabs) as [Tab, ...Tab[]]).default('bib'),
  done: z.string().max(80).optional(),
})

/** One request: where it stands, what is next, and everything that belongs to it. */
export const requestPage = (door: Door): RequestHandler =>
  route(PageAddress, ({ id, tab, done }, exchange) => showRequest(door, exchange, id, tab, { done }))

interface Shown {
  readonly done?: string | undefined
  /** A file that was not taken. */
  readonly wrong?: WrongFile
}

export async function showRequest(
  door: Door,
  { res, visitor }: Pick<Exchange, 'res' | 'visitor'>,
  id: number,
  tab: Tab,
  { done, wrong }: Shown,
): Promise<void> {
  const opened = await openRequest(door, visitor, id)
  sendPage(
    res,
    <RequestView
      {...{ door, opened, tab, done }}
      branchName={await branchNames(door.database.db)}
      undoable={(await undoableOf(door, visitor, opened)).get(id)}
      standing={await readPatronStanding(door.database.db, id)}
    >
      {await contentOf(door, opened, tab, wrong)}
    </RequestView>,
    wrong ? 422 : 200,
  )
}

interface RequestViewProps {
  readonly door: Door
  readonly opened: OpenedRequest
  readonly tab: Tab
  readonly done: string | undefined
  readonly branchName: (code: string) => string
  readonly undoable: Undoable | undefined
  readonly standing: PatronStanding | undefined
  readonly children: ComponentChildren
}

/** What stood against it, until somebody takes it in hand. */
const PlacedDespite = ({ request: { state, despite } }: { readonly request: Request }) =>
  despite.length > 0 && (state === 'pending-review' || state === 'assigned') ? (
    <Note tone="wait">
      <p>
        <b>To be checked first.</b> It was placed all the same:
      </p>
      <ul>
        {despite.map((obstacle) => (
          <li key={obstacle.kind}>
            <Why obstacle={obstacle} staff />
          </li>
        ))}
      </ul>
    </Note>
  ) : null

function RequestView({ door, opened, tab, done, branchName, undoable, standing, children }: RequestViewProps) {
  const { request, actions } = opened
  const { id, number, title, patron, pickupBranch, neededBy, version, data } = request
  const base = `/requests/${id}`
  const said = doneWords(door.ill.engine, 'request', done)
  return (
    <Layout door={door} title={`${number} ${title}`} scripts={['dialog.js']}>
      <div class="staff">
        <p class="way-back">
          <Link to="/requests">‹ Requests</Link>
        </p>
        {said && (
          <div role="status">
            <Note tone="info">{said}</Note>
          </div>
        )}
        <div class="bar heading">
          <div>
            <h1>
              {number} · <Words text={title} most={160} />
            </h1>
            <p class="hint">
              <Status
                state={request.state}
                label={requestStatus(door.ill.engine, request)}
                attention={data.attention}
              />{' '}
              for {patron.name}, card {patron.cardNumber}
              {pickupBranch && ` · to be picked up at ${branchName(pickupBranch)}`}
              {neededBy && ` · needed by ${dayWords(neededBy)}`}
              {data.assignedName && ` · assigned to ${data.assignedName}`}
            </p>
          </div>
          <ActionMenu
            base={`${base}/act`}
            actions={actions.get(id) ?? []}
            id="request"
            undo={undoable && { of: undoable, action: `${base}/undo`, version }}
          />
        </div>
        <PlacedDespite request={request} />
        <PatronNotice {...{ request, standing }} asks={door.ill.patrons !== undefined} />
        <nav class="tabs" aria-label="Parts of the request">
          {(Object.keys(tabs) as Tab[]).map((name) => (
            <Link key={name} to={name === 'bib' ? base : `${base}?tab=${name}`} current={name === tab && 'page'}>
              {tabs[name]}
            </Link>
          ))}
        </nav>
        {children}
      </div>
    </Layout>
  )
}
