import type { Lending } from '../../../ill/index.ts'
import { rulesFor } from '../../../workflow/index.ts'
import { useVisitor } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { whoIs } from '../../requests.ts'

/** What can be done with several at once: what needs no word about each, but the number of the copy that goes. */
export const bulkLendingEvents = [
  ...['willSupply', 'unfilled', 'retry', 'shipped', 'cancelYes', 'cancelNo', 'renewYes', 'renewNo', 'overdue'],
  ...['recall', 'checkedIn', 'message', 'seen', 'complete'],
] as const

interface BulkBarProps {
  readonly door: Door
  readonly lendings: readonly Lending[]
}

/** One action for the requests that are ticked: of all that some request of the page may allow. */
export function BulkBar({ door: { ill }, lendings }: BulkBarProps) {
  const { definition } = ill.engine.machine('lending')
  const who = whoIs(useVisitor())
  const states = [...new Set(lendings.map(({ state }) => state))]
  const events = bulkLendingEvents.filter((event) =>
    states.some(
      (state) =>
        rulesFor(definition, state, event, 'staff').some((rule) => !rule.unoffered) &&
        ill.engine.policy.menu('lending', state, who).offers(event),
    ),
  )
  const primary = states.length === 1 ? definition.states[states[0]!]?.primary : undefined
  return (
    <section class="action-bar panel" id="actions" tabIndex={-1} aria-label="Action Menu">
      <p class="hint" role="status" data-told="">
        Tick requests, then choose what to do with them.
      </p>
      <div class="acts">
        <label for="event">With those ticked</label>
        <select id="event" name="event">
          {events.map((event) => (
            <option key={event} value={event} selected={event === primary}>
              {definition.events[event]!.label}
            </option>
          ))}
        </select>
        <button type="submit" class="btn">
          Go on
        </button>
      </div>
    </section>
  )
}
