import type { Holding } from '../../bib/index.ts'
import type { SelectedAs } from '../../catalogue/index.ts'
import type { HeldRecord, HitDetail } from '../../search/index.ts'
import { type RecordAddress, recordHref } from '../address.ts'
import { LinkOurs } from '../components/in-hand.tsx'
import { DayAt } from '../components/instant.tsx'
import { Link } from '../components/link.tsx'
import { PlaceRequest } from '../components/place-request.tsx'
import { SelectRecord } from '../components/select-record.tsx'
import { useVisitor } from '../components/visit.tsx'
import { Words } from '../components/words.tsx'
import { marcFormatNames, marcFormats } from '../marc-formats.ts'
import { bibHref } from '../our-address.ts'
import { count, plain } from '../text.ts'
import { isAt } from './sources.tsx'

interface WhereItIsProps {
  readonly detail: HitDetail
  readonly address: RecordAddress
  /** The record of ours that this one was selected as. */
  readonly ours?: SelectedAs | undefined
  /** The records of the entry, one a source. */
  readonly records: readonly HeldRecord[]
}

/** Beside the record: who has it, whose record this is, and the record to take away. */
export function WhereItIs({ detail, address, ours, records }: WhereItIsProps) {
  const libraries = new Set(detail.hit.sources.map(({ target }) => target)).size
  return (
    <aside class="beside" aria-label="Libraries and downloads">
      <ForReaders {...{ detail, address }} />
      <ForOurCatalogue {...{ detail, address, ours }} />
      <section class="panel">
        <h2>{libraries === 1 ? 'Held by' : `Held by ${libraries} libraries`}</h2>
        <ul class="sources">
          {records.map((record) => (
            <Held
              key={`${record.source.target} ${record.source.position}`}
              {...{ record, detail, address }}
              several={records.length > 1}
            />
          ))}
        </ul>
      </section>
      <section class="panel">
        <h2>Take the record away</h2>
        <ul class="downloads">
          {marcFormatNames.map((format) => (
            <li key={format}>
              <Link
                download
                to={recordHref(address, { target: address.library, position: address.record }, '/record/file', {
                  format,
                })}
              >
                {marcFormats[format].label}
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </aside>
  )
}

/** Begins a request for what is shown. */
const ForReaders = ({ detail, address }: Pick<WhereItIsProps, 'detail' | 'address'>) => (
  <PlaceRequest
    primary
    address={address}
    source={{ target: address.library, position: address.record }}
    title={plain(detail.full.brief.title.text)}
  />
)

/** For cataloguers: take the record, or go to what it was taken as. */
function ForOurCatalogue({ detail, address, ours }: Omit<WhereItIsProps, 'records'>) {
  if (!useVisitor().permissions.has('catalogue.edit')) return null
  const source = { target: address.library, position: address.record }
  return (
    <section class="panel for-ours">
      <h2>For our catalogue</h2>
      {ours === undefined ? (
        <>
          <p class="hint">Takes this record over, cleaned up, with a note of where it came from.</p>
          <SelectRecord primary address={address} source={source} title={plain(detail.full.brief.title.text)} />
        </>
      ) : (
        <p>
          <span class="badge ok">
            <span aria-hidden="true">✓</span> selected
          </span>{' '}
          <Link to={bibHref(ours.bibId)}>See our record</Link>{' '}
          <span class="hint">
            in our catalogue since <DayAt at={ours.since} />
          </span>
        </p>
      )}
      {ours && <LinkOurs bibId={ours.bibId} />}
    </section>
  )
}

interface HeldProps extends Pick<WhereItIsProps, 'detail' | 'address'> {
  readonly record: HeldRecord
  readonly several: boolean
}

/** Copies of one library that are shown at once. */
const mostUnfolded = 10

/** One library that has it: the way to its record and to its own catalogue, and where its copies are. */
function Held({ record: { source, holdings = [] }, several, detail, address }: HeldProps) {
  const shown = isAt(source, detail.source)
  const copies = shown ? detail.full.holdings : holdings
  return (
    <li>
      <p>
        <b>{source.label}</b> {shown && several && <span class="badge calm">shown here</span>}
      </p>
      <p class="links">
        {!shown && (
          <Link to={recordHref(address, source)}>
            See its record<span class="hidden"> ({source.label})</span>
          </Link>
        )}
        {source.link && (
          <Link to={source.link}>
            Open in their catalogue<span class="hidden"> ({source.label})</span>
          </Link>
        )}
      </p>
      <Copies copies={copies.slice(0, mostUnfolded)} />
      {copies.length > mostUnfolded && (
        <details>
          <summary>{count(copies.length - mostUnfolded, 'more', 'more')}</summary>
          <Copies copies={copies.slice(mostUnfolded)} />
        </details>
      )}
    </li>
  )
}

const Copies = ({ copies }: { readonly copies: readonly Holding[] }) =>
  copies.length === 0 ? null : (
    <ul class="holdings">
      {copies.map((holding, i) => (
        <li key={i}>
          <Copy holding={holding} />
        </li>
      ))}
    </ul>
  )

function Copy({ holding }: { readonly holding: Holding }) {
  const { library, location, callNumber, copy, statement, note, available, dueOn } = holding
  const parts = [library, location, callNumber, copy && `copy ${copy}`, statement, note].filter(
    (part) => part !== undefined,
  )
  return (
    <p class="copy">
      {parts.map((part, i) => [<Words key={i} text={part} most={200} />, ' '])}
      {available !== undefined && (
        <span class={`badge ${available ? 'ok' : 'calm'}`}>
          <span aria-hidden="true">{available ? '✓' : '○'}</span> {available ? 'on the shelf' : 'not on the shelf'}
        </span>
      )}{' '}
      {dueOn && (
        <span class="hint">
          due <Words text={dueOn} most={40} />
        </span>
      )}
    </p>
  )
}
