import { type Field, type Flavour, type Subfield, subfields } from '../../standards/marc/index.ts'
import { normaliseIsbn, normaliseIssn } from '../identifiers.ts'
import { clean } from '../text.ts'
import { isLanguage } from './check-coded.ts'
import type { FieldRule } from './field-rules.ts'
import { type Notes, named } from './findings.ts'
import { marc21Fields } from './marc21-fields.ts'
import { unimarcFields } from './unimarc-fields.ts'

const tables = { marc21: marc21Fields, unimarc: unimarcFields } as const

/** What MARC says of a tag; undefined where we do not know. */
export const ruleOf = (tag: string, flavour: Flavour): FieldRule | undefined => tables[flavour].get(tag)

/** Subfields with values of a known kind: `tag code`, in each flavour. */
const numbers: Readonly<Record<Flavour, Readonly<Record<string, 'isbn' | 'issn' | 'language'>>>> = {
  marc21: { '020 a': 'isbn', '022 a': 'issn', '041 a': 'language', '041 h': 'language' },
  unimarc: { '010 a': 'isbn', '011 a': 'issn', '101 a': 'language', '101 c': 'language' },
}

/** MARC 21: which indicator counts the characters to skip in sorting. Of 880 the linked field would say. */
const nonFiling: Readonly<Record<string, 1 | 2>> = {
  '130': 1,
  '222': 2,
  '240': 2,
  '242': 2,
  '243': 2,
  '245': 2,
  '440': 2,
  '630': 1,
  '730': 1,
  '740': 1,
  '830': 2,
}

/** Checks a data field: its indicators, its subfields and what is in them. */
export function checkData(field: Field, flavour: Flavour, notes: Notes): void {
  const [tag, indicators] = field
  const parts = subfields(field)
  const rule = ruleOf(tag, flavour)
  if (!/^\d{3}$/.test(tag)) notes.warn(`${tag} is no tag of MARC: it takes three digits.`)
  if (tag.startsWith('00')) return
  if (!/^[\x20-\x7e]{2}$/.test(indicators)) notes.error(`${tag} takes two indicators.`)
  else if (!/^[a-z0-9 ]{2}$/.test(indicators)) notes.error('An indicator is a digit, a small letter or # for a blank.')
  else if (rule) checkIndicators(tag, indicators, rule, notes)
  if (parts.length === 0) notes.error(`${tag} has no subfield: write $a and its text, or take the line out.`)
  checkCodes(tag, parts, rule, notes)
  for (const part of parts) checkText(tag, part, flavour, notes)
  const counting = flavour === 'marc21' ? nonFiling[tag] : undefined
  if (counting) checkNonFiling(parts, indicators.charAt(counting - 1), counting, notes)
}

function checkIndicators(tag: string, indicators: string, rule: FieldRule, notes: Notes): void {
  for (const [at, values] of rule.indicators.entries()) {
    const found = indicators.charAt(at)
    if (values.includes(found)) continue
    const which = at === 0 ? 'first' : 'second'
    const allowed = values === ' ' ? '# (blank)' : `one of ${[...values].map(named).join(', ')}`
    notes.warn(`The ${which} indicator of ${tag} is ${named(found)}: it takes ${allowed}.`)
  }
}

function checkCodes(tag: string, parts: readonly Subfield[], rule: FieldRule | undefined, notes: Notes): void {
  const seen = new Set<string>()
  const said = new Set<string>()
  for (const [code] of parts) {
    const again = seen.has(code)
    seen.add(code)
    const fault = !/^[a-z0-9]$/.test(code)
      ? 'odd'
      : rule && !rule.codes.includes(code) && code !== '9'
        ? 'unknown'
        : again && rule?.once.includes(code)
          ? 'twice'
          : undefined
    if (fault === undefined || said.has(fault + code)) continue
    said.add(fault + code)
    if (fault === 'odd') notes.error(`The code of a subfield is a digit or a small letter, not ${named(code)}.`)
    if (fault === 'unknown') notes.warn(`${tag} has no subfield $${code} in MARC.`)
    if (fault === 'twice') notes.warn(`$${code} stands twice: ${tag} has it once.`)
  }
}

const controls = /[\x00-\x1f\x7f]/

function checkText(tag: string, [code, text]: Subfield, flavour: Flavour, notes: Notes): void {
  if (text.trim() === '') notes.warn(`$${code} is empty.`)
  if (text.includes('\ufffd')) notes.warn(`$${code} holds the sign for a character that was lost: put it right.`)
  if (controls.test(text)) notes.warn(`$${code} holds a control character.`)
  const kind = numbers[flavour][`${tag} ${code}`]
  if (kind === 'isbn' && text.trim() && !normaliseIsbn(text).valid)
    notes.warn(`The check digit of this ISBN is wrong: look again, or write it as $z if it is printed so.`)
  if (kind === 'issn' && text.trim() && !normaliseIssn(text).valid)
    notes.warn(`The check digit of this ISSN is wrong: look again, or write it as $y if it is printed so.`)
  if (kind === 'language' && !isLanguage(text.trim())) notes.warn(`"${text.slice(0, 20)}" is no code of a language.`)
}

/** The count of characters to skip must end where a word begins. */
function checkNonFiling(parts: readonly Subfield[], count: string, which: 1 | 2, notes: Notes): void {
  const title = clean(parts.find(([code]) => code === 'a')?.[1] ?? '')
  const skipped = Number(count)
  if (!/^\d$/.test(count) || skipped === 0 || title === '') return
  const before = title.normalize('NFD').charAt(skipped - 1)
  // "L'amour" is 2, "The quick" is 4, "al-Kitab" is 3: a blank or a mark stands before the word.
  if (skipped >= title.length || /[\p{L}\p{N}]/u.test(before))
    notes.warn(
      `Indicator ${which} says to skip ${skipped} characters in sorting, but no word begins there: count the article and its blank.`,
    )
}
