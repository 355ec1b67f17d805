import { Problem } from '../problems.ts'
import { now } from './attempt.ts'
import type { ClientOptions } from './client.ts'
import type { Resolve } from './connect.ts'
import { failureOf } from './failures.ts'
import type { Failure, RemoteRecord } from './types.ts'

/** One step of a probe. A failed step has its failure; the steps that need it do not come. Times are milliseconds. */
export type ProbeStep = {
  readonly step: 'connect' | 'init' | 'explain' | 'options' | 'search' | 'syntax'
  readonly ms: number
  /** Of connecting: where to, or where in vain. For administrators alone. */
  readonly address?: string
} & (
  | { readonly ok: true; readonly detail: string }
  | { readonly ok: false; readonly detail: string; readonly failure: Failure }
)

export type ProbeOptions = ClientOptions & { readonly signal?: AbortSignal }

/** How much came, for people. */
export function sizeOf(record: Exclude<RemoteRecord, { type: 'diagnostic' }>): string {
  switch (record.type) {
    case 'bytes':
      return `${record.bytes.length} bytes`
    case 'text':
      return `${record.text.length} characters`
    case 'opac':
      return `${record.bibliographic?.bytes.length ?? 0} bytes, ${record.holdings.length} holdings`
    case 'structured':
      return 'a structured record'
  }
}

/** Does a step, and tells how it went. */
export async function timed(step: ProbeStep['step'], work: () => Promise<string>, detail = ''): Promise<ProbeStep> {
  const began = now()
  try {
    const done = await work()
    return { step, ms: now() - began, ok: true, detail: done }
  } catch (error) {
    const failure = failureOf(error)
    if (!failure) throw error
    return { step, ms: now() - began, ok: false, detail, failure }
  }
}

/**
 * Connects, and tells where to, also where it fails.
 * @param open connects by way of the addresses it is given; gives the one that answered
 */
export async function connectStep(resolve: Resolve, open: (resolve: Resolve) => Promise<string>): Promise<ProbeStep> {
  const seen: { address?: string } = {}
  const noting: Resolve = async (host) => {
    try {
      const addresses = await resolve(host)
      seen.address = addresses.join(', ')
      return addresses
    } catch (error) {
      if (error instanceof Problem && error.context['address'] !== undefined)
        seen.address = String(error.context['address'])
      throw error
    }
  }
  const step = await timed('connect', async () => {
    seen.address = await open(noting)
    return 'connected'
  })
  return { ...step, ...seen }
}
