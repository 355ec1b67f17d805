/** A request's number as people say, print and scan it: letters about it need it too. */
export { requestNumber } from '../../messages/index.ts'

/** The number somebody typed or scanned, with or without what stands before it; undefined if it is none. */
export function parseRequestNumber(text: string): number | undefined {
  const digits = /^\s*(?:R-?)?0*(\d{1,15})\s*$/i.exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
