import { expect } from 'chai'
import fc from 'fast-check'
import {
  addLine,
  advance,
  buildRota,
  isAtEnd,
  type Line,
  linesOf,
  readDraft,
  saveHoldingOwner,
  setAutomatic,
} from '../../../src/ill/index.ts'
import { Problem } from '../../../src/problems.ts'
import { writeIso2709 } from '../../../src/standards/marc/index.ts'
import { chance } from '../../bench/brief-records.ts'
import { seed } from '../../seed.ts'
import { runs } from '../../standards/asn1/scale.ts'
import { ann, useHouse } from '../house.ts'
import { oneOf } from '../walk.ts'

const by = { actor: ann, via: 'web' } as const
const partner = { actor: { kind: 'partner', id: 'XX-1', name: 'A lender' }, via: 'iso18626' } as const

describe('A rota that goes on by itself', () => {
  const house = useHouse()
  const means = () => ({ engine: house.engine, settings: house.settings, now: house.now })

  /** A request with so many lenders, of which the first has been asked. */
  const begun = async (count: number, lender: (n: number) => object = () => ({})) => {
    const request = await house.request()
    await house.act(request.id, 'link', { bibId: await house.bib(request.title) })
    const lines: number[] = []
    for (let n = 0; n < count; n++) {
      const { id } = await house.lender(lender(n))
      lines.push((await house.database.tx((tx) => addLine(tx, request.id, id, by, means()))).id)
    }
    await house.database.tx((tx) => setAutomatic(tx, request.id, true, by, house.now))
    await house.act(lines[0]!, 'request', { transmit: true })
    house.sent.length = 0
    return { id: request.id, lines }
  }
  const linesIn = async (id: number): Promise<readonly Line[]> => (await linesOf(house.db, [id], house.now)).get(id)!
  const statesIn = async (id: number) => (await linesIn(id)).map(({ state }) => state)
  const goOn = (request: number, from: number) =>
    house.database.tx((tx) => advance(tx, request, from, { engine: house.engine, now: house.now }))
  /** Carries out what was left to be done. */
  const work = async () => {
    const jobs = await house.db.selectFrom('jobs').select(['id', 'payload']).where('kind', '=', 'ill.advance').execute()
    for (const { id, payload } of jobs) {
      const { request, from } = payload as { request: number; from: number }
      await goOn(request, from)
      await house.db.deleteFrom('jobs').where('id', '=', id).execute()
    }
    return jobs.length
  }
  const waiting = async (id: number) =>
    (await house.db.selectFrom('jobs').select('id').where('key', 'like', `advance:${id}:%`).execute()).length

  for (const [what, end] of [
    ['does not supply', (line: number) => house.act(line, 'notSupplied', { reason: 'NotHeld' })],
    ['asks to try again later', (line: number) => house.act(line, 'notSupplied', { answer: 'retry' })],
    ['names other libraries', (line: number) => house.act(line, 'notSupplied', { answer: 'locations' })],
    ['has no more time', (line: number) => house.act(line, 'expired', {}, partner)],
    [
      'could not be sent the request',
      (line: number) =>
        house.act(line, 'sendFailed', { message: 'request' }, { actor: { kind: 'system', name: 'F' }, via: 'job' }),
    ],
    [
      'makes a condition that is declined',
      async (line: number) => {
        await house.act(line, 'conditional', { condition: 'In the library only' })
        await house.act(line, 'declineCondition')
      },
    ],
    [
      'agrees to the cancelling',
      async (line: number) => {
        await house.act(line, 'cancel', { transmit: true })
        await house.act(line, 'cancelAccepted', {}, partner)
      },
    ],
  ] as const)
    it(`asks the next lender when one ${what}, once`, async () => {
      const { id, lines } = await begun(3)
      await end(lines[0]!)
      expect(await work()).to.equal(1)
      const [, second, third] = await linesIn(id)
      expect([second!.state, third!.state]).to.deep.equal(['pending', 'idle'])
      expect(await goOn(id, lines[0]!)).to.deep.equal({ kind: 'stays', why: 'another' })
      const history = await house.engine.history(house.db, lines[1]!)
      expect(history.at(-1)).to.include({ event: 'request', via: 'rota' })
      expect(second!.data.expiresAt, 'its own time runs').not.to.equal(null)
    })

  it('asks nobody where a note comes, a cancelling is refused, or another lender that was asked before answers', async () => {
    const { id, lines } = await begun(3)
    await house.act(lines[0]!, 'message', { publicNote: 'Unfilled' }, partner)
    await house.act(lines[0]!, 'cancel', { transmit: true })
    await house.act(lines[0]!, 'cancelRefused', {}, partner)
    expect(await waiting(id)).to.equal(0)
    await house.act(lines[0]!, 'notSupplied', {}, partner)
    await work()
    // It says so again: the second lender has the request by now.
    await house.act(lines[0]!, 'notSupplied', {}, partner)
    expect(await waiting(id)).to.equal(0)
    expect(await statesIn(id)).to.deep.equal(['not-supplied', 'pending', 'idle'])
  })

  it('asks nobody for a request that is terminated, over, or known to the lenders already', async () => {
    const terminated = await begun(2)
    await house.act(terminated.lines[0]!, 'terminate', { transmit: true })
    await house.act(terminated.lines[0]!, 'cancelAccepted', {}, partner)
    const over = await begun(2)
    await house.act(over.id, 'cancel', { transmit: true })
    await house.act(over.lines[0]!, 'cancelAccepted', {}, partner)
    const twice = await begun(2)
    await house.act(twice.lines[0]!, 'notSupplied', { reason: 'Duplicate' }, partner)
    const byHand = await begun(2)
    await house.database.tx((tx) => setAutomatic(tx, byHand.id, false, by, house.now))
    await house.act(byHand.lines[0]!, 'notSupplied', {}, partner)
    await work()
    for (const { id } of [terminated, over, twice, byHand]) expect((await statesIn(id))[1]).to.equal('idle')
  })

  it('passes over lenders that take no requests, and says why', async () => {
    const { id, lines } = await begun(4, (n) =>
      n === 1 ? { closed: true } : n === 2 ? { suspendedUntil: '2030-01-01' } : {},
    )
    await house.act(lines[0]!, 'notSupplied', {}, partner)
    await work()
    const all = await linesIn(id)
    expect(all.map(({ state }) => state)).to.deep.equal(['not-supplied', 'idle', 'idle', 'pending'])
    expect(all.map(({ skipped }) => skipped)).to.deep.equal([
      ...[null, 'takes no requests now', 'takes no requests now', null],
    ])
  })

  it('stops before a lender that somebody has to look at: ours, unapproved, or asked by other means', async () => {
    const own = await begun(2, (n) => (n === 1 ? { symbol: 'XX-OWN' } : {}))
    await house.act(own.lines[0]!, 'notSupplied', {}, partner)
    const stops = await house.database.tx((tx) =>
      advance(tx, own.id, own.lines[0]!, { engine: house.engine, now: house.now, symbol: 'ISIL:xx-own' }),
    )
    expect(stops).to.include({ kind: 'stopped', why: 'this is our own library' })
    const means = await begun(3, (n) => (n === 1 ? { protocol: 'none', email: '' } : {}))
    await house.act(means.lines[0]!, 'notSupplied', {}, partner)
    await work()
    expect(await statesIn(means.id)).to.deep.equal(['not-supplied', 'idle', 'idle'])
    expect((await linesIn(means.id))[1]!.skipped).to.equal('has to be asked by other means')
  })

  it('is at its end when nobody is left, and goes on from there with lenders that were added', async () => {
    const { id, lines } = await begun(1)
    await house.act(lines[0]!, 'notSupplied', {}, partner)
    await work()
    expect(isAtEnd(await linesIn(id))).to.equal(true)
    expect((await house.engine.read(house.db, id)).data).to.include({ attention: true })
    const { id: lender } = await house.lender()
    const added = await house.database.tx((tx) => addLine(tx, id, lender, by, means()))
    expect(isAtEnd(await linesIn(id))).to.equal(false)
    await house.act(added.id, 'request', { transmit: true })
    expect(await statesIn(id)).to.deep.equal(['not-supplied', 'pending'])
  })

  it('lets nobody take back the end of a turn once the next lender was asked, and not before', async () => {
    const { id, lines } = await begun(2)
    const undo = () => house.database.tx((tx) => house.engine.undo(tx, lines[0]!, by))
    await house.act(lines[0]!, 'notSupplied', {})
    await undo()
    await work()
    expect(await statesIn(id)).to.deep.equal(['pending', 'idle'])
    await house.act(lines[0]!, 'notSupplied', {})
    await work()
    expect(await undo().catch((error: Problem) => error.context['reason'])).to.equal('the next lender has been asked')
  })

  it('asks each lender once at most, whatever happens at once', async function () {
    this.timeout(600_000)
    await fc.assert(
      fc.asyncProperty(fc.nat(2 ** 31 - 1), async (number) => {
        const random = chance(number)
        const { id, lines } = await begun(4)
        for (let step = 0; step < 5; step++) {
          const live = (await linesIn(id)).find(({ state }) => state === 'pending')
          if (!live) break
          const attempts = [
            ...Array.from({ length: 3 }, () => () => house.act(live.id, 'notSupplied', {}, partner)),
            () => house.act(live.id, 'expired', {}, partner),
            ...Array.from({ length: 3 }, () => () => goOn(id, live.id)),
            ...(random() < 0.3 ? [() => house.act(oneOf(random, lines), 'request', { transmit: true })] : []),
            work,
          ].sort(() => random() - 0.5)
          await Promise.all(
            attempts.map((attempt) =>
              attempt().catch((error: unknown) => {
                if (!(error instanceof Problem)) throw error
              }),
            ),
          )
          await work()
          const states = await statesIn(id)
          expect(states.filter((state) => state === 'pending').length, states.join()).to.be.lessThan(2)
        }
        for (const line of lines) {
          const asked = (await house.engine.history(house.db, line)).filter(({ event }) => event === 'request')
          expect(asked.length).to.be.lessThan(2)
        }
        const rows = await house.db
          .selectFrom('ill_advances')
          .select('from_line')
          .where('request_id', '=', id)
          .execute()
        expect(new Set(rows.map(({ from_line }) => from_line)).size).to.equal(rows.length)
        expect(isAtEnd(await linesIn(id)), (await statesIn(id)).join()).to.equal(true)
      }),
      { numRuns: runs(12), seed },
    )
  })
})

