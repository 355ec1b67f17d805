import { expect } from 'chai'
import type { Definition } from '../../src/workflow/index.ts'
import { errand } from './errand.ts'
import { errand2 } from './errand-2.ts'
import { type RecordedHistory, recordedHistories, replay } from './histories.ts'

const definitions = [errand, errand2] as unknown as readonly Definition[]

describe('Recorded histories', () => {
  const all = recordedHistories(['errand'])

  it('are there, one of them of an old version that was left', () => {
    expect(all.length).to.be.greaterThan(2)
    const moved = all.filter(([, { version, stands }]) => version < stands.definitionVersion)
    expect(moved).not.to.deep.equal([])
  })

  for (const [file, history] of all)
    it(`are decided as they were: ${file}, ${history.about.toLowerCase()}`, () => replay(definitions, history))

  const first = all[0]![1]
  const changed = (change: (line: RecordedHistory['lines'][number]) => object): RecordedHistory => ({
    ...first,
    lines: first.lines.map((line) => (line.event === 'ask' ? { ...line, ...change(line) } : line)),
  })
  for (const [what, history] of [
    ['leads elsewhere', changed(() => ({ to: 'done' }))],
    ['sets another value', changed(({ patch }) => ({ patch: { ...patch, price: 6 } }))],
    ['has another effect', changed(() => ({ effects: ['tell'] }))],
    ['rests on another guard', changed(() => ({ guards: { cheap: true } }))],
    ['stands elsewhere in the end', { ...first, stands: { ...first.stands, state: 'idle' } }],
  ] as const)
    it(`do not pass where one ${what}`, () => {
      expect(() => replay(definitions, history)).to.throw()
    })
})
