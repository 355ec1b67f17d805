import { expect } from 'chai'
import { importDiff, importRecords, startCheck } from '../../../src/catalogue/index.ts'
import { Problem } from '../../../src/problems.ts'
import {
  type MarcRecord,
  marcxmlNamespace,
  writeMarcJson,
  writeMarcxml,
  writeMrk,
} from '../../../src/standards/marc/index.ts'
import { briefRecord } from '../../bench/brief-records.ts'
import { useDatabase } from '../../database.ts'
import { actor, carryOut, check, fileOf, load, loadFile, profileWith, stage } from './loading.ts'

const books = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => briefRecord(from + n))

describe('A dry run', () => {
  const data = useDatabase()
  /** A file of which one record is told of by a dry run. */
  async function checked(from: number) {
    const { batch } = await stage(data.database, fileOf([...books(from, from + 3), ...books(from, from + 1)]))
    await check(data.database, batch.id)
    await data.database.tx((tx) => startCheck(tx, batch.id, actor))
    return batch.id
  }
  const told = async (id: number) =>
    (await importRecords(data.database.db, id)).records.map(({ ordinal, outcome }) => [ordinal, outcome])

  it('touches nothing when its job is another worker’s by now', async () => {
    const id = await checked(0)
    const lost = carryOut(data.database, 'import.check', id, async () => {
      throw new Problem('job-lost', { id: 0 })
    })
    expect(await lost.catch((error: Problem) => error.code)).to.equal('job-lost')
    expect(await told(id)).to.deep.equal([[4, 'unchanged']])
  })

  for (const onMatch of ['replace', 'merge', 'keep'] as const)
    it(`counts what a load does of records that come again far behind: ${onMatch}`, async () => {
      const from = 20_000 + 20_000 * ['replace', 'merge', 'keep'].indexOf(onMatch)
      const noted = (n: number, note: string) => {
        const record = briefRecord(n)
        record.fields.push(['500', '  ', 'a', note])
        return record
      }
      const twins = (last: string) => {
        // One more record of the same title and year, and then a third that is the second.
        const record = briefRecord(from + 7)
        record.fields = record.fields.map((field) =>
          field[0] === '001' ? ['001', `other-${from}`] : field[0] === '500' ? ['500', '  ', 'a', last] : field,
        )
        return record
      }
      await loadFile(data.database, fileOf(books(from, from + 2)))
      const between = (n: number) => books(from + 1000 * n, from + 1000 * n + 1000)
      const file = fileOf([
        ...[noted(from, 'One'), noted(from + 5, 'One'), briefRecord(from + 7), twins('One')],
        ...between(1),
        ...[noted(from, 'Two'), noted(from + 5, 'Two'), twins('Two'), briefRecord(from + 1)],
        ...between(2),
        ...[noted(from, 'Two'), noted(from + 5, 'Two'), noted(from + 5, 'One'), noted(from, 'One'), twins('Two')],
        ...between(3),
        ...[briefRecord(from), noted(from, 'Three'), briefRecord(from + 5), noted(from + 5, 'One'), twins('One')],
      ])
      const { batch } = await stage(data.database, file, { profile: profileWith({ onMatch, refusePoorer: false }) })
      const checked = await check(data.database, batch.id)
      const loaded = await load(data.database, batch.id)
      expect(checked.expected).to.deep.equal(loaded.counts)
      expect(loaded.counts.new).to.be.greaterThan(3000)
    })

  /** A file as programs write it that do not do it our way. */
  const forms: Readonly<Record<string, (records: readonly MarcRecord[]) => Buffer>> = {
    'MARCXML with a prefix of its own': (records) =>
      Buffer.from(
        `<m:collection xmlns:m="${marcxmlNamespace}">${records.map((one) => prefixed(writeMarcxml(one))).join('')}</m:collection>`,
      ),
    'MARCXML whose prefix an envelope declares': (records) =>
      Buffer.from(
        `<?xml version="1.0"?><!-- <m:record> --><list>${records
          .map((one) => `<item xmlns:m="${marcxmlNamespace}"><head a="&lt;"/>${prefixed(writeMarcxml(one))}</item>`)
          .join('\n')}</list>`,
      ),
    'MARCXML in Latin-1': (records) =>
      Buffer.from(
        `<?xml version="1.0" encoding="ISO-8859-1"?>\n<collection>${records.map((one) => writeMarcxml(one)).join('')}</collection>`,
        'latin1',
      ),
    'MARCXML in UTF-16': (records) =>
      Buffer.from(
        `\ufeff<m:collection xmlns:m="${marcxmlNamespace}">${records.map((one) => prefixed(writeMarcxml(one))).join('')}</m:collection>`,
        'utf16le',
      ),
    'MARCXML documents one after the other, each with its prefix': (records) =>
      Buffer.concat(
        [records.slice(0, 500), records.slice(500)].map((some, n) =>
          Buffer.from(
            `<?xml version="1.0"?><m${n}:collection xmlns:m${n}="${marcxmlNamespace}">${some
              .map((one) => prefixed(writeMarcxml(one), `m${n}:`))
              .join('')}</m${n}:collection>\n`,
          ),
        ),
      ),
    'MARC-in-JSON': (records) => Buffer.from(`\ufeff[\n${records.map((one) => writeMarcJson(one)).join(',\n')}]`),
    'MARCMaker with comments and the line ends of Windows': (records) =>
      Buffer.from(
        records
          .map((one) => `# a record\n${writeMrk(one)}\n`.replace('=245', '# its title\n=245').replaceAll('\n', '\r\n'))
          .join(''),
      ),
  }
  const prefixed = (xml: string, prefix = 'm:') =>
    xml.replaceAll('<', `<${prefix}`).replaceAll(`<${prefix}/`, `</${prefix}`)
  // Above all numbers of the tests before.
  let from = 100_100
  for (const [name, write] of Object.entries(forms))
    it(`reads single records anew as they are in the file: ${name}`, async () => {
      from += 5000
      const first = from
      const noted = (one: MarcRecord, note: string) => {
        one.fields.push(['500', '  ', 'a', note])
        return one
      }
      const [ours, other] = books(first, first + 2)
      await loadFile(data.database, fileOf([ours!]))
      const theirs = noted(briefRecord(first), 'Élargi')
      // The first group has a thousand: what the last ones are twins of is read anew.
      const file = write([
        theirs,
        other!,
        ...books(first + 2, first + 1005),
        other!,
        noted(briefRecord(first + 3), 'Déjà'),
      ])
      const { batch } = await stage(data.database, file)
      const { expected } = await check(data.database, batch.id)
      expect(expected).to.include({ new: 1004, overlaid: 2, unchanged: 1, rejected: 0 })
      const { records } = await importRecords(data.database.db, batch.id, { outcome: 'overlaid' })
      expect(records.map(({ ordinal }) => ordinal)).to.deep.equal([1, 1007])
      const { differences } = await importDiff(data.database.db, batch.id, 1)
      const added = differences.flatMap((one) => (one.kind === 'added' ? [one.after] : []))
      expect(added).to.deep.equal([['500', '  ', 'a', 'Élargi']])
    })
})
