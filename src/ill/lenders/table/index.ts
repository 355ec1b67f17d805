export { columns as lenderTableColumns } from './columns.ts'
export { lendersCsv } from './export.ts'
export { importLenders, type LenderImport, newLenderCalendar } from './import.ts'
export { type LenderFault, lenderOfTexts } from './read.ts'
