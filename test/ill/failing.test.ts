import { expect } from 'chai'
import { interruptCalls, type Moment } from './calls.ts'
import { useHouse } from './house.ts'
import { loan, meansOf, storyEngine } from './story.ts'
import { expectOver, expectWhole, newWorld, placesOf } from './world.ts'

/** Every call to the database, the desk and the letters fails once: before it is made, and when only its answer is lost. */
describe('A loan in a house where every call fails once', () => {
  const house = useHouse({ limits: { perDay: 100_000, open: 100_000 } })
  const calls = interruptCalls((what) => {
    throw Object.assign(new Error(`this call failed: ${what.slice(0, 60)}`), { code: 'ECONNRESET' })
  })
  after(() => calls.restore())

  for (const moment of ['before', 'answered'] as const satisfies readonly Moment[])
    it(`${moment === 'before' ? 'before it is made' : 'when it is done'}: it ends as if none had`, async function () {
      this.timeout(300_000)
      const world = await newWorld(house)
      const means = meansOf(house.database, storyEngine({ between: calls.between }))
      let failed = 0
      for (const [name, act] of loan.steps)
        for (let k = 1, came = true; came; k++) {
          const places = await placesOf(house, world)
          calls.arm(k, moment)
          const error = await act(means, world, places).then(
            () => undefined,
            (reason: unknown) => reason,
          )
          came = calls.disarm()
          // Workers see to it by themselves; whoever acts is told.
          if (came && !name.startsWith('jobs') && error === undefined)
            expect(await expectWhole(house, world)).not.to.deep.equal([])
          if (error !== undefined) expect(String(error), `${name}, call ${k}`).to.contain('this call failed')
          await expectWhole(house, world)
          if (came) failed += 1
        }
      await expectOver(house, world, loan)
      expect(failed).to.be.greaterThan(100)
    })
})
