import { Problem } from '../../problems.ts'
import { type Decoded, type Flavour, readMarcxml, readRecord } from '../../standards/marc/index.ts'

/** A record as it was received, ISO 2709 or XML; undefined where it cannot be read. */
export async function readReceived(raw: Uint8Array, flavour?: Flavour): Promise<Decoded | undefined> {
  const options = flavour === undefined ? {} : { flavour }
  try {
    if (raw[0] !== 0x3c) return readRecord(raw, options)
    for await (const outcome of readMarcxml([raw], options)) return 'rejected' in outcome ? undefined : outcome
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
  return undefined
}
