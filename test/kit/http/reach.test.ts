import { expect } from 'chai'
import { addressesWithin, reachOf } from '../../../src/kit/http/index.ts'
import { Problem } from '../../../src/problems.ts'

describe('The addresses of a host that may be connected to', () => {
  const none = reachOf([], 'x.yaml')
  const house = reachOf(['10.1.0.0/16', 'fd00::/8'], 'x.yaml')
  const named =
    (...addresses: string[]) =>
    async () =>
      addresses

  it('are those of the internet and of networks that are allowed, and no others beside them', async () => {
    expect(await addressesWithin('a.example', none, named('127.0.0.1', '93.184.216.34'))).to.deep.equal([
      '93.184.216.34',
    ])
    expect(await addressesWithin('a.example', house, named('10.1.2.3', 'fd12::1', '10.2.0.1'))).to.deep.equal([
      ...['10.1.2.3', 'fd12::1'],
    ])
    expect(await addressesWithin('::ffff:10.1.2.3', house)).to.deep.equal(['::ffff:10.1.2.3'])
    expect(await addressesWithin('93.184.216.34', none)).to.deep.equal(['93.184.216.34'])
    expect(await addressesWithin('a.example', none, named())).to.deep.equal([])
  })

  it('are refused with the address and the setting that could allow it', async () => {
    for (const address of [
      ...['127.0.0.1', '10.1.2.3', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255'],
      ...['::1', '::', 'fe80::1', 'fe80::1%1', 'fd00::1', 'ff02::1', '::ffff:10.1.2.3', '64:ff9b::a01:203'],
    ]) {
      const error = await addressesWithin(address, none).catch((thrown: unknown) => thrown)
      expect(error, address).to.be.instanceOf(Problem).and.to.have.property('code', 'call-refused')
    }
    const error = await addressesWithin('ils.example', none, named('10.1.2.3')).catch((thrown: unknown) => thrown)
    expect((error as Problem).message).to.equal(
      'ils.example is not called: it is in a private network: if that is meant, add the network to allowNetworks in x.yaml',
    )
    expect((error as Problem).context['address']).to.equal('10.1.2.3')
  })

  it('are what the system knows by a name, numbers written otherwise included', async () => {
    for (const host of ['localhost', '127.1', '0x7f000001', '2130706433']) {
      const error = await addressesWithin(host, none).catch((thrown: unknown) => thrown)
      expect([host, (error as Error).message]).to.satisfy(
        ([, message]: string[]) => /private network|ENOTFOUND/.test(message!),
        host,
      )
    }
  })

  it('pass on that a name is not known', async () => {
    const error = await addressesWithin('a.example', none, () => Promise.reject(new Error('ENOTFOUND'))).catch(
      (thrown: unknown) => thrown,
    )
    expect((error as Error).message).to.equal('ENOTFOUND')
  })
})
