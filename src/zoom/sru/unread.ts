import type { SruUnread } from '../../standards/sru/index.ts'
import { type Phase, TargetFailure } from '../types.ts'

/** What was read. @throws TargetFailure for an answer that could not be */
export function orUnread<T extends object>(read: T | SruUnread, phase: Phase): T {
  if (!('wrong' in read)) return read
  throw new TargetFailure(
    read.notXml
      ? { kind: 'wrong-protocol', expected: 'SRU', found: read.wrong }
      : { kind: 'protocol-error', phase, detail: read.wrong },
  )
}
