import { queueNames, queues, requestMachine } from '../../../ill/index.ts'
import { Check, SelectField } from '../../components/choice.tsx'
import { TextField } from '../../components/field.tsx'
import { Link } from '../../components/link.tsx'
import type { ListAddress } from './list-address.ts'
import { orderWords } from './list-columns.ts'

const services = [
  ['', 'Any'],
  ['loan', 'Loan'],
  ['copy', 'Copy'],
] as const

const items = [
  ['', 'Any'],
  ['1', 'On loan to the borrower'],
  ['0', 'Not on loan'],
] as const

const waiting = [['', 'Any'], ...queueNames.map((name) => [name, queues[name].label])] as [string, string][]

const states = [['', 'Any'], ...Object.entries(requestMachine.states).map(([state, { label }]) => [state, label])] as [
  string,
  string,
][]

/** Everything the list can be narrowed by. */
export const AdvancedSearch = ({ address }: { readonly address: ListAddress }) => (
  <details class="panel unfolding" open={isNarrow(address)}>
    <summary>Advanced search</summary>
    <form action="/requests/list" class="stacked">
      {address.columns && <input type="hidden" name="columns" value={address.columns.join(',')} />}
      {address.line && address.line.length > 0 && <input type="hidden" name="line" value={address.line.join(',')} />}
      <div class="fields">
        <div class="field">
          <label for="words">Number or words</label>
          <input id="words" name="text" value={address.text} maxLength={200} autocomplete="off" />
        </div>
        <TextField id="card" label="Card number" value={address.card} maxLength={60} autocomplete="off" />
        <SelectField
          id="state"
          label="Status"
          options={address.state && address.state.length > 1 ? [...states, several(address.state)] : states}
          value={address.state?.join(',') ?? ''}
        />
        <SelectField id="service" label="Service" options={services} value={address.service ?? ''} />
        <SelectField id="queue" label="At lenders" options={waiting} value={address.queue ?? ''} />
        <SelectField id="lent" label="Item" options={items} value={address.lent ?? ''} />
        <TextField id="from" label="Placed from" type="date" value={address.from} />
        <TextField id="to" label="Placed to" type="date" value={address.to} />
        <TextField id="needed" label="Needed by" type="date" value={address.needed} />
        <TextField id="due" label="Due back at lender by" type="date" value={address.due} />
        <TextField id="sent" label="Asked by, not answered" type="date" value={address.sent} />
        <SelectField id="sort" label="Order" options={Object.entries(orderWords)} value={address.sort} />
      </div>
      <fieldset class="ticks">
        <legend>Only</legend>
        <Check name="mine" words="Assigned to me" checked={address.mine === '1'} />
        <Check name="unassigned" words="Assigned to nobody" checked={address.unassigned === '1'} />
        <Check name="attention" words="With new answers" checked={address.attention === '1'} />
      </fieldset>
      <Check name="completed" words="Display completed requests" checked={address.completed === '1'} />
      <div class="acts">
        <button type="submit" class="btn primary">
          Search
        </button>
        <Link class="btn" to="/requests/list">
          Clear
        </Link>
      </div>
    </form>
  </details>
)

/** More states at once than a choice of one can say. */
const several = (chosen: NonNullable<ListAddress['state']>): [string, string] => [
  chosen.join(','),
  chosen.map((state) => requestMachine.states[state].label).join(' or '),
]

const isNarrow = ({
  card,
  service,
  lent,
  from,
  to,
  needed,
  due,
  mine,
  unassigned,
  attention,
  sent,
  queue,
}: ListAddress) => [card, service, lent, from, to, needed, due, mine, unassigned, attention, sent, queue].some(Boolean)
