import { type ImportBatch, importOutcomes } from '../../../catalogue/index.ts'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import type { PageAddress } from './batch-address.ts'
import { outcomeWords } from './words.ts'

/** How many records came, or would come, to what; each figure leads to its records. */
export function Counts({ batch, address }: { batch: ImportBatch; address: PageAddress }) {
  const isLoaded = batch.done.records > 0 || batch.expected === undefined
  const counts = isLoaded ? batch.counts : batch.expected!
  const shown = importOutcomes.filter((outcome) => counts[outcome] > 0)
  const { undo } = batch
  return (
    <section class="panel">
      <h2>{isLoaded ? 'What happened' : 'What loading would do now'}</h2>
      {shown.length === 0 ? (
        <p class="hint">Nothing has been counted yet.</p>
      ) : (
        <ul class="figures">
          {shown.map((outcome) => (
            <li key={outcome}>
              <Link to={`/import/${batch.id}?outcome=${outcome}`} current={address.outcome === outcome && 'true'}>
                <b class="num">{counts[outcome].toLocaleString('en')}</b> {outcomeWords[outcome][0]}
              </Link>
              <span class="hint"> {outcomeWords[outcome][1]}</span>
            </li>
          ))}
        </ul>
      )}
      {(counts.items > 0 || counts.itemsReplaced > 0 || counts.itemErrors > 0) && (
        <p>
          {counts.items.toLocaleString('en')} {isLoaded ? 'items added' : 'items to add'}
          {counts.itemsReplaced > 0 &&
            `, ${counts.itemsReplaced.toLocaleString('en')} ${isLoaded ? 'replaced' : 'to replace'}`}
          {counts.itemErrors > 0 && `, ${counts.itemErrors.toLocaleString('en')} ${isLoaded ? 'refused' : 'to refuse'}`}
        </p>
      )}
      {counts.repaired > 0 && (
        <p class="hint">{counts.repaired.toLocaleString('en')} records were damaged and have been repaired.</p>
      )}
      {counts.rejected > 0 && (
        <p>
          <Link to={`/import/${batch.id}/rejects`} download>
            Rejected records as they were in the file
          </Link>
          {' · '}
          <Link to={`/import/${batch.id}/report`} download>
            Report: number, byte, reason
          </Link>
        </p>
      )}
      {undo && (
        <Note tone={undo.left > 0 ? 'wait' : 'info'}>
          Undone: {undo.removed.toLocaleString('en')} records and {undo.items.toLocaleString('en')} items taken out,{' '}
          {undo.restored.toLocaleString('en')} records
          {undo.itemsRestored > 0 && ` and ${undo.itemsRestored.toLocaleString('en')} items`} given back what they said
          before.
          {undo.left > 0 && (
            <>
              {' '}
              <Link to={`/import/${batch.id}?left=1`}>
                {undo.left.toLocaleString('en')} were changed since and stay as they are
              </Link>
            </>
          )}
        </Note>
      )}
    </section>
  )
}
