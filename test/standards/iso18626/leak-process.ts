import fc from 'fast-check'
import { readMessage, versions, writeMessage } from '../../../src/standards/iso18626/index.ts'
import { messageIn } from './arbitrary.ts'
import { Validators } from './schema-files.ts'

/** Reads or validates messages so many times, then tells by how many megabytes the process has grown. */
const [what, rounds] = process.argv.slice(2)
const messages = versions.flatMap((version) =>
  fc
    .sample(messageIn(version), { numRuns: 20, seed: 1 })
    .map((message) => ({ version, text: writeMessage(message, version) })),
)
const validators = new Validators()
const once = (at: number) => {
  const { text, version } = messages[at % messages.length]!
  if (what === 'read') return readMessage(new TextEncoder().encode(text))
  // Every other one is invalid: complaints are made, too.
  return validators.complaint(at % 2 === 0 ? text : text.replace('<timestamp>', '<timestamp>x'), version)
}
const collect = (globalThis as { gc?: () => void }).gc!
const size = () => {
  collect()
  return process.memoryUsage().rss / 2 ** 20
}
// Until the compiler is done with it and the memory it needs at once has been taken.
for (let at = 0; at < 3000; at++) once(at)
const before = size()
for (let at = 0; at < Number(rounds); at++) once(at)
const after = size()
validators.dispose()
process.send!(after - before)
