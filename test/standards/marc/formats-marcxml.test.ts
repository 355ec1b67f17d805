import { expect } from 'chai'
import type { SaxesTagNS } from 'saxes'
import { MarcxmlRecord } from '../../../src/standards/marc/formats/marcxml-record.ts'
import {
  type Field,
  type MarcRecord,
  marcxmlFrame,
  readMarcxml,
  writeMarcxml,
} from '../../../src/standards/marc/index.ts'
import { recordOf } from './arbitrary-records.ts'
import { inShort, readAll, readOne } from './reading.ts'

const slim = 'http://www.loc.gov/MARC21/slim'
const leader = '00000nam a2200000 i 4500'
const inner = `<leader>${leader}</leader><controlfield tag="001">x1</controlfield>
  <datafield tag="245" ind1="1" ind2="0"><subfield code="a">Łódź</subfield></datafield>`
const fields: Field[] = [
  ['001', 'x1'],
  ['245', '10', 'a', 'Łódź'],
]

describe('MARCXML', () => {
  const same: Record<string, string> = {
    'a record alone': `<record>${inner}</record>`,
    'the default namespace': `<collection xmlns="${slim}"><record>${inner}</record></collection>`,
    'any prefix': `<m:record xmlns:m="${slim}">${inner.replaceAll('</', '</m:').replace(/<(?=[a-z])/g, '<m:')}</m:record>`,
    'a prefix bound to MarcXchange': `<x:collection xmlns:x="info:lc/xmlns/marcxchange-v1"><x:record format="MARC21" type="Bibliographic">${inner.replaceAll('</', '</x:').replace(/<(?=[a-z])/g, '<x:')}</x:record></x:collection>`,
    'other order of attributes, single quotes': `<record>${inner.replace('tag="245" ind1="1" ind2="0"', "ind2='0' x='1' ind1='1'\n tag='245' ")}</record>`,
    'comments, processing instructions and CDATA': `<?xml version="1.0"?><!-- a --><record><!-- <leader> --><?p i?>${inner.replace('Łódź', 'Ł<!-- x --><![CDATA[ód]]>ź')}</record><!-- z -->`,
    'character references': `<record>${inner.replace('Łódź', '&#x141;&#243;dź')}</record>`,
    'text that is not NFC': `<record>${inner.replace('Łódź', 'Ło\u0301dz\u0301')}</record>`,
    'an OAI-PMH envelope': `<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header/><metadata><record xmlns="${slim}">${inner}</record></metadata></record></ListRecords></OAI-PMH>`,
    'an envelope without namespaces': `<searchRetrieveResponse><records><record><recordSchema>marcxml</recordSchema><recordData><record>${inner}</record></recordData><extra><b/></extra></record></records></searchRetrieveResponse>`,
    'a byte order mark': `\ufeff<?xml version="1.0" encoding="utf-8"?><record>${inner}</record>`,
  }
  for (const [what, xml] of Object.entries(same))
    it(`is read with ${what}, cut anywhere`, async () => {
      for (const size of [1, 2, 3, 7, 65_536]) {
        const outcomes = await readAll('marcxml', xml, { size })
        expect(inShort(outcomes), `in chunks of ${size}`).to.deep.equal(['ok'])
        const [outcome] = outcomes
        expect(outcome && 'record' in outcome && outcome.record.fields).to.deep.equal(fields)
        expect(Buffer.from(outcome!.raw).toString()).to.match(/^<(\w:)?record[\s\S]*<\/(\w:)?record>$/)
      }
    })

  describe('of which one record is cut out', () => {
    const prefixed = inner.replaceAll('</', '</m:').replace(/<(?=[a-z])/g, '<m:')
    const wholes: Record<string, Buffer> = {
      ...Object.fromEntries(Object.entries(same).map(([what, xml]) => [what, Buffer.from(xml)])),
      'a prefix that the root declares': Buffer.from(
        `<m:collection a="&lt;" xmlns:m="${slim}" xmlns:o="urn:x?a=1&amp;b=%22"><m:record>${prefixed}<o:x/></m:record></m:collection>`,
      ),
      'a prefix that a nearer element declares': Buffer.from(
        `<a xmlns:m="urn:x"><b xmlns:m="urn:y"/><c xmlns:m="${slim}"><m:record>${prefixed}</m:record></c></a>`,
      ),
      'a default that is another one’s': Buffer.from(
        `<a xmlns="urn:x" xmlns:m="${slim}"><m:record>${prefixed}<leader>another</leader></m:record></a>`,
      ),
      'a declared encoding': Buffer.from(
        `<?xml version='1.0' encoding='windows-1251'?><!-- ? --><m:collection xmlns:m="${slim}"><m:record>${prefixed.replace('Łódź', '\xcc\xee')}</m:record></m:collection>`,
        'latin1',
      ),
      'UTF-16, little endian': Buffer.from(
        `\ufeff<m:c xmlns:m="${slim}"><m:record>${prefixed}</m:record></m:c>`,
        'utf16le',
      ),
      'UTF-16, big endian': Buffer.from(
        `\ufeff<?xml version="1.0" encoding="UTF-16"?><m:c xmlns:m="${slim}"><m:record>${prefixed}</m:record></m:c>`,
        'utf16le',
      ).swap16(),
    }
    for (const [what, bytes] of Object.entries(wholes))
      it(`reads in its frame as it did: ${what}`, async () => {
        const [whole] = await readAll('marcxml', bytes)
        const { open, close } = await marcxmlFrame([bytes.subarray(0, 10), bytes.subarray(10)])
        const again = await readAll('marcxml', Buffer.concat([open, whole!.raw, whole!.raw, close]))
        expect(again).to.have.length(2)
        for (const one of again)
          expect([inShort([one]), 'record' in one && [one.record, one.encoding], one.raw]).to.deep.equal([
            inShort([whole!]),
            'record' in whole! && [whole.record, whole.encoding],
            whole!.raw,
          ])
      })

    it('has the usual frame where there is none', async () => {
      for (const text of ['', '<a', '<!DOCTYPE a>', `<a>${'<b/>'.repeat(10)}</a>`]) {
        const { open, close } = await marcxmlFrame([Buffer.from(text)])
        expect(Buffer.concat([open, close]).toString()).to.equal(`<collection xmlns="${slim}">\n</collection>\n`)
      }
    })
  })

  it('is read in the encoding that it declares', async () => {
    const latin1 = Buffer.from(
      `<?xml version="1.0" encoding="ISO-8859-1"?><record>${inner.replace('Łódź', 'Céline')}</record>`,
      'latin1',
    )
    const decoded = await readOne('marcxml', latin1)
    expect(decoded.record.fields[1]).to.deep.equal(['245', '10', 'a', 'Céline'])
    expect(decoded.encoding).to.equal('iso-8859-1')

    const utf16 = Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?><record>${inner}</record>`, 'utf16le')
    for (const size of [1, 5, 1000])
      expect(inShort(await readAll('marcxml', utf16, { size })), `in chunks of ${size}`).to.deep.equal(['ok'])
    expect(inShort(await readAll('marcxml', '<?xml version="1.0" encoding="EBCDIC-FR"?><record/>'))).to.deep.equal([
      '!xml-encoding-unknown',
    ])
  })

  it('says what it repaired, and where', async () => {
    const xml = `<record>
<leader>short</leader><leader>again</leader>
<controlfield tag="1">x</controlfield>
<datafield tag="245" ind2="0"><subfield>A</subfield><subfield code="ab">B</subfield></datafield>
<datafield tag="008" ind1=" " ind2=" "><subfield code="a">C</subfield></datafield>
<controlfield tag="500">D</controlfield>
<datafield tag="24500" ind1="" ind2="12"><subfield code="a">E</subfield></datafield>
<note>F</note>G&nbsp;
</record>`
    const { record, diagnostics } = await readOne('marcxml', xml)
    expect(record.fields).to.deep.equal([
      ['001', 'x'],
      ['245', ' 0', '?', 'A', 'a', 'B'],
      ['008', 'C'],
      ['500', '  ', 'a', 'D'],
    ])
    expect(record.leader).to.equal('short'.padEnd(24))
    expect(diagnostics.map(({ code }) => code)).to.deep.equal([
      'leader-wrong',
      'leader-repeated',
      'tag-wrong',
      'indicators-wrong',
      'subfield-code-wrong',
      'subfield-code-wrong',
      'control-field-with-subfields',
      'delimiter-missing',
      'field-dropped',
      'xml-element-unknown',
      'xml-repaired',
      'xml-text-unexpected',
    ])
    const lineOf = (offset: number) => xml.slice(0, offset).split('\n').length
    expect(diagnostics.map(({ offset }) => lineOf(offset))).to.deep.equal([2, 2, 3, 4, 4, 4, 5, 6, 7, 8, 8, 9])
  })

  it('keeps text that stands in no subfield, and text inside of markup', async () => {
    const { record, diagnostics } = await readOne(
      'marcxml',
      `<record><leader>${leader}</leader><datafield tag="245" ind1=" " ind2=" ">A
        <subfield code="b">one <i>two</i> three</subfield></datafield></record>`,
    )
    expect(record.fields).to.deep.equal([['245', '  ', 'a', 'A', 'b', 'one two three']])
    expect(diagnostics.map(({ code }) => code)).to.deep.equal(['data-before-subfield', 'xml-element-unknown'])
  })

  it('undoes UTF-8 that was made twice, and says so', async () => {
    const twice = Buffer.from('Łódź', 'utf8').toString('latin1')
    const found = await readOne('marcxml', `<record>${inner.replace('Łódź', twice)}</record>`)
    expect(found.record.fields).to.deep.equal(fields)
    expect(found.diagnostics.map(({ code, tag }) => [code, tag])).to.deep.equal([['utf8-doubled', '245']])
    expect(found.lossy).to.equal(false)
  })

  it('marks a record lossy whose bytes are not what the XML says, and keeps its place', async () => {
    const good = `<record>${inner}</record>\n`
    const xml = Buffer.concat([
      Buffer.from('<collection>\n'),
      Buffer.from(`<record>${inner.replace('Łódź', 'C\xe9line \xe9\xe9\xe9')}</record>\n`, 'latin1'),
      Buffer.from(`${good}</collection>`),
    ])
    const [first, second] = await readAll('marcxml', xml)
    expect(first).to.deep.include({ lossy: true, lossyFields: ['245'] })
    expect(second).to.deep.include({ lossy: false, offset: xml.indexOf(good) })
    expect(Buffer.from(second!.raw).toString()).to.equal(good.trim())
  })

  it('keeps what came before the XML breaks, then rejects once with line and offset', async () => {
    const good = `<record>${inner}</record>\n`
    for (const [rest, code] of [
      ['<record><leader></record>', 'xml-malformed'],
      [`<record>${inner.slice(0, 100)}`, 'xml-malformed'],
      ['<record a=b/>', 'xml-malformed'],
      ['<a>'.repeat(40), 'xml-too-deep'],
    ] as const) {
      const xml = `<collection>\n${good}${good}${rest}`
      for (const size of [1, 1000]) {
        const outcomes = await readAll('marcxml', xml, { size })
        expect(inShort(outcomes), rest).to.deep.equal(['ok', 'ok', `!${code}`])
        const [fault] = outcomes[2]!.diagnostics
        expect(fault!.record).to.equal(3)
        expect(fault!.offset).to.be.within(Buffer.byteLength(xml.slice(0, xml.indexOf(rest))), Buffer.byteLength(xml))
        expect(fault!.detail).to.match(/^line \d+, column \d+: /)
      }
    }
  })

  it('reads records one after the other without a collection, and says so', async () => {
    const outcomes = await readAll('marcxml', `<record>${inner}</record>\n`.repeat(3))
    expect(inShort(outcomes)).to.deep.equal(['ok', 'xml-repaired', 'xml-repaired'])
    const documents = await readAll('marcxml', `<?xml version="1.0"?>\n<record>${inner}</record>\n`.repeat(2))
    expect(inShort(documents)).to.deep.equal(['ok', 'xml-repaired xml-repaired'])
  })

  it('refuses a document type, and with it every entity', async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><record>${inner}</record>`
    expect(inShort(await readAll('marcxml', bomb))).to.deep.equal(['!xml-doctype'])
    const external = `<!DOCTYPE record SYSTEM "file:///etc/passwd"><record>${inner}</record>`
    expect(inShort(await readAll('marcxml', external, { size: 3 }))).to.deep.equal(['!xml-doctype'])
  })

  it('skips a record beyond a mebibyte and reads on', async () => {
    const field = '<datafield tag="500" ind1=" " ind2=" "><subfield code="a">long</subfield></datafield>'
    const xml = `<collection><record>${field.repeat(20_000)}</record><record>${inner}</record></collection>`
    const outcomes = await readAll('marcxml', xml)
    expect(inShort(outcomes)).to.deep.equal(['!record-over-limit', 'ok'])
    expect(outcomes[1]!.offset).to.equal(xml.lastIndexOf('<record>'))
    expect(outcomes[0]!.raw.length).to.be.at.most(1024 * 1024)
  })

  it('looks at nothing in a record that was given up: its faults are without end', () => {
    const record = new MarcxmlRecord(1, 0)
    const field = { name: 'datafield', local: 'datafield', attributes: {} } as SaxesTagNS
    let looks = 0
    const look = () => looks++
    record.open(field, true, look)
    record.close()
    expect(looks).to.equal(1)
    record.giveUp(new Uint8Array())
    for (let times = 0; times < 3; times++) {
      record.open(field, true, look)
      record.fault(`fault ${times}`, 0)
      record.close()
    }
    expect(looks).to.equal(1)
    const outcome = record.finish(() => new Uint8Array(), 'utf-8')
    expect(inShort([outcome])).to.deep.equal(['!record-over-limit'])
  })

  it('does not hold a text without end', async () => {
    let sent = 0
    function* endless() {
      yield Buffer.from('<record><leader>')
      for (; sent < 1000; sent++) yield Buffer.alloc(65_536, 'x')
    }
    const codes: string[] = []
    for await (const outcome of readMarcxml(endless())) codes.push(...inShort([outcome]))
    expect(codes).to.deep.equal(['!record-over-limit'])
    expect(sent).to.be.lessThan(30)
  })

  it('does not look for the root element for ever', async () => {
    for (const endless of ['<!-- ', '<?x ', '     '])
      expect(inShort(await readAll('marcxml', endless.padEnd(20_000), { size: 7 })), endless).to.deep.equal([
        '!record-over-limit',
      ])
  })

  it('tells an empty record from none', async () => {
    expect(inShort(await readAll('marcxml', '<collection><record/></collection>'))).to.deep.equal(['!record-not-found'])
    expect(inShort(await readAll('marcxml', '<rss><channel/></rss>'))).to.deep.equal([])
    expect(inShort(await readAll('marcxml', 'nonsense'))).to.deep.equal(['!xml-malformed'])
  })

  it('has no place for control characters: they are left out and told', () => {
    const losses: string[] = []
    const record: MarcRecord = recordOf(leader, [
      ['001', 'a\x00b'],
      ['245', '10', 'a', 'c\x1b\ud800\ufffed'],
    ])
    const xml = writeMarcxml(record, { onLoss: (...loss) => losses.push(loss.join(' ')) })
    expect(xml).to.contain('>ab<').and.to.contain('>cd<')
    expect(losses).to.deep.equal([
      'xml-character-dropped 001 U+0000',
      'xml-character-dropped 245 U+001B',
      'xml-character-dropped 245 U+D800',
      'xml-character-dropped 245 U+FFFE',
    ])
  })
})
