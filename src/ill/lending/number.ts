/** The number of a request of another library, as people have it: L-000123. */
export const lendingNumber = (id: number): string => `L-${String(id).padStart(6, '0')}`

/** The number somebody typed or scanned; undefined if it is none. */
export function parseLendingNumber(text: string): number | undefined {
  const digits = /^\s*L-?0*(\d{1,15})\s*$/i.exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
