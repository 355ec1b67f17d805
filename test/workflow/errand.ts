import { z } from 'zod'
import type { Tx } from '../../src/kit/db/index.ts'
import { add, after, bind, defineWorkflow, form, type Machine, now } from '../../src/workflow/index.ts'

/** A small machine of a test's own: an errand that is asked for, done or given up. */
export const errand = defineWorkflow({
  name: 'errand',
  version: 1,
  initial: 'idle',
  data: z.object({
    askedAt: z.string().nullable(),
    urgesAt: z.string().nullable(),
    urged: z.number(),
    price: z.number().nullable(),
    paid: z.boolean(),
  }),
  start: { askedAt: null, urgesAt: null, urged: 0, price: null, paid: false },
  states: {
    idle: { label: 'Idle', primary: 'ask' },
    asked: { label: 'Asked', timers: { urgesAt: 'urge' }, primary: 'done' },
    done: { label: 'Done', final: true, after: { pay: { label: 'Paid' } } },
    dropped: { label: 'Dropped', final: true },
  },
  events: {
    ask: {
      label: 'Ask',
      by: ['staff', 'patron'],
      form: z.object({ price: z.number().positive().optional() }),
      group: 'usual',
      order: 1,
    },
    done: { label: 'Done', by: ['staff'], group: 'usual', order: 2, form: z.object({ receipt: z.string() }) },
    drop: { label: 'Drop', by: ['staff', 'patron'], group: 'end', order: 9 },
    urge: { label: 'Urge', by: ['clock', 'staff'], group: 'usual', order: 3 },
    pay: { label: 'Pay', by: ['staff'], group: 'usual', order: 4 },
    note: { label: 'Note', by: ['staff'], quiet: true, form: z.object({ text: z.string() }), group: 'notes', order: 5 },
  },
  guards: {
    cheap: { otherwise: 'it costs too much', although: 'it costs little', asksForm: true },
    allowed: { otherwise: 'nobody allowed it' },
  },
  effects: {
    tell: { runs: 'after', irreversible: true, label: 'Telling somebody' },
    book: { runs: 'within', label: 'Booking' },
    stamp: { runs: 'within', label: 'Stamping' },
  },
  lengths: { patience: { openDays: 2 } },
  rules: {
    idle: {
      ask: [
        {
          when: ['allowed', 'cheap'],
          to: 'asked',
          set: { askedAt: now, urgesAt: after('patience'), price: form('price') },
          do: ['book', 'tell'],
        },
        { when: ['allowed', '!cheap'], to: 'dropped', set: { price: form('price') } },
      ],
      drop: { to: 'dropped' },
    },
    asked: {
      done: { to: 'done', do: ['stamp'] },
      drop: { to: 'dropped', do: ['book'] },
      urge: { set: { urged: add(1), urgesAt: after('patience') }, do: ['tell'] },
    },
    done: { pay: { set: { paid: true } } },
  },
  everywhere: { note: {} },
})

export interface Errands {
  readonly machine: Machine
  /** What was told: instance, version. */
  readonly told: (readonly [number, number])[]
  allowed: boolean
}

const day = 86_400_000

/** The machine with handlers that tell what they did: bookings are lines in the audit trail. */
export function errands(): Errands {
  const told: (readonly [number, number])[] = []
  const errandsOf: Errands = { told, allowed: true, machine: undefined as never }
  const mark = (tx: Tx, id: number, action: string) =>
    tx
      .insertInto('audit')
      .values({
        ...{ actor_name: 'test', via: 'job', action, subject_kind: 'errand', subject_id: String(id), detail: '{}' },
      })
      .execute()
  const machine = bind(errand, {
    facts: async (_tx, instances) => new Map(instances.map(({ id }) => [id, { allowed: errandsOf.allowed }])),
    guards: {
      cheap: ({ form }) => Number(form?.price ?? 0) < 100,
      allowed: ({ facts }) => facts.allowed,
    },
    effects: {
      tell: {
        async run(_tx, { instance, event }) {
          told.push([instance.id, event.version])
        },
      },
      book: {
        run: async (tx, { instance }) => void (await mark(tx, instance.id, 'booked')),
        undo: async (tx, { instance }) => void (await mark(tx, instance.id, 'unbooked')),
      },
      stamp: { run: async (tx, { instance }) => void (await mark(tx, instance.id, 'stamped')) },
    },
    later: (from, length) => new Date(from.getTime() + day * ('days' in length ? length.days : length.openDays)),
  })
  return Object.assign(errandsOf, { machine })
}
