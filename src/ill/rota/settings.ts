import { z } from 'zod'
import { normaliseSymbol } from '../lenders/symbol.ts'
import { moneyField } from '../money/index.ts'

/**
 * By what the lenders of a rota are put in order: what comes first decides, and the symbol where nothing does. Who is known
 * to have it; the group below; how near; the cost; what it sent us for each thing it got from us, and how seldom it was asked.
 */
export const sortings = ['holding', 'tier', 'near', 'cost', 'balance'] as const
export type Sorting = (typeof sortings)[number]

const symbol = z.string().min(1).max(200).transform(normaliseSymbol)
const days = (most: number) => z.int().min(1).max(most)
const place = z.string().min(1).max(100).optional()

/** How lenders are asked one after the other: the part `rota` of ill.yaml. */
export const RotaSettings = z.strictObject({
  /** Once a rota was built, the next lender is asked by itself when one does not supply. */
  advance: z.boolean().default(true),
  /** So many of its open days a lender has to answer. */
  answerDays: days(90).default(5),
  /** So many more we wait: its answer may be on its way, and one who is written to never says that its time is over. */
  graceDays: z.int().min(0).max(90).default(2),
  /** A lender has no more time than until the day the reader needs it by. */
  untilNeeded: z.boolean().default(false),
  /** How lenders are put in order. */
  order: z
    .array(z.enum(sortings))
    .refine((all) => new Set(all).size === all.length, 'Name each once.')
    .default([...sortings]),
  /** Libraries that are not known to have it: only those of last resort, all that do such things, or none. */
  others: z.enum(['last-resort', 'all', 'none']).default('last-resort'),
  /** So many lenders a rota has at most. */
  most: z.int().min(1).max(100).default(10),
  /** Lenders that cost more are left out; those whose cost is not known, or is in another currency than it names, are not. */
  mostCost: moneyField('Most cost').optional(),
  /** Whose holdings a target of the search shows: the lender’s symbol, by the target’s id in targets.yaml. */
  targets: z.record(z.string(), symbol).default({}),
  /** Groups of lenders, the ones to be asked first before the others; those in none come after them. */
  tiers: z.array(z.array(symbol)).default([]),
  /** Never in a rota that is built. */
  never: z.array(symbol).default([]),
  /** Where we are, for how near a lender is. */
  home: z.strictObject({ place, region: place, country: place }).default({}),
})
export type RotaSettings = z.infer<typeof RotaSettings>
