import { type LookupList, stateNames } from '../../../../search/index.ts'

const tones: Readonly<Record<LookupList['state'], readonly [tone: 'ok' | 'wait' | 'bad' | 'calm', sign: string]>> = {
  running: ['wait', '…'],
  stopped: ['calm', '‖'],
  done: ['ok', '✓'],
  failed: ['bad', '✕'],
}

/** How a list stands: sign and words. */
export function ListBadge({ list }: { readonly list: LookupList }) {
  const [tone, sign] = tones[list.state]
  return (
    <span class={`badge ${tone}`}>
      <span aria-hidden="true">{sign}</span> {stateNames[list.state]}
    </span>
  )
}
