import { z } from 'zod'
import type { Action } from '../workflow/index.ts'
import type { Complaints } from './complaints.ts'

/** One control of an action's form. */
export interface Control {
  readonly name: string
  readonly label: string
  readonly kind: 'text' | 'lines' | 'date' | 'tick' | 'choice' | 'hidden'
  readonly required: boolean
  readonly maxLength?: number
  /** With `choice`: what there is to choose from, or the list that holds it. */
  readonly choices?: readonly (readonly [value: string, label: string])[]
  readonly list?: string
}

interface Described {
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly string[]
  readonly title?: string
  readonly maxLength?: number
  readonly minLength?: number
  readonly control?: string
  readonly list?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly default?: unknown
}

/** The controls of an action's form, read from its schema. */
export function controlsOf({ form }: Pick<Action, 'form'>): readonly Control[] {
  if (!form) return []
  const { properties = {}, required = [] } = z.toJSONSchema(form, { io: 'input' }) as {
    readonly properties?: Readonly<Record<string, Described>>
    readonly required?: readonly string[]
  }
  return Object.entries(properties).map(([name, one]) => ({
    name,
    label: one.title ?? name,
    kind: kindOf(one),
    required: required.includes(name),
    ...(one.maxLength !== undefined && { maxLength: one.maxLength }),
    ...(one.enum && { choices: one.enum.map((value) => [value, one.labels?.[value] ?? value] as const) }),
    ...(one.list !== undefined && { list: one.list }),
  }))
}

function kindOf({ type, format, enum: values, control, list }: Described): Control['kind'] {
  if (control === 'hidden') return 'hidden'
  if (control === 'textarea') return 'lines'
  if (values || list !== undefined) return 'choice'
  if (type === 'boolean') return 'tick'
  return format === 'date' ? 'date' : 'text'
}

/** What a posted form says, as the action takes it: ticks as truth, what was left empty not at all. */
export const saidIn = (
  action: Pick<Action, 'form'>,
  body: Readonly<Record<string, unknown>>,
): Record<string, unknown> =>
  Object.fromEntries(
    controlsOf(action).flatMap(({ name, kind }): [string, unknown][] => {
      const given = body[name]
      if (kind === 'tick') return [[name, given !== undefined]]
      return typeof given === 'string' && given.trim() !== '' ? [[name, given]] : []
    }),
  )

/** What is wrong with what was said, by field, in words; empty where nothing is. */
export function complaintsAbout(action: Pick<Action, 'form'>, said: unknown): Complaints {
  const parsed = action.form?.safeParse(said)
  if (!parsed || parsed.success) return {}
  const labels = new Map(controlsOf(action).map((one) => [one.name, one]))
  return Object.fromEntries(
    parsed.error.issues.map(({ path, code, message }) => {
      const name = String(path[0] ?? '')
      const control = labels.get(name)
      if (code === 'invalid_type' || code === 'too_small') return [name, `${control?.label ?? 'This'} is needed.`]
      if (control?.kind === 'date' && code !== 'custom') return [name, 'Give a day, as in 2026-03-31.']
      return [name, message]
    }),
  )
}
