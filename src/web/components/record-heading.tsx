import type { Brief } from '../../bib/index.ts'
import { languageTag } from '../language.ts'
import { Cover } from './cover.tsx'
import { FormatLabel } from './format.tsx'
import { Words } from './words.tsx'

interface RecordHeadingProps {
  readonly brief: Brief
  /** Where the page has another heading above it. */
  readonly as?: 'h1' | 'h3'
}

/** What a record's page begins with. */
export function RecordHeading({ brief, as: Title = 'h1' }: RecordHeadingProps) {
  const lang = languageTag(brief.language)
  return (
    <header class="work">
      <Cover brief={brief} />
      <div>
        <Title>
          <Words text={brief.title.script ?? brief.title.text} lang={lang} />
        </Title>
        {brief.title.script && (
          <p class="romanised">
            <Words text={brief.title.text} lang={lang && `${lang}-Latn`} />
          </p>
        )}
        {brief.author && (
          <p>
            <Words text={brief.author.script ?? brief.author.text} />
          </p>
        )}
        <p class="facts">
          <FormatLabel brief={brief} /> {brief.imprint && <Words text={brief.imprint} />}
        </p>
      </div>
    </header>
  )
}
