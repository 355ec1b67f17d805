import { dateIn, timeIn } from '../../kit/calendar/index.ts'
import { useVisitor } from './visit.tsx'

/** A moment to the minute, by the clock of the house. */
export function Moment({ at }: { readonly at: Date }) {
  const { timeZone } = useVisitor()
  return <time dateTime={at.toISOString()}>{momentIn(timeZone, at)}</time>
}

/** `2026-11-28 07:30 CET` */
const momentIn = (timeZone: string, at: Date): string =>
  `${dateIn(timeZone, at.getTime())} ${timeIn(timeZone, at.getTime()).slice(0, 5)} ${zoneName(timeZone, at)}`

const zoneName = (timeZone: string, at: Date): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'short' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
