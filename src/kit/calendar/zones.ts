/** The time zone of this machine; UTC where it has none that there is, as where TZ is empty. */
export function machineTimeZone(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return timeZone === 'Etc/Unknown' ? 'UTC' : timeZone
}

/** What a clock on the wall shows: formatters by time zone, made once each, for making one takes long. */
const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    clocks.set(timeZone, clock)
  }
  return clock
}

/** Whether a name such as `Europe/London` is one of a time zone that is known here. */
export function isTimeZone(name: string): boolean {
  try {
    clockOf(name)
    return true
  } catch {
    return false
  }
}

/** The date and time the clocks of a zone show, as if it were UTC. Whole seconds. */
function shown(timeZone: string, instant: number): number {
  const parts: Record<string, number> = {}
  for (const { type, value } of clockOf(timeZone).formatToParts(instant)) parts[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

const iso = (time: number) => new Date(time).toISOString()

/** The date (YYYY-MM-DD) it is in a time zone at an instant. Epoch milliseconds. */
export const dateIn = (timeZone: string, instant: number): string => iso(shown(timeZone, instant)).slice(0, 10)

/** The time of day (HH:MM:SS) it is in a time zone at an instant. */
export const timeIn = (timeZone: string, instant: number): string => iso(shown(timeZone, instant)).slice(11, 19)

const day = 86_400_000

/**
 * The instant at which the clocks of a time zone show a date and time; of one they show twice the first, of one they
 * leave out the same time as if they had not been put forward yet, as RFC 5545 section 3.3.5 has it. So `instantOf(zone,
 * date)` is the beginning of the day, also where clocks change at midnight.
 * @param date YYYY-MM-DD
 * @param time HH:MM or HH:MM:SS
 */
export function instantOf(timeZone: string, date: string, time = '00:00'): number {
  const wanted = Date.parse(`${date}T${time}Z`)
  const offset = (instant: number) => shown(timeZone, instant) - instant
  // Clocks change once in two days at most: what they are off before and after is all there can be.
  const [early, late] = [wanted - offset(wanted - day), wanted - offset(wanted + day)]
  const fitting = [early, late].filter((instant) => shown(timeZone, instant) === wanted)
  return fitting.length > 0 ? Math.min(...fitting) : early
}
