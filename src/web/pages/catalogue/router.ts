import type { Door } from '../../door.ts'
import type { Mount } from '../../mount.ts'
import { bibFile, bibPage } from './bib.tsx'
import { addItemForm, changeItemForm, itemPage, newItemPage, removeItemForm } from './items.tsx'
import { reserveAct, reservePage } from './reserve.tsx'

/** Pages of our own records and their items. */
export function catalogueRoutes(on: Mount, door: Door): void {
  on('GET /catalogue/:id', bibPage(door))
  on('GET /catalogue/:id/file', bibFile(door))
  on('GET /catalogue/:id/reserve', reservePage(door))
  on('POST /catalogue/:id/reserve', reserveAct(door))
  on('GET /catalogue/:id/items/new', newItemPage(door))
  on('POST /catalogue/:id/items/new', addItemForm(door))
  on('GET /catalogue/:id/items/:item', itemPage(door))
  on('POST /catalogue/:id/items/:item', changeItemForm(door))
  on('POST /catalogue/:id/items/:item/remove', removeItemForm(door))
}
