import { readFileSync } from 'node:fs'
import { type Listed, readTargetList, type TargetList } from '../../../src/search/lists/index.ts'

export const sample = (name: string): Buffer =>
  readFileSync(new URL(`../../../fixtures/target-lists/${name}`, import.meta.url))

export const listOf = (text: string): TargetList => readTargetList(Buffer.from(text))

/** The only target of a list. */
export function onlyOne(text: string): Listed {
  const { targets } = listOf(text)
  if (targets.length !== 1) throw new Error(`${targets.length} targets`)
  return targets[0]!
}

/** What a target is, without what all of a list have. */
export function saidOf(listed: Listed): object {
  if (!('entry' in listed)) return { fault: listed.fault }
  const { id: _, label: _label, enabled: _enabled, audience: _audience, origin: _origin, ...said } = listed.entry
  return said
}
