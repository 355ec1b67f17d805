import type { Action, Instance } from '../../../workflow/index.ts'
import { Note } from '../../components/note.tsx'

/** The box that says that somebody means it. */
export const confirmed = 'confirmed'

/** Before these, terminating asks the lender to stop; from them on the loan goes on all the same. */
const atTheLender: ReadonlySet<string> = new Set(['idle', 'pending', 'conditional', 'cancel-pending'])

interface Subject {
  readonly instance: Instance
  readonly action: Pick<Action, 'event'>
}

/** What has to be confirmed before an action is done; undefined where nothing has. domain/ill.md 2.1, B12. */
export const confirming = ({ instance: { definition, state }, action: { event } }: Subject): string | undefined =>
  definition === 'borrowing' && event === 'terminate' && !atTheLender.has(state)
    ? 'Nobody else is asked any more, and the lender is told nothing: the loan goes on until the item is back.'
    : undefined

/** The warning, with its box to tick. */
export const Confirm = ({ words, complaint }: { readonly words: string; readonly complaint?: string | undefined }) => (
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
        <span>Terminate it all the same</span>
      </label>
    </div>
  </>
)
