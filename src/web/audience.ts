import type { Rights } from '../accounts/index.ts'
import { Problem } from '../problems.ts'
import type { Audience } from '../search/index.ts'
import type { Visitor } from './visitor.ts'

/** Whether somebody may see searches, and libraries, of an audience. What staff search is staff's. */
export const maySee = ({ permissions }: Pick<Rights, 'permissions'>, audience: Audience = 'opac'): boolean =>
  audience === 'opac' || permissions.has('enquiry')

/** @throws Problem sign-in-first, not-allowed */
export function mustSee(visitor: Visitor, audience: Audience): void {
  if (!maySee(visitor, audience)) throw new Problem(visitor.by === 'nothing' ? 'sign-in-first' : 'not-allowed')
}
