import { expect } from 'chai'
import { createEventLog, type NewEvent } from '../../src/search/event-log.ts'
import type { SearchEvent } from '../../src/search/index.ts'

const hits = (merged: number): NewEvent => ({ type: 'hits', hits: [], absorbed: [], merged, total: merged })
const done: NewEvent = { type: 'done', merged: 2, total: 2 }

async function all(events: AsyncIterable<SearchEvent>): Promise<string[]> {
  const seen: string[] = []
  for await (const { seq, type } of events) seen.push(`${seq} ${type}`)
  return seen
}

describe('The events of a search', () => {
  it('come to a reader who was there and to one who comes later alike', async () => {
    const log = createEventLog()
    const early = all(log.read(0))
    log.append(hits(1))
    await new Promise(setImmediate)
    log.append(hits(2))
    log.end(done)
    expect(await early).to.deep.equal(['1 hits', '2 hits', '3 done'])
    expect(await all(log.read(0))).to.deep.equal(['1 hits', '2 hits', '3 done'])
  })

  it('can be resumed behind the last one seen', async () => {
    const log = createEventLog()
    log.append(hits(1))
    log.append(hits(2))
    log.end(done)
    expect(await all(log.read(1))).to.deep.equal(['2 hits', '3 done'])
    expect(await all(log.read(3))).to.deep.equal([])
  })

  it('of a further round follow without the end of the round before', async () => {
    const log = createEventLog()
    log.append(hits(1))
    log.end(done)
    log.reopen()
    const reader = all(log.read(0))
    log.append(hits(2))
    log.end(done)
    expect(await reader).to.deep.equal(['1 hits', '3 hits', '4 done'])
  })

  it('stop when the reader leaves, and nothing is left waiting', async () => {
    const log = createEventLog()
    const leave = new AbortController()
    const reader = all(log.read(0, leave.signal))
    log.append(hits(1))
    await new Promise(setImmediate)
    leave.abort()
    expect(await reader).to.deep.equal(['1 hits'])
    expect(await all(log.read(0, AbortSignal.abort()))).to.deep.equal([])
  })
})
