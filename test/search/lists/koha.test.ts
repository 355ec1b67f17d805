import { expect } from 'chai'
import { readTargetList } from '../../../src/search/lists/index.ts'
import { listOf, onlyOne, saidOf, sample } from './lists.ts'

describe('Koha’s table of servers as CSV', () => {
  const { format, targets, remarks } = readTargetList(sample('koha.csv'))

  it('is known by its headings, and gives disabled targets for staff', () => {
    expect(format).to.equal('koha-csv')
    expect(targets.map(({ line, label }) => [line, label])).to.deep.equal([
      ...[
        [2, 'Northfield College'],
        [3, 'Lakeside "Old" Library'],
        [4, 'Hill Names'],
        [5, 'Seaport'],
        [6, 'Far'],
      ],
      [7, 'z.bare.example'],
    ])
    expect(targets[0]).to.deep.include({
      entry: {
        ...{ id: 'northfield-college', label: 'Northfield College', enabled: false, host: 'z.northfield.example' },
        ...{ databases: ['Default'], recordEncoding: 'utf-8', preselected: true, order: 2 },
        ...{ audience: ['enquiry'], origin: 'Koha’s list of servers' },
      },
      remarks: [],
    })
  })

  it('carries over login, databases, syntax, encoding, time and attributes', () => {
    expect(saidOf(targets[1]!)).to.deep.equal({
      ...{ host: 'z.lakeside.example', port: 2100, databases: ['A', 'B'], syntax: 'unimarc' },
      ...{ recordEncoding: 'iso-5426', extraAttributes: '2=3 4=1', order: 1 },
      authentication: { type: 'idPass', user: 'reader', password: 'secret word' },
      deadlines: { search: 40_000, present: 40_000, total: 40_000 },
    })
  })

  it('carries over servers of SRU', () => {
    expect(saidOf(targets[3]!)).to.deep.equal({
      ...{ protocol: 'sru', url: 'https://sru.seaport.example/sru/books', method: 'get', version: '1.1' },
      ...{ schema: 'marcxml', indexes: { title: 'dc.title', any: 'cql.anywhere' } },
    })
    expect(targets[3]!.remarks).to.deep.equal([
      'its records are not changed by style sheets (Del952.xsl)',
      'there is no field here for lccall (bath.lcCallNumber)',
    ])
  })

  it('says what cannot be a target, or not carried over', () => {
    expect(saidOf(targets[2]!)).to.deep.equal({
      fault: 'it holds authority records, which are not searched here',
    })
    expect(saidOf(targets[4]!)).to.have.property('fault').that.equals('port: it is more than 65535')
    expect(targets[4]!.remarks).to.deep.equal([
      'no MARC records come in the syntax GRS-1: USMARC is asked for',
      'records in EUC-KR cannot be read as such: the encoding is decided by content',
    ])
    expect(targets[5]).to.deep.include({
      remarks: [
        '"maybe" does not say whether it is ticked: it is not',
        '"@and @attr 1=1016 x" is not sent before its queries: only attributes can be',
      ],
    })
    expect(saidOf(targets[5]!)).to.have.deep.property('authentication', { type: 'open', value: 'u' })
    expect(remarks).to.deep.equal([{ line: 1, text: 'the column “Colour” is not known: it is left out' }])
  })

  it('may be headed as Koha’s page is, parted by semicolons or tabs', () => {
    const page = 'Target;Hostname/Port;Database;Preselected\nHill;z.hill.example:7090;hill;Yes\n'
    for (const text of [page, page.replaceAll(';', '\t'), `\ufeff${page.replaceAll('\n', '\r\n')}`])
      expect(saidOf(onlyOne(text))).to.deep.equal({
        ...{ host: 'z.hill.example', port: 7090, databases: ['hill'], preselected: true },
      })
    expect(saidOf(onlyOne('host,port\nz.example,210,extra\n'))).to.deep.equal({
      fault: 'its row has more cells than headings',
    })
  })

  it('gives every target an id of its own, and none that is taken', () => {
    const rows = ['Élan & Co', 'Elan Co', '図書館', '', `${'long '.repeat(30)}`].map(
      (name, i) => `${name},z${i}.example`,
    )
    const { targets } = readTargetList(Buffer.from(`name,host\n${rows.join('\n')}\n`), new Set(['elan-co']))
    expect(targets.map((one) => ('entry' in one ? one.entry.id : one.fault))).to.deep.equal([
      ...['elan-co-2', 'elan-co-3', 'target', 'z3-example'],
      'long-long-long-long-long-long-long-long-long-long-long-lon',
    ])
  })
})

