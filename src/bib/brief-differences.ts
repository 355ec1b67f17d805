import { editionNumber } from './edition.ts'
import { fold } from './fold.ts'
import { languageName } from './languages.ts'
import type { Brief, Scripted } from './types.ts'

/** Where two brief displays of one work say different things; undefined is what a side does not say. */
export interface BriefDifference {
  readonly label: string
  readonly one?: string
  readonly other?: string
}

const scripted = (forms: Scripted | undefined): string | undefined => forms?.script ?? forms?.text
const several = (texts: readonly string[]): string | undefined => texts.join(', ') || undefined
const levels = { full: 'full', 'less-than-full': 'less than full', brief: 'brief' } as const

/** What is compared, in the order of a list. */
const compared: readonly (readonly [label: string, said: (brief: Brief) => string | undefined])[] = [
  ['Title', ({ title }) => scripted(title)],
  ['Author', ({ author }) => scripted(author)],
  ['Edition', ({ edition }) => edition],
  ['Imprint', ({ imprint }) => imprint],
  ['Year', ({ year }) => year?.toString()],
  ['Language', ({ language }) => language && (languageName(language) ?? language)],
  ['ISBN', ({ isbns }) => several([...isbns].sort())],
  ['ISSN', ({ issns }) => several([...issns].sort())],
  ['LC control number', ({ lccn }) => lccn],
  ['OCLC number', ({ oclc }) => oclc],
  ['Record level', ({ level }) => levels[level]],
]

/** What texts are compared by: of an edition its number, "2nd ed." being the second edition. */
const key = (label: string, text: string): string => (label === 'Edition' && editionNumber(text)) || fold(text)

/** How two brief displays differ. Accents, case and punctuation alone are no difference, nor an edition in other words. */
export function briefDifferences(one: Brief, other: Brief): readonly BriefDifference[] {
  return compared.flatMap(([label, said]) => {
    const [here, there] = [said(one), said(other)]
    if (here === there || (here !== undefined && there !== undefined && key(label, here) === key(label, there)))
      return []
    return [{ label, ...(here !== undefined && { one: here }), ...(there !== undefined && { other: there }) }]
  })
}
