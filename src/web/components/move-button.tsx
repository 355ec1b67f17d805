interface MoveButtonProps {
  readonly way: 'up' | 'down'
  /** What the row is known by: sent as `move`, behind the way. */
  readonly id: string | number
  readonly label: string
  /** There is no further in this direction. */
  readonly off: boolean
}

/** Moves a row of a list one place, by the form it stands in. */
export const MoveButton = ({ way, id, label, off }: MoveButtonProps) => (
  <button
    type="submit"
    class="quiet"
    name="move"
    value={`${way}:${id}`}
    disabled={off}
    aria-label={`Move ${label} ${way}`}
  >
    {way === 'up' ? '↑' : '↓'}
  </button>
)
