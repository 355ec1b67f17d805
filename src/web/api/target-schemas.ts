import { z } from 'zod'
import { IfMatch } from './versions.ts'

export const TargetParams = z.object({ target: z.string().min(1).max(64) })
export const ChangeHeaders = z.object({ 'if-match': IfMatch })

/** Judged as an entry of the file is. */
export const TargetSettings = z.record(z.string(), z.unknown()).meta({
  id: 'TargetSettings',
  description:
    'Settings by the names of `targets.yaml`, such as `id`, `label`, `host`, `audience`; of SRU with `protocol: sru`. What is left out is as by default. A password under `authentication` or `credentials` is kept encrypted and never given back.',
})
export const TargetChange = z.record(z.string(), z.unknown()).meta({
  id: 'TargetChange',
  description:
    'Settings that change, whole; `null` is as by default. A password that is not given stays, unless the address or how it is encrypted changes; `authentication` or `credentials` without a place for one removes it.',
})
export const TargetEntry = z
  .object({
    id: z.string(),
    source: z.enum(['file', 'kept']).meta({ description: 'Those of `targets.yaml` are changed there' }),
    version: z.int().optional(),
    hasPassword: z.boolean(),
    state: z
      .enum(['searched', 'off', 'unseen', 'hidden', 'unread', 'refused'])
      .meta({ description: '`unseen`: shown nowhere; `hidden`: the file has one of this id, which is searched' }),
    why: z.string().optional(),
    settings: z.record(z.string(), z.unknown()).optional().meta({ description: 'Without a password' }),
  })
  .meta({ id: 'TargetEntry' })
export const TargetEntries = z.object({ targets: z.array(TargetEntry) }).meta({ id: 'TargetEntries' })
const categories = z.array(z.string().trim().min(1).max(200)).min(1).max(20).optional()
export const TargetsAlteration = z
  .strictObject({
    targets: z.array(TargetParams.shape.target).min(1).max(1000),
    enabled: z.boolean().optional(),
    into: categories.meta({ description: 'Categories they are put under' }),
    outOf: categories.meta({ description: 'Categories they are taken out of' }),
  })
  .refine(({ enabled, into, outOf }) => (enabled ?? into ?? outOf) !== undefined, 'give enabled, into or outOf')
  .meta({ id: 'TargetsAlteration' })
export const TargetsAltered = z
  .object({
    counts: z.object({ changed: z.int(), same: z.int(), refused: z.int() }),
    targets: z.array(
      z.object({
        ...{ id: z.string(), label: z.string() },
        outcome: z.enum(['changed', 'same', 'refused']).meta({ description: '`same`: it was so already' }),
        why: z.string().optional().meta({ description: 'Why it is refused; the others are changed all the same' }),
      }),
    ),
  })
  .meta({ id: 'TargetsAltered' })

export const TargetTest = z
  .object({
    works: z.boolean().meta({ description: 'It answered a search' }),
    steps: z.array(
      z.object({
        ...{ step: z.string(), ok: z.boolean(), detail: z.string() },
        address: z.string().optional().meta({ description: 'Of connecting: where to, or where in vain' }),
        ms: z.number(),
      }),
    ),
  })
  .meta({ id: 'TargetTest' })
