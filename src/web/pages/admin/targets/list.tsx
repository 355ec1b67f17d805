import type { RequestHandler } from 'express'
import { z } from 'zod'
import { type Altered, listKeptTargets } from '../../../../search/index.ts'
import { Link } from '../../../components/link.tsx'
import { Note } from '../../../components/note.tsx'
import { CsrfField } from '../../../components/visit.tsx'
import type { Door } from '../../../door.ts'
import { type Exchange, route } from '../../../route.ts'
import { sendPage } from '../../../send-page.ts'
import { isUnseen, ofFile, ofKept, placeOf, type TargetView } from '../../../target-views.ts'
import { count, listed } from '../../../text.ts'
import { AdminLayout } from '../admin-layout.tsx'
import { TickedBar, tickedForm } from './ticked-bar.tsx'

const size = 100
export const ListAddress = z.object({
  q: z.string().trim().max(200).default(''),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  done: z.enum(['removed', 'on', 'off', 'into', 'outOf']).optional(),
  /** With how many it was done. */
  n: z.coerce.number().int().min(0).max(1000).optional(),
})
type ListAddress = z.output<typeof ListAddress>

/** What was done, and with how many. */
function noticeOf({ done, n }: Pick<ListAddress, 'done' | 'n'>): string | undefined {
  if (done === 'removed') return 'The target is removed: nothing searches it any more.'
  if (done === undefined || n === undefined) return undefined
  if (n === 0) return 'No target was changed: each was so already, or could not be.'
  const [targets, are] = [count(n, 'target'), n === 1 ? 'is' : 'are']
  if (done === 'on') return `${targets} ${are} turned on.`
  if (done === 'off') return `${targets} ${are} turned off, and searched no more.`
  return done === 'into' ? `${targets} ${are} put under the category.` : `${targets} ${are} taken out of the category.`
}

/** Every target: those of the file, and those kept here. */
export const targetsPage = (door: Door): RequestHandler =>
  route(ListAddress, (address, exchange) => sendTargets(door, exchange, address))

interface Shown extends ListAddress {
  /** What became of those that were ticked, where not all were changed. */
  readonly altered?: readonly Altered[]
  /** Why nothing was done, what was ticked, and the category that was typed. */
  readonly refusal?: string
  readonly ticked?: readonly string[]
  readonly category?: string
}

/** Answers with the list, and with what was done or refused. */
export async function sendTargets(door: Door, { res }: Exchange, shown: Shown, status = 200): Promise<void> {
  const { targets: list, database } = door
  await list.refresh()
  const kept = await listKeptTargets(database.db)
  const all = await Promise.all([
    ...list.inFile.map((entry) => ofFile(list, entry)),
    ...kept.map((target) => ofKept(list, target)),
  ])
  all.sort(inOrder)
  const found = all.filter((target) => isMeant(target, shown.q.toLocaleLowerCase('en')))
  sendPage(res, <Targets {...{ door, all, found, shown }} />, status)
}

const nameOf = ({ entry, id }: TargetView): string => entry?.label ?? id
const inOrder = (a: TargetView, b: TargetView): number =>
  (a.entry?.order ?? 0) - (b.entry?.order ?? 0) || nameOf(a).localeCompare(nameOf(b), 'en')

const isMeant = (target: TargetView, words: string): boolean =>
  [target.id, nameOf(target), placeOf(target), ...(target.entry?.categories ?? [])].some((text) =>
    text.toLocaleLowerCase('en').includes(words),
  )

interface TargetsProps {
  readonly door: Door
  readonly all: readonly TargetView[]
  readonly found: readonly TargetView[]
  readonly shown: Shown
}

/** A page of the list, perhaps with what was done there. */
export function hrefOf({ q, page, done, n }: ListAddress): string {
  const params = new URLSearchParams()
  if (q) params.set('q', q)
  if (page > 1) params.set('page', String(page))
  if (done) params.set('done', done)
  if (n !== undefined) params.set('n', String(n))
  return params.size > 0 ? `/admin/targets?${params}` : '/admin/targets'
}

