import { expect } from 'chai'
import fc from 'fast-check'
import {
  readScript,
  type ScriptMessage,
  scriptKindNames,
  scriptKinds,
  scriptTags,
  valueBehind,
  writeScript,
} from '../../../src/standards/generic-script/index.ts'

const sample = `ILL REQUEST/DEMANDE PEB

LSB: MWPL
LSP: BVAS
ADR: Public Library Services
    Interlibrary Loan Department
    Brandon, MB  R7A 7A1
SER: LOAN
AUT: Wall, Larry
TIT: Programming Perl
SBN: 0596000278
`
const read: ScriptMessage = {
  kind: 'request',
  fields: [
    ['LSB', 'MWPL'],
    ['LSP', 'BVAS'],
    ['ADR', 'Public Library Services\nInterlibrary Loan Department\nBrandon, MB  R7A 7A1'],
    ['SER', 'LOAN'],
    ['AUT', 'Wall, Larry'],
    ['TIT', 'Programming Perl'],
    ['SBN', '0596000278'],
  ],
}

describe('A message of Generic Script', () => {
  it('is read and written back as it was', () => {
    expect(readScript(sample)).to.deep.equal(read)
    expect(writeScript(read)).to.equal(sample)
  })

  it('is known by its identifier in either language, in both, and without accents', () => {
    for (const kind of scriptKindNames) {
      const [english, french] = scriptKinds[kind]
      for (const line of [english, french, `${english} / ${french}`, english.toLowerCase(), `  ${french}  `])
        expect([line, readScript(`${line}\nNOT: x`)?.kind]).to.deep.equal([line, kind])
    }
    expect(readScript('Réponse à une demande de PEB\nNOT: x')?.kind).to.equal('reply')
    expect(readScript('MESSAGE D’ENVOI\nNOT: x')?.kind).to.equal('shipped')
  })

  it('is found below other words, with lines that are none of its tags passed over', () => {
    const found = readScript(
      'Good morning,\n\nITEM SHIPPED\nREQ : R-000001\nfoo: bar\nstray\nXXX: y\n due: 2026-05-12\nNOT:\nHandle\n with care\n\nRegards\n',
    )!
    expect(found).to.deep.equal({
      kind: 'shipped',
      fields: [
        ['REQ', 'R-000001'],
        ['DUE', '2026-05-12'],
        ['NOT', 'Handle\nwith care'],
      ],
    })
    expect(valueBehind(found, 'DAT', 'DUE')).to.equal('2026-05-12')
    expect(valueBehind(found, 'TIT')).to.equal(undefined)
  })

  it('is none where no line begins one', () => {
    for (const text of ['', 'The item shipped today.', 'LSB: X', 'ITEM SHIPPED today', '\0'.repeat(100)])
      expect(readScript(text)).to.equal(undefined)
  })

  it('survives a round trip, whatever its values, and no value becomes a tag', () => {
    const tags = Object.keys(scriptTags) as (keyof typeof scriptTags)[]
    const line = fc
      .oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('TIT: x', 'LSB:', 'ITEM SHIPPED', '>', ':'))
      .map((text) => text.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, '').trim())
      .filter((text) => text !== '')
    const message = fc.record({
      kind: fc.constantFrom(...scriptKindNames),
      fields: fc.array(
        fc.tuple(
          fc.constantFrom(...tags),
          fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n')),
        ),
        { maxLength: 12 },
      ),
    })
    fc.assert(fc.property(message, (one) => void expect(readScript(writeScript(one))).to.deep.equal(one)))
  })

  it('is read in no time, whatever is sent', () => {
    for (const text of [
      'ITEM SHIPPED\n'.repeat(50_000),
      `ITEM SHIPPED\nNOT: x\n${'y\n'.repeat(200_000)}`,
      ' '.repeat(1_000_000),
      `ITEM SHIPPED\nNOT: ${'z'.repeat(1_000_000)}`,
    ]) {
      const begun = performance.now()
      readScript(text)
      // A guard against what never ends, not a measure.
      expect(performance.now() - begun).to.be.below(2000)
    }
  })
})
