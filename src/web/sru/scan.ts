import { scanCatalogue, withinTime } from '../../catalogue/index.ts'
import type { Db } from '../../kit/db/index.ts'
import { readScan, refuseSru, type SruParameters, type SruTerm } from '../../standards/sru/index.ts'
import type { SruSettings } from './settings.ts'

const defaultTerms = 20

/** Answers a scan request. @throws Problem of what is told as a diagnostic */
export async function sruScan(db: Db, settings: SruSettings, parameters: SruParameters): Promise<SruTerm[]> {
  const { clause, responsePosition, maximumTerms = defaultTerms } = readScan(parameters)
  const count = Math.min(maximumTerms, settings.mostTerms)
  if (responsePosition > count + 1) refuseSru(120, responsePosition)
  const { attributeSet, root } = clause
  if (root.op !== 'term') return refuseSru(48, 'scanClause')
  const { attributes, term } = root
  const request = { attributeSet, attributes, term, count, position: responsePosition, step: 0 }
  const { entries } = await withinTime(db, settings.searchTime, (tx) => scanCatalogue(tx, request))
  return entries.map(({ term, hits }) => ({ value: term, hits }))
}
