import type { RequestHandler } from 'express'
import { z } from 'zod'
import { addItem, changeItem, type Item, readItem, removeItem } from '../../../catalogue/index.ts'
import { mustActIn } from '../../../kit/index.ts'
import { Problem } from '../../../problems.ts'
import { type Complaints, complaintsOf } from '../../complaints.ts'
import type { Door } from '../../door.ts'
import { blamed, ItemForm, type ItemTyped, typedIn, typedOf } from '../../item-form.ts'
import { bibHref } from '../../our-address.ts'
import { type OurBib, ourBib } from '../../our-bib.ts'
import { type Exchange, formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { BibAddress, wholeNumber } from './bib-address.ts'
import { ItemPage, type ItemPageProps } from './item-page.tsx'

const ItemAddress = BibAddress.extend({ item: wholeNumber })
const Sent = ItemForm.extend({ version: z.coerce.number().int().min(1).default(1), next: z.string().optional() })

/** The form for a new item, filled in like the one added before, or like the record's others. */
export const newItemPage = (door: Door): RequestHandler =>
  route(BibAddress.extend({ after: wholeNumber.optional() }), async ({ id, after }, exchange) => {
    const of = await the(door, id, exchange)
    const mine = of.items.filter(({ branch }) => of.lists.branch.some(({ code }) => code === branch))
    const before = after === undefined ? undefined : mine.find((item) => item.id === after)
    const like = before ?? mine.at(-1)
    const typed = typedOf({
      branch: of.lists.branch.find(({ active }) => active)?.code ?? '',
      ...like,
      status: of.lists.status.find(({ active, available }) => active && available)?.code ?? '',
      accessionNo: '',
      publicNote: '',
      staffNote: '',
    })
    sendPage(exchange.res, <ItemPage {...{ door, of, typed }} complaints={{}} added={before?.accessionNo} />)
  })

export const addItemForm = (door: Door): RequestHandler =>
  route(BibAddress, async ({ id }, exchange) => {
    const { res, visitor } = exchange
    const of = await the(door, id, exchange)
    const sent = read(exchange)
    if ('complaints' in sent) return again(res, { door, of, ...sent })
    const { next, version: _version, ...fields } = sent.form
    const added = await attempt(() => door.database.tx((tx) => addItem(tx, id, fields, visitor.actor)))
    if ('complaints' in added) return again(res, { door, of, typed: sent.typed, ...added })
    res.redirect(303, bibHref(id, next ? `/items/new?after=${added.id}` : '?done=added#copies'))
  })

export const itemPage = (door: Door): RequestHandler =>
  route(ItemAddress, async (address, exchange) => {
    const { of, item } = await found(door, address, exchange)
    mustActIn(item.branch, exchange.visitor.actor)
    sendPage(exchange.res, <ItemPage {...{ door, of, item }} typed={typedOf(item)} complaints={{}} />)
  })

export const changeItemForm = (door: Door): RequestHandler =>
  route(ItemAddress, async (address, exchange) => {
    const { res, visitor } = exchange
    const { of, item } = await found(door, address, exchange)
    const sent = read(exchange)
    if ('complaints' in sent) return again(res, { door, of, item, ...sent })
    const { version, next: _next, ...fields } = sent.form
    const changed = await attempt(() =>
      door.database.tx((tx) => changeItem(tx, item.id, version, fields, visitor.actor)),
    )
    if ('complaints' in changed) return again(res, { door, of, item, typed: sent.typed, ...changed })
    res.redirect(303, bibHref(of.bib.id, '?done=changed#copies'))
  })

const Removal = z.object({ version: z.coerce.number().int().min(1).default(1) })

export const removeItemForm = (door: Door): RequestHandler =>
  route(ItemAddress, async (address, exchange) => {
    const { req, res, visitor } = exchange
    const { of, item } = await found(door, address, exchange)
    const { version } = parse(Removal, formFields(req, Removal))
    const removed = await attempt(() => door.database.tx((tx) => removeItem(tx, item.id, version, visitor.actor)))
    if (removed !== undefined) return again(res, { door, of, item, typed: typedOf(item), ...removed })
    res.redirect(303, bibHref(of.bib.id, '?done=removed#copies'))
  })

/** The record, with the branches in which this visitor may have items. @throws Problem bib-gone */
async function the(door: Door, id: number, { visitor }: Exchange): Promise<OurBib> {
  const of = await ourBib(door.database.db, id, true)
  const branch = of.lists.branch.filter(({ code }) => visitor.actor.branches?.has(code) ?? true)
  return { ...of, lists: { ...of.lists, branch } }
}

/** An item, on the page of its own record only. @throws Problem bib-gone, item-gone */
async function found(
  door: Door,
  { id, item: itemId }: z.output<typeof ItemAddress>,
  exchange: Exchange,
): Promise<{ of: OurBib; item: Item }> {
  const of = await the(door, id, exchange)
  const item = await readItem(door.database.db, itemId)
  if (item?.bibId !== id) throw new Problem('item-gone', { item: itemId })
  return { of, item }
}

function read({
  req,
}: Exchange): { typed: ItemTyped } & ({ form: z.output<typeof Sent> } | { complaints: Complaints }) {
  const fields = formFields(req, Sent)
  const typed = typedIn(fields)
  const parsed = Sent.safeParse(fields)
  return parsed.success ? { typed, form: parsed.data } : { typed, complaints: complaintsOf(parsed.error) }
}

/** Does it, or says what a form must say about why it was not done. */
async function attempt<T>(act: () => Promise<T>): Promise<T | { complaints: Complaints; overtaken?: true }> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof Problem && error.code === 'version-conflict') return { complaints: {}, overtaken: true }
    return { complaints: blamed(error) }
  }
}

/** The form once more, with what was typed and what is wrong with it. */
const again = (res: Exchange['res'], props: ItemPageProps) =>
  sendPage(res, <ItemPage {...props} />, props.overtaken ? 409 : 400)
