export interface Bell {
  ring(): void
  /** Until it rings, or the time is over. A ring that came before, with nobody waiting, counts. */
  wait(milliseconds: number): Promise<void>
}

/** Wakes the one who waits for it. */
export function createBell(): Bell {
  let rung = false
  let heard: (() => void) | undefined
  return {
    ring() {
      rung = true
      heard?.()
    },
    async wait(milliseconds) {
      let timer: NodeJS.Timeout | undefined
      if (!rung)
        await new Promise<void>((resolve) => {
          heard = resolve
          timer = setTimeout(resolve, milliseconds)
        })
      clearTimeout(timer)
      heard = undefined
      rung = false
    },
  }
}
