import type { Likeness, Reason, worthOfParts } from '../bib/index.ts'
import { fieldLabels } from './address.ts'

/** How like something is to what was searched for, as columns of a table say it. */
export const likenessWords: Readonly<Record<Likeness, string>> = {
  whole: 'is what was searched for',
  begins: 'begins with it',
  phrase: 'holds it, word by word',
  words: 'has all its words',
  some: 'has some of its words',
}

export const partWords: Readonly<Record<keyof typeof worthOfParts, string>> = {
  number: 'ISBN, ISSN, LC control or record number',
  title: 'Title',
  author: 'Author',
  publisher: 'Publisher',
  year: 'Year',
  subject: 'Subject, as far as the title says it',
}

/** One reason of a hit's place, in words. */
export function reasonWords({ field, part, how, points }: Reason): string {
  const worth = `${Math.round(points)} points`
  if (how === 'spread') return `Title, author and the rest have words that were searched for: ${worth}`
  return `${part === 'number' ? fieldLabels[field] : partWords[part]} ${likenessWords[how]}: ${worth}`
}
