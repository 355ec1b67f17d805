import { Problem } from '../../problems.ts'
import { type Flavour, type MarcRecord, marcxmlRecord } from '../../standards/marc/index.ts'
import { refuseSru } from '../../standards/sru/index.ts'
import type { Xml } from '../../standards/xml/index.ts'
import { dublinCore } from './dublin-core.ts'

/** A form that records can be had in. */
export interface RecordSchema {
  readonly name: string
  readonly identifier: string
  readonly title: string
  /** Refused with a diagnostic where the record cannot be had in it. */
  readonly write: (record: MarcRecord, flavour: Flavour) => Xml
}

/** The first one is given when none is asked for. */
export const recordSchemas: readonly [RecordSchema, ...RecordSchema[]] = [
  { name: 'marcxml', identifier: 'info:srw/schema/1/marcxml-v1.1', title: 'MARCXML', write: marcxml },
  { name: 'dc', identifier: 'info:srw/schema/1/dc-v1.1', title: 'Dublin Core', write: dublinCore },
]

/** The schema of a name or an identifier. @throws Problem sru-diagnostic 66 */
export function schemaOf(asked: string | undefined): RecordSchema {
  if (!asked) return recordSchemas[0]
  return recordSchemas.find(({ name, identifier }) => name === asked || identifier === asked) ?? refuseSru(66, asked)
}

function marcxml(record: MarcRecord, flavour: Flavour): Xml {
  try {
    return { xml: marcxmlRecord(record, flavour) }
  } catch (cause) {
    if (cause instanceof Problem && cause.code === 'marc-unwritable') return refuseSru(67, 'marcxml')
    throw cause
  }
}
