import type { Tx } from '../../kit/db/index.ts'
import { normaliseSymbol } from '../lenders/index.ts'
import type { Request } from '../requests/types.ts'
import { foundRecords } from './found.ts'
import type { RotaCandidate } from './order.ts'
import { holdingOwners } from './owners.ts'
import type { RotaSettings } from './settings.ts'

/** Whoever is known to have what a request wants. */
export interface Holders {
  /** By the lender’s symbol, in small letters. */
  readonly by: ReadonlyMap<string, Pick<RotaCandidate, 'holding' | 'recordId' | 'callNumber'>>
  /** Codes in records that may be symbols of lenders, and how each is shown where they are not. */
  readonly guesses: ReadonlyMap<string, string>
  /** Targets of which nobody said whose holdings they show. */
  readonly unresolved: readonly string[]
}

/**
 * Reads it off where the request came from: the targets that showed the title, as far as they are one library’s, and the
 * libraries that the records found there name. What the page of holdings says counts before ill.yaml.
 */
export async function holdersOf(tx: Tx, request: Request, settings: RotaSettings): Promise<Holders> {
  const said = new Map((await holdingOwners(tx)).map((one) => [keyOf(one.target, one.code), one.symbol]))
  const ownerOf = (target: string) => said.get(keyOf(target, '')) ?? settings.targets[target]
  const records = await foundRecords(tx, request)
  const by = new Map<string, Pick<RotaCandidate, 'holding' | 'recordId' | 'callNumber'>>()
  const guesses = new Map<string, string>()
  const unresolved: string[] = []
  const add = (symbol: string, found: Pick<RotaCandidate, 'holding' | 'recordId' | 'callNumber'>) => {
    const key = symbol.toLowerCase()
    if (!by.has(key)) by.set(key, found)
  }
  for (const { target, label, kind } of shownBy(request)) {
    const owner = ownerOf(target)
    const record = records.find((one) => one.target === target)
    if (owner !== undefined)
      add(owner, {
        holding: { by: kind, label },
        recordId: record?.recordId,
        callNumber: record?.copies[0]?.callNumber,
      })
    else if (!record?.copies.length) unresolved.push(label)
  }
  for (const { target, label, copies } of records)
    for (const { code, callNumber } of copies) {
      const symbol = said.get(keyOf(target, code)) ?? said.get(keyOf('', code))
      const found = { holding: { by: 'record' as const, label: `${code} in ${label}` }, callNumber }
      if (symbol !== undefined) add(symbol, found)
      // Of a target that is one library's, the codes are those of its branches.
      else if (ownerOf(target) === undefined) {
        const guess = normaliseSymbol(code).toLowerCase()
        add(guess, found)
        guesses.set(guess, `${code} (${label})`)
      }
    }
  return { by, guesses, unresolved }
}

const keyOf = (target: string, code: string) => `${target}\n${code.toLowerCase()}`

/** The targets of the search whose records were one hit, first the one whose record was chosen. */
function shownBy({ source }: Request) {
  if (source.kind !== 'external') return []
  return [
    { target: source.target, label: source.label, kind: 'source' as const },
    ...(source.also ?? []).map(({ target, label }) => ({ target, label, kind: 'target' as const })),
  ]
}
