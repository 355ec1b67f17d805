import { codesInWords } from '../ill/index.ts'
import type { Definition, StoredEvent } from '../workflow/index.ts'
import { type Control, controlsOf } from './action-form.ts'
import { dayWords } from './pages/requests/words.ts'

/** Shown otherwise than as a field: as the text of the event. */
const texts: ReadonlySet<string> = new Set(['privateNote', 'changed'])
/** For the machine alone, shown better elsewhere, or a secret: who has the address of a copy has the copy. */
const silent: ReadonlySet<string> = new Set(['preset', 'override', 'message', 'transmit', 'assignee', 'url'])

/** What was said with an event, field by field, in the words of its form: days, amounts and codes as people read them. */
export function saidInEvent(
  { events }: Definition,
  { event, form, actor }: Pick<StoredEvent, 'event' | 'form' | 'actor'>,
): readonly (readonly [label: string, text: string])[] {
  const controls = controlsOf({ form: Object.hasOwn(events, event) ? events[event]!.form : undefined })
  return controls.flatMap((control) => {
    const { name, label } = control
    const text = texts.has(name) || silent.has(name) ? '' : textOf(control, form[name])
    if (text === '') return []
    // The words of a form are those of our own staff.
    return [[name === 'publicNote' && actor.kind === 'partner' ? 'What they wrote' : label, text] as const]
  })
}

function textOf({ name, label, kind, choices, list }: Control, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : ''
  if (typeof value !== 'string' || value === '' || label === name) return ''
  if (kind === 'hidden') return name === 'assigneeName' ? value : ''
  if (kind === 'date') return dayWords(value)
  if (list !== undefined) return value
  return choices?.find(([code]) => code === value)?.[1] ?? codesInWords(value)
}
