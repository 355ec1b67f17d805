import type { Control } from '../action-form.ts'
import type { Complaints } from '../complaints.ts'
import { LinesField, TextField } from './field.tsx'
import { SelectField } from './select-field.tsx'

export interface ActionFieldsProps {
  readonly controls: readonly Control[]
  readonly typed: Readonly<Record<string, unknown>>
  readonly complaints: Complaints
  /** What controls choose from that name a list. */
  readonly lists: Readonly<Record<string, readonly (readonly [value: string, label: string])[]>>
  /** What is said beside a line to type into, by its name. */
  readonly hints?: Readonly<Record<string, string>>
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The controls an action asks for, with what was typed and what is wrong with it. */
export const ActionFields = ({ controls, typed, complaints, lists, hints = {} }: ActionFieldsProps) => (
  <>
    {controls.map((control) => (
      <ActionField
        key={control.name}
        control={control}
        value={typed[control.name]}
        complaint={complaints[control.name]}
        hint={hints[control.name]}
        choices={control.choices ?? (control.list === undefined ? undefined : lists[control.list])}
      />
    ))}
  </>
)

interface ActionFieldProps {
  readonly control: Control
  readonly value: unknown
  readonly complaint: string | undefined
  readonly hint: string | undefined
  readonly choices: readonly (readonly [value: string, label: string])[] | undefined
}

function ActionField({ control, value, complaint, hint, choices = [] }: ActionFieldProps) {
  const { name, label, kind, required, maxLength } = control
  const shared = { id: name, label, complaint }
  if (kind === 'hidden') return <input type="hidden" name={name} value={text(value)} />
  if (kind === 'lines')
    return <LinesField {...shared} value={text(value)} rows={3} {...(maxLength !== undefined && { maxLength })} />
  if (kind === 'tick')
    return (
      <label class="check">
        <input type="checkbox" id={name} name={name} value="1" checked={value === true} />
        <span>{label}</span>
      </label>
    )
  if (kind === 'choice')
    return (
      <SelectField
        {...shared}
        choices={choices.map(([code, label]) => ({ code, label, active: true }))}
        chosen={text(value)}
        {...(!required && { none: 'None' })}
      />
    )
  return (
    <TextField
      {...shared}
      {...(hint !== undefined && { hint })}
      type={kind === 'date' ? 'date' : 'text'}
      value={text(value)}
      required={required}
      autocomplete="off"
      {...(maxLength !== undefined && { maxLength })}
    />
  )
}
