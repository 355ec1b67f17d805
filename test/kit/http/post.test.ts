import { expect } from 'chai'
import { post, reachOf } from '../../../src/kit/http/index.ts'
import { Problem } from '../../../src/problems.ts'

describe('A call of another system', () => {
  /** Names are looked up for ever. */
  const lookup = () => new Promise<never>(() => {})
  const posting = {
    url: new URL('https://slow.example/hook'),
    headers: {},
    body: '{}',
    reach: reachOf([], 'x.yaml'),
    lookup,
  }

  it('has a time limit for all of it, the looking up of its name included', async () => {
    const { signal } = new AbortController()
    const error = await post({ ...posting, timeout: 20, signal }).catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(Problem)
    expect((error as Problem).context).to.include({ host: 'slow.example', detail: 'no answer in time' })
  })

  it('ends with what it is for, while its name is looked up', async () => {
    const ending = new AbortController()
    const call = post({ ...posting, timeout: 600_000, signal: ending.signal }).catch((thrown: unknown) => thrown)
    ending.abort()
    expect(await call).to.have.property('name', 'AbortError')
  })
})
