import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { LibrarySystemSettings } from '../../../src/ill/index.ts'
import { parseConfig } from '../../../src/kit/index.ts'

const read = (text: string) => parseConfig(text, 'library-system.yaml', LibrarySystemSettings)
const needed = 'address: "https://ils.example.org/ncip", fromAgency: A, toAgency: B'

describe('The file of a library system', () => {
  it('may say nothing: then our own desk circulates', () => {
    expect(read('{}').ncip).to.equal(undefined)
  })

  it('needs an address and what the system knows us by', () => {
    expect(read(`ncip: { ${needed} }`).ncip).to.deep.include({
      ...{ timeout: 30, giveUpAfterHours: 24, institutionPatron: 'INST-{symbol}', requestType: 'Page' },
      borrowing: {
        ...{ acceptItem: 'on', checkOut: 'off', renew: 'off', checkIn: 'on' },
        deleteItem: 'off',
      },
    })
    expect(() => read('ncip: { fromAgency: A, toAgency: B }')).to.throw(/ncip\.address/)
  })

  const wrong: [what: string, entry: string, says: RegExp][] = [
    ['a step that is neither on, off nor manual', 'borrowing: { acceptItem: maybe }', /borrowing\.acceptItem.*on/],
    ['a step there is not', 'lending: { ship: on }', /lending\.ship.*not a known setting/],
    ['a patron without a symbol', 'institutionPatron: INST', /\{symbol\}/],
    ['a network that is none', 'allowNetworks: [ils]', /10\.1\.2\.0\/24/],
  ]
  for (const [what, entry, says] of wrong)
    it(`refuses ${what}`, () => expect(() => read(`ncip: { ${needed}, ${entry} }`)).to.throw(says))

  it('asks for patrons only over what is described, and lets nobody sign in over nothing', () => {
    const sip2 = 'sip2: { host: ils.example.org, institution: OXU }'
    expect(read(`{ ${sip2}, patronCheck: sip2, signIn: true }`).sip2).to.deep.include({
      ...{ port: 6001, tls: undefined, charset: 'utf-8', checksum: true, terminalPassword: '' },
      blockedBy: ['chargeDenied', 'cardLost'],
    })
    expect(() => read(`{ ${sip2}, patronCheck: ncip }`)).to.throw(/patronCheck.*needs the section ncip/)
    expect(() => read(`{ ${sip2}, signIn: true }`)).to.throw(/signIn.*needs patronCheck/)
    expect(() => read('sip2: { host: ils, institution: "A|B" }')).to.throw(/sip2\.institution.*bar/)
    expect(() => read('sip2: { host: ils, institution: A, blockedBy: [rude] }')).to.throw(/sip2\.blockedBy/)
  })

  it('comes with a sample that changes nothing, and whose examples are as the file has them', () => {
    const sample = readFileSync(new URL('../../../config/library-system.sample.yaml', import.meta.url), 'utf8')
    expect(read(sample)).to.deep.equal(read('{}'))
    const used = read(sample.replace(/^#(?=ncip:|sip2:|patronCheck:|whenDown:|signIn:| {2})/gm, ''))
    expect(used.sip2).to.deep.equal(read('sip2: { host: ils.example.org, institution: OXU }').sip2)
    expect(used).to.deep.include({ patronCheck: 'none', whenDown: 'review', signIn: false })
    expect(used.ncip).to.deep.equal(
      read('ncip: { address: "https://ils.example.org/ncip", fromAgency: OXU, toAgency: OXU }').ncip,
    )
  })
})
