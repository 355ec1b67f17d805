/** Where the time comes from, so that tests can pass their own. Epoch milliseconds. */
export interface Clock {
  now(): number
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() }
