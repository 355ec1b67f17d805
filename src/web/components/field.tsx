import type { ComponentChildren } from 'preact'

interface FieldProps {
  readonly id: string
  readonly label: string
  /** Said before anything is typed. */
  readonly hint?: ComponentChildren
  /** What is wrong with what was typed, and what to do. */
  readonly complaint?: string | undefined
  readonly children?: ComponentChildren
}

const idsOf = ({ id, hint, complaint }: FieldProps) =>
  [hint !== undefined && `${id}-hint`, complaint !== undefined && `${id}-wrong`].filter(Boolean).join(' ') || undefined

/** A control with its label, hint and complaint; `children` is the control, described by `describedBy`. */
export const Field = ({ id, label, hint, complaint, children }: FieldProps) => (
  <div class={complaint === undefined ? 'field' : 'field wrong'}>
    <label for={id}>{label}</label>
    {hint !== undefined && (
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
    )}
    {complaint !== undefined && (
      <p class="complaint" id={`${id}-wrong`}>
        <span aria-hidden="true">✕ </span>
        {complaint}
      </p>
    )}
    {children}
  </div>
)

/** No union in `type` of the element: what fits one kind of input need not fit another. */
type FieldType = 'text' | 'password' | 'email' | 'date' | 'month' | 'search'

interface TextFieldProps extends Omit<FieldProps, 'children'> {
  readonly value?: string | undefined
  readonly type?: FieldType
  readonly required?: boolean
  readonly autofocus?: boolean
  readonly autocomplete?: string
  readonly autocapitalize?: 'none' | 'words'
  readonly spellcheck?: boolean
  readonly inputMode?: 'numeric' | 'text'
  readonly maxLength?: number
}

/** A one-line field. Its id is its name. */
export function TextField({ id, label, hint, complaint, ...input }: TextFieldProps) {
  return (
    <Field id={id} label={label} hint={hint} complaint={complaint}>
      <input
        {...(input as { type?: 'text' })}
        id={id}
        name={id}
        aria-describedby={idsOf({ id, label, hint, complaint })}
        aria-invalid={complaint === undefined ? undefined : 'true'}
      />
    </Field>
  )
}

interface LinesFieldProps extends Omit<FieldProps, 'children'> {
  readonly value?: string | undefined
  readonly rows: number
  readonly maxLength?: number
  /** To be read and copied. */
  readonly readonly?: boolean
}

/** A field of several lines. Its id is its name. */
export const LinesField = ({ id, label, hint, complaint, value = '', rows, maxLength, readonly }: LinesFieldProps) => (
  <Field id={id} label={label} hint={hint} complaint={complaint}>
    <textarea
      id={id}
      name={id}
      rows={rows}
      maxLength={maxLength}
      readonly={readonly}
      aria-describedby={idsOf({ id, label, hint, complaint })}
      aria-invalid={complaint === undefined ? undefined : 'true'}
    >
      {/* Browsers drop the first line break. */}
      {`\n${value}`}
    </textarea>
  </Field>
)
