import type { SelectDecision, SelectedAs } from '../../catalogue/index.ts'
import type { HitDetail } from '../../search/index.ts'
import { type RecordAddress, recordHref } from '../address.ts'
import { Differences } from '../components/differences.tsx'
import { DayAt } from '../components/instant.tsx'
import { Link } from '../components/link.tsx'
import { CsrfField } from '../components/visit.tsx'
import { Words } from '../components/words.tsx'
import { decisionValue } from '../decisions.ts'
import { bibHref } from '../our-address.ts'

interface NewerStateProps {
  readonly address: RecordAddress
  readonly detail: HitDetail
  readonly ours: SelectedAs
}

/** For cataloguers: the library changed its record since we took it, with what taking it again would change in ours. */
export function NewerState({ address, detail, ours: { bibId, version, since, newer } }: NewerStateProps) {
  if (!newer) return null
  const place = { target: address.library, position: address.record }
  return (
    <section class="panel newer" aria-labelledby="newer">
      <h2 id="newer">
        <Words text={detail.source.label} most={120} /> has changed this record
      </h2>
      <p>
        It is <Link to={bibHref(bibId)}>in our catalogue</Link> since <DayAt at={since} />, and is no longer what it was
        when we took it.
      </p>
      {newer.poorer && <p class="hint">Theirs says less than ours.</p>}
      <details open>
        <summary>What changes in ours when theirs is laid over it</summary>
        <Differences differences={newer.changes} before="Ours now" after="Ours then" />
      </details>
      <form method="post" action={recordHref(address, place, '/record/select')} class="acts">
        <CsrfField />
        <Act decision={{ kind: 'overlay', bibId, version }} words="Update ours" primary={!newer.poorer} />
        <Act decision={{ kind: 'complete', bibId, version }} words="Add to ours only what it lacks" />
      </form>
    </section>
  )
}

interface ActProps {
  readonly decision: SelectDecision
  readonly words: string
  readonly primary?: boolean
}

const Act = ({ decision, words, primary = false }: ActProps) => (
  <button type="submit" name="decision" value={decisionValue(decision)} class={primary ? 'btn primary' : 'btn'}>
    {words}
  </button>
)
