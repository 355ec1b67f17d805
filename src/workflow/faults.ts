import { type Definition, type Given, localPrefix, type Rule, readCondition, reserved, rulesFor } from './definition.ts'

/** One rule with where it stands. */
interface Placed {
  readonly state: string
  readonly event: string
  readonly rule: Rule
}

/**
 * What is wrong with a machine, beyond what the compiler sees, as sentences; none if it is sound. Every state can be
 * reached, and leads to a final one; of the rules for one event no two can match; every name is of use.
 */
export function faults(definition: Definition): string[] {
  const placed = everyRule(definition)
  return [
    ...nameFaults(definition),
    ...pathFaults(definition, placed),
    ...overlaps(definition),
    ...placed.flatMap((one) => ruleFaults(definition, one)),
    ...timerFaults(definition),
    ...unused(definition, placed),
  ]
}

/** Every rule of every state, those for everywhere included. */
export function everyRule(definition: Definition): Placed[] {
  return Object.keys(definition.states).flatMap((state) =>
    Object.keys(definition.events).flatMap((event) =>
      rulesFor(definition, state, event).map((rule) => ({ state, event, rule })),
    ),
  )
}

function nameFaults({ states, events, initial, data, start }: Definition): string[] {
  const found: string[] = []
  if (!(initial in states)) found.push(`the initial state ${initial} is not among the states`)
  for (const name of Object.values(reserved)) if (name in events) found.push(`no event may be called ${name}`)
  for (const event of Object.keys(events))
    if (event.startsWith(localPrefix)) found.push(`${event}: only local actions begin so`)
  for (const [state, { primary }] of Object.entries(states))
    if (primary && !(primary in events)) found.push(`${state}: the primary event ${primary} is not among the events`)
  const parsed = data.safeParse(start)
  if (!parsed.success) found.push(`a new instance's fields are not what they should be: ${parsed.error.message}`)
  return found
}

function pathFaults({ states, initial }: Definition, placed: readonly Placed[]): string[] {
  const steps = placed.filter(({ state, rule }) => rule.to && rule.to !== state)
  const reached = closure([initial], (state) => steps.filter((s) => s.state === state).map((s) => s.rule.to!))
  const finals = Object.keys(states).filter((state) => states[state]!.final)
  const ending = closure(finals, (state) => steps.filter((s) => s.rule.to === state).map((s) => s.state))
  return Object.keys(states).flatMap((state) => [
    ...(reached.has(state) ? [] : [`${state} cannot be reached`]),
    ...(ending.has(state) ? [] : [`${state} has no way to a final state`]),
  ])
}

function closure(from: readonly string[], next: (state: string) => readonly string[]): Set<string> {
  const seen = new Set(from)
  for (const state of seen) for (const one of next(state)) seen.add(one)
  return seen
}

function overlaps(definition: Definition): string[] {
  const { states, events } = definition
  return Object.keys(states).flatMap((state) =>
    Object.keys(events).flatMap((event) => {
      const rules = rulesFor(definition, state, event)
      return rules.some((one, index) => rules.slice(index + 1).some((other) => !exclude(one, other)))
        ? [`${state}, ${event}: two rules can match at once`]
        : []
    }),
  )
}

/** Whether one of them asks for what the other forbids, or they are for different actors. */
const exclude = (one: Rule, other: Rule) =>
  (one.by && other.by && !one.by.some((kind) => other.by!.includes(kind))) ||
  (one.when ?? []).some((a) =>
    (other.when ?? []).some((b) => {
      const [left, right] = [readCondition(a), readCondition(b)]
      return left.guard === right.guard && left.holds !== right.holds
    }),
  )

function ruleFaults(definition: Definition, { state, event, rule }: Placed): string[] {
  const at = `${state}, ${event}`
  const { states, guards, effects, events, start } = definition
  const found: string[] = []
  for (const kind of rule.by ?? [])
    if (!events[event]!.by.includes(kind)) found.push(`${at}: the rule is for a ${kind}, who may not cause it`)
  if (rule.to && !(rule.to in states)) found.push(`${at}: no state ${rule.to}`)
  for (const condition of rule.when ?? []) {
    const { guard, holds } = readCondition(condition)
    if (!(guard in guards)) found.push(`${at}: no guard ${guard}`)
    else if (!holds && !guards[guard]!.although) found.push(`${at}: ${guard} has no words for why not while it holds`)
  }
  for (const effect of rule.do ?? []) if (!(effect in effects)) found.push(`${at}: no effect ${effect}`)
  for (const [field, given] of Object.entries(rule.set ?? {})) {
    if (!(field in start)) found.push(`${at}: no field ${field}`)
    found.push(...givenFaults(given, at, Object.keys(events[event]?.form?.shape ?? {}), definition))
  }
  return found
}

function givenFaults(
  given: Given | undefined,
  at: string,
  fields: readonly string[],
  { lengths, values = {} }: Definition,
): string[] {
  if (given === null || typeof given !== 'object') return []
  if ('form' in given && !fields.includes(given.form)) return [`${at}: the form has no field ${given.form}`]
  if ('after' in given && given.from !== undefined && !fields.includes(given.from))
    return [`${at}: the form has no field ${given.from}`]
  if ('worked' in given && !(given.worked in values)) return [`${at}: no value ${given.worked}`]
  if ('after' in given && !(given.after in lengths)) return [`${at}: no length ${given.after}`]
  return []
}

function timerFaults(definition: Definition): string[] {
  return Object.entries(definition.states).flatMap(([state, { timers = {} }]) =>
    Object.entries(timers).flatMap(([field, event]) => {
      const found: string[] = []
      if (!(field in definition.start)) found.push(`${state}: the timer's field ${field} is not there`)
      if (!event) return found
      if (!definition.events[event]?.by.includes('clock')) found.push(`${state}: a timer may not cause ${event}`)
      const rules = rulesFor(definition, state, event, 'clock')
      if (rules.length === 0) found.push(`${state}: its timer's event ${event} is illegal here`)
      // Else it would fire again and again.
      for (const rule of rules)
        if (!(rule.to && rule.to !== state) && !(field in (rule.set ?? {})))
          found.push(`${state}, ${event}: the timer's event neither leaves the state nor sets ${field}`)
      return found
    }),
  )
}

function unused({ events, guards, effects, lengths, values = {} }: Definition, placed: readonly Placed[]): string[] {
  const used = {
    event: new Set(placed.map(({ event }) => event)),
    guard: new Set(placed.flatMap(({ rule }) => (rule.when ?? []).map((when) => readCondition(when).guard))),
    effect: new Set(placed.flatMap(({ rule }) => rule.do ?? [])),
    length: new Set(
      placed.flatMap(({ rule }) => givenIn(rule).flatMap((given) => ('after' in given ? [given.after] : []))),
    ),
    value: new Set(
      placed.flatMap(({ rule }) => givenIn(rule).flatMap((given) => ('worked' in given ? [given.worked] : []))),
    ),
  }
  const named: readonly (readonly [keyof typeof used, object])[] = [
    ['event', events],
    ['guard', guards],
    ['effect', effects],
    ['length', lengths],
    ['value', values],
  ]
  return named.flatMap(([kind, table]) =>
    Object.keys(table)
      .filter((name) => !used[kind].has(name))
      .map((name) => `the ${kind} ${name} is of no use in any state`),
  )
}

const givenIn = ({ set = {} }: Rule) =>
  Object.values(set).filter((given) => given !== null && typeof given === 'object')
