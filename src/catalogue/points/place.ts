import { z } from 'zod'
import { fold, type Identifier, normaliseIsbn, normaliseIssn, normaliseLccn, normaliseOclc } from '../../bib/index.ts'
import { fieldsOf, indicator, isControlTag, type MarcRecord, texts } from '../../standards/marc/index.ts'

const sound = ({ value, valid }: Identifier): string => (valid ? value : '')
const agencyNumber = /^\(([^)]*)\)(.*)$/

/** How a value is written so that two that mean the same are equal; "" for what is no such value. */
const normalisers = {
  /** As it stands, but for blanks at its ends and several in a row. */
  exact: (text) => text.trim().replace(/\s+/g, ' '),
  /** Words, without capitals, accents and punctuation. */
  text: fold,
  digits: (text) => text.replace(/\D+/g, ''),
  /** Letters and digits, capitals or not. */
  code: (text) => text.replace(/[^\p{L}\p{N}]+/gu, '').toUpperCase(),
  /** Without blanks; the agency before it whatever its case, and numbers of OCLC without prefix and zeros. */
  controlNumber(text) {
    const number = text.replace(/\s+/g, '')
    const [, agency, rest] = agencyNumber.exec(number) ?? []
    const oclc = agency?.toLowerCase() === 'ocolc' || /^oc[mn]|^on\d/.test(number) ? normaliseOclc(number) : undefined
    if (oclc !== undefined) return `(ocolc)${oclc}`
    return agency === undefined ? number : rest === '' ? '' : `(${agency.toLowerCase()})${rest}`
  },
  isbn: (text) => sound(normaliseIsbn(text)),
  issn: (text) => sound(normaliseIssn(text)),
  lccn: (text) => sound(normaliseLccn(text)),
  oclc: (text) => normaliseOclc(text) ?? '',
} satisfies Readonly<Record<string, (text: string) => string>>
type Normaliser = keyof typeof normalisers

const Indicator = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^[0-9a-z ]$/, "must be one digit or small letter, or ' ' for none"))
  .optional()

/**
 * A place of records by which they can be matched: a control field, or subfields of the fields of a tag. Of one
 * subfield each is a value of its own, several of a field are one value together.
 */
export const MatchPlace = z
  .strictObject({
    place: z
      .string()
      .regex(/^(?:00[0-9]|(?!00)[0-9A-Z]{3}\$[a-z0-9]{1,10})$/, 'must be a place such as 035$a, 245$ab or 001'),
    /** Fields with this first or second indicator only. */
    indicator1: Indicator,
    indicator2: Indicator,
    normalise: z.enum(Object.keys(normalisers) as Normaliser[]).default('exact'),
  })
  .superRefine(({ place, ...rest }, context) => {
    for (const name of ['indicator1', 'indicator2'] as const)
      if (isControlTag(place) && rest[name] !== undefined)
        context.addIssue({ code: 'custom', path: [name], message: `does not exist in ${place}` })
  })
export type MatchPlace = z.infer<typeof MatchPlace>

/** Values of one place: a hostile record has ten thousand. */
const mostValues = 500

/** The values of a record at a place, normalised, each once. */
export function valuesAt(record: MarcRecord, { place, indicator1, indicator2, normalise }: MatchPlace): string[] {
  const [tag, codes = ''] = place.split('$') as [string, string?]
  const found = new Set<string>()
  for (const field of fieldsOf(record, tag)) {
    if (indicator1 !== undefined && indicator(field, 1) !== indicator1) continue
    if (indicator2 !== undefined && indicator(field, 2) !== indicator2) continue
    const said = isControlTag(tag) ? [field[1]] : texts(field, codes)
    for (const text of codes.length > 1 ? [said.join(' ')] : said) {
      const value = normalisers[normalise](text)
      if (value !== '' && found.size < mostValues) found.add(value)
    }
  }
  return [...found]
}
