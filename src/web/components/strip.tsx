import type { Search, TargetStatus } from '../../search/index.ts'
import { badgeOf, remarkOf } from '../words-of-progress.ts'

/** More libraries than this are folded away: the sentence about all of them stays. */
const mostUnfolded = 8

/** One library of the strip. Its id lets the stream replace it. */
export function StripCell({ target }: { readonly target: TargetStatus }) {
  const { tone, sign, words } = badgeOf(target)
  const remark = remarkOf(target)
  return (
    <li id={`library-${target.id}`} class={tone === 'wait' ? 'asking' : undefined}>
      <b>{target.label}</b>
      <span class={`badge ${tone}`}>
        <span aria-hidden="true">{sign}</span> {words}
      </span>
      {remark && <span class="hint">{remark}</span>}
    </li>
  )
}

/** How every library stands. */
export function Strip({ search }: { readonly search: Search }) {
  const list = (
    <ul class="strip" aria-label="Libraries searched">
      {search.targets.map((target) => (
        <StripCell key={target.id} target={target} />
      ))}
    </ul>
  )
  if (search.targets.length <= mostUnfolded) return list
  return (
    <details class="folded">
      <summary>{search.targets.length} libraries, one by one</summary>
      {list}
    </details>
  )
}
