import { type Failure, TargetFailure } from '../../src/zoom/index.ts'

/** The failure a promise ends with; any other end is an error of the test. */
export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  let value: unknown
  try {
    value = await promise
  } catch (error) {
    if (error instanceof TargetFailure) return error.failure
    throw error
  }
  throw new Error(`expected a failure, found ${JSON.stringify(value)}`)
}
