/** Works on all items, so many at once, begun in their order. Ends when all are done; the first error ends it early. */
export async function inLanes<T>(items: Iterable<T>, lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]()
  let failed = false
  const lane = async () => {
    for (let next = rest.next(); !next.done && !failed; next = rest.next())
      try {
        await work(next.value)
      } catch (error) {
        failed = true
        throw error
      }
  }
  const outcomes = await Promise.allSettled(Array.from({ length: lanes }, lane))
  const broken = outcomes.find(({ status }) => status === 'rejected')
  if (broken?.status === 'rejected') throw broken.reason
}
