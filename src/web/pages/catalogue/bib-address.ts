import { z } from 'zod'

export const wholeNumber = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

/** A record of ours by its number. */
export const BibAddress = z.object({ id: wholeNumber })
