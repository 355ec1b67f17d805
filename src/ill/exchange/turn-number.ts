import { requestNumber } from '../requests/number.ts'

/**
 * The number of a lender's turn, as it goes over the wire: `R-000123-45`, of the request's number and the line's. Used
 * once, whatever comes of the turn.
 */
export const turnNumber = (requestId: number, lineId: number): string => `${requestNumber(requestId)}-${lineId}`

/** What such a number is of; undefined for another's. Some peers fold case. */
export function parseTurnNumber(text: string): { readonly requestId: number; readonly lineId: number } | undefined {
  const [, request, line] = /^\s*R-0*(\d{1,15})-(\d{1,15})\s*$/i.exec(text) ?? []
  return request === undefined ? undefined : { requestId: Number(request), lineId: Number(line) }
}
