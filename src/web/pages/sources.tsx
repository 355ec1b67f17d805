import { type BriefDifference, briefDifferences } from '../../bib/index.ts'
import type { HeldRecord, Source, TargetStatus } from '../../search/index.ts'
import { type RecordAddress, recordHref } from '../address.ts'
import { Link } from '../components/link.tsx'
import { Moment } from '../components/moment.tsx'
import { Words } from '../components/words.tsx'
import { count } from '../text.ts'

interface SourcesProps {
  readonly records: readonly HeldRecord[]
  readonly shown: Source
  readonly address: RecordAddress
  readonly targets: readonly Pick<TargetStatus, 'id' | 'hits'>[]
}

/** The records an entry was merged from: whose each is, and how it differs from the one that is shown. */
export function Sources({ records, shown, address, targets }: SourcesProps) {
  const own = records.find(({ source }) => isAt(source, shown))
  return (
    <>
      <p class="hint">
        These {count(records.length, 'record')} were taken for one edition of one work. Accents, capitals and
        punctuation are not counted as differences.
      </p>
      <ol class="merged-from">
        {records.map(({ source, brief, receivedAt }) => (
          <li key={`${source.target} ${source.position}`}>
            <h2>
              {source.label} {source === own?.source && <span class="badge calm">shown here</span>}
            </h2>
            <p class="hint">
              {placeOf(source, targets)}
              {receivedAt && (
                <>
                  {' '}
                  · received <Moment at={receivedAt} />
                </>
              )}
              {source.lossy && ' · some characters could not be read'}
            </p>
            {own && source !== own.source && <Differences differences={briefDifferences(own.brief, brief)} />}
            <p class="links">
              {source !== own?.source && (
                <Link to={recordHref(address, source)}>
                  See this record<span class="hidden"> ({source.label})</span>
                </Link>
              )}{' '}
              {source.link && (
                <Link to={source.link}>
                  Open in their catalogue<span class="hidden"> ({source.label})</span>
                </Link>
              )}
            </p>
          </li>
        ))}
      </ol>
    </>
  )
}

export const isAt = (a: Source, b: Source): boolean => a.target === b.target && a.position === b.position

function placeOf({ target, position }: Source, targets: SourcesProps['targets']): string {
  const hits = targets.find(({ id }) => id === target)?.hits
  return `no. ${position.toLocaleString('en')}${hits === undefined ? '' : ` of ${hits.toLocaleString('en')}`} in its answer`
}

function Differences({ differences }: { readonly differences: readonly BriefDifference[] }) {
  if (differences.length === 0) return <p>Says the same in everything a list shows.</p>
  return (
    <dl class="facts differing">
      {differences.map(({ label, one, other }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {other === undefined ? <i>not said</i> : <Words text={other} most={300} />}{' '}
            <span class="hint">
              {one === undefined ? (
                '– not said by the one shown'
              ) : (
                <>
                  – shown: <Words text={one} most={300} />
                </>
              )}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
