import { languageNames } from '../language-names.ts'
import { bibliographicCode } from '../languages.ts'
import type { Notes } from './findings.ts'
import { named } from './findings.ts'

/** MARC 21 008/06, "Type of date/Publication status". */
const dateTypes = 'bcdeikmnpqrstu|'
const date = /^(?:[\du]{4}| {4}|\|{4})$/
/** Codes that stand for no language. */
const noLanguage = new Set(['   ', '|||', 'und', 'mis', 'zxx', 'mul', 'sgn'])

/** Checks a control field of MARC 21 or UNIMARC. `type` is leader/06. */
export function checkControl(tag: string, text: string, marc21: boolean, notes: Notes): void {
  if (tag === '005' && !/^\d{14}\.\d$/.test(text))
    notes.warn('005 is a date and time of 16 characters, such as 20240131120000.0.')
  if (tag === '008' && marc21) check008(text, notes)
  if (text.trim() === '') notes.warn(`${tag} is empty: fill it in or take it out.`)
}

function check008(text: string, notes: Notes): void {
  if (text.length !== 40) {
    notes.error(`008 has ${text.length} characters: it takes 40. Write # for a blank.`)
    return
  }
  if (!/^\d{6}$/.test(text.slice(0, 6))) notes.warn('008/00-05 is the day of entry as six digits, such as 240131.')
  if (!dateTypes.includes(text.charAt(6)))
    notes.error(`008/06, type of date, is ${named(text.charAt(6))}: it takes one of ${[...dateTypes].join(', ')}.`)
  for (const [name, found] of [
    ['008/07-10, first date,', text.slice(7, 11)],
    ['008/11-14, second date,', text.slice(11, 15)],
  ] as const)
    if (!date.test(found)) notes.warn(`${name} is "${found}": it takes four digits, u for one that is not known.`)
  const language = text.slice(35, 38)
  if (!isLanguage(language)) notes.warn(`008/35-37, language, is "${language}": that is no code of a language.`)
}

/** Whether three characters are a language's code, or say that there is none. */
export const isLanguage = (code: string): boolean =>
  noLanguage.has(code) || languageNames.has(bibliographicCode(code)) || /^q[a-t][a-z]$/.test(code)
