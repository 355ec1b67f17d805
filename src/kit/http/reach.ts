import { lookup } from 'node:dns/promises'
import type { RequestOptions } from 'node:https'
import { isIP } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { Problem } from '../../problems.ts'
import { allows, familyOf, isPublic, type Reach } from './networks.ts'

/** Gives the addresses of a name. */
export type Lookup = (host: string) => Promise<readonly string[]>

const systemLookup: Lookup = async (host) => (await lookup(host, { all: true })).map(({ address }) => address)

/** How far a call may go, and how long it may take. */
export interface Going {
  readonly reach: Reach
  /** All of it, whoever else ends it. */
  readonly limit: AbortSignal
  /** The internet is reached over http, too: where nothing of ours is sent. */
  readonly plain?: boolean | undefined
  /** The system's by default. */
  readonly lookup?: Lookup | undefined
}

/**
 * Where to connect to for an address, and how: to what was looked at and nothing else.
 * @throws Problem call-refused, call-failed; what the limit ends with
 */
export async function connectionTo(url: URL, going: Going): Promise<RequestOptions> {
  const { limit } = going
  // No looking up can be called off: it is left alone.
  const address = await Promise.race([reachable(url, going), ended(limit)])
  const secure = url.protocol === 'https:'
  return {
    ...{ host: address, port: url.port || (secure ? 443 : 80), path: url.pathname + url.search },
    // A connection of its own: one that is kept might lead to where the name led before.
    ...{ agent: false, signal: limit },
    ...(secure && isIP(hostOf(url)) === 0 && { servername: hostOf(url) }),
  }
}

/** Fails when a signal fires. */
const ended = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })

/** How long somebody who types an address waits for its name to be looked up, milliseconds. */
const patience = 3000

/**
 * Why an address may not be called, in words; undefined where they may, or where that is not known now: each call
 * looks again.
 */
export async function addressRefusal(address: string, reach: Reach): Promise<string | undefined> {
  const url = new URL(address)
  const looked = reachable(url, { reach }).then(
    () => undefined,
    (error: unknown) =>
      error instanceof Problem && error.code === 'call-refused' ? String(error.context['detail']) : undefined,
  )
  const tired = new AbortController()
  const late = setTimeout(patience, undefined, { signal: tired.signal, ref: false }).catch(() => undefined)
  try {
    return await Promise.race([looked, late])
  } finally {
    tired.abort()
  }
}

export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

/**
 * The address to connect to, looked up and looked at: over http in networks of the house alone unless `plain` says
 * otherwise, else in the internet too.
 * @throws Problem call-refused, call-failed
 */
export async function reachable(
  url: URL,
  { reach: { networks, file }, plain = false, lookup: look = systemLookup }: Omit<Going, 'limit'>,
): Promise<string> {
  const host = hostOf(url)
  const addresses = isIP(host)
    ? [host]
    : await look(host).catch(() => {
        throw new Problem('call-failed', { host, detail: 'its name is not known' })
      })
  const ours = (address: string) => networks.check(address, familyOf(address))
  const far = plain || url.protocol !== 'http:'
  const found = addresses.find((address) => ours(address) || (far && isPublic(address)))
  if (found !== undefined) return found
  const open = addresses.some(isPublic)
  throw new Problem('call-refused', {
    host,
    detail: open
      ? 'over http only networks of the house are reached: use https'
      : `it is in a private network: allow that network in ${file} if it is meant`,
  })
}

/**
 * The addresses of a host that may be connected to, for whoever connects by himself: nothing else is to be connected to,
 * and the name not looked up again.
 * @throws Problem call-refused, where it has others alone, naming the file that could allow it, and in its context the
 * address that a name led to: that is for administrators alone; what looking up the name fails with
 */
export async function addressesWithin(
  host: string,
  reach: Reach,
  look: Lookup = systemLookup,
): Promise<readonly string[]> {
  const addresses = isIP(host) ? [host] : await look(host)
  const [first] = addresses
  const allowed = addresses.filter((address) => allows(reach, address))
  if (first === undefined || allowed.length > 0) return allowed
  const detail = `it is in a private network: if that is meant, add the network to allowNetworks in ${reach.file}`
  throw new Problem('call-refused', { host, detail, ...(first !== host && { address: first }) })
}
