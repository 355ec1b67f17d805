import type { BibSource } from '../catalogue/index.ts'
import { detectFormat, formats, type MarcRecord } from '../standards/marc/index.ts'
import type { Door } from './door.ts'

/** The address that the owner's catalogue has for a source: of the record as it was received, whatever became of it. */
export async function ownersLink(door: Pick<Door, 'service'>, source: BibSource): Promise<string | undefined> {
  const record = await recordOf(source.raw)
  return record && door.service.ownersLink(source.target, record)
}

async function recordOf(raw: Uint8Array): Promise<MarcRecord | undefined> {
  const format = detectFormat(raw)
  if (!format) return undefined
  for await (const read of formats[format].read([raw])) return 'rejected' in read ? undefined : read.record
  return undefined
}
