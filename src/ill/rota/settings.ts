import { z } from 'zod'
import { normaliseSymbol } from '../lenders/symbol.ts'

/** By what lenders of a rota are put in order: what comes first decides, and their symbols where nothing does. */
export const sortings = ['holding', 'near', 'cheap', 'quick', 'balance'] as const
export type Sorting = (typeof sortings)[number]

const symbol = z.string().transform(normaliseSymbol)
const days = (most: number) => z.int().min(1).max(most)

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
  order: z.array(z.enum(sortings)).default(['holding', 'near', 'cheap', 'quick', 'balance']),
  /** Libraries of the directory that are not known to have it are asked too, after those that are. */
  directory: z.boolean().default(true),
  /** So many lenders a rota has at most. */
  most: z.int().min(1).max(100).default(10),
  /** Whose holdings a target of the search shows: the lender’s symbol, by the target’s name in targets.yaml. */
  targets: z.record(z.string(), symbol).default({}),
  /** Groups of lenders, nearest or dearest first; those in none come after them. */
  tiers: z.array(z.array(symbol)).default([]),
  /** Never asked by a rota. */
  never: z.array(symbol).default([]),
})
export type RotaSettings = z.infer<typeof RotaSettings>
