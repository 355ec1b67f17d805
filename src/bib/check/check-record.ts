import { type Field, type Flavour, isControl, type MarcRecord, texts } from '../../standards/marc/index.ts'
import { checkControl } from './check-coded.ts'
import { checkData, ruleOf } from './check-data.ts'
import { checkLeader } from './check-leader.ts'
import { type Finding, notesOn } from './findings.ts'

/** More findings than anyone reads. */
const mostFindings = 200

/** Of which fields a record has one and only one, and at most one: else it is no record of one thing. */
const frame = {
  marc21: { needed: '245', single: ['001', '003', '005', '008', '245'], main: ['100', '110', '111', '130'] },
  unimarc: { needed: '200', single: ['001', '003', '005', '100', '200'], main: ['700', '710', '720'] },
} as const satisfies Record<Flavour, unknown>

/**
 * Checks a record against its format: the leader, which fields stand how often, and of the frequent ones indicators,
 * subfields and numbers. Errors first where a record has very many findings. Never throws.
 */
export function checkRecord(record: MarcRecord, flavour: Flavour): Finding[] {
  const findings: Finding[] = []
  checkLeader(record.leader, flavour, notesOn(findings, 'LDR'))
  checkFrame(record, flavour, findings)
  for (const [at, field] of record.fields.entries()) {
    const notes = notesOn(findings, field[0], at)
    if (isControl(field)) checkControl(field[0], field[1], flavour === 'marc21', notes)
    else checkData(field, flavour, notes)
  }
  if (flavour === 'marc21') checkLinks(record, findings)
  if (findings.length <= mostFindings) return findings
  return [
    ...findings.filter(({ severity }) => severity === 'error'),
    ...findings.filter(({ severity }) => severity === 'warning'),
  ].slice(0, mostFindings)
}

function checkFrame(record: MarcRecord, flavour: Flavour, findings: Finding[]): void {
  const { needed, single, main } = frame[flavour]
  const whole = notesOn(findings, 'LDR')
  const seen = new Set<string>()
  let entry: string | undefined
  for (const [at, { 0: tag }] of record.fields.entries()) {
    const notes = notesOn(findings, tag, at)
    if (tag === '000') notes.error('There is no field 000: the leader stands in the line LDR.')
    if ((main as readonly string[]).includes(tag)) {
      if (entry !== undefined)
        notes.error(`A record has one main entry, and ${entry} is one: make this an added entry.`)
      entry ??= tag
    } else if (seen.has(tag)) {
      if ((single as readonly string[]).includes(tag)) notes.error(`A record has one ${tag}: take one of them out.`)
      else if (ruleOf(tag, flavour)?.repeatable === false) notes.warn(`A record has one ${tag}: this is another.`)
    }
    seen.add(tag)
  }
  if (!seen.has(needed)) whole.error(`There is no title: a record has one ${needed}.`)
  const coded = flavour === 'marc21' ? '008' : '100'
  if (!seen.has(coded)) whole.warn(`There is no ${coded}: date and language are not told.`)
}

/** MARC 21 Appendix A, "$6 - Linkage": each half names the other. */
function checkLinks(record: MarcRecord, findings: Finding[]): void {
  const links = record.fields.map((field) =>
    isControl(field) ? [] : texts(field, '6').map((link) => ends(field, link)),
  )
  const there = new Set(links.flatMap((own) => own.flatMap((link) => (link ? [link.from] : []))))
  for (const [at, own] of links.entries())
    for (const link of own) {
      const notes = notesOn(findings, record.fields[at]![0], at)
      if (!link) notes.warn('$6 is a tag and a number, such as 880-01.')
      else if (!link.from.endsWith('-00') && !there.has(link.to))
        notes.warn(`$6 names ${link.name}, and no field with that tag and number names this one.`)
    }
}

/** `245 $6 880-02` is 245-02 and looks for 880 that says 245-02. */
function ends(field: Field, link: string): { from: string; to: string; name: string } | undefined {
  const match = /^\s*(\d{3})-(\d{2})/.exec(link)
  if (!match) return undefined
  const [, tag, number] = match
  return { from: `${field[0]}>${tag}-${number}`, to: `${tag}>${field[0]}-${number}`, name: `${tag}-${number}` }
}
