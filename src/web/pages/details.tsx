import type { FullValue } from '../../bib/index.ts'
import type { HitDetail } from '../../search/index.ts'
import { noWords, type RecordAddress, resultsHref } from '../address.ts'
import { Link } from '../components/link.tsx'
import { Note } from '../components/note.tsx'
import { LongWords, Words } from '../components/words.tsx'
import { languageTag } from '../language.ts'
import { listed } from '../text.ts'

interface DetailsProps {
  readonly detail: HitDetail
  readonly address: RecordAddress
}

/** The labelled view of a record. */
export function Details({ detail: { full, decoded }, address }: DetailsProps) {
  return (
    <>
      {decoded.lossy && (
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
                <Value value={value} address={address} lang={languageTag(full.brief.language)} />
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
  readonly address: RecordAddress
  readonly lang: string | undefined
}

function Value({ value, address, lang }: ValueProps) {
  const text = <LongWords text={value.text} />
  return (
    <>
      {value.script && (
        <span class="script">
          <LongWords text={value.script} lang={lang} />
        </span>
      )}
      {value.url ? <Link to={value.url}>{text}</Link> : value.search ? <MoreLikeIt {...{ value, address }} /> : text}
    </>
  )
}

/** A heading that finds its like: the same libraries are asked for it. */
function MoreLikeIt({ value: { text, search }, address }: Omit<ValueProps, 'lang'>) {
  const { field, text: words } = search!
  const like = { ...noWords, t: address.t, in: field, q: words.slice(0, 1000) }
  return (
    <Link to={resultsHref(like)}>
      <Words text={text} />
    </Link>
  )
}
