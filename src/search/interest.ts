/**
 * Waits for `work` as long as the signal allows. The work itself goes on when the signal fires: others may be waiting
 * for it.
 * @throws the signal's reason, or the work's own error
 */
export function whileInterested<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason)
    signal.addEventListener('abort', leave, { once: true })
    // Before anything else: a rejection that nobody has taken up ends the process.
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
    if (signal.aborted) leave()
  })
}
