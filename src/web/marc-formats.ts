import { type Decoded, formats } from '../standards/marc/index.ts'

/** The forms a record can be taken away in: every format there is, and the bytes as they came. */
export const marcFormats = {
  ...formats,
  raw: { label: 'as received', mediaType: 'application/octet-stream', extension: 'mrc' },
} as const

export type MarcFormatName = keyof typeof marcFormats
export const marcFormatNames = Object.keys(marcFormats) as [MarcFormatName, ...MarcFormatName[]]

/** A file that holds one record. @throws Problem marc-unwritable where the format cannot hold it */
export function fileOf({ record, raw }: Decoded, name: MarcFormatName): string | Uint8Array {
  if (name === 'raw') return raw
  const { open, write, close } = formats[name]
  const written = write(record)
  return typeof written === 'string' ? `${open}${written}${close}` : written
}

/** A file name for a record: its control number where that is fit for one. */
export function fileName(decoded: Decoded, format: MarcFormatName): string {
  const number = decoded.record.fields.find(([tag]) => tag === '001')?.[1].trim() ?? ''
  const name = /^[\w-]{1,40}$/.test(number) ? number : 'record'
  return `${name}${format === 'raw' ? '-as-received' : ''}.${marcFormats[format].extension}`
}
