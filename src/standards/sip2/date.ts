/**
 * A moment as a fixed field has it, YYYYMMDDZZZZHHMMSS: in the time of a place, whose zone is left blank as most systems
 * expect, or in universal time, whose zone is Z.
 */
export function writeSip2Date(at: Date, timeZone?: string): string {
  const parts = new Map<string, string>(
    new Intl.DateTimeFormat('en', {
      ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
      ...{ hourCycle: 'h23', timeZone: timeZone ?? 'UTC', calendar: 'gregory', numberingSystem: 'latn' },
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value] as const),
  )
  const of = (...names: string[]) => names.map((name) => parts.get(name)).join('')
  const zone = timeZone === undefined ? '   Z' : '    '
  return `${of('year').padStart(4, '0')}${of('month', 'day')}${zone}${of('hour', 'minute', 'second')}`
}

/** A day somebody wrote in a date field. */
export interface Sip2Date {
  /** YYYY-MM-DD. */
  readonly day: string
  /** HH:MM:SS, where a time is given. */
  readonly time?: string
}

/**
 * Reads YYYYMMDD, with or without a zone and a time, and what some systems write instead: hyphens in the day, one zone
 * letter, none at all. Undefined for what is no day.
 */
export function readSip2Date(text: string): Sip2Date | undefined {
  const [, year, month, day, rest = ''] = /^(\d{4})-?(\d{2})-?(\d{2})(.*)$/.exec(text.trim()) ?? []
  if (year === undefined || month === undefined || day === undefined) return undefined
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined
  const [, hours, minutes, seconds = '00'] = /(\d{2}):?(\d{2}):?(\d{2})?$/.exec(rest.trim().slice(-8)) ?? []
  const time = hours !== undefined && Number(hours) < 24 ? `${hours}:${minutes}:${seconds}` : undefined
  return { day: `${year}-${month}-${day}`, ...(time !== undefined && { time }) }
}
