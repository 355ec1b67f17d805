import { BlockList, isIP, isIPv6 } from 'node:net'

/** Who counts as one client: an IPv4 address, or the /64 network that one IPv6 subscriber has to itself. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address
  const [front = '', back] = address.split('::')
  const groups = front.split(':').filter(Boolean)
  const tail = back?.split(':').filter(Boolean) ?? []
  const zeros = back === undefined ? 0 : 8 - groups.length - tail.length
  return [...groups, ...Array<string>(zeros).fill('0'), ...tail].slice(0, 4).join(':')
}

/** Addresses and networks, to be asked whether one is among them. */
export interface Networks {
  has(address: string): boolean
}

/** Reads `127.0.0.0/8, ::1, 10.1.2.3`; undefined where something in it is no address or network. */
export function readNetworks(text: string): Networks | undefined {
  const list = new BlockList()
  for (const one of text.split(',').map((part) => part.trim())) {
    const [, address = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(one) ?? []
    const version = isIP(address)
    if (version === 0 || Number(length ?? 0) > (version === 4 ? 32 : 128)) return undefined
    const family = version === 4 ? 'ipv4' : 'ipv6'
    if (length === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(length), family)
  }
  return {
    has(address) {
      // How a socket for both families tells an address of the elder.
      const plain = address.replace(/^::ffff:(?=[\d.]+$)/, '')
      return isIP(plain) !== 0 && list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')
    },
  }
}
