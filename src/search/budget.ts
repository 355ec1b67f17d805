/** Records that may still be fetched; shared by the runs of one search. */
export interface Budget {
  readonly left: number
  /** Of all runs together. */
  readonly most: number
  /** Takes up to `wanted`; gives how many were granted. */
  take(wanted: number): number
  /** Gives back what was granted and not used. */
  giveBack(unused: number): void
}

export function createBudget(most: number): Budget {
  let left = most
  return {
    most,
    get left() {
      return left
    },
    take(wanted) {
      const granted = Math.min(wanted, left)
      left -= granted
      return granted
    },
    giveBack(unused) {
      left += unused
    },
  }
}
