import { CsrfField } from '../../../components/visit.tsx'

/** The form that the boxes of targets belong to: their rows have forms of their own. */
export const tickedForm = 'ticked'

interface TickedBarProps {
  /** Where in the list it was pressed. */
  readonly q: string
  readonly page: number
  /** Those there are, to choose from. */
  readonly categories: readonly string[]
  readonly category?: string | undefined
}

/** What can be done with the targets that are ticked. */
export const TickedBar = ({ q, page, categories, category = '' }: TickedBarProps) => (
  <form id={tickedForm} method="post" action="/admin/alter-targets" class="acting action-bar panel" data-noun="targets">
    <CsrfField />
    <input type="hidden" name="q" value={q} />
    <input type="hidden" name="page" value={page} />
    <p class="hint" role="status" data-told="">
      Tick targets, then choose what to do with them.
    </p>
    <div class="acts">
      <button type="submit" class="btn" name="act" value="on">
        Turn on
      </button>
      <button type="submit" class="btn" name="act" value="off">
        Turn off
      </button>
      <span class="joined">
        <label for="category">Category</label>
        <input id="category" name="category" value={category} list="categories" maxLength={200} autocomplete="off" />
        <datalist id="categories">
          {categories.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      </span>
      <button type="submit" class="btn" name="act" value="into">
        Put under it
      </button>
      <button type="submit" class="btn" name="act" value="outOf">
        Take out of it
      </button>
    </div>
  </form>
)
