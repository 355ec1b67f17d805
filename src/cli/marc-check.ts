import { Problem } from '../problems.ts'
import { type Diagnostic, type DiagnosticCode, diagnosticTexts, type Encoding } from '../standards/marc/index.ts'
import { exitCodes } from './exit-codes.ts'
import { type Io, Output } from './io.ts'
import type { MarcFile } from './marc-file.ts'
import { table } from './table.ts'

/** How often something was found, and where first. */
interface Finding {
  count: number
  readonly record: number
  readonly offset: number
}

interface Summary {
  file: string
  format: string
  /** Records that could be read, those repaired or lossy among them; rejected ones are not. */
  read: number
  repaired: number
  lossy: number
  rejected: number
  encodings: Partial<Record<Encoding, number>>
  findings: Partial<Record<DiagnosticCode, Finding>>
}

/** Reads a file of records and prints what was found. The exit code is 1 when some record was rejected. */
export async function check(file: MarcFile, asJson: boolean, io: Io): Promise<void> {
  const summary = await summarize(file)
  if (summary.read + summary.rejected === 0)
    throw new Problem('marc-unreadable', { detail: `there is none in ${file.name}` })
  const output = new Output(io.stdout)
  output.write(asJson ? `${JSON.stringify(summary)}\n` : inWords(summary))
  await output.end()
  if (summary.rejected > 0) io.exitCode = exitCodes.failed
}

async function summarize({ name, format, batches }: MarcFile): Promise<Summary> {
  const summary: Summary = {
    file: name,
    format,
    read: 0,
    repaired: 0,
    lossy: 0,
    rejected: 0,
    encodings: {},
    findings: {},
  }
  for await (const batch of batches)
    for (const outcome of batch) {
      if ('rejected' in outcome) summary.rejected += 1
      else {
        summary.read += 1
        if (outcome.lossy) summary.lossy += 1
        if (outcome.diagnostics.length > 0) summary.repaired += 1
        summary.encodings[outcome.encoding] = (summary.encodings[outcome.encoding] ?? 0) + 1
      }
      for (const diagnostic of outcome.diagnostics) note(summary.findings, diagnostic)
    }
  return summary
}

function note(findings: Summary['findings'], { code, record, offset }: Diagnostic): void {
  const finding = findings[code]
  if (finding) finding.count += 1
  else findings[code] = { count: 1, record, offset }
}

function inWords({ file, format, read, repaired, lossy, rejected, encodings, findings }: Summary): string {
  const counts = { read, repaired, lossy, rejected }
  const parts = [
    `${file} (${format})\n`,
    table(
      ['records', ''],
      Object.entries(counts).map(([what, count]) => [what, String(count)]),
    ),
  ]
  const encodingRows = byCount(encodings, (count) => count).map(([name, count]) => [name, String(count)])
  if (encodingRows.length > 0) parts.push(table(['encoding', 'records'], encodingRows))
  const rows = byCount(findings, ({ count }) => count).map(([code, { count, record, offset }]) => [
    code,
    String(count),
    `record ${record}, byte ${offset}`,
    diagnosticTexts[code],
  ])
  if (rows.length > 0) parts.push(table(['found', 'times', 'first at', 'what it is'], rows))
  return parts.join('\n')
}

const byCount = <Key extends string, Value>(
  entries: Partial<Record<Key, Value>>,
  count: (value: Value) => number,
): [Key, Value][] => (Object.entries(entries) as [Key, Value][]).sort(([, a], [, b]) => count(b) - count(a))
