/** Milliseconds this process has worked so far: while others have their turn on a busy machine, it does not count. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Milliseconds of work a function takes. */
export function timed(work: () => void): number {
  const start = cpuTime()
  work()
  return cpuTime() - start
}
