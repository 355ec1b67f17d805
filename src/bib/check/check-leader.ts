import type { Flavour } from '../../standards/marc/index.ts'
import { type Notes, named } from './findings.ts'

/** A position of the leader: what it is, what it may be, and whether anything else makes the record useless. */
interface Position {
  readonly at: number
  readonly what: string
  readonly values: string
  readonly severity: 'error' | 'warning'
}

/** Leader/06 decides what 008 means and what kind of thing a record is; the rest can be lived with. */
const positions: Readonly<Record<Flavour, readonly Position[]>> = {
  marc21: [
    { at: 5, what: 'record status', values: 'acdnp', severity: 'warning' },
    { at: 6, what: 'type of record', values: 'acdefgijkmoprt', severity: 'error' },
    { at: 7, what: 'bibliographic level', values: 'abcdims', severity: 'error' },
    { at: 8, what: 'type of control', values: ' a', severity: 'warning' },
    { at: 9, what: 'character coding', values: ' a', severity: 'warning' },
    { at: 17, what: 'encoding level', values: ' 1234578uzIJKLME', severity: 'warning' },
    { at: 18, what: 'cataloguing form', values: ' acinu', severity: 'warning' },
    { at: 19, what: 'level of a multipart resource', values: ' abcr', severity: 'warning' },
  ],
  unimarc: [
    { at: 5, what: 'record status', values: 'cdnop', severity: 'warning' },
    { at: 6, what: 'type of record', values: 'abcdefgijklmr', severity: 'error' },
    { at: 7, what: 'bibliographic level', values: 'acims', severity: 'error' },
    { at: 8, what: 'hierarchical level', values: ' 012', severity: 'warning' },
    { at: 17, what: 'encoding level', values: ' 123', severity: 'warning' },
    { at: 18, what: 'cataloguing form', values: ' in', severity: 'warning' },
  ],
}

/** Checks the leader, position by position. MARC 21 and UNIMARC, "Record Label". */
export function checkLeader(leader: string, flavour: Flavour, notes: Notes): void {
  if (leader.length !== 24) {
    notes.error(`The leader has ${leader.length} characters: it takes 24.`)
    return
  }
  if (/[^\x20-\x7e]/.test(leader)) notes.error('The leader takes letters and digits without accents, and blanks.')
  for (const { at, what, values, severity } of positions[flavour]) {
    const found = leader.charAt(at)
    if (values.includes(found)) continue
    const number = String(at).padStart(2, '0')
    const text = `Leader/${number}, ${what}, is ${named(found)}: it takes one of ${spelled(values)}.`
    if (severity === 'error') notes.error(text)
    else notes.warn(text)
  }
}

const spelled = (values: string): string => [...values].map(named).join(', ')
