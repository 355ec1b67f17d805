/** Closes one thing, or several together. */
export type Close = () => unknown

/**
 * Closes one after the other, in this order. One that fails keeps none of those behind it open.
 * @throws what the first failure was, once all were tried
 */
export async function closeInTurn(all: readonly Close[]): Promise<void> {
  const failures: unknown[] = []
  for (const close of all)
    try {
      await close()
    } catch (error) {
      failures.push(error)
    }
  if (failures.length > 0) throw failures[0]
}

/** Closes all at once, and waits for the slowest. @throws what the first failure was, once all are done */
export async function closeTogether(all: readonly Close[]): Promise<void> {
  const outcomes = await Promise.allSettled(all.map(async (close) => await close()))
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
}
