import { isIP } from 'node:net'
import { addressesWithin, type Lookup } from '../kit/http/index.ts'
import type { Log } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { type Resolve, systemResolve } from '../zoom/index.ts'
import type { Target } from './settings.ts'

/** Finds the addresses of a target's host, and refuses those in networks where it may not be. */
export const resolveFor =
  ({ reach }: Pick<Target, 'reach'>, look?: Lookup): Resolve =>
  (host) =>
    reach ? addressesWithin(host, reach, look) : systemResolve(host)

/** The host of a target, without the brackets of IPv6. */
const hostOf = (client: Target['client']): string =>
  client.protocol === 'sru' ? new URL(client.url).hostname.replace(/^\[|\]$/g, '') : client.host

/**
 * Why a target may not be asked where it is, with its address and the setting that could allow it: for administrators; undefined where it may, or where its
 * name is not known now. Each connection looks again.
 */
export async function placeRefusal(
  target: Pick<Target, 'client' | 'reach'>,
  look?: Lookup,
): Promise<string | undefined> {
  try {
    await resolveFor(target, look)(hostOf(target.client))
    return undefined
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'call-refused')) return undefined
    const { address } = error.context
    return address === undefined ? error.message : `${error.message} (its address is ${address})`
  }
}

/** Whether it is plain without a name server where a target is. */
export const isPlainlyPlaced = ({ client }: Pick<Target, 'client'>): boolean =>
  isIP(hostOf(client)) !== 0 || /^(?:.+\.)?localhost\.?$/i.test(hostOf(client))

/**
 * Says of each target that may not be asked where it is why not: in the log, once. One after the other, as looking up a
 * name takes one of the few threads there are for that.
 */
export async function warnOfRefused(targets: readonly Target[], log: Log, signal: AbortSignal): Promise<void> {
  for (const target of targets) {
    if (signal.aborted) return
    const detail = await placeRefusal(target)
    if (detail !== undefined && !signal.aborted) log.warn({ target: target.id }, `target ${target.id}: ${detail}`)
  }
}
