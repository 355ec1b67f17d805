import { type ImportBatch, type ImportCounts, importOutcomes } from '../../catalogue/index.ts'
import { visible } from '../../standards/marc/index.ts'
import type { Io } from '../io.ts'
import { table } from '../table.ts'

/** A batch for programs. */
export function jsonOf(batch: ImportBatch): Record<string, unknown> {
  const { id, fileName, sha256, size, profileName, format, encoding, state, done } = batch
  const { expected, counts, undo, lastError, createdAt, changedAt, endedAt } = batch
  return {
    batch: id,
    file: fileName,
    sha256,
    size,
    profile: profileName,
    format,
    encoding,
    state,
    done,
    ...(expected && { expected }),
    counts,
    ...(undo && { undo }),
    ...(lastError && { lastError }),
    createdAt,
    changedAt,
    ...(endedAt && { endedAt }),
  }
}

export function asJson(value: unknown, io: Io): void {
  io.stdout.write(`${JSON.stringify(value)}\n`)
}

/** What is said of each outcome. */
const words: Readonly<Record<(typeof importOutcomes)[number], string>> = {
  new: 'new',
  overlaid: 'laid over a record that was there',
  merged: 'merged with a record that was there',
  unchanged: 'there already, the same',
  kept: 'there already, left as it was',
  skipped: 'passed over',
  rejected: 'rejected',
}

/** A batch for people: what it is, and what became of its records. */
export function summaryOf(batch: ImportBatch): string {
  const { id, fileName, profileName, format, encoding, state, counts, expected, undo, lastError } = batch
  const lines = [
    visible(`Import ${id}: ${fileName}, ${format}, encoding ${encoding}, profile "${profileName}": ${state}`),
  ]
  if (lastError) lines.push(visible(`Last error: ${lastError}`))
  const shown = state === 'staged' || state === 'checking' ? expected : counts
  if (shown) lines.push(...countLines(shown))
  if (undo)
    lines.push(
      `Undone: ${undo.removed} records and ${undo.items} items taken out, ${undo.restored} records and ${undo.itemsRestored} items given back what they said, ${undo.left} left`,
    )
  return `${lines.join('\n')}\n`
}

function countLines(counts: ImportCounts): string[] {
  const rows: [string, string][] = importOutcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => [counts[outcome].toLocaleString('en'), words[outcome]])
  const { items: added, itemsReplaced, itemErrors } = counts
  const items =
    added > 0 || itemsReplaced > 0 || itemErrors > 0
      ? [`Items: ${added} new, ${itemsReplaced} replaced, ${itemErrors} refused`]
      : []
  const repaired = counts.repaired > 0 ? [`Damaged and repaired: ${counts.repaired}`] : []
  const width = Math.max(0, ...rows.map(([count]) => count.length))
  return [...rows.map(([count, what]) => `  ${count.padStart(width)}  ${what}`), ...items, ...repaired]
}

/** Batches as rows. */
export const listOf = (batches: readonly ImportBatch[]): string =>
  table(
    ['batch', 'state', 'records', 'rejected', 'profile', 'begun', 'file'],
    batches.map(({ id, state, done, counts, profileName, createdAt, fileName }) => [
      String(id),
      state,
      String(done.records),
      String(counts.rejected),
      profileName,
      createdAt.toISOString().slice(0, 16).replace('T', ' '),
      visible(fileName),
    ]),
  )
