import { expect } from 'chai'
import { parsePqf } from '../../src/standards/query/index.ts'
import { type ProbeStep, probe, type Z3950Settings } from '../../src/zoom/index.ts'
import { needs } from '../peers.ts'
import {
  condition,
  presentRefusal,
  presentResponse,
  recordsFrom,
  searchResponse,
  startTarget,
} from './hostile-target.ts'
import { startZtest } from './peer-servers.ts'
import { targetAt } from './target-settings.ts'

async function stepsOf(target: Z3950Settings, signal?: AbortSignal): Promise<ProbeStep[]> {
  const steps: ProbeStep[] = []
  for await (const step of probe(target, parsePqf('computer'), signal && { signal })) steps.push(step)
  return steps
}

const summary = (steps: readonly ProbeStep[]) => steps.map(({ step, ok, detail }) => [step, ok, detail])

describe('A probe', () => {
  it('tells of yaz-ztest what it grants, finds and gives', async function () {
    const [program] = needs(this, 'yaz-ztest') as [string]
    const ztest = await startZtest(program)
    try {
      const steps = await stepsOf(targetAt(ztest.port))
      expect(steps.slice(0, 4).map(({ step, ok }) => [step, ok])).to.deep.equal([
        ['connect', true],
        ['init', true],
        ['options', true],
        ['search', true],
      ])
      const given = steps.slice(4).map(({ ok, detail }) => `${detail.split(':')[0]} ${ok ? 'yes' : 'no'}`)
      expect(given).to.include.members(['usmarc yes', 'opac yes', 'sutrs yes', 'xml no', 'grs-1 no'])
      expect(steps[1]!.detail).to.match(/^version 3, GFS\/YAZ/)
      expect(steps[2]!.detail).to.include('search, present').and.include('namedResultSets')
      expect(steps[3]!.detail).to.match(/^\d+ hits$/)
      expect(steps[4]!.detail).to.equal('usmarc: 366 bytes')
    } finally {
      await ztest.stop()
    }
  })

  it('ends at the step that fails, and says how', async () => {
    const [step, ...others] = await stepsOf(targetAt(1))
    expect(others).to.deep.equal([])
    expect(step).to.deep.include({ step: 'connect', ok: false })
    expect(step).to.have.nested.property('failure.kind', 'refused')
  })

  it('goes on with another connection when a target hangs up at a syntax', async () => {
    const target = await startTarget(async (c) => {
      await c.init()
      for (;;) {
        const request = await c.next()
        if (request.type === 'searchRequest') c.send(searchResponse(request.value, 1))
        else if (request.type !== 'presentRequest') return c.goodbye()
        else if (request.value.preferredRecordSyntax?.endsWith('.5.1')) return void c.socket.end()
        else if (request.value.preferredRecordSyntax?.endsWith('.5.10'))
          c.send(presentResponse(request.value, recordsFrom(1, 1)))
        else c.send(presentRefusal(request.value, 238))
      }
    })
    const steps = await stepsOf(targetAt(target.port))
    expect(summary(steps).slice(3)).to.deep.equal([
      ['search', true, '1 hit'],
      ['syntax', true, 'usmarc: 8 bytes'],
      ['syntax', false, 'unimarc'],
      ['syntax', false, 'xml'],
      ['syntax', false, 'opac'],
      ['syntax', false, 'grs-1'],
      ['syntax', false, 'sutrs'],
    ])
    expect(target.accepted).to.equal(2)
    await target.stop()
  })

  it('says what a target grants even when it finds nothing to search', async () => {
    const target = await startTarget(async (c) => {
      await c.init({ options: { search: true } })
      await c.search(0, { searchStatus: false, records: { type: 'nonSurrogateDiagnostic', value: condition(109) } })
      await c.farewell()
    })
    const steps = await stepsOf(targetAt(target.port))
    expect(summary(steps).slice(2)).to.deep.equal([
      ['options', true, 'search'],
      ['search', false, ''],
    ])
    await target.stop()
  })

  it('stops when nobody wants it any more', async () => {
    const stop = new AbortController()
    stop.abort()
    const steps = await stepsOf(targetAt(1), stop.signal)
    expect(steps).to.have.length(1)
    expect(steps[0]).to.have.nested.property('failure.kind', 'cancelled')
  })
})
