import { readTableRows } from '../../standards/table/index.ts'
import { type KohaColumn, type KohaRow, kohaColumns, kohaDraft } from './koha.ts'
import type { Drafted } from './types.ts'

/** How columns are headed by Koha's own pages, by reports and by people; without blanks and signs. */
const headings: Readonly<Record<string, KohaColumn | 'address' | 'known'>> = {
  ...Object.fromEntries(kohaColumns.map((name) => [name.replace(/_/g, ''), name])),
  ...{ hostname: 'host', server: 'host', hostnameport: 'address', address: 'address' },
  ...{ portnumber: 'port', database: 'db', databasename: 'db' },
  ...{ user: 'userid', username: 'userid', login: 'userid', pass: 'password' },
  ...{ name: 'servername', target: 'servername', label: 'servername', library: 'servername' },
  ...{ preselected: 'checked', preselect: 'checked', order: 'rank' },
  ...{ recordsyntax: 'syntax', format: 'syntax', charset: 'encoding', characterset: 'encoding' },
  ...{ type: 'servertype', protocol: 'servertype' },
  ...{ xslt: 'add_xslt', xsltfiles: 'add_xslt', xsltfile: 'add_xslt' },
  ...{ searchfieldsmapping: 'sru_fields', additionalsruoptions: 'sru_options', attributesoptions: 'attributes' },
  ...{ id: 'known', icon: 'known', position: 'known', description: 'known', actions: 'known' },
}

const plain = (heading: string): string => heading.toLowerCase().replace(/[^a-z0-9]/g, '')

const columnOf = (heading: string) => {
  const name = plain(heading)
  return Object.hasOwn(headings, name) ? headings[name] : undefined
}

/** Whether a table begins with headings of Koha's servers: enough to find them. */
export const isKohaTable = (cells: readonly string[]): boolean =>
  cells.some((cell) => ['host', 'address'].includes(columnOf(cell) ?? ''))

/** Koha's servers as a table with a row of headings. */
export function readKohaCsv(bytes: Uint8Array): Drafted {
  const [head, ...rows] = readTableRows(bytes)
  const columns = (head?.cells ?? []).map(columnOf)
  const unknown = (head?.cells ?? []).filter((cell, i) => columns[i] === undefined && cell.trim() !== '')
  return {
    drafts: rows.map(({ cells, line, fault }) => {
      const row: { -readonly [C in KohaColumn]?: string } = {}
      for (const [i, column] of columns.entries()) {
        const cell = (cells[i] ?? '').trim()
        if (column === 'address') Object.assign(row, addressOf(cell))
        else if (column !== undefined && column !== 'known' && cell.toUpperCase() !== 'NULL') row[column] = cell
      }
      const draft = kohaDraft(row, line)
      return fault || cells.length > columns.length ? { ...draft, said: 'its row has more cells than headings' } : draft
    }),
    remarks: unknown.map((cell) => ({
      line: head?.line ?? 1,
      text: `the column “${cell.trim()}” is not known: it is left out`,
    })),
  }
}

/** `z.example.org:210`, as Koha's page shows it. */
function addressOf(cell: string): KohaRow {
  const [, host = cell, port = ''] = /^(.*?)(?::(\d{1,5}))?\/?$/.exec(cell) ?? []
  return { host, port }
}
