import type { StatementLine } from '../../../ill/index.ts'
import { SelectField } from '../../components/choice.tsx'
import { TextField } from '../../components/field.tsx'
import { Link } from '../../components/link.tsx'
import { type FeesAddress, feesHref } from './address.ts'
import { sideWords } from './words.ts'

interface ChoosingProps {
  readonly address: FeesAddress
  readonly libraries: readonly StatementLine['partner'][]
}

/** Which month, library and side. */
export const Choosing = ({ address, libraries }: ChoosingProps) => (
  <search>
    <form action="/fees" class="panel stacked">
      <div class="fields">
        <TextField id="month" label="Month" type="month" value={address.month ?? ''} />
        <SelectField
          id="library"
          label="Library"
          options={[['', 'All'], ...libraries.map(({ id, name }) => [String(id), name] as const)]}
          value={String(address.library ?? '')}
        />
        <SelectField
          id="side"
          label="What"
          options={[['', 'Both'], ...(Object.entries(sideWords) as [string, string][])]}
          value={address.side ?? ''}
        />
      </div>
      <div class="acts">
        <button type="submit" class="btn primary">
          Show
        </button>
        <Link class="btn" to={feesHref({ ...address, after: undefined }, '/fees/file')}>
          Download as CSV
        </Link>
      </div>
    </form>
  </search>
)
