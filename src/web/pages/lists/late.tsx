import { count } from '../../text.ts'

interface LateProps {
  /** By how many days; none where it is in time. */
  readonly days: number
}

/** That something should have been back, and how long ago. */
export const Late = ({ days }: LateProps) =>
  days > 0 ? (
    <span class="badge bad">
      <span aria-hidden="true">!</span> {count(days, 'day')} late
    </span>
  ) : null
