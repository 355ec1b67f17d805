import { createLog } from '../../src/kit/index.ts'
import { encode } from '../../src/standards/asn1/index.ts'
import { type MarcRecord, writeIso2709 } from '../../src/standards/marc/index.ts'
import { type HoldingsRecord, OPACRecord, recordSyntax } from '../../src/standards/z3950/index.ts'
import { createZServer, type Database, type ResultSet } from '../../src/zserver/index.ts'
import type { Library } from './libraries.ts'

/** A library that answers every search with these records, each with its holdings, in OPAC syntax. */
export async function openOpacLibrary(
  id: string,
  records: readonly { readonly record: MarcRecord; readonly holdings: readonly HoldingsRecord[] }[],
): Promise<{ readonly library: Library; close(): Promise<void> }> {
  const set: ResultSet = {
    hits: records.length,
    sort: () => set,
    present(position) {
      const { record, holdings } = records[position - 1]!
      const bibliographicRecord = {
        directReference: recordSyntax.usmarc,
        encoding: { type: 'octetAligned' as const, value: writeIso2709(record) },
      }
      const asn1 = encode(OPACRecord, { bibliographicRecord, holdingsData: [...holdings] })
      return { syntax: recordSyntax.opac, asn1 }
    },
  }
  const database: Database = {
    name: 'Default',
    search: () => set,
    scan: () => {
      throw new Error('nobody browses here')
    },
  }
  const server = createZServer({ databases: [database], name: id, log: createLog('silent') })
  await server.listen(0)
  return {
    library: { id, port: server.port, settings: { syntax: 'opac', link: `https://${id}.example/{001}` } },
    close: () => server.close(),
  }
}
