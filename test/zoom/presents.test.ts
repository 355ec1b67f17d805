import { expect } from 'chai'
import { parsePqf } from '../../src/standards/query/index.ts'
import { failureOf } from './failure-of.ts'
import { type Conversation, presentRefusal, presentResponse, recordsFrom, searchResponse } from './hostile-target.ts'
import { withTarget } from './with-target.ts'

const query = parsePqf('anything')

/** Plays a target whose Presents are answered by `answer`; returns what was asked for, as `start+count`. */
function presenting(
  hits: number,
  answer: (c: Conversation, start: number, count: number, request: never) => void,
  asked: string[] = [],
) {
  return async (c: Conversation) => {
    await c.init()
    for (;;) {
      const request = await c.next()
      if (request.type === 'searchRequest') c.send(searchResponse(request.value, hits))
      else if (request.type === 'presentRequest') {
        const { resultSetStartPoint: start, numberOfRecordsRequested: count } = request.value
        asked.push(`${start}+${count}`)
        answer(c, start, count, request.value as never)
      } else return c.goodbye()
    }
  }
}

describe('Fetching records', () => {
  it('asks in chunks, and again for what did not come', async () => {
    const asked: string[] = []
    await withTarget(
      presenting(
        100,
        (c, start, count, request) => c.send(presentResponse(request, recordsFrom(start, Math.min(count, 7)))),
        asked,
      ),
      async (client) => {
        expect(await (await client.search(query)).fetch(3, 25)).to.have.length(25)
      },
    )
    expect(asked).to.deep.equal(['3+10', '10+10', '17+10', '24+4'])
  })

  for (const [said, hits, partial] of [
    [-1, 0, true],
    [2 ** 31, 2 ** 31 - 1, false],
    [10 ** 9, 10 ** 9, false],
  ] as const)
    it(`survives a target that says it found ${said}`, () =>
      withTarget(
        presenting(said, (c, start, count, request) =>
          c.send(
            start > 3 ? presentRefusal(request, 13) : presentResponse(request, recordsFrom(start, Math.min(count, 3))),
          ),
        ),
        async (client) => {
          const set = await client.search(query)
          expect([set.hits, set.partial]).to.deep.equal([hits, partial])
          expect(await set.fetch(1, 50)).to.have.length(hits === 0 ? 0 : 3)
        },
      ))

  it('stops at an empty answer', async () => {
    const asked: string[] = []
    await withTarget(
      presenting(
        50,
        (c, start, _, request) => c.send(presentResponse(request, start > 10 ? [] : recordsFrom(1, 10))),
        asked,
      ),
      async (client) => {
        expect(await (await client.search(query)).fetch(1, 50)).to.have.length(10)
      },
    )
    expect(asked).to.deep.equal(['1+10', '11+10'])
  })

  for (const code of [13, 14, 16, 17, 31])
    it(`asks for fewer at a time after diagnostic ${code}`, async () => {
      const asked: string[] = []
      await withTarget(
        presenting(
          6,
          (c, start, count, request) =>
            c.send(count > 2 ? presentRefusal(request, code) : presentResponse(request, recordsFrom(start, count))),
          asked,
        ),
        async (client) => {
          expect(await (await client.search(query)).fetch(1, 6)).to.have.length(6)
        },
      )
      expect(asked).to.deep.equal(['1+6', '1+3', '1+1', '2+1', '3+1', '4+1', '5+1', '6+1'])
    })

  it('goes round a record that the target cannot give', async () => {
    const asked: string[] = []
    await withTarget(
      presenting(
        4,
        (c, start, count, request) =>
          c.send(
            start <= 2 && start + count > 2
              ? presentRefusal(request, 14)
              : presentResponse(request, recordsFrom(start, count)),
          ),
        asked,
      ),
      async (client) => {
        const records = await (await client.search(query)).fetch(1, 4)
        expect(records.map(({ type }) => type)).to.deep.equal(['bytes', 'diagnostic', 'bytes', 'bytes'])
      },
    )
    expect(asked.length).to.be.lessThan(8)
  })

  it('never asks more often than there are records, plus the halvings', async () => {
    const asked: string[] = []
    await withTarget(
      presenting(1_000, (c, _start, _count, request) => c.send(presentRefusal(request, 14)), asked),
      async (client) => {
        expect(await (await client.search(query)).fetch(1, 20)).to.have.length(20)
      },
    )
    expect(asked.length).to.equal(20 + 3)
  })

  it('does without element set names where the target has none', () =>
    withTarget(
      async (c) => {
        await c.init()
        await c.search(2)
        const first = await c.expect('presentRequest')
        expect(first.recordComposition).to.deep.equal({
          type: 'simple',
          value: { type: 'genericElementSetName', value: 'F' },
        })
        c.send(presentRefusal(first, 25))
        expect(await c.present()).to.not.have.property('recordComposition')
        await c.farewell()
      },
      async (client) => {
        expect(await (await client.search(query)).fetch(1, 2)).to.have.length(2)
      },
    ))

  it('fails with the diagnostic when not one record comes', () =>
    withTarget(
      presenting(5, (c, _start, _count, request) => c.send(presentRefusal(request, 238))),
      async (client) => {
        const set = await client.search(query)
        expect(await failureOf(set.fetch(1, 5))).to.deep.equal({
          kind: 'diagnostic',
          phase: 'present',
          diagnostics: [{ set: '1.2.840.10003.4.1', code: 238, text: 'Record not available in requested syntax' }],
        })
      },
    ))

  it('keeps what came and says what stopped it', () =>
    withTarget(
      presenting(30, (c, start, count, request) =>
        c.send(start > 10 ? presentRefusal(request, 1) : presentResponse(request, recordsFrom(start, count))),
      ),
      async (client) => {
        const records = await (await client.search(query)).fetch(1, 30)
        expect(records).to.have.length(11)
        expect(records[10]).to.deep.include({ position: 11, type: 'diagnostic' })
      },
    ))

  for (const code of [27, 30])
    it(`searches again, once, when the set is gone (${code})`, () =>
      withTarget(
        async (c) => {
          await c.init()
          await c.search(5)
          c.send(presentRefusal(await c.expect('presentRequest'), code))
          await c.search(5)
          await c.present()
          c.send(presentRefusal(await c.expect('presentRequest'), code))
          await c.search(5)
          c.send(presentRefusal(await c.expect('presentRequest'), code))
          await c.farewell()
        },
        async (client) => {
          const set = await client.search(query)
          expect(await set.fetch(1, 5)).to.have.length(5)
          expect(await failureOf(set.fetch(1, 5))).to.include({ kind: 'diagnostic', phase: 'present' })
        },
      ))
})
