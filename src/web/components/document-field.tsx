import { documentTypes, documentTypeWords } from '../../ill/index.ts'
import { addDays } from '../../kit/calendar/index.ts'
import { longDate } from '../dates.ts'
import type { Door } from '../door.ts'
import { Field } from './field.tsx'

interface DocumentFieldProps {
  readonly door: Pick<Door, 'ill' | 'clock'>
  readonly complaint?: string | undefined
  /** The form does without. */
  readonly optional?: boolean
  /** The library it is sent to; a reader of ours where it is not given. */
  readonly to?: string
}

const accepted = Object.entries(documentTypes)
  .flatMap(([type, { extensions }]) => [type, ...extensions.map((one) => `.${one}`)])
  .join(',')

/**
 * Takes the file of a copy. Belongs into a form with `enctype` multipart/form-data; what stands behind it there is lost
 * when the file is refused.
 */
export function DocumentField({ door, complaint, optional = false, to }: DocumentFieldProps) {
  const { downloadMiB, downloadDays } = door.ill.settings
  const until = addDays(new Date(door.clock.now()).toISOString().slice(0, 10), downloadDays)
  const whose = to === undefined ? 'The borrower can download it under My requests' : `${to} can fetch it by a link`
  return (
    <Field
      id="document"
      label={optional ? 'File of the copy (none for a copy on paper)' : 'File of the copy'}
      complaint={complaint}
      hint={`${documentTypeWords.replace(/^p/, 'P')}, at most ${downloadMiB} MiB. ${whose} until ${longDate(until)}.`}
    >
      <input
        id="document"
        type="file"
        name="document"
        accept={accepted}
        required={!optional}
        aria-describedby={complaint === undefined ? 'document-hint' : 'document-hint document-wrong'}
        aria-invalid={complaint === undefined ? undefined : 'true'}
      />
    </Field>
  )
}
