import { z } from 'zod'
import { add, after, bind, defineWorkflow, form, type Machine } from '../../src/workflow/index.ts'

/** The errand of `errand.ts` as a later release might have it: other names, a price in cents, and a way to wait. */
export const errand2 = defineWorkflow({
  name: 'errand',
  version: 2,
  initial: 'idle',
  data: z.object({ urgesAt: z.string().nullable(), urged: z.number(), cents: z.number().nullable() }),
  start: { urgesAt: null, urged: 0, cents: null },
  states: {
    idle: { label: 'Idle', primary: 'inquire' },
    inquired: { label: 'Inquired', timers: { urgesAt: 'urge' }, primary: 'done' },
    over: { label: 'Over', final: true },
  },
  events: {
    inquire: { label: 'Inquire', by: ['staff', 'patron'], form: z.object({ cents: z.number() }), group: 'usual' },
    done: { label: 'Done', by: ['staff'], group: 'usual' },
    drop: { label: 'Drop', by: ['staff', 'patron'], group: 'end' },
    urge: { label: 'Urge', by: ['clock', 'staff'], group: 'usual' },
    pay: { label: 'Pay', by: ['staff'], group: 'usual' },
    note: { label: 'Note', by: ['staff'], quiet: true, form: z.object({ text: z.string() }), group: 'notes' },
  },
  guards: { allowed: { otherwise: 'nobody allowed it' } },
  effects: { tell: { runs: 'after', irreversible: true, label: 'Telling somebody' } },
  lengths: { patience: { openDays: 3 } },
  rules: {
    idle: {
      inquire: {
        when: ['allowed'],
        to: 'inquired',
        set: { cents: form('cents'), urgesAt: after('patience') },
        do: ['tell'],
      },
      drop: { to: 'over' },
    },
    inquired: {
      done: { to: 'over' },
      drop: { to: 'over' },
      urge: { set: { urged: add(1), urgesAt: after('patience') }, do: ['tell'] },
    },
    over: { pay: {} },
  },
  everywhere: { note: {} },
  migrations: [
    {
      from: 1,
      to: 2,
      states: { asked: 'inquired', done: 'over', dropped: 'over' },
      events: { ask: 'inquire' },
      data: ({ urgesAt, urged, price }) => ({
        urgesAt: urgesAt as string | null,
        urged: Number(urged),
        cents: price === null ? null : Number(price) * 100,
      }),
    },
  ],
})

const day = 86_400_000

export const errandMachine2 = (): Machine =>
  bind(errand2, {
    facts: async (_tx, instances) => new Map(instances.map(({ id }) => [id, {}])),
    guards: { allowed: () => true },
    effects: { tell: { run: async () => undefined } },
    later: (from, length) => new Date(from.getTime() + day * ('days' in length ? length.days : length.openDays)),
  })
