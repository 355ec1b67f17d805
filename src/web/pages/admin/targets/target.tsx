import type { RequestHandler } from 'express'
import { z } from 'zod'
import { Problem } from '../../../../problems.ts'
import {
  addTarget,
  changeTarget,
  fullyWritten,
  placeRefusal,
  type TargetEntry,
  targetOf,
} from '../../../../search/index.ts'
import type { Complaints } from '../../../complaints.ts'
import type { Door } from '../../../door.ts'
import { type Exchange, route } from '../../../route.ts'
import { sendPage } from '../../../send-page.ts'
import { triedOf } from '../../../target-test.ts'
import { hostOf, keepingOf, type TargetView, targetView } from '../../../target-views.ts'
import { type Judged, judge, newTexts, textsOf } from './form.ts'
import type { Protocol } from './settings.ts'
import { TargetPage, type TargetPageProps } from './target-page.tsx'

const NewAddress = z.object({ protocol: z.enum(['z3950', 'sru']).default('z3950').catch('z3950') })
export const TargetAddress = z.object({ target: z.string().min(1).max(64) })
const notices = {
  added: 'The target is added. Test it before you rely on it.',
  saved: 'Saved: it is searched so from now on.',
} as const
const PageAddress = TargetAddress.extend({ done: z.enum(['added', 'saved']).optional() })

export const newTargetPage = (door: Door): RequestHandler =>
  route(NewAddress, ({ protocol }, { res }) =>
    sendPage(res, <TargetPage {...{ door, protocol }} texts={newTexts(protocol)} />),
  )

/** A target with all that can be said of it but its password, and what can be done with it. */
export const targetPage = (door: Door): RequestHandler =>
  route(PageAddress, async ({ target: id, done }, exchange) =>
    show(door, exchange, await targetView(door, id), { notice: done && notices[done] }),
  )

export const addTargetAct = (door: Door): RequestHandler =>
  route(NewAddress, async ({ protocol }, exchange) => {
    const { res } = exchange
    const judged = await judgedOf(door, exchange, protocol)
    const again = (complaints: Complaints, status: number) =>
      sendPage(res, <TargetPage {...{ door, protocol, complaints }} texts={judged.texts} />, status)
    if (isPreview(exchange)) return again({}, 200)
    const { entry, complaints } = judged
    if (!entry) return again(complaints, 422)
    try {
      await door.database.tx((tx) => addTarget(tx, fullyWritten(entry), keepingOf(door, exchange)))
    } catch (error) {
      return again(complaintOf(error), (error as Problem).status)
    }
    await door.targets.refresh()
    res.redirect(303, `/admin/targets/${entry.id}?done=added`)
  })

export const changeTargetAct = (door: Door): RequestHandler =>
  route(TargetAddress, async ({ target: id }, exchange) => {
    const before = await targetView(door, id)
    const { entry: was } = keptIn(before)
    const protocol = was?.protocol ?? 'z3950'
    const judged = await judgedOf(door, exchange, protocol, { id, entry: was })
    const again = (said: Partial<TargetPageProps>, status: number, view = before) =>
      show(door, exchange, view, { ...said, texts: judged.texts }, status)
    if (isPreview(exchange)) return await again({}, 200)
    const { entry, complaints, version, forget } = judged
    if (!entry) return await again({ complaints }, 422)
    const keeping = keepingOf(door, exchange)
    try {
      await door.database.tx((tx) =>
        changeTarget(tx, version, fullyWritten(entry), keeping, forget ? 'forget' : 'keep'),
      )
    } catch (error) {
      if (error instanceof Problem && error.code === 'version-conflict')
        return await again({ refusal: `${error.message}.` }, error.status, await targetView(door, id))
      return await again({ complaints: complaintOf(error) }, (error as Problem).status)
    }
    await door.targets.refresh()
    exchange.res.redirect(303, `/admin/targets/${id}?done=saved`)
  })

/** Turns it on, or off. */
export const enableTargetAct = (door: Door): RequestHandler =>
  route(TargetAddress.extend({ on: z.literal('1').optional() }), async ({ target: id, on }, exchange) => {
    const view = await targetView(door, id)
    const { entry } = keptIn(view)
    if (!entry) throw new Problem('not-found', { what: 'target that is understood' })
    const enabled = on !== undefined
    const keeping = keepingOf(door, exchange)
    await door.database.tx((tx) => changeTarget(tx, view.kept?.version, fullyWritten({ ...entry, enabled }), keeping))
    await door.targets.refresh()
    exchange.res.redirect(303, `/admin/targets?done=${enabled ? 'on' : 'off'}&n=1`)
  })

/** Tests it as it is saved, and shows how each step went. */
export const testTargetAct = (door: Door): RequestHandler =>
  route(TargetAddress, async ({ target: id }, exchange) => {
    const tried = await triedOf(door.tests, id, exchange)
    await show(door, exchange, await targetView(door, id), tried, 'refusal' in tried ? 429 : 200)
  })

/** @throws Problem target-in-file */
function keptIn({ id, kept, entry }: TargetView): Pick<TargetView, 'entry'> {
  if (!kept) throw new Problem('target-in-file', { id })
  return { entry }
}

const isPreview = ({ req }: Exchange): boolean => (req.body as Record<string, unknown>)?.['preview'] !== undefined

/** What is wrong with a target beside its settings, by the field it belongs to. */
function complaintOf(error: unknown): Complaints {
  if (!(error instanceof Problem)) throw error
  const message = `${error.message}.`
  switch (error.code) {
    case 'target-id-taken':
    case 'target-in-file':
      return { id: message }
    case 'target-secret-needed':
    case 'secret-key-missing':
      return { secret: message }
    case 'targets-full':
      return { label: message }
    default:
      throw error
  }
}

/** The form, and whether its target may be where it says. One that is where it was may stay there. */
async function judgedOf(
  door: Door,
  exchange: Exchange,
  protocol: Protocol,
  before?: { readonly id: string; readonly entry: TargetEntry | undefined },
): Promise<Judged> {
  const judged = judge(exchange, protocol, before?.id)
  const { entry, complaints } = judged
  if (!entry || (before?.entry && hostOf(before.entry) === hostOf(entry))) return judged
  const refusal = await placeRefusal(targetOf(entry, door.targets.reach))
  if (refusal === undefined) return judged
  const field = protocol === 'sru' ? 'url' : 'host'
  return { ...judged, entry: undefined, complaints: { ...complaints, [field]: `${refusal}.` } }
}

async function show(
  door: Door,
  { res }: Exchange,
  target: TargetView,
  said: Partial<TargetPageProps>,
  status = 200,
): Promise<void> {
  const { entry } = target
  const protocol = entry?.protocol ?? 'z3950'
  const texts = entry ? textsOf(entry) : newTexts(protocol)
  sendPage(res, <TargetPage {...{ door, protocol, target, texts }} {...said} />, status)
}
