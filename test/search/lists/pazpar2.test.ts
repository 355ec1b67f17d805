import { expect } from 'chai'
import { readTargetList } from '../../../src/search/lists/index.ts'
import { onlyOne, saidOf, sample } from './lists.ts'

describe('Settings of pazpar2', () => {
  const { format, targets, remarks } = readTargetList(sample('pazpar2.xml'))
  const named = (label: string) => targets.find((one) => one.label === label)!

  it('give a target for each that is named, with where', () => {
    expect(format).to.equal('pazpar2')
    expect(targets.map(({ line, label }) => [line, label])).to.deep.equal([
      ...[
        [16, 'Northfield College'],
        [27, 'Lakeside'],
        [40, 'Seaport'],
        [45, 'Far'],
      ],
    ])
  })

  it('hold for all where they say so', () => {
    expect(saidOf(named('Northfield College'))).to.deep.equal({
      ...{ host: 'z.northfield.example', port: 210, databases: ['Default'], recordEncoding: 'marc-8' },
      authentication: { type: 'idPass', user: 'reader', group: 'staff', password: 'secret' },
      attributes: { any: '1=1016 4=6', title: '1=4 4=6', year: '1=30' },
      ...{ queryEncoding: 'iso-8859-1', piggyback: false, presentChunk: 5, mostRecords: 25, firstRecords: 25 },
    })
    expect(named('Northfield College').remarks).to.deep.equal([
      'pz:cclmap:series (u=5 s=al) has no counterpart here',
      'not carried over: pz:sort',
    ])
  })

  it('hold for one before all databases of its server, and for these before all', () => {
    expect(saidOf(named('Lakeside'))).to.deep.equal({
      ...{ host: 'z.lakeside.example', port: 2100, databases: ['A', 'B'], syntax: 'unimarc', flavour: 'unimarc' },
      ...{ authentication: { type: 'open', value: 'reader/secret' }, recordEncoding: 'iso-8859-1', mostRecords: 200 },
      // Of two for the same target the last.
      attributes: { any: '1=1016 4=6', title: '1=5 4=1', year: '1=30' },
      ...{ extraAttributes: '2=3', queryEncoding: 'iso-8859-1' },
    })
  })

  it('hold for all even so, where their precedence is higher', () => {
    const settings = (precedence: string) =>
      `<settings><set target="z.a.example" name="pz:name" value="Own"/><set target="*" ${precedence} name="pz:name" value="All"/></settings>`
    expect(onlyOne(settings('')).label).to.equal('Own')
    expect(onlyOne(settings('precedence="1"')).label).to.equal('All')
    expect(onlyOne(settings('precedence="-1"')).label).to.equal('Own')
  })

  it('may be of SRU', () => {
    expect(saidOf(named('Seaport'))).to.deep.equal({
      ...{ protocol: 'sru', url: 'http://sru.seaport.example/sru/books', version: '1.1', schema: 'marcxml' },
      ...{ indexes: { title: 'dc.title' }, mostRecords: 25, firstRecords: 25 },
    })
    expect(named('Seaport').remarks).to.deep.equal(['there is no field here for pz:cclmap:series (u=5 s=al)'])
    expect(saidOf(named('Far'))).to.deep.equal({ fault: 'it is asked over SOLR, which is not spoken here' })
  })

  it('say with their lines what is left out', () => {
    expect(remarks).to.deep.equal([
      { line: 34, text: 'pz:maxrecs holds for the user guest alone: it is left out' },
      { line: 47, text: 'a setting needs a target, a name and a value: it is left out' },
    ])
  })

  it('may move a target to another address', () => {
    const at = (url: string) =>
      saidOf(onlyOne(`<settings target="old.example"><set name="pz:url" value="${url}"/></settings>`))
    expect(at('ssl:[2001:db8::1]:2210/Books')).to.deep.equal({
      ...{ host: '2001:db8::1', tls: true, port: 2210, databases: ['Books'] },
    })
    expect(at('https://sru.example/x?key=1')).to.deep.equal({ protocol: 'sru', url: 'https://sru.example/x?key=1' })
    expect(at('no address')).to.deep.equal({ fault: '"no address" is no address of a server' })
  })
})

describe('A list of targets', () => {
  const refused = (bytes: string | Buffer) => expect(() => readTargetList(Buffer.from(bytes))).to.throw()

  it('is refused in words where it is none that is known', () => {
    refused('targets: []').with.property('message').that.contains('neither a table with a column “host”')
    refused('').with.property('code', 'target-list-unreadable')
    refused('<settings>').with.property('message').that.contains('no XML that can be read')
    refused('<settings/>').with.property('message').that.contains('No target is in it')
    refused('<!DOCTYPE settings [<!ENTITY a "b">]><settings/>').with.property('message').that.contains('document type')
    refused('host\n').with.property('message').that.contains('No target is in it')
  })

  it('has limits', () => {
    const rows = (count: number) => `host\n${Array.from({ length: count }, (_, i) => `z${i}.example`).join('\n')}\n`
    expect(readTargetList(Buffer.from(rows(1000))).targets).to.have.length(1000)
    refused(rows(1001)).with.property('message').that.contains('more than 1000 targets')
    refused(Buffer.alloc(4 * 1024 * 1024 + 1, 'a'))
      .with.property('message')
      .that.contains('more than 4 MiB')
    const settings = Array.from({ length: 1001 }, (_, i) => `<set target="z${i}" name="pz:name" value="x"/>`).join('')
    refused(`<settings>${settings}</settings>`).with.property('message').that.contains('more than 1000 targets')
  })
})
