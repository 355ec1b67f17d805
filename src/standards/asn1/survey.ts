import { Problem } from '../../problems.ts'
import { Header, invalid } from './header.ts'
import type { Limits } from './limits.ts'

/** Where the elements of indefinite length end; those of definite length say so themselves. */
export interface Survey {
  /** Content offsets of the indefinite elements, ascending. */
  readonly starts: readonly number[]
  /** Offsets of their end-of-contents octets, in the same order. */
  readonly ends: readonly number[]
}

/**
 * Looks over every element once, without recursion, before anything is built from the bytes: checks all limits, that
 * each element lies within the one around it and that the input is exactly one element (X.690 §8.1). After it, headers
 * can be read without checks and the depth of recursion is bounded.
 * @throws Problem `ber-*` with the offset of the element at fault
 */
export function survey(bytes: Buffer, limits: Limits): Survey {
  const size = bytes.length
  if (size > limits.size) throw new Problem('ber-too-large', { offset: 0, limit: limits.size })
  const header = new Header()
  const starts: number[] = []
  const ends: number[] = []
  // Of the open elements around the present one: where each must end, and its place in `ends` if indefinite, else -1.
  const outerBounds: number[] = []
  const outerMarks: number[] = []
  let bound = size
  let mark = -1
  let depth = 0
  let nodes = 0
  let at = 0

  do {
    if (!header.read(bytes, at, bound, limits)) throw cutShort(at, bound, size)
    if (header.identifier === 0) {
      if (mark < 0) throw invalid(at, 'end-of-contents where no indefinite length is open')
      ends[mark] = at
      at = header.start
      depth--
      bound = outerBounds[depth]!
      mark = outerMarks[depth]!
    } else {
      if (++nodes > limits.nodes) throw new Problem('ber-too-many-nodes', { offset: at, limit: limits.nodes })
      if (depth >= limits.depth) throw new Problem('ber-too-deep', { offset: at, limit: limits.depth })
      if (header.length > limits.size) throw new Problem('ber-too-large', { offset: at, limit: limits.size })
      const end = header.start + header.length
      if (end > bound) throw cutShort(at, bound, size)
      if (header.constructed) {
        outerBounds[depth] = bound
        outerMarks[depth] = mark
        depth++
        mark = header.indefinite ? starts.push(header.start) - 1 : -1
        if (mark < 0) bound = end
        else ends.push(bound)
        at = header.start
      } else at = end
    }
    while (depth > 0 && mark < 0 && at === bound) {
      depth--
      bound = outerBounds[depth]!
      mark = outerMarks[depth]!
    }
  } while (depth > 0)

  if (at !== size) throw invalid(at, `${size - at} octets follow the element`)
  return { starts, ends }
}

/** The element at `offset` runs past its bound: the end of the input, or of the element around it. */
function cutShort(offset: number, bound: number, size: number): Problem {
  return bound === size
    ? new Problem('ber-truncated', { offset })
    : invalid(offset, 'an element reaches past the end of the one around it')
}
