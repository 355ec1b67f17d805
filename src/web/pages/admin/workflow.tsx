import type { RequestHandler } from 'express'
import { z } from 'zod'
import { Problem } from '../../../problems.ts'
import {
  countInstances,
  type Definition,
  eventLabel,
  newestOf,
  stateLabel,
  svgOf,
  waysOf,
} from '../../../workflow/index.ts'
import { Link } from '../../components/link.tsx'
import type { Door } from '../../door.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { AdminLayout } from './admin-layout.tsx'

/** In the words of the house. */
const workflowsOf = ({ ill }: Door) => ill.engine.machines.map(({ definition }) => definition)

const drawingOf = (name: string) => `/admin/workflow/${encodeURIComponent(name)}/drawing`

/** Every workflow as it is here: its drawing, what leads from where to where, and how many are in each state. */
export const workflowPage = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { res }) => {
    const counts = await countInstances(door.database.db)
    const machines = [...newestOf(workflowsOf(door)).values()]
    sendPage(
      res,
      <AdminLayout door={door} title="Workflows" part="/admin/workflow">
        <h1>Workflows</h1>
        <p class="hint">
          What can become of a request and of what is asked of each lender, in this library’s own words. A dashed way is
          gone by itself: when time runs out, or when another library says so.
        </p>
        {machines.length === 0 && (
          <div class="panel nothing">
            <p>There are no workflows.</p>
          </div>
        )}
        {machines.map((definition) => (
          <Workflow key={definition.name} definition={definition} counts={counts.get(definition.name) ?? new Map()} />
        ))}
      </AdminLayout>,
    )
  })

/** The drawing of one workflow. Each is made once. */
export function workflowDrawing(door: Door): RequestHandler {
  const made = new Map<string, string>()
  return route(z.object({ machine: z.string().min(1).max(64) }), async ({ machine }, { res }) => {
    const definition = newestOf(workflowsOf(door)).get(machine)
    if (!definition) throw new Problem('not-found', { what: 'workflow' })
    const drawing = made.get(machine) ?? (await svgOf(definition))
    made.set(machine, drawing)
    res.set('Cache-Control', 'private, no-cache').type('svg').send(drawing)
  })
}

interface WorkflowProps {
  readonly definition: Definition
  /** Instances by state. */
  readonly counts: ReadonlyMap<string, number>
}

function Workflow({ definition, counts }: WorkflowProps) {
  const { name, version, states } = definition
  const ways = waysOf(definition)
  // A state that an older version has, and this one no longer.
  const gone = [...counts.keys()].filter((state) => !(state in states))
  const live = Object.keys(states).reduce(
    (sum, state) => sum + (states[state]!.final ? 0 : (counts.get(state) ?? 0)),
    0,
  )
  return (
    <section class="part" aria-labelledby={`workflow-${name}`}>
      <h2 id={`workflow-${name}`}>{titled(name)}</h2>
      <p class="hint">
        Version {version}. {live.toLocaleString('en')} not at an end yet.{' '}
        <Link to={drawingOf(name)}>The drawing by itself</Link>
      </p>
      <div class="panel wide-table drawing">
        <img
          src={drawingOf(name)}
          alt={`Drawing of the workflow ${name}: the table below says the same in words`}
          loading="lazy"
        />
      </div>
      <div class="panel wide-table">
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">State</th>
              <th scope="col">Now</th>
              <th scope="col">What leads on</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(states).map(([state, { final }]) => (
              <tr key={state}>
                <th scope="row">
                  {stateLabel(definition, { state })} {final && <span class="badge">end</span>}
                </th>
                <td data-label="Now">{(counts.get(state) ?? 0).toLocaleString('en')}</td>
                <td data-label="Leads on">
                  {ways
                    .filter(({ from }) => from === state)
                    .map(({ to, events }) => {
                      const words = events.map((event) => eventLabel(definition, event)).join(', ')
                      return `${words} → ${stateLabel(definition, { state: to })}`
                    })
                    .join('; ')}
                </td>
              </tr>
            ))}
            {gone.map((state) => (
              <tr key={state}>
                <th scope="row">{state}</th>
                <td data-label="Now">{counts.get(state)!.toLocaleString('en')}</td>
                <td>by an older version</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

const titled = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)
