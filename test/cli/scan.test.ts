import { expect } from 'chai'
import { type Libraries, openLibraries } from '../search/libraries.ts'
import { useSru } from '../web/sru/sru-site.ts'
import { startTarget } from '../zoom/hostile-target.ts'
import { farshelf } from './command-line.ts'

describe('farshelf scan', () => {
  const shelf = useSru()
  let libraries: Libraries
  let northfield: string
  before(async () => {
    libraries = await openLibraries([{ id: 'northfield', records: 'northfield' }])
    northfield = `127.0.0.1:${libraries.servers[0]!.port}/Default`
  })
  after(() => libraries.close())

  const rows = (out: string) =>
    out
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'))

  it('lists terms in order, from the one asked for on, with their hits', async () => {
    const { code, out, err } = await farshelf('scan', 'h', '-t', northfield, '--field', 'author', '--count', '5')
    expect(code).to.equal(0)
    const found = rows(out)
    expect(found).to.have.lengthOf(5)
    const terms = found.map(([, term]) => term!.toLowerCase())
    expect([...terms].sort()).to.deep.equal(terms)
    expect(terms[0]! >= 'h').to.equal(true)
    for (const [hits] of found) expect(Number(hits)).to.be.greaterThan(0)
    expect(err).to.contain(': 5 terms')
  })

  it('lists terms before the place, too', async () => {
    const list = async (...flags: string[]) =>
      rows((await farshelf('scan', 'm', '-t', northfield, '--field', 'title', ...flags)).out).map(([, term]) => term)
    const [here] = await list('--count', '1')
    const around = await list('--count', '5', '--before', '2')
    expect(around).to.have.lengthOf(5)
    expect(around[2]).to.equal(here)
  })

  it('lists an index over SRU, whatever else does not answer', async () => {
    const down = await startTarget(() => undefined)
    const { port } = down
    await down.stop()
    const sru = `${shelf.site.url}/sru/default`
    const { code, out, err } = await farshelf('scan', '-t', sru, '-t', `127.0.0.1:${port}/x`, '--count', '3')
    expect(code).to.equal(0)
    expect(rows(out)).to.have.lengthOf(3)
    expect(err).to.contain(`127.0.0.1:${port}/x: `).and.to.contain('refused')
  })

  const wrong: [what: string, args: string[], says: string][] = [
    ['a field that is none', ['--field', 'colour'], 'Allowed choices'],
    ['more before than there are', ['-t', 'a.example:1', '--count', '2', '--before', '2'], '--before must be less'],
    ['too many', ['-t', 'a.example:1', '--count', '201'], 'It must be 1 to 200'],
  ]
  for (const [what, args, says] of wrong)
    it(`refuses ${what}`, async () => {
      const { code, err } = await farshelf('scan', ...args)
      expect(code).to.equal(2)
      expect(err).to.contain(says)
    })
})
