import { tones } from './words.ts'

interface StatusProps {
  readonly state: string
  readonly label: string
  /** Something happened that nobody has looked at. */
  readonly attention?: boolean
}

/** A status: in words, with a sign and a colour that say the same. */
export function Status({ state, label, attention = false }: StatusProps) {
  const [tone, sign] = tones[state] ?? ['calm', '○']
  return (
    <>
      <span class={`badge ${tone}`}>
        <span aria-hidden="true">{sign}</span> {label}
      </span>
      {attention && <span class="badge wait">● New</span>}
    </>
  )
}
