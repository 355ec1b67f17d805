import { findItem } from '../../../catalogue/index.ts'
import type { Lending } from '../../../ill/index.ts'
import type { Door } from '../../door.ts'
import { titlesOf } from '../../titles.ts'
import { copiesFor, hintOf } from './shelf.ts'

/** What was scanned for one of several requests that are shipped. */
export interface Scanned {
  /** The number as it was read; empty where nothing was scanned for it. */
  readonly number: string
  /** What has this number; before anything is scanned, which copies stand there. */
  readonly hint?: string | undefined
  /** Why it cannot go. */
  readonly fault?: string | undefined
}

export type Scans = ReadonlyMap<number, Scanned>

export const scanField = (id: number): string => `item-${id}`

/** Numbers are as long in the form of one request. */
export const longestNumber = 60

/**
 * What was scanned for each, and what is wrong with it: nobody's number, one that was scanned twice, or a copy of something
 * else than was asked for. Of a library that keeps its own system only that system knows the numbers.
 */
export async function scansIn(
  door: Door,
  body: Readonly<Record<string, unknown>>,
  lendings: readonly Lending[],
): Promise<Scans> {
  const scans = new Map<number, Scanned>()
  const seen = new Set<string>()
  for (const lending of lendings) {
    const given = body[scanField(lending.id)]
    const number = typeof given === 'string' ? given.trim().slice(0, longestNumber) : ''
    scans.set(lending.id, seen.has(number) ? twice(number) : await judge(door, lending, number))
    if (number !== '') seen.add(number)
  }
  return scans
}

const twice = (number: string): Scanned => ({ number, fault: `${number} is scanned for another request already.` })

async function judge(door: Door, lending: Lending, number: string): Promise<Scanned> {
  const { db } = door.database
  const own = door.ill.librarySystem
  if (number === '') return { number, hint: own ? undefined : hintOf(await copiesFor(door, lending)) }
  if (own) return { number }
  const item = await findItem(db, number)
  if (!item) return { number, fault: `No item of ours has the number ${number}.` }
  const title = (await titlesOf(db, [item.bibId])).get(item.bibId) ?? ''
  const wanted = (await copiesFor(door, lending)).filter(({ sure }) => sure)
  if (wanted.length > 0 && !wanted.some(({ bibId }) => bibId === item.bibId))
    return { number, fault: `${number} is a copy of “${title}”. If that is meant, ship it on the page of its request.` }
  return { number, hint: `✓ ${[number, title, item.callNumber].filter(Boolean).join(' · ')}` }
}
