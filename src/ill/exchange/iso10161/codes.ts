import { Conditions, ReasonNotAvailable, ReasonUnfilled, ShippedConditions } from '../../../standards/iso10161/index.ts'

/**
 * Codes of ISO 18626 that name what a code of ISO 10161 names. The others are written as ISO 10161 has them, and words
 * that are neither go with `other`.
 */
const reasons: Readonly<Record<string, string>> = {
  NonCirculating: 'non-circulating',
  NotHeld: 'not-owned',
  NotOnShelf: 'not-on-shelf',
  PolicyProblem: 'policy-problem',
  PoorCondition: 'poor-condition',
  OnLoan: 'in-use-on-loan',
  OnOrder: 'on-order',
  AtBindery: 'at-bindery',
  CostExceedsMaxCost: 'cost-exceeds-limit',
  NotFoundAsCited: 'not-found-as-cited',
  ReqDelMethodNotSupp: 'requested-delivery-services-not-supported',
  ReqDelDateNotPossible: 'preferred-delivery-time-not-possible',
}

const conditions: Readonly<Record<string, string>> = {
  LibraryUseOnly: 'library-use-only',
  NoReproduction: 'no-reproduction',
  SignatureRequired: 'client-signature-required',
  SpecCollSupervReq: 'special-collections-supervision-required',
  CostExceedsMaxCost: 'cost-exceeds-limit',
}

/** Says nothing by itself: the words stand in the note. */
const vague: readonly (string | number)[] = ['other', 'responder-specific']

type Names = { readonly shape: { readonly kind: string; readonly names?: Readonly<Record<string, number>> } }

/** A table of what we say and what a list of codes of the standard has for it, both ways. */
function codebook<Code extends string | number>(list: Names, known: Readonly<Record<string, string>>) {
  const names = Object.keys(list.shape.names ?? {})
  const ours = new Map(Object.entries(known).filter(([, code]) => names.includes(code)))
  const theirs = new Map([...ours].map(([word, code]) => [code, word]))
  const lowered = new Map([...ours].map(([word, code]) => [word.toLowerCase(), code]))
  return {
    /** The code for what we say; undefined where there is none, and the words have to be said. */
    code(words: string | undefined): Code | undefined {
      const key = words?.trim() ?? ''
      const found = lowered.get(key.toLowerCase()) ?? names.find((name) => name === key)
      return found === undefined || vague.includes(found) ? undefined : (found as Code)
    },
    /** What we say for a code; undefined where it says nothing. */
    words: (code: Code | undefined): string | undefined =>
      code === undefined || vague.includes(code) ? undefined : (theirs.get(String(code)) ?? String(code)),
  }
}

export const unfilledReasons = codebook<ReasonUnfilled>(ReasonUnfilled, reasons)
export const retryReasons = codebook<ReasonNotAvailable>(ReasonNotAvailable, reasons)
export const conditionCodes = codebook<Conditions>(Conditions, conditions)
export const shippedConditions = codebook<ShippedConditions>(ShippedConditions, conditions)
