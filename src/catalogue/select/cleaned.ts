import { cleanUp } from '../../bib/index.ts'
import type { MarcRecord } from '../../standards/marc/index.ts'
import type { SelectRequest } from './types.ts'

/** The record of another library as it would be ours. */
export function cleanedRecord({
  decoded,
  flavour,
  settings,
  source,
}: Pick<SelectRequest, 'decoded' | 'flavour' | 'settings' | 'source'>): MarcRecord {
  const agency = settings.agencies[source.target] ?? source.target
  return cleanUp(decoded.record, settings, { flavour, agency })
}
