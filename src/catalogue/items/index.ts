export { codeUses } from './code-uses.ts'
export * from './codes.ts'
export { findItem, holdItem, moveItem, withdrawItem } from './desk.ts'
export {
  addItem,
  changeItem,
  type Item,
  type ItemCirculation,
  type ItemFields,
  type ItemSight,
  type ItemSummary,
  itemSummaries,
  itemsOf,
  itemsOfAll,
  readItem,
  removeItem,
  shownStatus,
} from './items.ts'
