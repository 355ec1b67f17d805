import type { Lending, Outlook, Way } from '../../../ill/index.ts'
import { dateIn } from '../../../kit/calendar/index.ts'
import { dayWords } from '../requests/words.ts'

export const wayWords: Readonly<Record<Way, string>> = {
  iso18626: 'ISO 18626',
  iso10161: 'ISO 10161',
  email: 'E-mail',
  telephone: 'Telephone',
  post: 'Post',
  other: 'Other',
}

/** The same within a sentence, after "by". */
export const byWay = (way: Way): string =>
  way === 'other'
    ? 'another way'
    : way === 'iso18626' || way === 'iso10161'
      ? wayWords[way]
      : wayWords[way].toLowerCase()

/** The last day that is over at an instant. */
export const lastDay = (instant: string, timeZone: string): string =>
  dayWords(dateIn(timeZone, Date.parse(instant) - 1))

/** What our catalogue says of what is wanted. */
export const situationWords: Readonly<Record<Outlook['situation'], string>> = {
  available: 'A copy is at its place.',
  'on-loan': 'Every copy that is lent is on loan.',
  'non-circulating': 'We have it, but no copy of it is lent.',
  'not-held': 'Nothing in our catalogue is like it.',
  perhaps: 'Our catalogue has something like it: see first whether it is the same.',
}

export const serviceWords = { loan: 'Loan', copy: 'Copy' } as const

/** "Loan, or copy": what was asked for, in the order preferred. */
export const servicesWords = (services: Lending['services']): string =>
  services.map((one, at) => (at === 0 ? serviceWords[one] : one)).join(', or ')

/** An address as it stands on a parcel, line by line: where it is to go, else where the library is. */
export function addressLines({ partner, deliverTo }: Lending): readonly string[] {
  const { name, street, postalCode, place, region, country } = deliverTo ?? partner
  const town = [postalCode, place].filter(Boolean).join(' ')
  return [name || partner.name, ...(street ?? '').split('\n'), town, region, country].filter(
    (line): line is string => line !== undefined && line.trim() !== '',
  )
}
