import { readMessage } from '../../../src/standards/iso18626/index.ts'
import { heavy, opening } from './hostile.ts'

/**
 * A process of its own, so that nobody else's memory is counted: how much more the heap holds, in megabytes, right after
 * each hostile document was read. Nothing of it is collected by then unless it had to be.
 */
const collect = (globalThis as { gc?: () => void }).gc!
const all = { ...opening, ...heavy }
for (const document of Object.values(all)) readMessage(new TextEncoder().encode(document))
const grown = Object.entries(all).map(([name, document]) => {
  const bytes = new TextEncoder().encode(document)
  collect()
  const before = process.memoryUsage()
  readMessage(bytes)
  const after = process.memoryUsage()
  return [name, (after.heapUsed + after.external - before.heapUsed - before.external) / 2 ** 20]
})
process.send!(Object.fromEntries(grown))
