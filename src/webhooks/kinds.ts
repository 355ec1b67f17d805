import { borrowingMachine, illDefinitions, lendingMachine, requestMachine } from '../ill/index.ts'
import { eventLabel, localPrefix, newestOf } from '../workflow/index.ts'

const subjects = { request: 'request', borrowing: 'line', lending: 'lending' } as const
type Machine = keyof typeof subjects

/** What beginnings are called: a request is placed, a lender added, another library's request taken in. */
const beginnings: Readonly<Record<Machine, string>> = { request: 'placed', borrowing: 'added', lending: 'opened' }

/**
 * The kind of an event, as subscriptions name it: `request.placed`, `line.shipped`. A house's own actions are one kind;
 * a newer version of a workflow is our own affair, and none.
 */
export function kindOf(machine: string, event: string): string | undefined {
  if (!isMachine(machine) || event === 'migrate') return undefined
  const name = event === 'start' ? beginnings[machine] : event.startsWith(localPrefix) ? 'local' : event
  return `${subjects[machine]}.${name}`
}

const isMachine = (name: string): name is Machine => Object.hasOwn(subjects, name)

const named = (machine: Machine, events: object) =>
  ['start', ...Object.keys(events), 'undo', localPrefix].map((event) => kindOf(machine, event)!)

/** Every kind there is. */
export const webhookKinds: readonly string[] = [
  ...named('request', requestMachine.events),
  ...named('borrowing', borrowingMachine.events),
  ...named('lending', lendingMachine.events),
]

/** A kind in words. */
export function kindLabel(kind: string): string {
  const [subject, name = ''] = kind.split('.')
  if (name === 'placed') return 'Placed'
  if (name === 'added') return 'Added'
  if (name === 'opened') return 'Came in'
  if (name === 'local') return 'An action of the house'
  const machine = Object.entries(subjects).find(([, one]) => one === subject)?.[0]
  const definition = newestOf(illDefinitions).get(machine ?? '')
  return (definition && eventLabel(definition, name)) ?? name
}