function Targets({
  door,
  all,
  found,
  shown: { q, page, done, n, altered = [], refusal, ticked = [], category },
}: TargetsProps) {
  const rows = found.slice((page - 1) * size, page * size)
  return (
    <AdminLayout
      door={door}
      title="Targets"
      part="/admin/targets"
      notice={noticeOf({ done, n })}
      refusal={refusal}
      scripts={['requests-list.js']}
    >
      <Left altered={altered} />
      <div class="bar heading">
        <h1>Targets</h1>
        <div class="bar flat">
          <Link class="btn" to="/admin/import-targets">
            Take in a list
          </Link>
          <Link class="btn" to="/admin/new-target?protocol=sru">
            Add one over SRU
          </Link>
          <Link class="btn primary" to="/admin/new-target">
            Add a target
          </Link>
        </div>
      </div>
      <p class="hint">
        Libraries that are searched. What is changed here is searched at once, by every process; a search that runs goes
        on as it began. Targets of the file targets.yaml are changed there.
      </p>
      <Unseen targets={all.filter(isUnseen)} />
      {all.length > 10 && (
        <search>
          <form action="/admin/targets" class="bar narrowing">
            <input
              type="search"
              name="q"
              value={q}
              maxLength={200}
              autocomplete="off"
              aria-label="Name, id, address or category"
              placeholder="Name, id, address or category"
            />
            <button type="submit" class="btn">
              Find
            </button>
          </form>
        </search>
      )}
      {rows.length === 0 ? (
        <div class="panel nothing">
          <p>{all.length === 0 ? 'There is no target yet: nothing can be searched.' : 'No target has these words.'}</p>
          {all.length > 0 && (
            <p>
              <Link class="btn" to="/admin/targets">
                Show all targets
              </Link>
            </p>
          )}
        </div>
      ) : (
        <>
          <p class="hint">{count(found.length, 'target')}</p>
          <div class="ticking">
            <div class="panel wide-table">
              <table class="rows">
                <thead>
                  <tr>
                    <th scope="col" class="tick">
                      <span class="hidden">Tick</span>
                    </th>
                    <th scope="col">Name</th>
                    <th scope="col">Address</th>
                    <th scope="col">Shown at</th>
                    <th scope="col">State</th>
                    <th scope="col">
                      <span class="hidden">Turn on or off</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((target) => (
                    <Row
                      key={`${target.kept ? 'kept' : 'file'} ${target.id}`}
                      target={target}
                      ticked={ticked.includes(target.id)}
                    />
                  ))}
                </tbody>
              </table>
            </div>
            {rows.some(canChange) && <TickedBar {...{ q, page, category }} categories={categoriesOf(all)} />}
          </div>
        </>
      )}
      {found.length > size && (
        <nav class="paging" aria-label="Pages">
          {page > 1 && (
            <Link to={hrefOf({ q, page: page - 1 })} rel="prev">
              ‹ Previous
            </Link>
          )}
          {page * size < found.length && (
            <Link to={hrefOf({ q, page: page + 1 })} rel="next">
              Next ›
            </Link>
          )}
        </nav>
      )}
    </AdminLayout>
  )
}

const mostNamed = 5

/** Says which targets nobody can see: a library that is set up and forgotten is a library nobody finds. */
function Unseen({ targets }: { readonly targets: readonly TargetView[] }) {
  if (targets.length === 0) return null
  const off = targets.filter(({ standing }) => standing.state === 'off')
  const others = targets.filter(({ standing }) => standing.state !== 'off')
  const names = (some: readonly TargetView[]) =>
    some.length > mostNamed
      ? `${some.slice(0, mostNamed).map(nameOf).join(', ')} and ${some.length - mostNamed} more`
      : listed(some.map(nameOf))
  return (
    <div>
      <Note tone={others.length > 0 ? 'bad' : 'wait'}>
        {others.length > 0 && (
          <p>
            Turned on, and yet nobody can find anything there: <strong>{names(others)}</strong>. Their state says why.
          </p>
        )}
        {off.length > 0 && (
          <p>
            Turned off, so nobody sees {off.length === 1 ? 'it' : 'them'}: {names(off)}.
          </p>
        )}
      </Note>
    </div>
  )
}

