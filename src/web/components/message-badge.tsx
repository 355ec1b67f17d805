import { type Message, messageStates } from '../../messages/index.ts'

const looks = {
  queued: ['calm', '…'],
  sending: ['calm', '…'],
  sent: ['ok', '✓'],
  failed: ['bad', '✕'],
  unsure: ['wait', '?'],
  held: ['wait', '△'],
  kept: ['wait', '△'],
  'other-means': ['ok', '✓'],
  bounced: ['bad', '✕'],
} as const satisfies Readonly<Record<Message['state'], readonly [tone: string, sign: string]>>

interface MessageBadgeProps {
  readonly message: Pick<Message, 'state' | 'dismissedAt'>
}

/** How a message stands, as sign and words. */
export function MessageBadge({ message: { state, dismissedAt } }: MessageBadgeProps) {
  const [tone, sign] = looks[state]
  return (
    <>
      <span class={`badge ${dismissedAt ? 'calm' : tone}`}>
        <span aria-hidden="true">{sign}</span> {messageStates[state]}
      </span>
      {dismissedAt && <span class="hint"> dismissed</span>}
    </>
  )
}
