import { type Person, passwordComplaint, pinComplaint } from '../../../accounts/index.ts'
import type { Complaints } from '../../complaints.ts'
import { TextField } from '../../components/field.tsx'

/** What is wrong with a new password or PIN typed twice, by field. */
export function secretComplaints(
  { kind, login }: Pick<Person, 'kind' | 'login'>,
  { fresh, again }: { readonly fresh: string; readonly again: string },
): Complaints {
  const complaint = (kind === 'staff' ? passwordComplaint : pinComplaint)(fresh, login)
  if (complaint) return { fresh: `${complaint}.` }
  return fresh === again ? {} : { again: 'This is not the same: type it once more.' }
}

/** Where a new password or PIN is typed, twice. */
export const SecretFields = ({ kind, complaints }: { kind: Person['kind']; complaints: Complaints }) => (
  <>
    <TextField
      id="fresh"
      label={kind === 'staff' ? 'New password' : 'New PIN or password'}
      hint={kind === 'staff' ? 'At least 8 characters of any kind.' : '4 to 12 digits, or at least 8 characters.'}
      complaint={complaints['fresh']}
      type="password"
      autocomplete="new-password"
      required
    />
    <TextField
      id="again"
      label="The same again"
      complaint={complaints['again']}
      type="password"
      autocomplete="new-password"
      required
    />
  </>
)
