import type { Brief } from '../../bib/index.ts'
import { languageName, languageTag } from '../language.ts'
import { FormatLabel } from './format.tsx'
import { Link } from './link.tsx'
import { Words } from './words.tsx'

const mostTitle = 240

interface BriefLinesProps {
  readonly brief: Brief
  /** Where the title leads. */
  readonly to: string
  /** The id of the title's link. */
  readonly id: string
  /** More facts, for those who look closer. */
  readonly further?: readonly string[]
}

/** What a record is, in the lines of a list: title, author, and what tells two of one title apart. */
export function BriefLines({ brief, to, id, further = [] }: BriefLinesProps) {
  const lang = languageTag(brief.language)
  return (
    <div class="what">
      <h3>
        <Link id={id} to={to}>
          <Words text={brief.title.script ?? brief.title.text} lang={lang} most={mostTitle} />
        </Link>
      </h3>
      {brief.title.script && (
        <p class="romanised">
          <Words text={brief.title.text} lang={lang && `${lang}-Latn`} most={mostTitle} />
        </p>
      )}
      {brief.author && (
        <p>
          <Words text={brief.author.script ?? brief.author.text} most={mostTitle} />
        </p>
      )}
      <p class="facts">
        <FormatLabel brief={brief} />{' '}
        {[...factsOf(brief), ...further].map((fact) => [<Words key={fact} text={fact} most={120} />, ' '])}
      </p>
    </div>
  )
}

/** Language (but English), year or imprint, edition, first number: what tells two hits of one title apart. */
function factsOf(brief: Brief): string[] {
  const language = brief.language === 'eng' ? undefined : languageName(brief.language)
  const imprint = brief.imprint ?? brief.year?.toString()
  const yearMissing = brief.year !== undefined && !imprint?.includes(String(brief.year))
  const number = brief.isbns[0] ? `ISBN\u00a0${brief.isbns[0]}` : brief.issns[0] && `ISSN\u00a0${brief.issns[0]}`
  return [language, imprint, yearMissing ? String(brief.year) : undefined, brief.edition, number].filter(
    (fact) => fact !== undefined,
  )
}
