/** A text as ILL-String takes it: no blanks around it; undefined where nothing is left. */
export function written(text: string | undefined): string | undefined {
  const trimmed = text?.trim()
  return trimmed === '' ? undefined : trimmed
}

/** A text that came, at most so long. Some peers send every field they know, most of them empty. */
export const said = (text: string | undefined, most = 4000): string | undefined =>
  // Half a character is none.
  written(text?.slice(0, most).replace(/[\ud800-\udbff]$/, ''))

/**
 * What an APDU has no field for is said to people at the end of its note, a line each, and read from there again. So
 * nothing is lost between two who write it alike, and nothing is hidden from others.
 */
export type Lines = Readonly<Record<string, string | undefined>>

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

/** Stands between the two, so that no line of somebody's own is taken for one of ours. */
const rule = '--'

/** A note with lines below it; undefined where neither says anything. */
export function withLines(note: string | undefined, lines: Lines): string | undefined {
  const below = Object.entries(lines).flatMap(([label, text]) => (written(text) ? [`${label}: ${oneLine(text!)}`] : []))
  return written([written(note), ...(below.length > 0 ? [rule, ...below] : [])].filter(Boolean).join('\n'))
}

/** A note without the lines of these labels at its end, and those lines. Where others stand there, it is all a note. */
export function linesOf<L extends string>(
  text: string | undefined,
  labels: readonly L[],
): { readonly note: string | undefined; readonly lines: { readonly [N in L]?: string } } {
  const whole = said(text)
  const all = whole?.split(/\r?\n/) ?? []
  const from = all.lastIndexOf(rule)
  const below = all.slice(from + 1).map((line) => /^([A-Z][A-Za-z ]*): (.*\S)\s*$/.exec(line))
  if (from < 0 || !below.every((found) => found && labels.some((label) => label === found[1])))
    return { note: whole, lines: {} }
  const lines = Object.fromEntries(below.map((found) => [found![1], found![2]])) as { readonly [N in L]?: string }
  return { note: said(all.slice(0, from).join('\n')), lines }
}
