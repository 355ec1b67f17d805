import {
  type Decoded,
  marcxmlClose,
  marcxmlOpen,
  writeIso2709,
  writeLine,
  writeMarcJson,
  writeMarcxml,
  writeMrk,
} from '../standards/marc/index.ts'

interface MarcFormat {
  readonly label: string
  readonly type: string
  readonly extension: string
  /** @throws Problem marc-unwritable where the format cannot hold the record */
  write(decoded: Decoded): Uint8Array | string
}

/** The forms a record can be taken away in. */
export const marcFormats = {
  marc: {
    label: 'MARC (ISO 2709, UTF-8)',
    type: 'application/marc',
    extension: 'mrc',
    write: ({ record }) => writeIso2709(record),
  },
  marcxml: {
    label: 'MARCXML',
    type: 'application/marcxml+xml; charset=utf-8',
    extension: 'xml',
    write: ({ record }) => `${marcxmlOpen}${writeMarcxml(record)}${marcxmlClose}`,
  },
  json: {
    label: 'MARC-in-JSON',
    type: 'application/json; charset=utf-8',
    extension: 'json',
    write: ({ record }) => writeMarcJson(record),
  },
  mrk: {
    label: 'MARCMaker (.mrk)',
    type: 'text/plain; charset=utf-8',
    extension: 'mrk',
    write: ({ record }) => writeMrk(record),
  },
  line: {
    label: 'Line by line',
    type: 'text/plain; charset=utf-8',
    extension: 'txt',
    write: ({ record }) => writeLine(record),
  },
  raw: {
    label: 'As received',
    type: 'application/octet-stream',
    extension: 'mrc',
    write: ({ raw }) => raw,
  },
} as const satisfies Record<string, MarcFormat>

export type MarcFormatName = keyof typeof marcFormats
export const marcFormatNames = Object.keys(marcFormats) as [MarcFormatName, ...MarcFormatName[]]

/** A file name for a record: its control number where that is fit for one. */
export function fileName(decoded: Decoded, format: MarcFormatName): string {
  const number = decoded.record.fields.find(([tag]) => tag === '001')?.[1].trim() ?? ''
  const name = /^[\w-]{1,40}$/.test(number) ? number : 'record'
  return `${name}${format === 'raw' ? '-as-received' : ''}.${marcFormats[format].extension}`
}
