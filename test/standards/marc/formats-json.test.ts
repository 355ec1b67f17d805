import { expect } from 'chai'
import fc from 'fast-check'
import { type MarcRecord, readMarcJson, toMarcInJson, writeMarcJson } from '../../../src/standards/marc/index.ts'
import { cpuTime } from '../../cpu-time.ts'
import { anyRecord, recordOf } from './arbitrary-records.ts'
import { inShort, readAll, readOne, recordsOf } from './reading.ts'

const leader = '00000nam a2200000 i 4500'
const record = recordOf(leader, [
  ['001', 'x1'],
  ['245', '10', 'a', 'A "quoted" {title} \\ and ] more', 'c', 'Łódź'],
])
const value = toMarcInJson(record)
const line = writeMarcJson(record)
const good = line.trim()

describe('MARC-in-JSON', () => {
  const shapes: Record<string, (values: readonly object[]) => string> = {
    'one a line': (values) => values.map((each) => `${JSON.stringify(each)}\n`).join(''),
    'one a line with CR LF': (values) => values.map((each) => JSON.stringify(each)).join('\r\n'),
    'one after the other': (values) => values.map((each) => JSON.stringify(each)).join(''),
    'a compact array': (values) => JSON.stringify(values),
    'a pretty array': (values) => JSON.stringify(values, null, 2),
    'pretty, one after the other': (values) => values.map((each) => JSON.stringify(each, null, '\t')).join('\n'),
    'a JSON text sequence': (values) => values.map((each) => `\x1e${JSON.stringify(each)}\n`).join(''),
    'a byte order mark': (values) => `\ufeff${JSON.stringify(values)}`,
  }
  for (const [shape, write] of Object.entries(shapes))
    it(`is read as ${shape}, cut anywhere`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyRecord, { minLength: 1, maxLength: 3 }),
          fc.integer({ min: 1, max: 40 }),
          async (records, size) => {
            const found = await readAll('json', write(records.map(toMarcInJson)), { size })
            expect(recordsOf(found)).to.deep.equal(records)
          },
        ),
        { numRuns: 60 },
      )
    })

  it('rejects one bad record and reads on, however it is broken', async () => {
    for (const [bad, code] of [
      ['{"leader": nonsense}', '!json-malformed'],
      ['{"leader":"x"}', '!record-not-found'],
      ['nonsense', '!record-not-found'],
      ['"a string"', '!record-not-found'],
      [good.slice(0, 40), '!record-cut-short'],
      [good.slice(0, -4), '!record-cut-short'],
      [good.slice(0, good.indexOf('quoted')), '!record-cut-short'],
      [`${good}}`, 'ok !record-not-found'],
      [`{"a":${'['.repeat(50)}`, '!json-too-deep'],
    ] as const)
      for (const size of [1, 10, 65_536]) {
        const outcomes = await readAll('json', `${line}${bad}\n${line}${line}`, { size })
        expect(inShort(outcomes).join(' '), `${bad} in chunks of ${size}`).to.equal(`ok ${code} ok ok`)
        const rejected = outcomes.find((outcome) => 'rejected' in outcome)!
        expect(rejected.offset).to.be.within(Buffer.byteLength(line), Buffer.byteLength(line + bad))
      }
  })

  it('says what it repaired', async () => {
    const json = `{"leader":null,"_id":7,"fields":[
      {"245":{"ind1":"1","subfields":[{"a":1945},{"b":null},{"c":{}},"d"]}},
      {"500":"plain"}, {"001":{"ind1":" ","ind2":" ","subfields":[{"a":"x"}]}}, "nothing", {"700":{"ind1":"1","ind2":" "}}]}`
    const { record: found, diagnostics } = await readOne('json', json)
    expect(found.fields).to.deep.equal([
      ['245', '1 ', 'a', '1945', 'b', '', 'c', ''],
      ['500', '  ', 'a', 'plain'],
      ['001', 'x'],
      ['700', '1 '],
    ])
    expect(new Set(diagnostics.map(({ code }) => code))).to.deep.equal(
      new Set([
        'json-value-unexpected',
        'leader-wrong',
        'json-member-unknown',
        'indicators-wrong',
        'delimiter-missing',
        'control-field-with-subfields',
      ]),
    )
  })

  it('is the same as text and as a value', () => {
    fc.assert(
      fc.property(anyRecord, (each) => {
        expect(JSON.parse(writeMarcJson(each))).to.deep.equal(toMarcInJson(each))
      }),
    )
  })

  it('takes __proto__ for a name like any other', async () => {
    const json = `{"leader":"${leader}","__proto__":{"polluted":1},"fields":[{"__proto__":{"ind1":" ","ind2":" ","subfields":[{"__proto__":"x"}]}}]}`
    const { record: found, diagnostics } = await readOne('json', json)
    expect(found.fields).to.deep.equal([])
    expect(diagnostics.map(({ code }) => code)).to.deep.equal(['json-member-unknown', 'field-dropped'])
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined)
  })

  it('shows where text could not be decoded, and takes a hint', async () => {
    const json = Buffer.from(line.replace('Łódź', 'C\xe9line'), 'latin1')
    const lossy = await readOne('json', json)
    expect(lossy).to.deep.include({ lossy: true, lossyFields: ['245'], encoding: 'utf-8' })
    const hinted = await readOne('json', json, { encoding: 'iso-8859-1' })
    expect(hinted).to.deep.include({ lossy: false, encoding: 'iso-8859-1' })
    expect(hinted.record.fields[1]!.at(-1)).to.equal('Céline')
    expect((await readOne('json', line, { encoding: 'iso-8859-1' })).encoding).to.equal('utf-8')
  })

  it('skips a record beyond a mebibyte without holding it', async () => {
    const long = JSON.stringify({ ...value, fields: [{ '500': 'x'.repeat(3_000_000) }] })
    const outcomes = await readAll('json', `${line}${long}\n${line}`)
    expect(inShort(outcomes)).to.deep.equal(['ok', '!record-over-limit', 'ok'])
    expect(outcomes[1]!.raw.length).to.be.lessThan(1_200_000)
    expect(outcomes[2]!.offset).to.equal(Buffer.byteLength(`${line}${long}\n`))
  })

  it('comes to an end soon on braces that never close', async () => {
    for (const part of ['{', '{\n', '\n{"', '{"a":[', '{}\n', '\n{"a":1', '\\"{\n']) {
      const bytes = Buffer.from(part.repeat(200_000 / part.length))
      let outcomes = 0
      const started = cpuTime()
      for await (const _ of readMarcJson([bytes])) outcomes += 1
      expect(outcomes).to.be.greaterThan(0)
      expect(cpuTime() - started, JSON.stringify(part)).to.be.lessThan(5_000)
    }
  })

  it('keeps a data field without subfields apart from a control field', () => {
    const empty: MarcRecord = recordOf(leader, [['500', '  ']])
    expect(toMarcInJson(empty).fields).to.deep.equal([{ '500': { ind1: ' ', ind2: ' ', subfields: [] } }])
  })
})
