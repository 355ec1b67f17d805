import type { Full, FullValue } from '../../bib/index.ts'
import type { Decoded } from '../../standards/marc/index.ts'
import { Link } from '../components/link.tsx'
import { Note } from '../components/note.tsx'
import { LongWords, Words } from '../components/words.tsx'
import { languageTag } from '../language.ts'
import { listed } from '../text.ts'

interface DetailsProps {
  readonly full: Full
  /** How the record was read, where it came from elsewhere. */
  readonly decoded?: Pick<Decoded, 'lossy' | 'lossyFields'>
  readonly like: Like
}

/** The address of what is found by a heading. */
type Like = (search: NonNullable<FullValue['search']>) => string

/** The labelled view of a record. */
export function Details({ full, decoded, like }: DetailsProps) {
  return (
    <>
      {decoded?.lossy && (
        <Note tone="wait">
          Some characters of this record could not be read (fields {listed(decoded.lossyFields)}). Question marks on
          black stand in their place.
        </Note>
      )}
      <dl class="facts">
        {full.fields.map(({ key, label, values }) => (
          <div key={key}>
            <dt>{label}</dt>
            {values.map((value, i) => (
              <dd key={i}>
                <Value value={value} like={like} lang={languageTag(full.brief.language)} />
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </>
  )
}

interface ValueProps {
  readonly value: FullValue
  readonly like: Like
  readonly lang: string | undefined
}

function Value({ value, like, lang }: ValueProps) {
  const text = <LongWords text={value.text} />
  return (
    <>
      {value.script && (
        <span class="script">
          <LongWords text={value.script} lang={lang} />
        </span>
      )}
      {value.url ? (
        <Link to={value.url}>{text}</Link>
      ) : value.search ? (
        <Link to={like(value.search)}>
          <Words text={value.text} />
        </Link>
      ) : (
        text
      )}
    </>
  )
}
