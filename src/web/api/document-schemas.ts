import { z } from 'zod'
import { documentMediaTypes } from '../../ill/index.ts'

const time = z.iso.datetime()

export const NewDocumentQuery = z.object({
  name: z
    .string()
    .min(1)
    .max(300)
    .default('copy')
    .meta({ description: 'What the file is called; its ending follows from its content' }),
  notify: z.literal('true').optional().meta({ description: 'The borrower gets a message that the copy is ready' }),
})

export const Document = z
  .object({
    id: z.int(),
    line: z.int(),
    name: z.string(),
    mediaType: z.enum(documentMediaTypes).meta({ description: 'As its content says' }),
    size: z.int().meta({ description: 'Bytes' }),
    sha256: z.string().meta({ description: 'Of the file, in hexadecimal' }),
    storedAt: time,
    storedBy: z.string(),
    keepUntil: z.iso.date().meta({ description: 'The last day on which the borrower can download it' }),
    downloads: z.int().meta({ description: 'By the borrower' }),
    mostDownloads: z.int().optional(),
    firstDownloadAt: time.optional(),
    lastDownloadAt: time.optional(),
  })
  .meta({ id: 'Document', description: 'A copy that a lender sent as a file' })
