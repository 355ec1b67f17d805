import type { Brief, RecordLevel } from './types.ts'

const levels: Readonly<Record<RecordLevel, number>> = { full: 3, 'less-than-full': 2, brief: 0 }

/** How much a brief display says: among several of one work, the highest is shown. */
export function completeness(brief: Brief): number {
  const { title, author, edition, imprint, year, language, isbns, issns, lccn, oclc } = brief
  const said = [author, edition, imprint, year, language, isbns[0] ?? issns[0], lccn ?? oclc]
  return (
    levels[brief.level] +
    said.filter((element) => element !== undefined).length +
    (title.script === undefined ? 0 : 1) +
    (author?.script === undefined ? 0 : 1)
  )
}
