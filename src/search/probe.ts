import { type ClientOptions, probe } from '../zoom/index.ts'
import { queryFor } from './query.ts'
import { resolveFor } from './reach.ts'
import type { Target } from './settings.ts'
import type { ProbeStep } from './types.ts'
import { failureWords } from './words.ts'

/** What is searched for: a word that most catalogues hold, so that there is a record to try syntaxes with. */
const probing = { title: 'history' }

/** Tests a target step by step, as staff want to read it. A step that failed ends the probe, but for single syntaxes. */
export async function* probeTarget(
  target: Target,
  options: ClientOptions & { readonly signal?: AbortSignal },
): AsyncGenerator<ProbeStep> {
  for await (const step of probe(target.client, queryFor(probing, target), {
    resolve: resolveFor(target),
    ...options,
  })) {
    const { ok, ms, detail, address } = step
    const said = ok ? detail : [detail, failureWords(step.failure).detail].filter(Boolean).join(': ')
    yield { step: step.step, ok, detail: said, ...(address !== undefined && { address }), ms }
  }
}

/** What a step said, with where it connected to where that is told. */
export function probeText({ ok, detail, address }: ProbeStep): string {
  if (address === undefined) return detail
  return ok ? `${detail} to ${address}` : `${detail} (at ${address})`
}
