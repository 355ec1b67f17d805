import { fork } from 'node:child_process'
import { expect } from 'chai'
import { needsSchemas, which } from './schema-files.ts'

/** X08 wants 100,000: with TEST_SCALE=20. */
const rounds = 5000 * Number(process.env['TEST_SCALE'] ?? 1)

/** By how many megabytes a process of its own grows while it does one thing so often. */
const growth = (what: 'read' | 'validate') =>
  new Promise<number>((resolve, reject) => {
    const child = fork(new URL('leak-process.ts', import.meta.url), [what, String(rounds)], {
      // The space for young objects grows up to its limit before anything is collected: that is no leak, so it is small.
      execArgv: ['--expose-gc', '--max-semi-space-size=1', '--import', 'tsx'],
    })
    child.once('message', (told) => resolve(Number(told)))
    child.once('exit', (code) => reject(new Error(`it ended with ${code}`)))
  })

describe(`A process that handles ${rounds.toLocaleString('en')} messages of ISO 18626`, () => {
  it('grows by less than 30 MB where it reads them', async () => {
    expect(await growth('read')).to.be.lessThan(30)
  })

  it(`grows by less than 30 MB where they are validated by ${which}`, async function () {
    needsSchemas(this)
    expect(await growth('validate')).to.be.lessThan(30)
  })
})
