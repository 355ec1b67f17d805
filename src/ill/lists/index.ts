/** What lists have in common: views and columns that people keep, and their pages. */
export { columnsFor, keepColumns } from './columns.ts'
export type { ListName } from './names.ts'
export { type ListCursor, type ListOrder, pageOf } from './paged.ts'
export {
  changeView,
  mostViews,
  removeView,
  type SavedView,
  saveView,
  type ViewFields,
  type ViewKeeper,
  viewsFor,
} from './views.ts'
