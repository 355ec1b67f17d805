import { Problem } from '../problems.ts'
import { type Decoded, type FormatName, formats, type MarcFormat, visible } from '../standards/marc/index.ts'
import { exitCodes } from './exit-codes.ts'
import { type Io, Output } from './io.ts'
import { line, type MarcFile } from './marc-file.ts'

/**
 * Writes the records of a file in another format, as they are read. What was repaired, rejected or cannot be written goes
 * to standard error, a line each; the exit code is 1 when a record is missing from the output.
 */
export async function convert(file: MarcFile, to: FormatName, flavour: 'marc21' | 'unimarc', io: Io): Promise<void> {
  const format: MarcFormat = formats[to]
  const output = new Output(io.stdout)
  const report = new Output(io.stderr)
  let records = 0
  let missing = 0

  const write = (decoded: Decoded): string | Uint8Array | undefined => {
    const { ordinal: record, offset } = decoded
    try {
      return format.write(decoded.record, {
        flavour,
        onLoss: (code, tag, detail) => void report.write(line(file.name, { code, record, offset, tag, detail })),
      })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      report.write(`${visible(`${file.name}: record ${record}, byte ${offset}: ${error.message} (${error.code})`)}\n`)
      return undefined
    }
  }

  output.write(format.open)
  for await (const batch of file.batches) {
    for (const outcome of batch) {
      records += 1
      for (const diagnostic of outcome.diagnostics) report.write(line(file.name, diagnostic))
      const written = 'rejected' in outcome ? undefined : write(outcome)
      if (written === undefined) missing += 1
      else await output.write(written)
    }
    await Promise.all([output.flush(), report.flush()])
    if (output.closed) break
  }
  output.write(format.close)
  await Promise.all([output.end(), report.end()])
  if (records === 0) throw new Problem('marc-unreadable', { detail: `there is none in ${file.name}` })
  if (missing > 0) io.exitCode = exitCodes.failed
}
