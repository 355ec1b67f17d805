import { z } from 'zod'
import { samples } from './sent-as.ts'

interface Described {
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly string[]
  readonly control?: string
}

const days = ['2099-12-31', '2098-11-30'] as const
/** They are understood where an amount is asked for, and where any words are. */
const words = ['98.76 EUR', '87.65 EUR'] as const
const addresses = ['https://one.example.org/', 'https://other.example.org/'] as const

/** A form filled in, in one of two ways that have nothing in common. Undefined for an action that asks for nothing. */
export function sampleForm(form: z.ZodType | undefined, way: 0 | 1): Readonly<Record<string, unknown>> {
  if (form === undefined) return {}
  const { properties = {} } = z.toJSONSchema(form, { io: 'input' }) as {
    readonly properties?: Readonly<Record<string, Described>>
  }
  return Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, sample(one, way)]))
}

function sample({ type, format, enum: values, control }: Described, way: 0 | 1): unknown {
  if (values) return values.at(way === 0 ? 0 : -1)
  if (type === 'boolean') return way === 0
  if (format === 'date') return days[way]
  if (format === 'uri') return addresses[way]
  return control === 'textarea' ? samples[way] : words[way]
}
