import { iso18626, messageWords, type Sendings, type SentAs as Sent } from '../../ill/index.ts'
import { Note } from './note.tsx'

interface SentAsProps {
  /** The library whose system it goes to. */
  readonly partner: string
  readonly sendings: Sendings
}

/** What another library's system is told by an act, and what it is told instead where its dialect has no words for it. */
export const SentAs = ({ partner, sendings }: SentAsProps) => (
  <>
    <p class="hint">
      The system of {partner} is told over {dialectOf(sendings)}: {sendings.messages.map(calledOf).join(', then ')}.
      {inNoteOf(sendings)}
    </p>
    <SentInstead partners={[partner]} sendings={sendings} />
  </>
)

interface SentInsteadProps {
  readonly partners: readonly string[]
  readonly sendings: Sendings
  /** They have to be named: there are others on the page. */
  readonly named?: boolean
}

/** What is sent to libraries instead of what they would have to be told; nothing where nothing is. */
export function SentInstead({ partners, sendings, named = false }: SentInsteadProps) {
  const told = sendings.messages.flatMap((message) => {
    const words = insteadOf(message, sendings)
    return words === undefined ? [] : [<p key={message.type}>{words}</p>]
  })
  if (told.length === 0) return null
  return (
    <Note tone="wait">
      {named && <p>To {partners.join(', ')}:</p>}
      {told}
    </Note>
  )
}

const years = { '1.2': '2017', '2021-2': '2021' } as const

function dialectOf({ toward: { protocol, profile, version } }: Sendings): string {
  if (protocol === 'iso10161') return 'ISO 10161'
  const label = profile === 'standard' ? '' : ` (${iso18626.profiles[profile].label})`
  return `ISO 18626 of ${years[version]}${label}`
}

const quoted = (text: string): string => `“${text}”`
const calledOf = ({ as }: Sent): string => as.map(quoted).join(' or ')

function inNoteOf({ messages }: Sendings): string {
  const names = [...new Set(messages.flatMap(({ inNote }) => inNote))]
  return names.length === 0
    ? ''
    : ` What it has no field for stands in the note, if you fill it in: ${names.join(', ')}.`
}

function insteadOf(message: Sent, sendings: Sendings): string | undefined {
  const { type, says, unsaid, insteadFor, changed } = message
  const called = messageWords(type)
  const missing = unsaid.length === 0 ? '' : `There is no place for: ${unsaid.join(', ')}. It is not told.`
  if (insteadFor === undefined && !changed) return missing || undefined
  const has = `${capital(dialectOf(sendings))} has no message ${quoted(called)}.`
  const goes = insteadFor
    ? `A note goes instead${says.length === 0 ? '' : `: ${says.map(quoted).join(', ')}`}.`
    : `${calledOf(message)} goes instead.`
  return [has, goes, insteadFor && readers[insteadFor], missing].filter(Boolean).join(' ')
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const readers: Readonly<Record<NonNullable<Sent['insteadFor']>, string>> = {
  people: 'Their system does nothing by itself: their staff have to read it, and act on it by hand.',
  farshelf: 'Another Farshelf acts on it by itself; in any other system staff have to read it.',
  system: 'Their system understands it.',
}
