import { expect } from 'chai'
import { termEncoder } from '../../src/zoom/term-encoding.ts'

const hex = (octets: Uint8Array) => Buffer.from(octets).toString('hex')

describe('The octets of a term', () => {
  it('are UTF-8 by default', async () => {
    expect(hex((await termEncoder('utf-8'))('Łé'))).to.equal('c581c3a9')
  })

  it('are Latin-1 with marks dropped where it lacks the letter', async () => {
    expect(hex((await termEncoder('iso-8859-1'))('ge\u0301ňЖ'))).to.equal('67e96e3f')
  })

  it('are MARC-8 with the marks before their letter', async () => {
    expect(hex((await termEncoder('marc-8'))('Łódź ßa'))).to.equal('a1e26f64e27a20c761')
  })
})
