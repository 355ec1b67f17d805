import { type Branch, branches, type Code, codeList, type Item, shownStatus } from '../catalogue/index.ts'
import type { Db } from '../kit/db/index.ts'

/** The lists an item's codes are of. */
export interface ItemLists {
  readonly branch: readonly Branch[]
  readonly location: readonly Code[]
  readonly collection: readonly Code[]
  readonly status: readonly Code[]
}

export const itemLists = async (db: Db): Promise<ItemLists> => ({
  branch: await branches(db),
  location: await codeList(db, 'location'),
  collection: await codeList(db, 'collection'),
  status: await codeList(db, 'item-status'),
})

/** An item in words. */
export interface ItemWords {
  readonly branch: string
  readonly location?: string | undefined
  readonly collection?: string | undefined
  readonly status: string
  readonly available: boolean
}

export function itemWords(item: Item, lists: ItemLists): ItemWords {
  const { branch, location, collection, withdrawn } = item
  const status = shownStatus(item)
  const label = (list: keyof ItemLists, code: string) => lists[list].find((one) => one.code === code)?.label ?? code
  return {
    branch: label('branch', branch),
    location: location && label('location', location),
    collection: collection && label('collection', collection),
    status: withdrawn ? 'Withdrawn' : label('status', status),
    available: !withdrawn && (lists.status.find(({ code }) => code === status)?.available ?? false),
  }
}

/** What branches are called. */
export async function branchNames(db: Db): Promise<(code: string) => string> {
  const names = new Map((await branches(db)).map(({ code, label }) => [code, label]))
  return (code) => names.get(code) ?? code
}
