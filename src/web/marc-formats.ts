import { type Decoded, type Flavour, formats } from '../standards/marc/index.ts'

/** The forms a record can be taken away in: every format there is, and the bytes as they came. */
export const marcFormats = {
  ...formats,
  raw: { label: 'as received', mediaType: 'application/octet-stream', extension: 'mrc' },
} as const

export type MarcFormatName = keyof typeof marcFormats
export const marcFormatNames = Object.keys(marcFormats) as [MarcFormatName, ...MarcFormatName[]]

/** The forms our own records can be taken away in. */
export const ourFormatNames = Object.keys(formats) as [keyof typeof formats, ...(keyof typeof formats)[]]

/** The header of an answer with a file of many records that says how many are left out of it. */
export const leftOutHeader = 'Farshelf-Left-Out'

/** A record, with its bytes where it came from elsewhere: only then can it be had as received. */
export type Writable = Pick<Decoded, 'record'> & Partial<Pick<Decoded, 'raw'>> & { readonly flavour: Flavour }

/** A file that holds one record. @throws Problem marc-unwritable where the format cannot hold it */
export function fileOf({ record, raw, flavour }: Writable, name: MarcFormatName): string | Uint8Array {
  if (name === 'raw') return raw ?? ''
  const { open, write, close } = formats[name]
  const written = write(record, { flavour })
  return typeof written === 'string' ? `${open}${written}${close}` : written
}

/** A file name for a record: its control number where that is fit for one. */
export function fileName({ record }: Writable, format: MarcFormatName): string {
  const number = record.fields.find(([tag]) => tag === '001')?.[1].trim() ?? ''
  const name = /^[\w-]{1,40}$/.test(number) ? number : 'record'
  return `${name}${format === 'raw' ? '-as-received' : ''}.${marcFormats[format].extension}`
}
