import type { Flavour } from '../standards/marc/index.ts'
import type { RecordLevel } from './types.ts'

/** Leader/17, "Encoding level". I, K, L, M, J and E are OCLC's. Codes not listed say "unknown": less than full. */
const levels: Readonly<Record<Flavour, Readonly<Record<string, RecordLevel>>>> = {
  marc21: {
    ' ': 'full',
    '#': 'full',
    '1': 'full',
    '2': 'less-than-full',
    '3': 'brief',
    '4': 'full',
    '5': 'brief',
    '7': 'less-than-full',
    '8': 'brief',
    z: 'brief',
    I: 'full',
    L: 'full',
  },
  // 1: made without the item in hand, 2: before publication, 3: incomplete
  unimarc: { ' ': 'full', '#': 'full', '1': 'full', '2': 'brief', '3': 'brief' },
}

/** How complete a record says it is. */
export const levelOf = (leader: string, flavour: Flavour): RecordLevel =>
  levels[flavour][leader.charAt(17)] ?? 'less-than-full'
