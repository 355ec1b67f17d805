import { expect } from 'chai'
import type { Request } from 'express'
import { shownBy } from '../../../src/web/iso18626/caller.ts'

const fingerprint = 'ab'.repeat(32)

describe('The certificate of a caller', () => {
  const shown = (remoteAddress: string, trustedProxies: string[], certificateHeader: string | undefined = 'x-cert') =>
    shownBy(
      // The address that proxies tell of is not asked for: anybody may write it.
      { headers: { 'x-cert': fingerprint }, ip: '10.9.9.9', socket: { remoteAddress } } as unknown as Request,
      { certificateHeader, trustedProxies },
      0,
    ).certificate?.fingerprint

  it('is believed of the proxies that are named, and of nobody else', () => {
    expect(shown('10.1.2.3', ['10.1.2.0/24'])).to.equal(fingerprint)
    expect(shown('::ffff:10.1.2.3', ['10.1.2.3'])).to.equal(fingerprint)
    expect(shown('10.1.3.3', ['10.1.2.0/24'])).to.equal(undefined)
    expect(shown('10.9.9.9', [])).to.equal(undefined)
    expect(shown('10.1.2.3', ['10.1.2.0/24'], '')).to.equal(undefined)
  })
})
