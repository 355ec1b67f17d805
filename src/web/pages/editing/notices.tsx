import { z } from 'zod'
import { Note } from '../../components/note.tsx'

/** What was just done to a record, in words: at the end of every act one is sent to a page that says it. */
const notices = {
  created: 'Added to our catalogue.',
  existing: 'This is the record we have.',
  overlaid: 'Theirs was laid over our record. The version before is in its history.',
  completed: 'What our record lacked was added. The version before is in its history.',
  restored: 'Brought back.',
  saved: 'Saved. The version before is in its history.',
  unchanged: 'Nothing was changed, so nothing was saved.',
  suppressed: 'Suppressed: readers no longer see this record.',
  active: 'Readers see this record again.',
  deleted: 'Deleted. Its history is kept, and any version can be restored.',
} as const
type Done = keyof typeof notices

/** Part of an address; anything else in its place says nothing. */
export const notice = z
  .enum(Object.keys(notices) as [Done, ...Done[]])
  .optional()
  .catch(undefined)

export const Notice = ({ of }: { readonly of: Done | undefined }) =>
  of ? (
    <div role="status">
      <Note tone="info">{notices[of]}</Note>
    </div>
  ) : null
