import type { z } from 'zod'
import type { Branch, Code, Item } from '../../catalogue/index.ts'
import { type ItemLists, itemWords } from '../item-lists.ts'
import type { OurBib } from '../our-bib.ts'
import type * as schemas from './catalogue-schemas.ts'

type ItemView = z.input<typeof schemas.Item>
type RecordView = z.input<typeof schemas.CatalogueRecord>

/** An item as readers may know it, or staff. */
export function itemView(item: Item, lists: ItemLists, staff: boolean): ItemView {
  const {
    id,
    version,
    accessionNo,
    branch,
    location,
    collection,
    status,
    circulation,
    callNumber,
    publicNote,
    staffNote,
  } = item
  return {
    id,
    branch,
    ...(location !== undefined && { location }),
    ...(collection !== undefined && { collection }),
    status,
    ...(circulation !== undefined && { circulation }),
    available: itemWords(item, lists).available,
    callNumber,
    publicNote,
    ...(staff && { accessionNo, staffNote, version, ...(item.withdrawn && { withdrawn: true }) }),
  }
}

export function recordView({ bib, full, items, lists }: OurBib, staff: boolean): RecordView {
  const { id, version, level, flavour, state, changedAt, changedBy, action, reason } = bib
  return {
    id,
    version,
    level,
    flavour,
    brief: full.brief as RecordView['brief'],
    fields: full.fields as RecordView['fields'],
    items: items.map((item) => itemView(item, lists, staff)),
    ...(staff && {
      state: state as 'active' | 'suppressed',
      changedAt: changedAt.toISOString(),
      changedBy: changedBy.name,
      action,
      reason,
    }),
  }
}

const codeView = ({ code, label, active }: Branch) => ({ code, label, active })

export const listsView = ({ branch, location, collection, status }: ItemLists) => ({
  branch: branch.map(codeView),
  location: location.map(codeView),
  collection: collection.map(codeView),
  status: status.map((one: Code) => ({ ...codeView(one), available: one.available })),
})
