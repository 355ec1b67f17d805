import { type Definition, localPrefix, rulesFor } from '../definition.ts'
import { localise } from './localise.ts'
import type { LocalAction, MachinePolicy, PolicyFile } from './shape.ts'

/** What is wrong with a file, and where in it. */
export interface Complaint {
  readonly path: readonly (string | number)[]
  readonly message: string
}

const complaint = (path: Complaint['path'], message: string): Complaint => ({ path, message })

/** What a policy says of things that are not there, or that could not work: names of machines, states, events, groups. */
export function policyComplaints(file: PolicyFile, definitions: readonly Definition[]): Complaint[] {
  const newest = newestOf(definitions)
  return [
    ...Object.entries(file.machines).flatMap(([name, policy]) => {
      const machine = newest.get(name)
      if (!machine) return [complaint(['machines', name], unknown('machine', newest.keys()))]
      return machineComplaints(machine, policy, file)
    }),
    ...file.local.flatMap((action, index) => localComplaints(action, index, file, newest)),
  ]
}

export function newestOf(definitions: readonly Definition[]): ReadonlyMap<string, Definition> {
  const newest = new Map<string, Definition>()
  for (const one of definitions) if ((newest.get(one.name)?.version ?? 0) < one.version) newest.set(one.name, one)
  return newest
}

const unknown = (what: string, known: Iterable<string>) => {
  const names = [...known]
  return names.length > 0 ? `is no ${what}; there are ${names.join(', ')}` : `is no ${what}: there are none`
}

/** Complaints about names that are not among those known. */
const strangers = (
  what: string,
  path: Complaint['path'],
  said: readonly string[] | undefined,
  known: Iterable<string>,
) => {
  const names = new Set(known)
  return (said ?? []).flatMap((name, index) =>
    names.has(name) ? [] : [complaint([...path, index], unknown(what, names))],
  )
}
const strangeKeys = (what: string, path: Complaint['path'], said: object, known: Iterable<string>) => {
  const names = new Set(known)
  return Object.keys(said).flatMap((name) =>
    names.has(name) ? [] : [complaint([...path, name], unknown(what, names))],
  )
}

function machineComplaints(definition: Definition, policy: MachinePolicy, file: PolicyFile): Complaint[] {
  const at = ['machines', definition.name]
  const local = localise(definition, file)
  const states = Object.keys(definition.states)
  const chosen = Object.entries(local.events).filter(([, { group }]) => group)
  const events = chosen.map(([event]) => event)
  const acts = Object.keys(definition.acts ?? {})
  return [
    ...strangeKeys('state', [...at, 'states'], policy.states, states),
    ...strangeKeys('length', [...at, 'lengths'], policy.lengths, Object.keys(definition.lengths)),
    ...policy.menu.flatMap((one, index) => {
      const here = [...at, 'menu', index]
      return [
        ...strangers('state', [...here, 'in'], one.in, states),
        ...strangers('group', [...here, 'for'], one.for, Object.keys(file.groups)),
        // What is no event is hidden from everybody or from nobody.
        ...strangers('action', [...here, 'hide'], one.hide, one.for ? events : [...events, ...acts]),
        ...strangers('action', [...here, 'first'], one.first, events),
        ...strangeKeys('action', [...here, 'relabel'], one.relabel ?? {}, events),
      ]
    }),
    ...Object.entries(policy.notes).flatMap(([event, notes]) => noteComplaints(definition, event, notes)),
    ...automaticComplaints(local, policy),
  ]
}

function noteComplaints(definition: Definition, event: string, notes: Readonly<Record<string, string>>): Complaint[] {
  const at = ['machines', definition.name, 'notes', event]
  const shape = definition.events[event]?.form?.shape
  if (!shape) return [complaint(at, `is no action that asks for something`)]
  return Object.entries(notes).flatMap(([field, text]) => {
    const schema = shape[field]
    if (!schema) return [complaint([...at, field], unknown('field of its form', Object.keys(shape)))]
    const parsed = schema.safeParse(text)
    return parsed.success ? [] : [complaint([...at, field], parsed.error.issues[0]!.message)]
  })
}

function automaticComplaints(local: Definition, { automatic }: MachinePolicy): Complaint[] {
  const at = ['machines', local.name, 'automatic']
  const found = automatic.flatMap(({ state, event, form }, index) => {
    const here = [...at, index]
    if (!local.states[state]) return [complaint([...here, 'state'], unknown('state', Object.keys(local.states)))]
    const spec = local.events[event]
    if (!spec || event.startsWith(localPrefix))
      return [
        complaint(
          [...here, 'event'],
          unknown(
            'event',
            Object.keys(local.events).filter((e) => !e.startsWith(localPrefix)),
          ),
        ),
      ]
    if (!spec.by.includes('system'))
      return [complaint([...here, 'event'], 'is not for staff, nor for the program itself')]
    if (rulesFor(local, state, event).length === 0)
      return [complaint([...here, 'event'], `is illegal in the state ${state}`)]
    const parsed = spec.form?.safeParse(form)
    if (!parsed || parsed.success) return []
    const [issue] = parsed.error.issues
    return [complaint([...here, 'form', ...(issue!.path as string[])], issue!.message)]
  })
  if (found.length > 0) return found
  return automatic.flatMap(({ state }, index) =>
    leadsBack(local, automatic, state) ? [complaint([...at, index], 'goes round in a circle with the others')] : [],
  )
}

/** Whether automatic events lead from a state into that same state again. */
function leadsBack(local: Definition, automatic: MachinePolicy['automatic'], start: string): boolean {
  const next = (from: string) =>
    automatic
      .filter(({ state }) => state === from)
      .flatMap(({ event }) => rulesFor(local, from, event).map(({ to }) => to ?? from))
      .filter((to) => to !== from)
  const seen = new Set(next(start))
  for (const state of seen) for (const to of next(state)) seen.add(to)
  return seen.has(start)
}

function localComplaints(
  action: LocalAction,
  index: number,
  file: PolicyFile,
  newest: ReadonlyMap<string, Definition>,
): Complaint[] {
  const at = ['local', index]
  const states = action.machines.flatMap((name) => Object.keys(newest.get(name)?.states ?? {}))
  const groups = Object.keys(file.groups)
  return [
    ...(file.local.findIndex(({ code }) => code === action.code) === index
      ? []
      : [complaint([...at, 'code'], 'is the code of another action already')]),
    ...strangers('machine', [...at, 'machines'], action.machines, newest.keys()),
    ...strangers('state', [...at, 'states'], action.states, states),
    ...strangers('group', [...at, 'groups'], action.groups, groups),
    ...(Object.hasOwn(file.alerts, action.alert)
      ? []
      : [complaint([...at, 'alert'], unknown('alert', Object.keys(file.alerts)))]),
    ...action.recipients.flatMap((recipient, i) =>
      recipient.startsWith('group:') && !groups.includes(recipient.slice('group:'.length))
        ? [complaint([...at, 'recipients', i], unknown('group', groups))]
        : [],
    ),
  ]
}
