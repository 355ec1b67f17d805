import { Field } from './field.tsx'

interface SelectFieldProps {
  readonly id: string
  readonly label: string
  readonly hint?: string | undefined
  readonly complaint?: string | undefined
  /** Value and words, in order. */
  readonly options: readonly (readonly [value: string, words: string])[]
  readonly value: string
}

/** One of a list. Its id is its name. */
export const SelectField = ({ options, value, ...field }: SelectFieldProps) => (
  <Field {...field}>
    <select
      id={field.id}
      name={field.id}
      aria-describedby={field.complaint ? `${field.id}-wrong` : field.hint ? `${field.id}-hint` : undefined}
      aria-invalid={field.complaint ? 'true' : undefined}
    >
      <Options options={options} value={value} />
    </select>
  </Field>
)

/** What a list offers; one that was chosen and is offered no more still stands. */
export const Options = ({ options, value }: Pick<SelectFieldProps, 'options' | 'value'>) => (
  <>
    {(options.some(([one]) => one === value) ? options : [...options, [value, value] as const]).map(([one, words]) => (
      <option key={one} value={one} selected={one === value}>
        {words}
      </option>
    ))}
  </>
)

interface CheckProps {
  readonly name: string
  readonly value?: string
  readonly checked: boolean
  readonly words: string
  readonly hint?: string
}

/** Something to tick. */
export const Check = ({ name, value = '1', checked, words, hint }: CheckProps) => (
  <label class="check">
    <input type="checkbox" name={name} value={value} checked={checked} />
    <span>
      {words}
      {hint && <span class="hint"> {hint}</span>}
    </span>
  </label>
)
