import { encodings } from '../marc/index.ts'

/** What stands between cells, by the name people give it. */
export const delimiters = { ',': ',', ';': ';', tab: '\t', '|': '|' } as const

/** What spreadsheets write besides. It is mostly seen without being said. */
export const wideEncodings = ['utf-16le', 'utf-16be'] as const
export const tableEncodings = [...encodings, ...wideEncodings] as const
export type TableEncoding = (typeof tableEncodings)[number]

/** No row may be larger. Spreadsheets end at 32,767 characters a cell. */
export const largestRow = 1024 * 1024