/** Targets that were ticked and could not be changed. */
function Left({ altered }: { readonly altered: readonly Altered[] }) {
  const refused = altered.flatMap((one) => (one.outcome === 'refused' ? [one] : []))
  if (refused.length === 0) return null
  return (
    <div role="alert">
      <Note tone="bad">
        <p>{count(refused.length, 'target')} could not be changed, and stayed as before:</p>
        <ul>
          {refused.map(({ id, label, why }) => (
            <li key={id}>
              {label}: {why}
            </li>
          ))}
        </ul>
      </Note>
    </div>
  )
}

const categoriesOf = (all: readonly TargetView[]): readonly string[] =>
  [...new Set(all.flatMap(({ entry }) => entry?.categories ?? []))].sort((a, b) => a.localeCompare(b, 'en'))

/** Those of the file are changed there, and what is not understood not at all. */
const canChange = ({ kept, entry, standing }: TargetView): boolean =>
  kept !== undefined && entry !== undefined && standing.state !== 'hidden'

function Row({ target, ticked }: { readonly target: TargetView; readonly ticked: boolean }) {
  const { id, entry, kept } = target
  return (
    <tr>
      <td class="tick">
        {canChange(target) && (
          <label class="check">
            <input type="checkbox" name="target" value={id} form={tickedForm} checked={ticked} />
            <span class="hidden">{nameOf(target)}</span>
          </label>
        )}
      </td>
      <th scope="row">
        {kept && target.standing.state === 'hidden' ? (
          <Link to={`/admin/targets/${id}/remove`}>{nameOf(target)}</Link>
        ) : (
          <Link to={`/admin/targets/${id}`}>{nameOf(target)}</Link>
        )}
        <p class="hint">
          {id}
          {!kept && ', of the file'}
        </p>
      </th>
      <td data-label="Address">{placeOf(target)}</td>
      <td data-label="Shown at">
        {audienceWords(entry?.audience ?? [])}
        {entry && <p class="hint">{entry.categories.join(', ')}</p>}
      </td>
      <td>
        <StandingBadge target={target} />
      </td>
      <td>
        {entry && canChange(target) && (
          <form method="post" action={`/admin/targets/${id}/enable${entry.enabled ? '' : '?on=1'}`}>
            <CsrfField />
            <button type="submit" class="btn" aria-label={`Turn ${entry.enabled ? 'off' : 'on'}: ${nameOf(target)}`}>
              {entry.enabled ? 'Turn off' : 'Turn on'}
            </button>
          </form>
        )}
      </td>
    </tr>
  )
}

const audienceWords = (audience: readonly ('opac' | 'enquiry')[]): string =>
  audience.map((one) => ({ opac: 'OPAC', enquiry: 'Enquiry' })[one]).join(', ') || 'nowhere'

/** Whether it is searched, with sign and words, and why it is not. */
export function StandingBadge({ target: { standing } }: { readonly target: TargetView }) {
  switch (standing.state) {
    case 'searched':
      return <span class="badge ok">✓ Searched</span>
    case 'off':
      return <span class="badge wait">△ Turned off</span>
    case 'unseen':
      return (
        <>
          <span class="badge bad">✕ Nobody sees it</span>
          <p class="hint">it is shown neither to readers nor at Enquiry</p>
        </>
      )
    case 'hidden':
      return (
        <>
          <span class="badge calm">Not used</span>
          <p class="hint">targets.yaml has one of this id</p>
        </>
      )
    default:
      return (
        <>
          <span class="badge bad">✕ Not searched</span>
          <p class="hint">{standing.why}</p>
        </>
      )
  }
}
