import type { Door } from '../../door.ts'
import type { OpenedRequest } from './opened.ts'

interface LinesBarProps {
  readonly door: Door
  readonly opened: OpenedRequest
}

/** The form that the boxes of a request's lenders belong to. */
export const linesForm = 'lines'

/** One action for the lenders that are ticked: of all that are possible with one of them now. */
export function LinesBar({ door, opened: { request, lines, actions } }: LinesBarProps) {
  const { engine } = door.ill
  const possible = lines.flatMap(({ id }) => actions.get(id) ?? []).filter(({ obstacles }) => obstacles.length === 0)
  const known = new Map(possible.map((action) => [action.event, action]))
  const usual = possible.find(({ primary }) => primary)?.event
  const { definition } = engine.machine('borrowing')
  // In the order of the menus, whichever lender an action is of.
  const all = Object.keys(definition.events)
    .flatMap((event) => known.get(event) ?? [])
    .sort((one, other) => orderOf(one.event) - orderOf(other.event))
  function orderOf(event: string): number {
    return definition.events[event]?.order ?? 0
  }
  const groups = [...new Set(all.map(({ group }) => group))]
  return (
    <form
      id={linesForm}
      action={`/requests/${request.id}/lenders/bulk`}
      class="acting action-bar panel"
      data-noun="lenders"
    >
      <p class="hint" role="status" data-told="">
        Tick lenders, then choose what to do with them.
      </p>
      <div class="acts">
        <label for="event">With those ticked</label>
        <select id="event" name="event">
          {groups.map((group) => (
            <optgroup key={group} label={group}>
              {all
                .filter((action) => action.group === group)
                .map(({ event }) => (
                  <option key={event} value={event} selected={event === usual}>
                    {definition.events[event]!.label}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
        <button type="submit" class="btn">
          Go on
        </button>
      </div>
    </form>
  )
}
