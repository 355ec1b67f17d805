import { borrowingMachine, illDefinitions, requestMachine } from '../ill/index.ts'
import { eventLabel, localPrefix, newestOf } from '../workflow/index.ts'

const subjects = { request: 'request', borrowing: 'line' } as const
type Machine = keyof typeof subjects

/** What beginnings are called: a request is placed, a lender added. */
const beginnings: Readonly<Record<Machine, string>> = { request: 'placed', borrowing: 'added' }

/**
 * The kind of an event, as subscriptions name it: `request.placed`, `line.shipped`. A house's own actions are one kind;
 * a newer version of a workflow is our own affair, and none.
 */
export function kindOf(machine: string, event: string): string | undefined {
  if ((machine !== 'request' && machine !== 'borrowing') || event === 'migrate') return undefined
  const name = event === 'start' ? beginnings[machine] : event.startsWith(localPrefix) ? 'local' : event
  return `${subjects[machine]}.${name}`
}

const named = (machine: Machine, events: object) =>
  ['start', ...Object.keys(events), 'undo', localPrefix].map((event) => kindOf(machine, event)!)

/** Every kind there is. */
export const webhookKinds: readonly string[] = [
  ...named('request', requestMachine.events),
  ...named('borrowing', borrowingMachine.events),
]

/** A kind in words. */
export function kindLabel(kind: string): string {
  const [subject, name = ''] = kind.split('.')
  if (name === 'placed') return 'Placed'
  if (name === 'added') return 'Added'
  if (name === 'local') return 'An action of the house'
  const definition = newestOf(illDefinitions).get(subject === 'line' ? 'borrowing' : 'request')
  return (definition && eventLabel(definition, name)) ?? name
}
