import { expect } from 'chai'
import { readMrk, writeLine, writeMrk } from '../../../src/standards/marc/index.ts'
import { cpuTime } from '../../cpu-time.ts'
import { recordOf } from './arbitrary-records.ts'
import { inShort, readAll, readOne } from './reading.ts'

const leader = '00000nam a2200000 i 4500'

describe('MARCMaker text', () => {
  it('is written as other programs write it', () => {
    const record = recordOf(leader, [
      ['008', '920219s1993    caua'],
      ['245', '1 ', 'a', 'Costs $5 {net} \\', 'c', 'a\nb'],
      ['500', '  '],
    ])
    expect(writeMrk(record)).to.equal(
      `=LDR  ${leader}\n=008  920219s1993\\\\\\\\caua\n=245  1\\$aCosts {dollar}5 {lcub}net{rcub} {bsol}$ca{0A}b\n=500  \\\\\n\n`,
    )
  })

  it('is read with mnemonics, backslashes in the leader, comments and CR LF', async () => {
    const text = [
      '# made by hand',
      '=LDR  00000nam\\a2200000\\i\\4500',
      '=001  x\\1',
      '=100  1\\$aDvo{caron}r{acute}ak, Anton{acute}in,$ccost {pound}3 {dollar}4',
      '=245  10$aG{uml}otterd{uml}ammerung {copy}1999 {eacute}{Aring}\\ {nonsense}',
      '',
    ].join('\r\n')
    const { record, diagnostics } = await readOne('mrk', `\ufeff${text}`)
    expect(record.leader).to.equal(leader)
    expect(record.fields).to.deep.equal([
      ['001', 'x 1'],
      ['100', '1 ', 'a', 'Dvořák, Antonín,', 'c', 'cost £3 $4'],
      ['245', '10', 'a', 'Götterdämmerung ©1999 éÅ\\ {nonsense}'],
    ])
    expect(diagnostics.map(({ code, tag }) => `${code} ${tag}`)).to.deep.equal(['mrk-mnemonic-unknown 245'])
  })

  it('keeps the bytes of a record as they are, comments in it and line ends included', async () => {
    const [first, second, third] = [
      `=LDR  ${leader}\r\n=001  1\r\n# a comment\r\n=245  10$aOne\r\n`,
      `=LDR  ${leader}\n#\n=001  2\r\n`,
      `=LDR  ${leader}\n=001  3`,
    ]
    const text = `\ufeff# before\r\n${first}# behind\r\n\r\n#\n${second}${third}`
    for (const size of [1, 5, 1000]) {
      const outcomes = await readAll('mrk', text, { size })
      expect(outcomes.map(({ raw }) => Buffer.from(raw).toString())).to.deep.equal([first, second, third])
      const bytes = Buffer.from(text)
      for (const { offset, raw } of outcomes) expect(bytes.indexOf(raw, offset)).to.equal(offset)
    }
  })

  it('ends a record at an empty line and at the next leader', async () => {
    const text = `=LDR  ${leader}\n=001  1\n=LDR  ${leader}\n=001  2\n\n\n\n=LDR  ${leader}\n=001  3`
    const outcomes = await readAll('mrk', text)
    expect(inShort(outcomes)).to.deep.equal(['ok', 'ok', 'ok'])
    expect(outcomes.map(({ offset }) => offset)).to.deep.equal([0, text.indexOf('=LDR', 9), text.lastIndexOf('=LDR')])
  })

  it('says what it repaired, and where', async () => {
    const text = `=001 x
=245  1$aA long
  title
=500  \\\\text$aB
=24  10$aC
=700  1\\$aD$
`
    const { record, diagnostics } = await readOne('mrk', text)
    expect(record.fields).to.deep.equal([
      ['001', 'x'],
      ['245', '1 ', 'a', 'A long title'],
      ['500', '  ', 'a', 'text', 'a', 'B'],
      ['700', '1 ', 'a', 'D', '?', ''],
    ])
    const lineOf = (offset: number) => text.slice(0, offset).split('\n').length
    expect(diagnostics.map(({ code, offset }) => `${code} ${lineOf(offset)}`)).to.deep.equal([
      'mrk-gap-wrong 1',
      'mrk-line-continued 3',
      'indicators-wrong 2',
      'data-before-subfield 4',
      'mrk-gap-wrong 5',
      'field-dropped 5',
      'subfield-code-wrong 6',
      'leader-missing 1',
    ])
  })

  it('rejects a paragraph that is no record, and one beyond a mebibyte, and reads on', async () => {
    const good = `=LDR  ${leader}\n=001  1\n\n`
    const long = `=LDR  ${leader}\n${`=500  \\\\$a${'x'.repeat(1000)}\n`.repeat(1200)}\n`
    const endless = `=LDR  ${leader}\n=500  \\\\$a${'x'.repeat(1_200_000)}\n\n`
    const outcomes = await readAll('mrk', `Dear reader,\nhere are they:\n\n${good}${long}${good}${endless}${good}`)
    expect(inShort(outcomes)).to.deep.equal([
      '!record-not-found',
      'ok',
      '!record-over-limit',
      'ok',
      '!record-over-limit',
      'ok',
    ])
    for (const { raw } of outcomes) expect(raw.length).to.be.lessThan(1_200_000)
  })

  it('reads a field of very many lines in time that grows with them', async () => {
    const lines = 300_000
    const started = cpuTime()
    const [outcome] = await readAll('mrk', `=LDR  ${leader}\n=500  \\\\$ax\n${'y\n'.repeat(lines)}`)
    expect(outcome!.diagnostics.length).to.equal(lines)
    expect(cpuTime() - started).to.be.below(5000)
  })

  it('does not hold a paragraph without end', async () => {
    function* endless() {
      for (let n = 0; n < 300; n++) yield Buffer.from('=500  \\\\$axxxxxxxxxxxxxxxxxxxxxx\n'.repeat(2000))
    }
    const before = process.memoryUsage().arrayBuffers
    for await (const outcome of readMrk(endless())) expect(inShort([outcome])).to.deep.equal(['!record-over-limit'])
    expect(process.memoryUsage().arrayBuffers - before).to.be.lessThan(40_000_000)
  })
})

describe('The line view', () => {
  it('shows one field a line, and control characters as pictures', () => {
    const record = recordOf(leader, [
      ['001', 'x\x1b[31m1'],
      ['245', '10', 'a', 'Title', 'b', 'more\n\x9b'],
    ])
    expect(writeLine(record)).to.equal(`${leader}\n001 x␛[31m1\n245 10 $a Title $b more␊<9B>\n\n`)
  })
})
