import { Field } from './field.tsx'

interface Choice {
  readonly code: string
  readonly label: string
  readonly active: boolean
}

interface SelectFieldProps {
  readonly id: string
  readonly label: string
  readonly choices: readonly Choice[]
  readonly chosen: string
  /** What stands for none, where none may be chosen. */
  readonly none?: string
  readonly complaint?: string | undefined
}

/** A choice of an authorised list. One no longer on offer can be kept, not chosen anew. */
export const SelectField = ({ id, label, choices, chosen, none, complaint }: SelectFieldProps) => (
  <Field id={id} label={label} complaint={complaint}>
    <select
      id={id}
      name={id}
      aria-describedby={complaint === undefined ? undefined : `${id}-wrong`}
      aria-invalid={complaint === undefined ? undefined : 'true'}
    >
      {none !== undefined && <option value="">{none}</option>}
      {choices
        .filter(({ active, code }) => active || code === chosen)
        .map(({ code, label, active }) => (
          <option key={code} value={code} selected={code === chosen}>
            {active ? label : `${label} (no longer used)`}
          </option>
        ))}
    </select>
  </Field>
)
