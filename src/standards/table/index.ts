/** Tables as spreadsheets write them: CSV and TSV. */
export { delimiters, largestRow, type TableEncoding, tableEncodings, wideEncodings } from './shape.ts'
export { readTableRows, type TableForm, type TableRow, TableRows } from './table-rows.ts'
export { textForm } from './text-form.ts'
export { csvRow, defused, restored } from './write-table.ts'
