import type { RequestHandler } from 'express'
import { z } from 'zod'
import { changeView, removeView, type SavedView, saveView, viewsFor } from '../../../ill/index.ts'
import { Problem } from '../../../problems.ts'
import { Check } from '../../components/choice.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { maySetForAll } from '../../may.ts'
import { type Exchange, formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import type { Visitor } from '../../visitor.ts'
import { type Filters, hrefOfList, type ListKind } from './kind.ts'
import { SaveViewForm, viewHref } from './saved-views.tsx'

const doneWords = { changed: 'Changed.', removed: 'Removed.' } as const
const ViewsAddress = z.object({ done: z.enum(['changed', 'removed']).optional() })
const ViewAddress = z.object({ view: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) })
const ViewForm = z.object({
  name: z.string().trim().min(1, 'Give it a name.').max(60, 'A name has at most 60 characters.'),
  shared: z.literal('1').optional(),
})
const SaveForm = ViewForm.extend({ filters: z.string().max(4000) })

/** The views somebody sees, to be renamed and removed. */
export const viewsPage = (door: Door, kind: ListKind): RequestHandler =>
  route(ViewsAddress, ({ done }, exchange) => show(door, kind, exchange, { ...(done && { notice: doneWords[done] }) }))

/** Keeps a list under a name. */
export const saveViewAct = (door: Door, kind: ListKind): RequestHandler =>
  route(z.object({}), async (_input, exchange) => {
    const { req, res, visitor } = exchange
    const fields = formFields(req, SaveForm)
    const filters = kind.read(Object.fromEntries(new URLSearchParams(String(fields['filters'] ?? ''))))
    if (!filters) throw new Problem('bad-input', { detail: 'These are no filters of this list' })
    const typed = SaveForm.safeParse(fields)
    const again = (complaint: string, status: number) =>
      show(door, kind, exchange, { saving: { typed: fields, filters, complaint } }, status)
    if (!typed.success) return again(typed.error.issues[0]!.message, 422)
    const { name, shared } = typed.data
    try {
      await saveView(door.database.db, kind.name, keeperOf(visitor).id, {
        name,
        shared: isShared(visitor, shared),
        filters,
      })
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 409) throw error
      return again(`${error.message}.`, 409)
    }
    const to = hrefOfList(kind, filters)
    res.redirect(303, `${to}${to.includes('?') ? '&' : '?'}done=kept`)
  })

/** Renames a view, and shares it or no longer does. */
export const changeViewAct = (door: Door, kind: ListKind): RequestHandler =>
  route(ViewAddress, async ({ view }, exchange) => {
    const { req, res, visitor } = exchange
    const { name, shared } = parse(ViewForm, formFields(req, ViewForm), (_where, message) => message)
    const { db } = door.database
    const before = (await viewsFor(db, kind.name, keeperOf(visitor).id)).find(({ id }) => id === view)
    const fields = { name, shared: maySetForAll(visitor) ? shared === '1' : (before?.shared ?? false) }
    await changeView(db, kind.name, view, fields, keeperOf(visitor))
    res.redirect(303, `${kind.base}/views?done=changed`)
  })

export const removeViewAct = (door: Door, kind: ListKind): RequestHandler =>
  route(ViewAddress, async ({ view }, { res, visitor }) => {
    await removeView(door.database.db, kind.name, view, keeperOf(visitor))
    res.redirect(303, `${kind.base}/views?done=removed`)
  })

/** A program with a token keeps nothing. @throws Problem only-for-people */
function keeperOf(visitor: Visitor) {
  if (!visitor.person) throw new Problem('only-for-people')
  return { id: visitor.person.id, supervisor: maySetForAll(visitor) }
}

const isShared = (visitor: Visitor, said: string | undefined) => said === '1' && maySetForAll(visitor)

interface Said {
  readonly notice?: string
  /** What could not be kept, and why. */
  readonly saving?: {
    readonly typed: Readonly<Record<string, string | string[]>>
    readonly filters: Filters
    readonly complaint: string
  }
}

async function show(door: Door, kind: ListKind, { res, visitor }: Exchange, said: Said, status = 200) {
  const keeper = keeperOf(visitor)
  const views = await viewsFor(door.database.db, kind.name, keeper.id)
  sendPage(res, <Views door={door} kind={kind} views={views} keeper={keeper} said={said} />, status)
}

interface ViewsProps {
  readonly door: Door
  readonly kind: ListKind
  readonly views: readonly SavedView[]
  readonly keeper: ReturnType<typeof keeperOf>
  readonly said: Said
}

function Views({ door, kind, views, keeper, said: { notice, saving } }: ViewsProps) {
  return (
    <Layout door={door} title="Saved views">
      <div class="staff form-page">
        <p class="way-back">
          <Link to={kind.base}>‹ {kind.home}</Link>
        </p>
        <h1>Saved views</h1>
        {notice && (
          <div role="status">
            <Note tone="info">{notice}</Note>
          </div>
        )}
        {saving && (
          <section class="panel">
            <h2>Save this view</h2>
            <SaveViewForm
              kind={kind}
              filters={saving.filters}
              name={String(saving.typed['name'] ?? '')}
              shared={saving.typed['shared'] === '1'}
              complaint={saving.complaint}
            />
          </section>
        )}
        {views.length === 0 ? (
          <div class="panel nothing">
            <p>No list of requests is kept yet.</p>
            <p>
              Search for requests, and save the search under <Link to={`${kind.base}/list`}>the list</Link>.
            </p>
          </div>
        ) : (
          <ul class="rows">
            {views.map((view) => (
              <li key={view.id} class="panel">
                <View kind={kind} view={view} keeper={keeper} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Layout>
  )
}

interface ViewProps extends Pick<ViewsProps, 'kind' | 'keeper'> {
  readonly view: SavedView
}

function View({ kind, view, keeper }: ViewProps) {
  const { id, name, shared, owner } = view
  const to = viewHref(kind, view)
  const mine = owner.id === keeper.id
  return (
    <>
      <h2>{to ? <Link to={to}>{name}</Link> : name}</h2>
      <p class="hint">
        {mine ? (shared ? `Yours, shared with everybody who ${kind.works}` : 'Yours alone') : `Shared by ${owner.name}`}
        {!to && '. Its filters mean nothing any more: remove it'}
      </p>
      {(mine || keeper.supervisor) && (
        <div class="bar flat">
          <form method="post" action={`${kind.base}/views/${id}`} class="renaming">
            <CsrfField />
            <Naming view={view} />
            {keeper.supervisor && <Check name="shared" checked={shared} words="Shared" />}
            <button type="submit" class="btn">
              Save<span class="hidden"> {name}</span>
            </button>
          </form>
          <form method="post" action={`${kind.base}/views/${id}/remove`}>
            <CsrfField />
            <button type="submit" class="btn">
              Remove<span class="hidden"> {name}</span>
            </button>
          </form>
        </div>
      )}
    </>
  )
}

/** The name to change. */
const Naming = ({ view: { id, name } }: { readonly view: SavedView }) => (
  <div class="field">
    <label for={`name-${id}`}>Name</label>
    <input id={`name-${id}`} name="name" value={name} maxLength={60} autocomplete="off" required />
  </div>
)
