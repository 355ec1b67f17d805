import { z } from 'zod'
import { addDays, instantOf } from '../../../../kit/calendar/index.ts'
import type { AuditQuery } from '../../../../kit/index.ts'
import { actionsSaying } from './words.ts'

const words = z.string().trim().max(200).default('')

/** What is looked for, as it stands in the address. Days are those of the house, as times are shown. */
export const AuditAddress = z.object({
  who: words,
  kind: words,
  subject: words,
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  text: words,
  before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
})
export type AuditAddress = z.output<typeof AuditAddress>

/** @param timeZone in which its days begin */
export const queryOf = ({ from, to, text, ...rest }: AuditAddress, timeZone: string): AuditQuery => ({
  ...rest,
  ...(from && { from: new Date(instantOf(timeZone, from)) }),
  ...(to && { until: new Date(instantOf(timeZone, addDays(to, 1))) }),
  ...(text && { text, actions: actionsSaying(text) }),
})

/** The page of an address, or its lines as a file. */
export function auditHref(address: Partial<AuditAddress>, page = '/admin/audit'): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(address)) if (value) params.set(name, String(value))
  return params.size > 0 ? `${page}?${params}` : page
}
