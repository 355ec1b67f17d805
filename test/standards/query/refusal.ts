import { Problem } from '../../../src/problems.ts'

/** The problem that `work` raises. */
export function refusal(work: () => unknown): Problem {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('done without complaint')
}
