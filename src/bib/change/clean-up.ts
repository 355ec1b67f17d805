import { controlText, type Field, type Flavour, fieldsOf, MarcRecord, texts } from '../../standards/marc/index.ts'
import { exact } from './identity.ts'
import { fitsAny, type TagPattern } from './tag-pattern.ts'

/** What is done to every record that comes from somewhere else. */
export interface CleanUpRules {
  /** Our code among libraries (MARC organisation code, ISIL): named in 040 or UNIMARC 801 as who changed the record. */
  readonly agency?: string | undefined
  /** ISO 3166 code of our country, for UNIMARC 801 $a. */
  readonly country?: string | undefined
  /** Fields to leave out. */
  readonly drop: readonly TagPattern[]
  /** Fields that stay although `drop` names them. */
  readonly keep: readonly TagPattern[]
  /** Whether the source's control number (001, with 003) moves to 035. When not, it is left out. */
  readonly keepControlNumber: boolean
}

/** Of where a record comes from, what cleaning needs. */
export interface Origin {
  readonly flavour: Flavour
  /** Whose control numbers these are, where 003 does not say so. */
  readonly agency?: string | undefined
}

/**
 * A record from elsewhere made ours: fields dropped by rule, 001 and 003 taken out and their number kept in 035 with
 * its agency, our agency in 040 (UNIMARC 801). The record given is not changed. Cleaning twice does nothing more.
 */
export function cleanUp(record: MarcRecord, rules: CleanUpRules, origin: Origin): MarcRecord {
  const cleaned = new MarcRecord()
  cleaned.leader = record.leader
  cleaned.fields = record.fields
    .filter(([tag]) => tag !== '001' && tag !== '003' && (!fitsAny(tag, rules.drop) || fitsAny(tag, rules.keep)))
    .map((field) => [...field] as Field)
  const number = rules.keepControlNumber ? numberOf(record, origin) : undefined
  if (number !== undefined && !fieldsOf(cleaned, '035').some((field) => texts(field, 'a').includes(number)))
    insert(cleaned.fields, ['035', '  ', 'a', number])
  if (rules.agency !== undefined)
    if (origin.flavour === 'marc21') sign040(cleaned, codeOf003(record), rules.agency)
    else sign801(cleaned, rules.agency, rules.country)
  return cleaned
}

/** Whose the control number is: a code of MARC 21's kind. UNIMARC has an address of the record in 003. */
function codeOf003(record: MarcRecord): string | undefined {
  const code = controlText(record, '003')?.trim()
  return code && /^[\w -]{1,40}$/.test(code) ? code : undefined
}

/** "(DLC)   93004456" → "(DLC)93004456": the number the source knows its record by, with whose it is. */
function numberOf(record: MarcRecord, { agency }: Origin): string | undefined {
  const number = controlText(record, '001')?.trim()
  if (!number) return undefined
  const owner = codeOf003(record) || (/^oc[mn]\d|^on\d/.test(number) ? 'OCoLC' : agency)
  return owner ? `(${owner})${number}` : number
}

/** MARC 21 040: $a who catalogued it first, $d who changed it, in order. */
function sign040(record: MarcRecord, source: string | undefined, ours: string): void {
  const field = record.fields.find(([tag]) => tag === '040')
  if (!field) {
    const first = source || ours
    insert(record.fields, first === ours ? ['040', '  ', 'a', ours] : ['040', '  ', 'a', first, 'd', ours])
  } else if ((texts(field, 'd').at(-1) ?? texts(field, 'a')[0]) !== ours) field.push('d', ours)
}

/** UNIMARC 801 second indicator 2: the agency that modified the record. */
function sign801(record: MarcRecord, ours: string, country: string | undefined): void {
  const signed: Field = ['801', ' 2', ...(country ? ['a', country] : []), 'b', ours]
  if (!record.fields.some((field) => exact(field) === exact(signed))) insert(record.fields, signed)
}

/** Puts a field behind the last one whose tag is not higher. */
export function insert(fields: Field[], field: Field): void {
  let at = fields.length
  while (at > 0 && fields[at - 1]![0] > field[0]) at--
  fields.splice(at, 0, field)
}
