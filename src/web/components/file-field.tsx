import { Field } from './field.tsx'

interface FileFieldProps {
  /** Kinds of file the browser offers first. */
  readonly accept: string
  readonly complaint: string | undefined
}

/** The one file that a form is sent for. */
export const FileField = ({ accept, complaint }: FileFieldProps) => (
  <Field id="file" label="File" complaint={complaint}>
    <input
      type="file"
      id="file"
      name="file"
      accept={accept}
      required
      aria-describedby={complaint && 'file-wrong'}
      aria-invalid={complaint ? 'true' : undefined}
    />
  </Field>
)
