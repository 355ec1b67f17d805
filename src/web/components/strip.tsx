import type { TargetStatus } from '../../search/index.ts'
import type { Standing } from '../standing.ts'
import { badgeOf, remarkOf } from '../words-of-progress.ts'
import { type Followed, StopTarget } from './stop-target.tsx'

/** More libraries than this are folded away: the sentence about all of them stays. */
export const mostUnfolded = 8

interface StripCellProps extends Followed {
  readonly target: TargetStatus
}

/** One library of the strip. Its id lets the stream replace it. */
export function StripCell({ target, ...followed }: StripCellProps) {
  const { tone, sign, words } = badgeOf(target)
  const remark = remarkOf(target)
  return (
    <li id={`library-${target.id}`} class={tone === 'wait' ? 'asking' : undefined}>
      <b>{target.label}</b>
      <span class="now">
        <span class={`badge ${tone}`}>
          <span aria-hidden="true">{sign}</span> {words}
        </span>
        <StopTarget target={target} {...followed} />
      </span>
      {remark && <span class="hint">{remark}</span>}
    </li>
  )
}

/** For staff: what its server said, code and all, and what was done about it. */
export function Said({ target }: { readonly target: TargetStatus }) {
  const { failure, adapted = [], unreadableReason, limited } = target
  const said = [failure?.detail, unreadableReason, ...adapted.map(({ detail }) => detail), limited?.detail].filter(
    Boolean,
  )
  if (said.length === 0) return null
  return (
    <details class="said">
      <summary>What it said</summary>
      {said.map((one) => (
        <div key={one}>{one}</div>
      ))}
    </details>
  )
}

/** How every library stands. */
export function Strip({ standing, ...followed }: Followed & { readonly standing: Standing }) {
  const list = (
    <ul class="strip" aria-label="Libraries searched">
      {standing.targets.map((target) => (
        <StripCell key={target.id} target={target} {...followed} />
      ))}
    </ul>
  )
  if (standing.targets.length <= mostUnfolded) return list
  return (
    <details class="folded">
      <summary>{standing.targets.length} libraries, one by one</summary>
      {list}
    </details>
  )
}
