import type { Action, Instance } from '../../../workflow/index.ts'
import { Note } from '../../components/note.tsx'

/** The box that says that somebody means it. */
export const confirmed = 'confirmed'

/** Before these, terminating asks the lender to stop; from them on the loan goes on all the same. */
const atTheLender: ReadonlySet<string> = new Set(['idle', 'pending', 'conditional', 'cancel-pending'])

interface Subject {
  readonly instance: Instance
  /** Its reader has borrowed it and not brought it back. */
  readonly lent: boolean
  readonly action: Pick<Action, 'event'>
}

/** What has to be confirmed before an action is done; undefined where nothing has. domain/ill.md 2.1, B12. */
export function confirming({ instance, action: { event }, lent }: Subject): Confirming | undefined {
  if (instance.definition !== 'borrowing') return undefined
  if (event === 'terminate' && !atTheLender.has(instance.state))
    return {
      words: 'Nobody else is asked any more, and the lender is told nothing: the loan goes on until the item is back.',
      label: 'Terminate it all the same',
    }
  if (event === 'returned' && lent)
    return {
      words: 'The borrower has it on loan. Their loan ends with this: they are not asked for it any more.',
      label: 'It is here, and goes back',
    }
  return undefined
}

interface Confirming {
  readonly words: string
  /** Of the box. */
  readonly label: string
}

/** The warning, with its box to tick. */
export const Confirm = ({ words, label, complaint }: Confirming & { readonly complaint?: string | undefined }) => (
  <>
    <Note tone="wait">{words}</Note>
    <div class={complaint === undefined ? 'field' : 'field wrong'}>
      {complaint !== undefined && (
        <p class="complaint" id={`${confirmed}-wrong`}>
          <span aria-hidden="true">✕ </span>
          {complaint}
        </p>
      )}
      <label class="check">
        <input
          type="checkbox"
          name={confirmed}
          value="1"
          required
          aria-describedby={complaint === undefined ? undefined : `${confirmed}-wrong`}
        />
        <span>{label}</span>
      </label>
    </div>
  </>
)