describe('Koha’s table of servers as SQL', () => {
  const { format, targets, remarks } = readTargetList(sample('koha.sql'))

  it('is read from a dump, in the order its table was made with', () => {
    expect(format).to.equal('koha-sql')
    expect(targets.slice(0, 2).map(({ line, label }) => [line, label])).to.deep.equal([
      [24, "Northfield; 'New' (Main)"],
      [25, "L'Étang -- no comment"],
    ])
    expect(targets.slice(0, 2).map(saidOf)).to.deep.equal([
      {
        host: 'z.northfield.example',
        port: 210,
        databases: ['Default'],
        recordEncoding: 'utf-8',
        preselected: true,
        order: 2,
      },
      {
        ...{ host: 'z.lakeside.example', port: 2100, databases: ['A'], syntax: 'unimarc', recordEncoding: 'iso-5426' },
        ...{ authentication: { type: 'idPass', user: 'reader', password: 'back\\slash' }, order: -1 },
      },
    ])
  })

  it('is read by a list of columns, and says of single rows why they are not understood', () => {
    expect(targets.slice(2).map(({ line }) => line)).to.deep.equal([29, 30, 31])
    expect(targets.slice(2).map(saidOf)).to.deep.equal([
      { host: 'z.hill.example', port: 210, databases: ['hill'], recordEncoding: 'utf-8' },
      { fault: 'it has 5 values for 6 columns' },
      { fault: 'what it has for host is no plain value' },
    ])
  })

  it('says what else is done to the table, and leaves other tables alone', () => {
    expect(remarks).to.deep.equal([{ line: 33, text: 'UPDATE is not carried out' }])
    expect(targets).to.have.length(5)
  })

  it('needs no columns where there are as many values as Koha’s own table has', () => {
    const values = "1,'z.a.example',210,'A','','','A',1,1,'USMARC',0,'zed','utf8','biblio',NULL,NULL,NULL"
    for (const row of [values, `${values},NULL`])
      expect(saidOf(onlyOne(`INSERT INTO z3950servers VALUES (${row});`))).to.have.property('host', 'z.a.example')
    expect(saidOf(onlyOne("INSERT INTO z3950servers VALUES (1,'z.a.example');"))).to.deep.equal({
      fault: 'it has 2 values, and no list of columns says which they are',
    })
  })

  it('had other names for its columns once', () => {
    const columns =
      '`host`,`port`,`db`,`userid`,`password`,`name`,`id`,`checked`,`rank`,`syntax`,`icon`,`position`,`type`'
    const row = "'z.a.example',210,'A','','','Old',1,0,2,'USMARC',NULL,'primary','zed'"
    const listed = onlyOne(`replace into \`z3950servers\` (${columns}) values (${row})`)
    expect(listed.label).to.equal('Old')
    expect(saidOf(listed)).to.deep.equal({ host: 'z.a.example', port: 210, databases: ['A'], order: 2 })
  })

  it('may end anywhere', () => {
    const whole = sample('koha.sql').toString()
    const begins = whole.indexOf('INSERT INTO `z3950servers` VALUES')
    for (let length = begins + 40; length < whole.length; length++)
      expect(listOf(whole.slice(0, length)).targets.length).to.be.at.most(5)
  })

  it('is read once, whatever its quotes are like', () => {
    for (const odd of ["'\\", '"\\', '`', "''", '/*', '#', '--', '('])
      expect(() => listOf(`INSERT INTO z3950servers VALUES ${odd.repeat(300_000)}`)).not.to.throw(RangeError)
  })
})
