import { Problem } from '../../../src/problems.ts'

/** The problem a function throws, as code and offset; anything else it throws is a failure of the test. */
export function problemOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (!(error instanceof Problem) || !error.code.startsWith('ber-')) throw error
    return error.code === 'ber-unencodable' ? error.message : `${error.code} at ${error.context['offset']}`
  }
  return 'none'
}
