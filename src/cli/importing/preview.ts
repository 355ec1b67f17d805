import { previewEncodings } from '../../catalogue/index.ts'
import { readEnvironment } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import { visible } from '../../standards/marc/index.ts'
import type { Io } from '../io.ts'
import { type FileFlags, namedProfile } from './file.ts'
import { openSource } from './source.ts'
import { asJson } from './summary.ts'

/** `farshelf import FILE --preview`: how the first records read in each encoding. Needs no database. */
export async function previewFile(name: string, flags: FileFlags, io: Io): Promise<void> {
  const profile = await namedProfile(flags.profile, readEnvironment(process.env))
  const source = await openSource(name, io)
  const found = await previewEncodings(source, { profile, format: flags.format })
  if (found.format === undefined)
    throw new Problem('bad-input', { detail: `${name} does not begin like a file of records: say which with --format` })
  if (flags.json) return asJson(found, io)
  io.stdout.write(`The file is ${found.format}.\n`)
  for (const { encoding, records, lossy, rejected, samples } of found.encodings) {
    const unread = lossy > 0 ? `${lossy} of ${records} records with unreadable characters` : 'every character readable'
    io.stdout.write(`\n${encoding}: ${unread}${rejected > 0 ? `, ${rejected} rejected` : ''}\n`)
    for (const sample of samples) io.stdout.write(`    ${visible(sample)}\n`)
  }
}
