import { type Full, full } from '../bib/index.ts'
import { type Bib, type BibSource, type Item, itemsOf, readBib, sourceOf } from '../catalogue/index.ts'
import type { Db } from '../kit/db/index.ts'
import { Problem } from '../problems.ts'
import { type ItemLists, itemLists } from './item-lists.ts'

/** A record of ours with everything its page shows. */
export interface OurBib {
  readonly bib: Bib
  readonly full: Full
  readonly items: readonly Item[]
  readonly lists: ItemLists
  /** The record of another library it was made from. */
  readonly source?: BibSource
}

/**
 * The record with an id, as readers may see it, or staff.
 * @throws Problem bib-gone: whether there never was one, it was deleted, or it is suppressed, readers are told the same
 */
export async function ourBib(db: Db, id: number, staff: boolean): Promise<OurBib> {
  const bib = await readBib(db, id, staff ? 'suppressed' : 'active')
  if (!bib) throw new Problem('bib-gone', { bib: id })
  const source = await sourceOf(db, id)
  return {
    bib,
    full: full(bib.record, bib.flavour),
    items: await itemsOf(db, id, staff ? 'all' : 'present'),
    lists: await itemLists(db),
    ...(source && { source }),
  }
}
