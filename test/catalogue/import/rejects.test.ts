import { expect } from 'chai'
import { importRecords, rejectsFile } from '../../../src/catalogue/index.ts'
import { marcxmlNamespace, writeMarcxml, writeMrk } from '../../../src/standards/marc/index.ts'
import { briefRecord } from '../../bench/brief-records.ts'
import { useDatabase } from '../../database.ts'
import { check, stage } from './loading.ts'

const prefixed = (xml: string) => xml.replaceAll('<', '<m:').replaceAll('<m:/', '</m:')
const good = writeMarcxml(briefRecord(1))
/** Records without a single field: their bytes tell nothing without what is around them. */
const [empty, other] = ['<record><leader>00000nam a2200000 i 4500</leader></record>', '<record>é</record>']
const xml = (prefix: string, head = '') =>
  `${head}<${prefix}collection xmlns${prefix && ':m'}="${marcxmlNamespace}">${[empty, good, other].map((one) => (prefix ? prefixed(one) : one)).join('')}</${prefix}collection>`

describe('The rejected records of a file', () => {
  const data = useDatabase()

  const files: Readonly<Record<string, Buffer>> = {
    'MARCXML in the default namespace': Buffer.from(xml('')),
    'MARCXML with a prefix': Buffer.from(xml('m:')),
    'MARCXML in Latin-1': Buffer.from(xml('m:', '<?xml version="1.0" encoding="ISO-8859-1"?>'), 'latin1'),
    'MARCXML in UTF-16': Buffer.from(`\ufeff${xml('m:')}`, 'utf16le'),
    'MARCXML in documents with a prefix each': Buffer.from(
      `<a:collection xmlns:a="${marcxmlNamespace}"><a:record/>${prefixed(good).replaceAll('m:', 'a:')}</a:collection>
      <m:collection xmlns:m="${marcxmlNamespace}">${prefixed(other)}</m:collection>`,
    ),
    MARCMaker: Buffer.from(`=LDR  00000nam\r\n\r\n${writeMrk(briefRecord(1))}no field\r\n`),
  }
  for (const [name, file] of Object.entries(files))
    it(`are a file that is read like the one they were in: ${name}`, async () => {
      const rejected = async (bytes: Buffer) => {
        const { batch } = await stage(data.database, bytes, { again: true })
        const { expected } = await check(data.database, batch.id)
        const { records } = await importRecords(data.database.db, batch.id, { outcome: 'rejected' })
        const parts: Uint8Array[] = []
        for await (const part of rejectsFile(data.database.db, batch.id)) parts.push(part)
        return {
          counts: [expected!.new, expected!.rejected],
          why: records.map(({ code, detail }) => [code, detail]),
          bytes: Buffer.concat(parts),
        }
      }
      const first = await rejected(file)
      expect(first.counts).to.deep.equal([1, 2])
      const again = await rejected(first.bytes)
      expect(again.counts).to.deep.equal([0, 2])
      expect(again.why).to.deep.equal(first.why)
      expect(again.bytes).to.deep.equal(first.bytes)
    })
})
