import { type Call, callsAbout, stepOf } from '../../../ill/index.ts'
import { Link } from '../../components/link.tsx'
import type { Door } from '../../door.ts'
import { StepActs, StepBadge, StepFacts } from './step.tsx'

interface CardProps {
  readonly calls: readonly Call[]
  /** The library each is about, where a request has several. */
  readonly of?: ((instance: number) => string) | undefined
}

/** What the library's own system was asked for about a request, and what staff have to do there. */
export const SystemCard = ({ calls, of }: CardProps) => (
  <section class="panel" id="library-system">
    <h2>Library system</h2>
    <ol class="line thread">
      {calls.map((call) => {
        const { label } = stepOf(call.step)
        return (
          <li key={call.id}>
            <b>
              {label}
              {of && `, ${of(call.instanceId)}`}
            </b>{' '}
            <StepBadge call={call} />
            <StepFacts call={call} />
            <StepActs
              call={call}
              name={label}
              back="request"
              all={calls.filter(({ instanceId }) => instanceId === call.instanceId)}
            />
          </li>
        )
      })}
    </ol>
    <Link to="/circulation-queue">Circulation Queue</Link>
  </section>
)

const open = new Set<Call['state']>(['waiting', 'failed', 'manual'])

/** The card of some lines or a request of another library: of all steps, or only while something is left to be done. */
export async function systemCard(
  { database, ill }: Pick<Door, 'database' | 'ill'>,
  instances: readonly number[],
  { whole, of }: { readonly whole: boolean; readonly of?: (instance: number) => string },
) {
  // A library that asks no system any more still sees what it was asked for.
  const calls = await callsAbout(database.db, instances)
  if (calls.length === 0 || !(whole || calls.some(({ state }) => open.has(state)))) return undefined
  if (!ill.librarySystem && !whole) return undefined
  return <SystemCard calls={calls} of={new Set(calls.map(({ instanceId }) => instanceId)).size > 1 ? of : undefined} />
}
