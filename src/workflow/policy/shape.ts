import { z } from 'zod'
import { Adjustment } from './adjustment.ts'
import { profiles } from './profiles.ts'

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'a name has small letters, digits and hyphens')
const label = z.string().trim().min(1).max(80)
const login = z.string().trim().min(1).max(200)
const names = z.array(z.string()).min(1)

/** How long a timer runs. None may be of no length: one that sets itself anew would never rest. */
const length = z.union([
  z.strictObject({ days: z.int().min(1).max(3650) }),
  z.strictObject({ openDays: z.int().min(1).max(3650) }),
])

const Automatic = z.strictObject({
  state: z.string(),
  event: z.string(),
  form: z.record(z.string(), z.json()).default({}),
})
export type Automatic = z.output<typeof Automatic>

const MachinePolicy = z.strictObject({
  states: z
    .record(z.string(), z.union([label, z.strictObject({ label: label.optional(), patron: label.optional() })]))
    .default({}),
  menu: z.array(Adjustment).default([]),
  notes: z.record(z.string(), z.record(z.string(), z.string().max(4000))).default({}),
  lengths: z.record(z.string(), length).default({}),
  automatic: z.array(Automatic).default([]),
})
export type MachinePolicy = z.output<typeof MachinePolicy>

/** What people are told of a local action: on their page of alerts, and by mail where it says so. */
const AlertTemplate = z.strictObject({ says: z.string().trim().min(1).max(500), mail: z.boolean().default(false) })
export type AlertTemplate = z.output<typeof AlertTemplate>

/** An action of the house's own: it alerts people of the house or the reader, and does nothing else. */
const LocalAction = z.strictObject({
  code: name,
  label,
  machines: names,
  states: names.optional(),
  scope: z
    .union([z.literal('system'), z.strictObject({ branch: z.string().min(1) }), z.strictObject({ user: login })])
    .default('system'),
  groups: names,
  alert: name,
  recipients: z
    .array(
      z
        .string()
        .regex(
          /^(patron|doer|group:.+|user:.+)$/,
          'must be patron, doer, group:NAME or user:LOGIN: nobody else is told',
        ),
    )
    .min(1),
  order: z.int().min(0).max(10_000).default(1000),
})
export type LocalAction = z.output<typeof LocalAction>

/** The shape of `workflow.yaml`, whatever it names. */
export const PolicyFile = z.strictObject({
  labels: z.enum(['first', 'second']).default('first'),
  profiles: z.array(z.enum(Object.keys(profiles) as [string, ...string[]])).default([]),
  groups: z.record(name, z.array(login)).default({}),
  machines: z.record(z.string(), MachinePolicy).default({}),
  alerts: z.record(name, AlertTemplate).default({}),
  local: z.array(LocalAction).default([]),
})
/** What `workflow.yaml` says. */
export type PolicyFile = z.output<typeof PolicyFile>
