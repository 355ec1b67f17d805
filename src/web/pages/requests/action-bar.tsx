import { useVisitor } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { whoIs } from '../../requests.ts'
import { count as counted } from '../../text.ts'
import { mostAtOnce } from './bulk/bulk-address.ts'

interface ActionBarProps {
  readonly door: Door
  /** How many the list is of, and how many of them stand on the page. */
  readonly count: number
  readonly shown: number
}

/** What can be done with the requests that are ticked. Edit and Manage Lenders take one. */
export function ActionBar({ door, count, shown }: ActionBarProps) {
  const { engine } = door.ill
  const { definition } = engine.machine('request')
  const who = whoIs(useVisitor())
  // Left out is only what the house offers in no status: of each request the server decides.
  const offered = (event: string) =>
    Object.keys(definition.states).some((state) => engine.policy.menu('request', state, who).offers(event))
  const acts = [
    ...['assign', 'inProcess'].map((event) => ({ event, label: definition.events[event]!.label, one: false })),
    { event: 'edit', label: definition.events['edit']!.label, one: true },
    { event: 'complete', label: definition.events['complete']!.label, one: false },
  ].filter(({ event }) => offered(event))
  return (
    <section class="action-bar panel" id="actions" tabIndex={-1} aria-label="Action Menu">
      {count > shown && (
        <label class="check">
          <input type="checkbox" name="all" value="1" />
          <span>
            All {counted(count, 'request')} that match
            {count > mostAtOnce && ` (${mostAtOnce} at a time)`}
          </span>
        </label>
      )}
      <p class="hint" role="status" data-told="">
        Tick requests, then choose what to do with them.
      </p>
      <div class="acts">
        {[...acts, { event: 'lenders', label: 'Manage Lenders', one: true }].map(({ event, label, one }) => (
          <button key={event} type="submit" class="btn" name="event" value={event} data-one={one ? '' : undefined}>
            {label}
          </button>
        ))}
      </div>
    </section>
  )
}
