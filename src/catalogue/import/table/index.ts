export { itemColumnsOf, TableMapping } from './mapping.ts'
export {
  checkTable,
  type RejectedRow,
  readTable,
  type TableOptions,
  tableHeadLength,
  tableLineEnd,
  tableRowReader,
} from './read-table.ts'
export type { ItemField } from './row-record.ts'
