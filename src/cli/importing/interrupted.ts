const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Lets work end by itself when the process is told to stop: its signal aborts. The second time, the process ends as it
 * would have.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const told = new AbortController()
  const stop = () => told.abort()
  for (const signal of signals) process.once(signal, stop)
  try {
    return await work(told.signal)
  } finally {
    for (const signal of signals) process.off(signal, stop)
  }
}
