import type { z } from 'zod'
import { Problem } from '../../problems.ts'
import { readTableRows, textForm } from '../../standards/table/index.ts'
import { Entry, type WrittenEntry } from '../entries.ts'
import { isKohaTable, readKohaCsv } from './koha-csv.ts'
import { isKohaSql, readKohaSql } from './koha-sql.ts'
import { longestList, mostListed } from './limits.ts'
import { idFrom } from './names.ts'
import { readPazpar2 } from './pazpar2.ts'
import type { Draft, Drafted, Listed, ListFormat, TargetList } from './types.ts'

/** What is looked at to see which format it is. */
const beginning = 64 * 1024

/**
 * Reads a list of targets that another program keeps: Koha's table of servers as CSV or SQL, or settings of pazpar2.
 * Every target has an id of its own, made of its name, that is none of `taken`; and is disabled.
 * @throws Problem target-list-unreadable for what is none of these, is too long, or has too many
 */
export function readTargetList(bytes: Uint8Array, taken: ReadonlySet<string> = new Set()): TargetList {
  if (bytes.length > longestList)
    throw unreadable(`It has more than ${longestList / 1024 / 1024} MiB: give the table of servers alone`)
  const { format, drafted } = read(bytes)
  const { drafts, remarks } = drafted
  if (drafts.length === 0) throw unreadable('No target is in it')
  if (drafts.length > mostListed) throw unreadable(`It has more than ${mostListed} targets: part it`)
  const ids = new Set(taken)
  return { format, targets: drafts.map((draft) => listed(draft, ids)), remarks }
}

const unreadable = (detail: string) => new Problem('target-list-unreadable', { detail })

function read(bytes: Uint8Array): { readonly format: ListFormat; readonly drafted: Drafted } {
  const form = textForm(bytes.subarray(0, 4096))
  const text = form.decode(bytes.subarray(form.mark)).text
  if (text.trimStart().startsWith('<')) return { format: 'pazpar2', drafted: readPazpar2(bytes) }
  if (isKohaSql(text)) return { format: 'koha-sql', drafted: readKohaSql(text) }
  const [head] = readTableRows(bytes.subarray(0, beginning))
  if (head && isKohaTable(head.cells)) return { format: 'koha-csv', drafted: readKohaCsv(bytes) }
  throw unreadable(
    'It is neither a table with a column “host”, nor SQL that fills z3950servers, nor settings of pazpar2 in XML',
  )
}

/** Judges a draft like an entry of the file. */
function listed({ line, label, remarks, said }: Draft, ids: Set<string>): Listed {
  const short = label.slice(0, 120).trim()
  if (typeof said === 'string') return { line, label: short, remarks, fault: said }
  const id = freeId(short || 'target', ids)
  const entry = { id, label: short || id, enabled: false, ...said }
  const judged = Entry.safeParse(entry)
  if (!judged.success) {
    const [issue] = judged.error.issues
    return { line, label: short, remarks, fault: faultOf(issue!) }
  }
  ids.add(id)
  return { line, label: short, remarks, entry: entry as WrittenEntry }
}

/** What is wrong with a setting, in the words of reports. */
function faultOf(issue: z.core.$ZodIssue): string {
  const setting = issue.path.join('.')
  if (issue.code === 'too_big')
    return `${setting}: it is ${issue.origin === 'string' ? 'longer' : 'more'} than ${issue.maximum}`
  if (issue.code === 'too_small')
    return issue.origin === 'string' ? `${setting}: it is empty` : `${setting}: it is less than ${issue.minimum}`
  return `${setting}: ${issue.message}`
}

function freeId(label: string, ids: ReadonlySet<string>): string {
  // With room for a number behind it; of a name in other letters nothing is left.
  const base = idFrom(label, 58) || 'target'
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`
    if (!ids.has(id)) return id
  }
}
