import { expect } from 'chai'
import { type Definition, fold } from '../../../src/workflow/index.ts'
import { chance } from '../../bench/brief-records.ts'
import { oneOf } from '../../ill/walk.ts'
import { signIn } from '../people.ts'
import { type Answer, type Caller, type Json, program, script } from './caller.ts'
import { useIllSite } from './ill-site.ts'

const actors = 50
/** A round is a request or a lender's line on which all of them act at once. */
const rounds = (usual: number) => Math.ceil(usual * Number(process.env['TEST_SCALE'] ?? 1))

/** What is said with an action; nothing with the others. */
const due = { dueAtLender: '2031-05-01' }
const forms: Readonly<Record<string, object>> = {
  ...{ complete: { notify: true }, note: { privateNote: 'Seen.' }, alert: { message: 'Come in.' } },
  ...{
    request: { transmit: true },
    conditional: { condition: 'In the library only' },
    message: { publicNote: 'Well?' },
  },
  ...{ shipped: { service: 'loan', ...due }, receivedAsLoan: due, renewed: due, changeDue: due },
  hold: { availableOn: '2031-02-01' },
}
/** They ask for somebody of the house, or for another permission. */
const notOurs = new Set(['assign', 'approve', 'closeAsCancelled'])
/** What is possible once, and then no more. */
const once = new Set([
  ...['inProcess', 'unable', 'cancel', 'reopen', 'request', 'shipped', 'receivedAsLoan', 'returned', 'lost', 'found'],
  ...['notSupplied', 'acceptCondition', 'declineCondition', 'cancelAccepted', 'cancelRefused'],
])

/** S03 of the test catalogue. */
describe(`${actors} who act at once`, () => {
  const random = chance(50)
  const house = useIllSite()
  let people: readonly Caller[]
  let reader: Caller

  before(async () => {
    const { site } = house
    const one = (n: number) =>
      n % 10 === 0 ? program(site, 'requests') : signIn(site, 'requests', 'enquiry').then((who) => script(site, who))
    people = await Promise.all(Array.from({ length: actors }, (_, n) => one(n)))
    reader = people[0]!
  })

  interface Target {
    readonly request: number
    readonly line: number
  }
  let serial = 0
  async function target(): Promise<Target> {
    const { request, line } = await house.line(`Wanted ${++serial}`)
    return { request: request.id, line: line.id }
  }
  const paths = ({ request, line }: Target) =>
    ({ request: `/requests/${request}`, line: `/requests/${request}/lines/${line}` }) as const

  async function look(path: string) {
    const { json } = await reader.get(path)
    const possible = (json['actions'] as Json[]).flatMap(({ action, possible: is }) =>
      is && !notOurs.has(String(action)) ? [String(action)] : [],
    )
    return { version: Number(json['version']), possible }
  }

  let notes = 0
  /** Each editing says something else: one that changes nothing is in nobody's way. */
  const formOf = (action: string) => (action === 'edit' ? { note: `Note ${++notes}` } : (forms[action] ?? {}))
  const act = (who: Caller, path: string, action: string, seen: number | '*') =>
    who.send('POST', `${path}/actions/${action}`, formOf(action), {
      'if-match': seen === '*' ? seen : `"${seen}"`,
    })

  /** One of all did it; the others were told how it stands now. */
  function expectOneWinner(answers: readonly Answer[], refusal: 409 | 412): Answer {
    const winners = answers.filter(({ status }) => status === 200)
    const others = answers.filter(({ status }) => status !== 200)
    for (const { status, json } of others) expect(status, JSON.stringify(json)).to.equal(refusal)
    expect(winners).to.have.length(1)
    return winners[0]!
  }

  async function expectWhole({ request, line }: Target) {
    const { engine } = house.ill
    const { db } = house.site.database
    for (const id of [request, line]) {
      const { definition, state, data, version, lastEvent, definitionVersion } = await engine.read(db, id)
      const machine = engine.machine(definition).definition as Definition
      const folded = fold(machine, await engine.history(db, id))
      expect(folded).to.deep.equal({ state, data, version, lastEvent, definitionVersion })
    }
  }

  it('on what they all saw: one wins, the others are told what changed', async function () {
    this.timeout(3_600_000)
    let at = await target()
    for (let round = 0; round < rounds(24); round++) {
      const path = paths(at)[oneOf(random, ['request', 'line', 'line'] as const)]
      const { version, possible } = await look(path)
      const answers = await Promise.all(people.map((who) => act(who, path, oneOf(random, possible), version)))
      const winner = expectOneWinner(answers, 412)
      expect(winner.json['version']).to.equal(version + 1)
      const now = await look(path)
      expect(now.version).to.equal(version + 1)
      for (const { status, json } of answers)
        if (status === 412) {
          expect(json).to.include({ code: 'workflow-stale', version: now.version })
          expect(json['changes']).to.have.length(1)
        }
      await expectWhole(at)
      if (random() < 0.15) at = await target()
    }
  })

  it('on whatever there is: what is possible once is done once, and the others are told that it is not possible', async function () {
    this.timeout(3_600_000)
    let at = await target()
    for (let round = 0; round < rounds(18); ) {
      const path = paths(at)[oneOf(random, ['request', 'line', 'line'] as const)]
      const { version, possible } = await look(path)
      const chosen = possible.filter((action) => once.has(action))
      if (chosen.length === 0 || random() < 0.1) at = await target()
      if (chosen.length === 0) continue
      round += 1
      const action = oneOf(random, chosen)
      const answers = await Promise.all(people.map((who) => act(who, path, action, '*')))
      expectOneWinner(answers, 409)
      const details = new Set(answers.flatMap(({ status, json }) => (status === 409 ? [json['detail']] : [])))
      expect(details.size, [...details].join('; ')).to.equal(1)
      expect([...details][0]).to.contain('is not possible')
      expect((await look(path)).version).to.equal(version + 1)
      await expectWhole(at)
    }
  })

  it('on a request and on its lender, each of which changes the other: one of all wins', async function () {
    this.timeout(3_600_000)
    for (let round = 0; round < rounds(6); round++) {
      const at = await target()
      const { request, line } = paths(at)
      await act(reader, line, 'request', 1)
      const [ofRequest, ofLine] = [await look(request), await look(line)]
      const answers = await Promise.all(
        people.map((who, n) =>
          n % 2 === 0 ? act(who, request, 'cancel', ofRequest.version) : act(who, line, 'notSupplied', ofLine.version),
        ),
      )
      expectOneWinner(answers, 412)
      await expectWhole(at)
    }
  })

  it('to take something back: it is taken back once', async function () {
    this.timeout(3_600_000)
    for (let round = 0; round < rounds(2); round++) {
      const at = await target()
      const { request } = paths(at)
      expect((await act(reader, request, 'inProcess', '*')).status).to.equal(200)
      const all = Array.from({ length: actors }, () => reader.send('POST', `${request}/undo`, {}, { 'if-match': '*' }))
      expectOneWinner(await Promise.all(all), 409)
      await expectWhole(at)
    }
  })
})
