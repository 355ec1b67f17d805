import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { parseConfig } from '../../src/kit/index.ts'
import { adHocTarget, TargetsFile } from '../../src/search/index.ts'

const read = (text: string) => parseConfig(text, 'targets.yaml', TargetsFile).targets

describe('The targets file', () => {
  it('needs an id, a label and a host, and has the defaults of a polite client', () => {
    const [target] = read('targets: [{ id: a, label: A, host: a.example }]')
    expect(target).to.deep.include({
      audience: ['opac', 'enquiry'],
      categories: ['General'],
      flavour: undefined,
      syntax: 'usmarc',
      recordEncoding: 'auto',
      firstRecords: 50,
      mostRecords: 500,
    })
    expect(target!.client).to.deep.include({
      port: 210,
      databases: ['Default'],
      syntax: '1.2.840.10003.5.10',
      elementSet: 'F',
      presentChunk: 10,
      deadlines: { connect: 3000, init: 5000, search: 10_000, present: 10_000, total: 15_000 },
      pool: { associations: 4, idle: 60_000, queue: 2000 },
    })
    expect(target!.client).not.to.have.property('tls')
  })

  it('orders targets by order, then label, and leaves out disabled ones', () => {
    const text = `targets:
  - { id: c, label: C, host: x }
  - { id: b, label: B, host: x }
  - { id: z, label: Z, host: x, order: -1 }
  - { id: off, label: Off, host: x, enabled: false }`
    expect(read(text).map(({ id }) => id)).to.deep.equal(['z', 'b', 'c'])
  })

  it('reads attributes as administrators write them', () => {
    const [target] = read(
      'targets: [{ id: a, label: A, host: a, attributes: { title: "1=4 4=1", isbn: "" }, extraAttributes: 5=1 }]',
    )
    expect(target!.attributes).to.deep.equal({
      title: [
        { type: 1, value: 4 },
        { type: 4, value: 1 },
      ],
      isbn: [],
    })
    expect(target!.extraAttributes).to.deep.equal([{ type: 5, value: 1 }])
  })

  it('knows targets of SRU by their address, with what the server calls its indexes', () => {
    const [target] = read(
      'targets: [{ id: a, label: A, protocol: sru, url: "https://sru.example/db", indexes: { title: pica.tit, author: pica.per } }]',
    )
    expect(target).to.include({ syntax: 'marcxml' })
    expect(target!.client).to.deep.include({
      protocol: 'sru',
      url: 'https://sru.example/db',
      version: '1.2',
      method: 'get',
      indexes: new Map([
        [4, 'pica.tit'],
        [1003, 'pica.per'],
      ]),
    })
  })

  it('refuses of a target of SRU what is not its own', () => {
    const entry = (more: string) => read(`targets: [{ id: a, label: A, protocol: sru, ${more} }]`)
    expect(() => entry('url: "ftp://a.example/"')).to.throw(/url: must be the http or https address/)
    expect(() => entry('url: "https://u:p@a.example/"')).to.throw(/url: must not hold a user/)
    expect(() => entry('url: "https://a.example/", host: a')).to.throw(/host: is not a known setting/)
    expect(() => entry('url: "https://a.example/", version: 1.2')).to.throw(
      /version: must be "1.1", "1.2" or "2.0", in quotes/,
    )
    expect(() => entry('url: "https://a.example/", indexes: { title: "x y" }')).to.throw(/indexes\.title: is the name/)
  })

  const wrong: [what: string, entry: string, says: RegExp][] = [
    ['an unknown protocol', 'protocol: gopher', /protocol: must be "z3950" or "sru"/],
    ['an unknown syntax, with the known ones', 'syntax: usmark', /syntax: must be one of usmarc, /],
    ['a port out of range', 'port: 99999', /port: .*65535/],
    ['an unknown encoding', 'recordEncoding: latin9', /recordEncoding: must be one of auto, utf-8/],
    ['attributes that are none', 'attributes: { title: "use 4" }', /attributes\.title: .*like "1=4 4=6"/],
    ['an attribute map of an unknown field', 'attributes: { titel: "1=4" }', /attributes\.titel/],
    ['a link that is no web address', 'link: "javascript:alert(1)//{001}"', /link: must begin with http/],
    ['a link whose host comes from the record', 'link: "https://{020a}/x"', /link: must begin with http/],
    ['an unknown setting', 'databse: [X]', /databse: is not a known setting/],
    ['credentials of the wrong kind', 'authentication: { type: basic }', /authentication/],
    ['no database', 'databases: []', /databases/],
    ['fewer records in all than at first', 'firstRecords: 501', /firstRecords: is more than mostRecords/],
  ]
  for (const [what, entry, says] of wrong)
    it(`refuses ${what}, naming line and field`, () => {
      expect(() => read(`targets:\n  - id: a\n    label: A\n    host: a\n    ${entry}\n`))
        .to.throw(/^targets\.yaml, line 5: /)
        .and.match(says)
    })

  it('refuses a host that is more than a host', () => {
    for (const host of ['http://a.example:210/db', '[::1]', 'a.example/db', ''])
      expect(() => read(`targets: [{ id: a, label: A, host: '${host}' }]`)).to.throw(/host: must be a host name/)
    expect(read("targets: [{ id: a, label: A, host: '::1' }]")[0]!.client).to.include({ host: '::1' })
  })

  it('refuses the same id twice', () => {
    const text = 'targets:\n  - { id: a, label: A, host: x }\n  - { id: a, label: B, host: y }'
    expect(() => read(text)).to.throw('targets.yaml, line 3: targets[1].id: "a" is used by an earlier target')
  })

  it('comes with samples that are right and all disabled', () => {
    const shipped = (file: string) => readFileSync(new URL(`../../config/${file}`, import.meta.url), 'utf8')
    const samples = shipped('targets.sample.yaml')
    expect(read(samples)).to.deep.equal([])
    const enabled = read(samples.replaceAll('enabled: false', 'enabled: true'))
    expect(enabled).to.have.length.greaterThan(25)
    expect(samples.match(/# Origin: /g)).to.have.lengthOf(enabled.length - 1)
  })
})

describe('A target named by its address', () => {
  it('is host, port and databases, with the defaults for what is left out', () => {
    expect(adHocTarget('z.example:2100/A+B')!.client).to.deep.include({
      host: 'z.example',
      port: 2100,
      databases: ['A', 'B'],
    })
    expect(adHocTarget('z.example')!.client).to.deep.include({ host: 'z.example', port: 210, databases: ['Default'] })
    expect(adHocTarget('[::1]:9999/x')!.client).to.deep.include({ host: '::1', port: 9999 })
    expect(adHocTarget('localhost:9999')!.client).to.deep.include({ host: 'localhost', port: 9999 })
  })

  it('may be the address of a database that speaks SRU', () => {
    expect(adHocTarget('https://sru.example/db')!.client).to.deep.include({
      protocol: 'sru',
      url: 'https://sru.example/db',
    })
    expect(adHocTarget('https://u:p@sru.example/db')).to.equal(undefined)
  })

  it('is not a bare word, which is an id, nor an impossible port', () => {
    expect(adHocTarget('northfield')).to.equal(undefined)
    expect(adHocTarget('a.example:70000')).to.equal(undefined)
  })
})
