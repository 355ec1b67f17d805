import { inPlainLetters } from '../bib/index.ts'
import { attributesText, cqlIndexes, type RpnQuery, termsIn } from '../standards/query/index.ts'
import { oidName } from '../standards/z3950/index.ts'
import type { Form, Lesson, Rung } from './ladder.ts'
import type { Adaptation } from './types.ts'

const titles: ReadonlyMap<string, string> = new Map([
  ...cqlIndexes.map(({ use, title }): [string, string] => [String(use), title]),
  // Dates of a publication, and of it alone: to people both are its year.
  ['30', 'Year of publication'],
])
const titleOf = (attributes: string): string | undefined => {
  const use = /(?:^| )1=(\S+)/.exec(attributes)?.[1]
  return use === undefined ? undefined : (titles.get(use) ?? `attribute ${use}`)
}

const doing: Readonly<Record<Rung['said'] & string, Adaptation>> = {
  'fewer words': {
    phrase: 'searched for the first words alone',
    detail: 'The query was too complex for it: three words of each term were sent',
  },
  'one alternative': {
    phrase: 'searched for one form of the number',
    detail: 'It knows no OR: the first alternative was sent',
  },
  'plain letters': {
    phrase: 'searched for the words without accents',
    detail: 'It refused the words as they were typed, or found nothing: they were sent in plain letters',
  },
  'each year': {
    phrase: 'searched for each year of the span',
    detail: 'It knows no earlier and later: each year of the span was sent, as alternatives',
  },
  again: { phrase: 'asked twice', detail: 'It said that it was unavailable for the moment, and was asked again' },
}

/** What was done so that a target could answer: the difference between what was wanted of it and what it was asked. */
export function adaptations(
  wanted: Form,
  asked: Form,
  lessons: readonly Lesson[],
  said: readonly (Rung['said'] & string)[],
): readonly Adaptation[] {
  const terms = pairs(wanted.query, asked.query).map(([from, to]) => ofTerm(from, to, lessons))
  const syntax =
    asked.syntax === undefined
      ? []
      : [
          {
            detail: `Records asked for as ${oidName(asked.syntax) ?? asked.syntax}${because(lessons.find(({ kind }) => kind === 'syntax'))}`,
          },
        ]
  return [...terms, ...said.map((one) => doing[one]), ...syntax]
}

/** Kinds of terms that were changed, as they were and as they are. */
function pairs(wanted: RpnQuery, asked: RpnQuery): readonly (readonly [string, string])[] {
  const now = termsIn(asked.root)
  // Where alternatives were left out, what is left stands in the same order at the front of each.
  const all = termsIn(wanted.root).flatMap(({ attributes, term }) => {
    const same = now.find(
      (one) =>
        one.term.type !== 'null' &&
        term.type !== 'null' &&
        inPlainLetters(String(term.value)).startsWith(inPlainLetters(String(one.term.value))),
    )
    return same ? [[attributesText(attributes), attributesText(same.attributes)] as const] : []
  })
  return [...new Map(all)].filter(([from, to]) => from !== to)
}

function ofTerm(from: string, to: string, lessons: readonly Lesson[]): Adaptation {
  const [before, after] = [titleOf(from), titleOf(to)]
  const of = lessons.filter(({ kind }) => kind === 'attributes')
  // Several kinds of terms may have come to the same.
  const lesson = of.find(({ asked }) => asked === from) ?? of.find(({ works }) => works === to)
  const detail = `${from || 'No attributes'} → ${to || 'no attributes'}${because(lesson)}`
  if (before === after) return { detail }
  const where = after === undefined || after === 'Anywhere' ? 'anywhere' : `as ${after}`
  return { phrase: before === undefined ? `searched ${where}` : `${before} searched ${where}`, detail }
}

const because = (lesson: Lesson | undefined): string => (lesson ? ` (it said: ${lesson.because})` : '')
