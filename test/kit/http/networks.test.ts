import { expect } from 'chai'
import { isPublic, networkIn } from '../../../src/kit/http/networks.ts'

describe('Networks that are called or not', () => {
  it('knows addresses of the internet from those that are nobody’s, ours or a neighbour’s', () => {
    for (const address of ['93.184.216.34', '8.8.8.8', '172.32.0.1', '2606:4700:4700::1111'])
      expect([address, isPublic(address)]).to.deep.equal([address, true])
    for (const address of [
      ...['0.0.0.0', '127.0.0.1', '127.255.255.254', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
      ...['169.254.169.254', '100.64.0.1', '192.0.2.1', '198.18.0.1', '224.0.0.1', '255.255.255.255'],
      ...['::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '64:ff9b::7f00:1', 'fc00::1', 'fd12::1', 'fe80::1'],
      ...['2001:db8::1', '2002:7f00:1::', '2001::1', 'ff02::1', 'fec0::1', '3fff::1'],
    ])
      expect([address, isPublic(address)]).to.deep.equal([address, false])
  })

  it('reads a network as it is written', () => {
    expect(networkIn('10.1.2.0/24')).to.deep.equal({ address: '10.1.2.0', bits: 24, family: 'ipv4' })
    expect(networkIn('fd00::/8')).to.deep.equal({ address: 'fd00::', bits: 8, family: 'ipv6' })
    for (const wrong of ['10.1.2.0', '10.1.2.0/33', 'fd00::/129', 'example.org/8', '/8', ''])
      expect([wrong, networkIn(wrong)]).to.deep.equal([wrong, undefined])
  })
})
