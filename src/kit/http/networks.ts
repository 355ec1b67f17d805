import { BlockList, isIP } from 'node:net'
import { z } from 'zod'

export interface Network {
  readonly address: string
  readonly bits: number
  readonly family: 'ipv4' | 'ipv6'
}

export const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** A network as it is written: an address, a slash, the bits that count. */
export function networkIn(text: string): Network | undefined {
  const [, address = '', digits = ''] = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(text.trim()) ?? []
  const [version, bits] = [isIP(address), Number(digits)]
  if (version === 0 || bits > (version === 6 ? 128 : 32)) return undefined
  return { address, bits, family: familyOf(address) }
}

/** Networks that are nobody's on the internet, or somebody's own: the special-purpose registries of IANA. */
const special = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
  // Of IPv6 only 2000::/3 is given out: what leads elsewhere (mapped, translated, tunnelled, documentation) is not.
  ...['::/3', '4000::/2', '8000::/1', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
]

// A list each: in one of both, an IPv4 address is looked for as one of IPv6, too.
const closed = { ipv4: new BlockList(), ipv6: new BlockList() }
for (const { address, bits, family } of special.flatMap((text) => networkIn(text) ?? []))
  closed[family].addSubnet(address, bits, family)

/** Whether an address is one of the internet's, and neither ours nor a neighbour's. */
export function isPublic(address: string): boolean {
  const family = familyOf(address)
  return !closed[family].check(address, family)
}

/** Networks of the house, as configuration files list them: each file that has them says so in the same words. */
export const AllowNetworks = z
  .array(z.string().refine((text) => networkIn(text) !== undefined, 'must be a network like 10.1.2.0/24 or fd00::/8'))
  .max(100)
  .default([])

/** Networks of the house that may be called, and the file that says so. */
export interface Reach {
  readonly networks: BlockList
  /** Such as `webhooks.yaml`: for people who have to change it. */
  readonly file: string
}

/** What networks are, as they are written: those that are none are left out. */
export function reachOf(networks: readonly string[], file: string): Reach {
  const list = new BlockList()
  for (const { address, bits, family } of networks.flatMap((text) => networkIn(text) ?? []))
    list.addSubnet(address, bits, family)
  return { networks: list, file }
}

/** Whether an address is one that may be called: of the internet, or of a network of the house that is allowed. */
export const allows = ({ networks }: Reach, address: string): boolean =>
  isPublic(address) || networks.check(address, familyOf(address))
