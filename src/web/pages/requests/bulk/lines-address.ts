import { z } from 'zod'
import { RequestAddress } from '../opened.ts'
import { BulkForm, mostAtOnce } from './bulk-address.ts'

const event = z.string().regex(/^[\w:-]{1,80}$/)
const lineId = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

/** What the bar below a request's lenders sends: an action, and the lines that are ticked. */
export const LinesAddress = RequestAddress.extend({ event, line: z.array(lineId).max(mostAtOnce) })

/** What the page that asks once more sends. */
export const LinesForm = BulkForm.omit({ list: true }).extend({
  event,
  /** The letters that were seen, each with the line it is for: "17:…". */
  previewed: z.array(z.string().max(80)).max(mostAtOnce),
  preview: z.literal('1').optional(),
})
