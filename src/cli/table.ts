/** Rows as text in aligned columns under their headings, each line ended. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, i) => Math.max(heading.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `${cells.map((cell, i) => cell.padEnd(i === cells.length - 1 ? 0 : widths[i]!)).join('  ')}\n`
  return [headings.map((heading) => heading.toUpperCase()), ...rows].map(line).join('')
}
