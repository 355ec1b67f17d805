/** Numbers of several volumes, as people write them in one field: parted by commas, semicolons or bars. */
export const itemNumbers = (text: string): readonly string[] =>
  [...new Set(text.split(/[;,|]/).map((one) => one.trim()))].filter((one) => one !== '')

const mostVolumes = 50

/** How many pieces a lender said it sent; one where that is no number. */
export function piecesSaid(text: string | undefined): number {
  const [, digits] = /^\s*(\d{1,3})\b/.exec(text ?? '') ?? []
  return Math.min(Math.max(Number(digits ?? 1), 1), mostVolumes)
}
