import type { TargetStatus } from '../../search/index.ts'
import { type SearchAddress, searchHref } from '../address.ts'
import { isAsked } from '../standing.ts'
import { CsrfField } from './visit.tsx'

/** A search as the page that follows it knows it. */
export interface Followed {
  /** The id of the search. */
  readonly search: string
  readonly address: SearchAddress
}

const form = 'stop-waiting'

/** Gives up every library that has not answered. */
export const StopWaiting = ({ search, address }: Followed) => (
  <form id={form} method="post" action={stopHref({ search, address }, [])} data-while-running>
    <CsrfField />
    <button type="submit" class="btn">
      Stop waiting
    </button>
  </form>
)

/** Gives up one library as long as it has not answered. It belongs to the form above, which is on the page while any is asked. */
export const StopTarget = ({ target, ...followed }: Followed & { readonly target: TargetStatus }) =>
  isAsked(target) && (
    <button type="submit" class="quiet" form={form} formAction={stopHref(followed, [target.id])}>
      Stop<span class="hidden"> waiting for {target.label}</span>
    </button>
  )

/** Whom this reader gave up before in the same search stays given up. */
function stopHref({ search, address }: Followed, more: readonly string[]): string {
  const before = address.stopped === search ? address.skip : []
  return searchHref('/search/stop', {
    ...address,
    stopped: search,
    skip: more.length > 0 ? [...before, ...more] : [],
  })
}
