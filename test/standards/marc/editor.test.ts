import { expect } from 'chai'
import fc from 'fast-check'
import { editorLimits, editorText, type Field, parseEditorText } from '../../../src/standards/marc/index.ts'
import { anyRecord, recordOf } from './arbitrary-records.ts'

const leader = '00000nam a22000005i 4500'
const head = `LDR ${leader}\n`
const fieldsOf = (text: string) => parseEditorText(head + text).record?.fields
const faults = (text: string) =>
  parseEditorText(text).findings.map(({ line, column, text }) => [line, column, text] as const)

describe("The editor's text", () => {
  it('shows a record one field a line', () => {
    const record = recordOf(leader, [
      ['001', '12'],
      ['008', '240101s2001    '],
      ['245', '10', 'a', 'Solaris /', 'c', 'Stanisław Lem.'],
      ['500', '  ', 'a', 'Costs {5} $ ', 'b', ''],
    ])
    expect(editorText(record)).to.equal(
      [
        'LDR 00000nam#a22000005i#4500',
        '001 12',
        '008 240101s2001####',
        '245 10 $aSolaris /$cStanisław Lem.',
        '500 ## $aCosts {lcub}5{rcub} {dollar}{space}$b',
        '',
      ].join('\n'),
    )
  })

  it('gives back every record', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        const { record: read, findings } = parseEditorText(editorText(record))
        expect(findings).to.deep.equal([])
        expect(read?.fields).to.deep.equal(record.fields)
        expect(read?.leader).to.equal(record.leader)
        // As a browser sends it
        expect(parseEditorText(editorText(record).replaceAll('\n', '\r\n')).record?.fields).to.deep.equal(record.fields)
      }),
      { numRuns: 500 },
    )
  })

  it('takes indicators however people write them', () => {
    const ways: [string, string][] = [
      ['245 10 $aX', '10'],
      ['245 10$aX', '10'],
      ['24510$aX', '10'],
      ['245  10  $aX', '10'],
      ['020 ## $aX', '  '],
      ['020 __ $aX', '  '],
      ['020 \\\\ $aX', '  '],
      ['020    $aX', '  '],
      ['020 $aX', '  '],
      ['020$aX', '  '],
      ['650 #0 $aX', ' 0'],
      ['650  0 $aX', ' 0'],
      ['650  0$aX', ' 0'],
      ['100 1 $aX', '1 '],
      ['100 1# $aX', '1 '],
    ]
    for (const [line, indicators] of ways)
      expect(fieldsOf(line), line).to.deep.equal([[line.slice(0, 3), indicators, 'a', 'X']])
  })

  it('leaves out blanks around subfields and lines without text', () => {
    expect(fieldsOf('\n245 10 $a Solaris / $c Lem \n  \n')).to.deep.equal([['245', '10', 'a', 'Solaris /', 'c', 'Lem']])
  })

  it('keeps each subfield in NFC', () => {
    expect(fieldsOf('245 10 $aDvor\u030ca\u0301k')).to.deep.equal([['245', '10', 'a', 'Dvořák']])
  })

  it('says line, column and what to do', () => {
    const found = faults(
      [
        'LDR 123',
        '24',
        '245 1$aX',
        '245 100 $aX',
        '245 10 Solaris without',
        '008 ab$c',
        '00812',
        '245 10 $aX$',
        '245 10 $éX',
        'LDR 123',
        '500 ## $a{nosuch}',
      ].join('\n'),
    )
    expect(found.map(([line, column]) => `${line}:${column}`)).to.deep.equal([
      '1:5',
      '2:1',
      '3:4',
      '4:4',
      '5:4',
      '6:7',
      '7:4',
      '8:11',
      '9:8',
      '10:1',
      '11:10',
    ])
    expect(found[2]![2]).to.contain('write # for a blank one, such as 245 ## $a')
    expect(found[4]![2]).to.contain('write $a before it')
    expect(parseEditorText(`${head}500 ## $a{nosuch}`).record?.fields).to.deep.equal([['500', '  ', 'a', '{nosuch}']])
  })

  it('gives no record where there is an error, and no leader is one', () => {
    expect(parseEditorText('').findings[0]?.text).to.contain('begin with a line LDR')
    expect(parseEditorText('245 10 $aX').record).to.equal(undefined)
    expect(faults('245 10 $aX')).to.have.length(1)
  })

  it('says on which line each field stands', () => {
    const { lines, leaderLine } = parseEditorText(`\n${head}\n245 10 $aX\n\n500 ## $aY`)
    expect([leaderLine, lines]).to.deep.equal([2, [4, 6]])
  })

  it('reads no more than its limits, and those in linear time', () => {
    const { characters, lines } = editorLimits
    const field = '500 ## $a'
    const long = (length: number) => head + field + 'x'.repeat(length - head.length - field.length)
    expect(parseEditorText(long(characters)).record).not.to.equal(undefined)
    expect(parseEditorText(long(characters + 1)).findings[0]?.text).to.contain('1,000,000 characters')
    const many = (count: number) =>
      head +
      Array(count - 1)
        .fill('500 ## $ax')
        .join('\n')
    expect(parseEditorText(many(lines)).record?.fields).to.have.length(lines - 1)
    expect(parseEditorText(many(lines + 1)).findings[0]?.text).to.contain('10,000 lines')
    for (const nasty of [' ', '$', '{', '{acute}', '$a ', '{x', '\t', '}'])
      parseEditorText(head + field + nasty.repeat(characters / 8))
  })

  it('comes to an end on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseEditorText(head + text)))
    const anything = fc.array(fc.constantFrom('245', ' ', '$', '#', 'a', '{', '}', '{24}', '\n', '008', 'LDR', '1'), {
      maxLength: 40,
    })
    fc.assert(
      fc.property(anything, (parts) => {
        const { record } = parseEditorText(head + parts.join(''))
        for (const field of record?.fields ?? ([] as Field[])) expect(field[0]).to.have.length(3)
      }),
    )
  })
})
