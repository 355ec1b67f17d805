import { expect } from 'chai'
import { LenderSchema } from '../../../src/ill/index.ts'

const given = (certificate: string) =>
  LenderSchema.safeParse({ symbol: 'ISIL:XX-1', name: 'North', protocol: 'none', certificate })

describe('Certificates of a lender', () => {
  const digits = 'ab'.repeat(32)
  const colons = Array.from({ length: 32 }, () => 'AB').join(':')

  it('are fingerprints as programs write them, and names', () => {
    for (const [text, kept] of [
      ['', ''],
      [colons, digits],
      [`sha256 Fingerprint=${colons}`, digits],
      [`SHA-256: ${digits.toUpperCase()}`, digits],
      [`${colons},\n ILL.Example.org`, `${digits}, ill.example.org`],
    ])
      expect(given(text!).data?.certificate, text).to.equal(kept)
  })

  it('are nothing else, and not many', () => {
    for (const text of ['north', digits.slice(1), `${digits}0`, '*.example.org', '192.0.2.1', 'a..example.org'])
      expect(given(text).success, text).to.equal(false)
    expect(given(Array.from({ length: 6 }, (_, n) => `n${n}.example.org`).join(', ')).success).to.equal(false)
  })
})
