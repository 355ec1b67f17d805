import type { Brief } from '../../bib/index.ts'
import type { Hit } from '../../search/index.ts'
import { recordHref, type SearchAddress } from '../address.ts'
import { languageName, languageTag } from '../language.ts'
import { count } from '../text.ts'
import { Cover } from './cover.tsx'
import { FormatLabel } from './format.tsx'
import { Link } from './link.tsx'
import { Words } from './words.tsx'

const mostLibrariesNamed = 4
const mostTitle = 240

/** One entry of the list: what it is on the left, who has it on the right. */
export function HitCard({ hit, address }: { readonly hit: Hit; readonly address: SearchAddress }) {
  const { brief, sources } = hit
  const lang = languageTag(brief.language)
  return (
    <li class="panel hit" id={`hit-${hit.n}`}>
      <Cover brief={brief} />
      <div class="what">
        <h3>
          <Link id={`title-${hit.n}`} to={recordHref(address, sources[0]!)}>
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
          {factsOf(brief).map((fact) => [<Words key={fact} text={fact} most={120} />, ' '])}
        </p>
      </div>
      <HeldBy hit={hit} />
    </li>
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

/** Who has it. Its id lets the stream replace it. */
export function HeldBy({ hit: { n, sources } }: { readonly hit: Hit }) {
  const labels = [...new Set(sources.map(({ label }) => label))]
  return (
    <div class="held" id={`held-${n}`}>
      <p class="hint">{labels.length === 1 ? 'Held by' : `Held by ${labels.length} libraries`}</p>
      <ul>
        {labels.slice(0, mostLibrariesNamed).map((label) => (
          <li key={label}>{label}</li>
        ))}
        {labels.length > mostLibrariesNamed && <li class="hint">and {labels.length - mostLibrariesNamed} more</li>}
      </ul>
      {sources.length > labels.length && <p class="hint">merged from {count(sources.length, 'record')}</p>}
      {sources[0]!.lossy && (
        <p>
          <span class="badge wait">
            <span aria-hidden="true">△</span> some characters could not be read
          </span>
        </p>
      )}
    </div>
  )
}
