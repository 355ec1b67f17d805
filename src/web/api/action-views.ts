import { z } from 'zod'
import type { Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import type { Action } from '../../workflow/index.ts'
import { controlsOf } from '../action-form.ts'
import { listsFor } from '../pages/requests/presets.ts'
import type { ActionLists } from '../requests.ts'

export type Audience = 'staff' | 'patron'
type Form = NonNullable<Action['form']>

/** What only staff say and see. */
const staffFields: ReadonlySet<string> = new Set(['privateNote'])

/** What a caller may say with an action: without what follows from the rest, and nothing besides. */
function formOf({ form }: Pick<Action, 'form'>, audience: Audience): Form | undefined {
  if (!form) return undefined
  const hidden = new Set(controlsOf({ form }).flatMap(({ name, kind }) => (kind === 'hidden' ? [name] : [])))
  const left = Object.entries(form.shape).filter(
    ([name]) => !hidden.has(name) && !(audience === 'patron' && staffFields.has(name)),
  )
  return z.strictObject(Object.fromEntries(left))
}

/** What a caller says with an action. @throws Problem workflow-form, naming the first field that is wrong */
export function saidWith(action: Action, audience: Audience, body: unknown): Readonly<Record<string, unknown>> {
  const parsed = (formOf(action, audience) ?? z.strictObject({})).safeParse(body ?? {})
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Problem('workflow-form', { field: issue!.path.map(String).join('.') || 'form', detail: issue!.message })
}

interface Property {
  readonly [keyword: string]: unknown
  readonly list?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly enum?: readonly string[]
}

/** The form as JSON Schema, with what there is to choose from. */
function schemaOf(form: Form, lists: ActionLists): Readonly<Record<string, unknown>> {
  const { properties = {}, ...schema } = z.toJSONSchema(form, { io: 'input' }) as Record<string, unknown> & {
    readonly properties?: Readonly<Record<string, Property>>
  }
  return {
    ...schema,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, { list, labels, control: _, enum: values, ...property }]) => {
        const choices = list === undefined ? values?.map((value) => [value, labels?.[value] ?? value]) : lists[list]
        return [
          name,
          {
            ...property,
            ...(choices && choices.length > 0 && { oneOf: choices.map(([value, title]) => ({ const: value, title })) }),
          },
        ]
      }),
    ),
  }
}

/** How actions on what is picked up somewhere look in the API, with the lists their forms choose from: each is asked for once. */
export function actionViews(
  tx: Tx,
  audience: Audience,
  pickups: readonly string[],
): (action: Action) => Promise<ActionView> {
  const known = new Map<string, Promise<ActionLists>>()
  // Lines of one request offer the same forms: making the schema of one takes long.
  const schemas = new Map<Action['form'], Promise<ReturnType<typeof schemaOf>> | undefined>()
  const schemaFor = (action: Action) => {
    if (!schemas.has(action.form)) {
      const form = formOf(action, audience)
      schemas.set(action.form, form && listsOf(form).then((lists) => schemaOf(form, lists)))
    }
    return schemas.get(action.form)
  }
  const listsOf = (form: Form): Promise<ActionLists> => {
    const names = controlsOf({ form }).flatMap(({ list }) => list ?? [])
    const key = names.join()
    const lists = known.get(key) ?? listsFor(tx, { form }, undefined, pickups)
    known.set(key, lists)
    return lists
  }
  return async (action) => {
    const { event, label, group, primary, local, obstacles } = action
    const form = await schemaFor(action)
    return {
      ...{ action: event, label, possible: obstacles.length === 0 },
      ...(obstacles.length > 0 && { reasons: obstacles }),
      ...(audience === 'staff' && { group, primary, local }),
      ...(form && { form }),
    }
  }
}

export interface ActionView {
  readonly action: string
  readonly label: string
  readonly possible: boolean
  readonly reasons?: readonly string[]
  readonly group?: string
  readonly primary?: boolean
  readonly local?: boolean
  readonly form?: Readonly<Record<string, unknown>>
}
