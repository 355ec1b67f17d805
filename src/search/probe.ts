import type { Clock, Log } from '../kit/index.ts'
import { createClient } from '../zoom/index.ts'
import { queryFor } from './query.ts'
import type { Target } from './settings.ts'
import type { ProbeStep } from './types.ts'
import { failureWords } from './words.ts'
export async function* probeTarget(
  target: Target,
  options: { clock: Clock; log: Log; signal?: AbortSignal },
): AsyncGenerator<ProbeStep> {
  const client = createClient(target.client, options)
  try {
    await client.search(queryFor({ any: 'a' }, target))
    yield { step: 'search', ok: true, detail: '', ms: 0 }
  } catch (e) {
    yield { step: 'connect', ok: false, detail: failureWords((e as never as { failure: never }).failure).detail, ms: 0 }
  } finally {
    await client.close()
  }
}
