import { controlText, type Field, type Flavour, first, type MarcRecord } from '../../standards/marc/index.ts'
import { levelOf } from '../levels.ts'
import type { RecordLevel } from '../types.ts'

/** Something a good record has: in which fields, how many of them count, and what each is worth. */
interface Merit {
  readonly tags: RegExp
  readonly most: number
  readonly worth: number
}

const levels: Readonly<Record<RecordLevel, number>> = { full: 20, 'less-than-full': 10, brief: 0 }

const merits: Readonly<Record<Flavour, readonly Merit[]>> = {
  marc21: [
    { tags: /^(?:020|022|010|024|035)$/, most: 3, worth: 2 },
    { tags: /^(?:05|06|07|08)\d$/, most: 3, worth: 3 },
    { tags: /^1[013]\d$/, most: 1, worth: 5 },
    { tags: /^24[0-6]$/, most: 3, worth: 2 },
    { tags: /^250$/, most: 1, worth: 2 },
    { tags: /^26[04]$/, most: 1, worth: 4 },
    { tags: /^300$/, most: 1, worth: 4 },
    { tags: /^33[678]$/, most: 3, worth: 1 },
    { tags: /^(?:4\d\d|8[0-3]\d)$/, most: 2, worth: 2 },
    { tags: /^5(?!05|20)\d\d$/, most: 5, worth: 1 },
    { tags: /^5(?:05|20)$/, most: 2, worth: 3 },
    { tags: /^6\d\d$/, most: 6, worth: 3 },
    { tags: /^7\d\d$/, most: 4, worth: 2 },
    { tags: /^880$/, most: 4, worth: 1 },
  ],
  unimarc: [
    { tags: /^0[1-7]\d$/, most: 3, worth: 2 },
    { tags: /^10[12]$/, most: 2, worth: 1 },
    { tags: /^1[0-3]\d$/, most: 3, worth: 1 },
    { tags: /^18[123]$/, most: 3, worth: 1 },
    { tags: /^200$/, most: 1, worth: 2 },
    { tags: /^205$/, most: 1, worth: 2 },
    { tags: /^21[04]$/, most: 1, worth: 4 },
    { tags: /^215$/, most: 1, worth: 4 },
    { tags: /^(?:225|4[16]\d)$/, most: 2, worth: 2 },
    { tags: /^3(?!27|30)\d\d$/, most: 5, worth: 1 },
    { tags: /^3(?:27|30)$/, most: 2, worth: 3 },
    { tags: /^5\d\d$/, most: 3, worth: 2 },
    { tags: /^6[0-2]\d$/, most: 6, worth: 3 },
    { tags: /^6[78]\d$/, most: 3, worth: 3 },
    { tags: /^7\d0$/, most: 1, worth: 5 },
    { tags: /^7\d[12]$/, most: 4, worth: 2 },
  ],
}

/**
 * How much a record says, in points: the higher of two is the more complete. The level it claims (leader/17) counts, and
 * so does what it really has; many fields of one kind count like a few. Local fields count nothing.
 */
export function richness(record: MarcRecord, flavour: Flavour): number {
  const rows = merits[flavour]
  const counts = rows.map(() => 0)
  for (const field of record.fields) {
    const row = rows.findIndex(({ tags }) => tags.test(field[0]))
    if (row >= 0 && says(field)) counts[row]!++
  }
  const fields = rows.reduce((sum, { most, worth }, at) => sum + Math.min(counts[at]!, most) * worth, 0)
  return levels[levelOf(record.leader, flavour)] + fields + coded(record, flavour)
}

/** Whether a field holds more than blanks and linking numbers. */
const says = (field: Field): boolean =>
  field.some((text, at) => at > 2 && at % 2 === 1 && field[at - 1] !== '6' && text.trim() !== '')

/** Points for coded data that are really filled in: date and language. */
function coded(record: MarcRecord, flavour: Flavour): number {
  const [date, language] =
    flavour === 'marc21'
      ? [controlText(record, '008')?.slice(7, 11), controlText(record, '008')?.slice(35, 38)]
      : [first(record, '100', 'a')?.slice(9, 13), first(record, '101', 'a')]
  return (/^\d{4}$/.test(date ?? '') ? 2 : 0) + (/^[a-z]{3}$/.test(language ?? '') && language !== 'und' ? 2 : 0)
}
