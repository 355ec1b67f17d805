import { Problem } from '../../src/problems.ts'
import type { ActorKind, Definition, EventActor, EventSpec, Outcome } from '../../src/workflow/index.ts'
import { rulesFor } from '../../src/workflow/index.ts'
import type { House } from './create-house.ts'

/** Somebody of each kind that may cause events. */
export const actors: Readonly<Record<ActorKind, EventActor>> = {
  staff: { kind: 'staff', id: '00000000-0000-4000-8000-00000000000a', name: 'Ann' },
  patron: { kind: 'patron', name: 'A reader' },
  partner: { kind: 'partner', id: 'XX-Hill', name: 'Hill Library' },
  clock: { kind: 'clock', name: 'Timer' },
  system: { kind: 'system', name: 'Farshelf' },
}

/** What forms may be filled in with, by field. What is not here stays empty. */
const values: Readonly<Record<string, readonly unknown[]>> = {
  assignee: ['00000000-0000-4000-8000-00000000000b'],
  assigneeName: ['Bob'],
  privateNote: ['Looked at.'],
  override: [true, false],
  message: ['It is here.', 'request', 'renew'],
  notify: [true, false],
  changed: ['title'],
  reason: ['No longer needed'],
  publicNote: ['Thank you.'],
  lenderNote: ['With our compliments.', undefined],
  answerBy: ['2026-03-20', undefined],
  retryAfter: ['2026-04-20', undefined],
  checkedInOn: ['2026-05-02', undefined],
  state: ['SHIPPED'],
  transmit: [true, false],
  another: [true, false],
  supplyOn: ['2026-03-20'],
  availableOn: ['2026-03-25'],
  condition: ['In the library only'],
  replyBy: ['2026-03-12'],
  cost: ['5.00'],
  answer: ['unfilled', 'retry', 'locations', 'estimate'],
  service: ['loan', 'copy', undefined],
  dueAtLender: ['2026-05-01', '2026-06-01'],
  dueDate: ['2026-06-15'],
  returnedOn: ['2026-04-30'],
}

export type Chance = () => number
export const oneOf = <T>(random: Chance, list: readonly T[]): T => list[Math.floor(random() * list.length)]!

/** A form somebody might send with an event. */
export function someForm({ form }: EventSpec, random: Chance): Record<string, unknown> {
  const named = Object.keys(form?.shape ?? {}).filter((name) => name in values)
  return Object.fromEntries(
    named.map((name) => [name, oneOf(random, values[name]!)]).filter(([, value]) => value !== undefined),
  )
}

export interface Step {
  readonly of: 'request' | 'borrowing'
  readonly id: number
  readonly event: string
  readonly kind: ActorKind
  readonly form: Readonly<Record<string, unknown>>
}

/** What might happen next to a request or its lender's line: mostly something legal. */
export async function somethingNext(
  house: House,
  ids: { readonly request: number; readonly line: number },
  bibId: number,
  random: Chance,
  /** What is rather to happen than other things. */
  prefers: (of: string, state: string, event: string) => boolean = () => false,
): Promise<Step> {
  const of = random() < 0.3 ? 'request' : 'borrowing'
  const id = of === 'request' ? ids.request : ids.line
  const { definition } = house.engine.machine(of)
  const { state } = await house.engine.read(house.db, id)
  const legal = random() < 0.95
  const events = Object.keys(definition.events).filter(
    (event) => !legal || rulesFor(definition as Definition, state, event).length > 0,
  )
  const preferred = events.filter((one) => prefers(of, state, one))
  const event = random() < 0.07 ? 'undo' : oneOf(random, preferred.length > 0 && random() < 0.6 ? preferred : events)
  const spec = definition.events[event]
  if (!spec) return { ...{ of, id, event }, kind: 'staff', form: {} }
  return {
    ...{ of, id, event },
    kind: oneOf(random, spec.by),
    form: { ...someForm(spec, random), ...(event === 'link' && { bibId }) },
  }
}

/** Lets it happen: the outcome, or why it did not. */
export async function take(house: House, { id, event, kind, form }: Step): Promise<Outcome | Problem> {
  const cause = { actor: actors[kind], via: kind === 'clock' ? 'timer' : 'page' }
  try {
    return await house.database.tx((tx) =>
      event === 'undo'
        ? house.engine.undo(tx, id, { ...cause, supervisor: true })
        : house.engine.act(tx, id, event, { ...cause, form }),
    )
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}
