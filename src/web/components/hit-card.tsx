import type { Reason } from '../../bib/index.ts'
import type { Hit } from '../../search/index.ts'
import { recordHref, type SearchAddress } from '../address.ts'
import { count, plain } from '../text.ts'
import { reasonWords } from '../words-of-ranking.ts'
import { BriefLines } from './brief-lines.tsx'
import { Cover } from './cover.tsx'
import { Link } from './link.tsx'
import { Mark } from './mark.tsx'
import { PlaceRequest } from './place-request.tsx'
import { SelectRecord } from './select-record.tsx'

const mostLibrariesNamed = 4

interface HitCardProps {
  readonly hit: Hit
  readonly address: SearchAddress
  /** The places of hits that are marked. */
  readonly marks: readonly string[]
  /** What its place in the list comes from, where that is shown. */
  readonly why?: readonly Reason[]
}

/** One entry of the list: what it is on the left, who has it on the right. */
export function HitCard({ hit, address, marks, why = [] }: HitCardProps) {
  const { brief, sources } = hit
  return (
    <li class="panel hit" id={`hit-${hit.n}`}>
      <Cover brief={brief} />
      <BriefLines
        brief={brief}
        to={recordHref(address, sources[0]!)}
        id={`title-${hit.n}`}
        further={address.audience === 'enquiry' && brief.controlNumber ? [`no.\u00a0${brief.controlNumber}`] : []}
      />
      <HeldBy hit={hit} address={address} />
      <div class="hit-acts">
        {address.audience === 'enquiry' ? (
          <Mark {...{ address, hit, marks }} title={plain(brief.title.text)} />
        ) : (
          <PlaceRequest address={address} source={sources[0]!} title={plain(brief.title.text)} />
        )}
        {address.audience === 'enquiry' && (
          <SelectRecord address={address} source={sources[0]!} title={plain(brief.title.text)} />
        )}
        {why.length > 0 && (
          <details class="why hint">
            <summary>Why here</summary>
            <ul>
              {why.map((reason) => (
                <li key={reason.field}>{reasonWords(reason)}</li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </li>
  )
}

/** Who has it. Its id lets the stream replace it. */
export function HeldBy({ hit: { n, sources }, address }: { readonly hit: Hit; readonly address: SearchAddress }) {
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
      {address.set !== undefined && <p class="hint">no. {sources[0]!.position.toLocaleString('en')} of its list</p>}
      {sources.length > 1 && (
        <p class="hint">
          <Link to={recordHref(address, sources[0]!, '/record', { tab: 'sources' })}>
            merged from {count(sources.length, 'record')}
          </Link>
        </p>
      )}
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
