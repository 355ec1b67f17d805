import { dayAtWords, timeWords } from '../pages/requests/words.ts'
import { useVisitor } from './visit.tsx'

interface InstantProps {
  readonly at: string | Date
}

/** `28 Nov, 07:30`, by the clock of the house. */
export const TimeAt = ({ at }: InstantProps) => <>{timeWords(at, useVisitor().timeZone)}</>

/** The day it was at an instant, by the clock of the house. */
export const DayAt = ({ at }: InstantProps) => <>{dayAtWords(at, useVisitor().timeZone)}</>
