import { type Definition, type EventSpec, localPrefix, type StateSpec, type Words } from '../definition.ts'
import type { MachinePolicy, PolicyFile } from './shape.ts'

/** A machine in the words of the house, with its lengths, what happens by itself, and its own actions. */
export function localise(definition: Definition, file: PolicyFile): Definition {
  const policy = file.machines[definition.name]
  const own = file.local.filter(({ machines }) => machines.includes(definition.name))
  const spoken = mapped(definition.events, (spec, event) => eventIn(spec, event, file.labels, policy))
  const actions = own.map(({ code, label, order }): [string, EventSpec] => [
    `${localPrefix}${code}`,
    { label, order, by: ['staff'], group: 'Local', quiet: true, irreversible: true },
  ])
  return {
    ...definition,
    states: mapped(definition.states, (spec, state) => stateIn(spec, state, file.labels, policy)),
    events: { ...spoken, ...Object.fromEntries(actions) },
    lengths: { ...definition.lengths, ...known(policy?.lengths ?? {}, definition.lengths) },
    rules: mapped(definition.states, (_, state) => ({
      ...definition.rules[state],
      // A rule without a word: nothing about the instance can change by it.
      ...Object.fromEntries(
        own.filter(({ states }) => !states || states.includes(state)).map(({ code }) => [`${localPrefix}${code}`, {}]),
      ),
    })),
  }
}

/** The words of one label set. */
const worded = <W extends Words>(words: W, set: PolicyFile['labels']): W =>
  set === 'second' && words.second !== undefined ? { ...words, label: words.second } : words

function stateIn(
  spec: StateSpec,
  state: string,
  set: PolicyFile['labels'],
  policy: MachinePolicy | undefined,
): StateSpec {
  const said = policy?.states[state]
  return {
    ...worded(spec, set),
    ...(spec.after && { after: mapped(spec.after, (words) => worded(words!, set)) }),
    ...(typeof said === 'string' ? { label: said } : said && present(said)),
  }
}

function eventIn(
  spec: EventSpec,
  event: string,
  set: PolicyFile['labels'],
  policy: MachinePolicy | undefined,
): EventSpec {
  const everywhere = policy?.menu.filter((one) => !one.in && !one.for) ?? []
  const label = everywhere.map(({ relabel }) => relabel?.[event]).findLast((one) => one !== undefined)
  const automatic = policy?.automatic.some((one) => one.event === event) && spec.by.includes('staff')
  return {
    ...worded(spec, set),
    ...(label !== undefined && { label }),
    // What staff may do by hand, the house may have done by itself.
    ...(automatic && { by: [...new Set([...spec.by, 'system' as const])] }),
  }
}

const mapped = <V, W>(table: Readonly<Record<string, V>>, change: (value: V, key: string) => W): Record<string, W> =>
  Object.fromEntries(Object.entries(table).map(([key, value]) => [key, change(value, key)]))

/** What a newer version calls otherwise is of no use to an older one. */
const known = <V>(table: Readonly<Record<string, V>>, names: object): Record<string, V> =>
  Object.fromEntries(Object.entries(table).filter(([key]) => key in names))

const present = (words: { label?: string | undefined; patron?: string | undefined }) => ({
  ...(words.label !== undefined && { label: words.label }),
  ...(words.patron !== undefined && { patron: words.patron }),
})