describe('A rota that is built', () => {
  const house = useHouse({ symbol: 'XX-OWN', rota: { targets: { hill: 'XX-HILL', nobody: 'XX-GONE' } } as never })
  const means = () => ({ engine: house.engine, settings: house.settings, now: house.now })

  it('has who is known to have it, with reasons, once for one press, and remembers that it goes on by itself', async () => {
    const { id: hill } = await house.lender({ symbol: 'XX-HILL' })
    const { id: last } = await house.lender({ lastResort: true })
    const external = {
      ...({ kind: 'external', flavour: 'marc21' } as const),
      ...{ target: 'hill', label: 'Hill Library', database: 'd', query: 'q', syntax: 'marc21' },
      ...{ encoding: 'utf-8', fetchedAt: '2026-03-01T00:00:00Z' },
      also: [{ target: 'nobody', label: 'Gone Library' }],
    }
    const request = await house.request({ source: external, raw: Buffer.from('x') })
    await house.act(request.id, 'link', { bibId: await house.bib(request.title) })
    for (let press = 0; press < 2; press++)
      await house.database.tx((tx) => buildRota(tx, request.id, {}, { ...by, key: 'page:1' }, means()))
    const lines = (await linesOf(house.db, [request.id], house.now)).get(request.id)!
    expect(lines.map(({ lender, why }) => [lender.id, why])).to.deep.equal([
      [hill, ['has it: Hill Library']],
      [last, ['asked last', 'not known to have it']],
    ])
    const rota = await house.db
      .selectFrom('ill_rotas')
      .select('automatic')
      .where('request_id', '=', request.id)
      .execute()
    expect(rota).to.deep.equal([{ automatic: true }])
    const again = await house.database.tx((tx) => buildRota(tx, request.id, {}, { ...by, key: 'page:2' }, means()))
    expect(again, 'nobody twice').to.equal(0)
  })

  it('has the libraries that the found record names, by what is said of their codes, or as symbols', async () => {
    const { id: named } = await house.lender({ symbol: 'XX-NAMED' })
    const { id: spoken } = await house.lender({ symbol: 'XX-SPOKEN' })
    const { id: elsewhere } = await house.lender({ symbol: 'XX-ELSEWHERE' })
    const own = (target: string, code: string, lenderId: number) =>
      house.database.tx((tx) => saveHoldingOwner(tx, { target, code, lenderId }, { name: 'Ann', via: 'web' }))
    await own('union', 'Spk', spoken)
    await own('other', 'Els', elsewhere)
    await own('', 'Hub', named)
    const record = {
      leader: '00000nam a2200000 a 4500',
      fields: [
        ['001', 'u-77'],
        ['245', '10', 'a', 'Held by many'],
        ['850', '  ', 'a', 'xx-named', 'a', 'Nobody'],
        ['852', '  ', 'a', 'SPK', 'h', 'PS 1'],
        ['852', '  ', 'a', 'Els'],
      ],
    }
    const external = {
      ...({ kind: 'external', flavour: 'marc21' } as const),
      ...{ target: 'union', label: 'Union Catalogue', database: 'd', query: 'q', syntax: 'marc21' },
      ...{ encoding: 'utf-8', fetchedAt: '2026-03-01T00:00:00Z' },
    }
    const raw = Buffer.from(writeIso2709(record as never))
    const request = await house.request({ source: external, raw })
    await house.act(request.id, 'link', { bibId: await house.bib(request.title) })
    const draft = await readDraft(house.db, request.id, means())
    const held = draft.entries.filter(({ holding }) => holding)
    expect(held.map(({ lender, callNumber, why }) => [lender.id, callNumber, why[0]])).to.deep.equal([
      [named, undefined, 'has it: xx-named in Union Catalogue'],
      [spoken, 'PS 1', 'has it: SPK in Union Catalogue'],
    ])
    expect(draft.unresolved).to.have.members(['Els (Union Catalogue)', 'Nobody (Union Catalogue)'])
    // Once the catalogue is said to be one library's, the codes in it are its own affair.
    const { id: union } = await house.lender({ symbol: 'XX-UNION' })
    await own('union', '', union)
    const after = await readDraft(house.db, request.id, means())
    const [first] = after.entries
    expect(first).to.deep.include({ recordId: 'u-77', callNumber: 'PS 1' })
    expect(first!.lender.id).to.equal(union)
    expect(after.unresolved).to.deep.equal([])
  })

  it('counts what was really sent, both ways', async () => {
    const { id: partnerId } = await house.lender({ symbol: 'XX-FAIR', lastResort: true })
    for (const shipped of [true, true, false]) {
      const { lending } = await house.lending({ partnerId })
      if (shipped) await house.act(lending.id, 'shipped', { dueOn: '2026-06-01' })
    }
    const asked = await house.request()
    await house.act(asked.id, 'link', { bibId: await house.bib(asked.title) })
    const line = await house.database.tx((tx) => addLine(tx, asked.id, partnerId, by, means()))
    await house.act(line.id, 'request', { transmit: true })
    await house.act(line.id, 'shipped', { dueAtLender: '2026-06-01' })
    const request = await house.request()
    await house.act(request.id, 'link', { bibId: await house.bib(request.title) })
    const { entries } = await readDraft(house.db, request.id, means())
    expect(entries.find(({ lender }) => lender.id === partnerId)).to.include({ asked: 1, lent: 1, borrowed: 2 })
  })
})
