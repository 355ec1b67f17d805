import { expect } from 'chai'
import { sql } from 'kysely'
import { callsAbout } from '../../src/ill/index.ts'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { createWorker } from '../../src/kit/jobs/index.ts'
import { openIls } from '../ncip-responder.ts'
import { startSip2System } from '../sip2-system.ts'
import { until } from '../until.ts'
import { useLendingSite } from './lending/lending-site.ts'
import { openHouseWith } from './patrons-elsewhere.ts'
import { signIn, signInWith } from './people.ts'
import { type Caller, type Json, program, script } from './requests/caller.ts'
import { useIllSite } from './requests/ill-site.ts'
import type { Site } from './site.ts'

// Before anything else: the house is made with its address.
const ils = await openIls()
const librarySystem = { ncip: ils.settings(), patronCheck: 'none', whenDown: 'review', signIn: false } as const
const due = { dueAtLender: '2031-05-01' }

after('close the library system', () => ils.close())

type Steps = Json & { readonly steps: readonly (Json & { readonly id: number })[]; readonly next?: number }

/** Has the system asked, until no step of an instance waits for its first try. */
async function work(site: Site, ill: ReturnType<typeof useIllSite>['ill'], instance: number) {
  const { database } = site
  const handlers = ill.librarySystem!.handlers(database)
  const worker = createWorker({ database, handlers, clock: systemClock, log: createLog('silent'), poll: 20 })
  try {
    await until(async () =>
      (await callsAbout(database.db, [instance])).every(
        ({ state, triedAt, dueAt }) => state !== 'waiting' || (triedAt !== null && dueAt! > triedAt),
      ),
    )
  } finally {
    await worker.close()
  }
}

describe('The circulation queue in the API', () => {
  const house = useIllSite({ ill: { librarySystem } })
  let staff: Caller
  before(async () => {
    staff = await program(house.site, 'requests')
  })
  const received = async (title: string, order = {}) => {
    ils.let('AcceptItem', { problem: 'No Such Location' })
    const { request, line } = await house.line(title, order)
    await house.act(line.id, 'request', { transmit: true })
    await house.act(line.id, 'shipped', { service: 'loan', ...due })
    await house.act(line.id, 'receivedAsLoan', due)
    await work(house.site, house.ill, line.id)
    const [call] = await callsAbout(house.site.database.db, [line.id])
    return { request, line, id: call!.id }
  }
  const stepsOf = async (path: string, who = staff) => (await who.get(path)).json as Steps

  it('tells what failed and why, and what may be done; a retry that works settles it', async () => {
    const { request, line, id } = await received('Asked again')
    const queue = await stepsOf('/circulation-queue')
    expect(queue.steps.find((one) => one.id === id)).to.deep.include({
      ...{ step: 'acceptItem', label: 'Accept item', side: 'borrowing', state: 'failed', error: 'No Such Location' },
      ...{ request: { id: request.id, number: request.number, title: 'Asked again' }, part: 1, attempts: 1 },
      ...{ item: `${request.number}-${line.id}`, actions: ['retry', 'by-hand'], needsDueOn: false, late: false },
    })
    expect(queue.asked).to.equal(true)
    ils.users.set('P-1', { name: 'Rosa Reader' })
    const key = { 'idempotency-key': 'retry-1' }
    const retried = await staff.send('POST', `/circulation-queue/${id}/retry`, {}, key)
    expect(retried).to.nested.include({ status: 200, 'json.state': 'waiting' })
    await work(house.site, house.ill, line.id)
    const again = await staff.send('POST', `/circulation-queue/${id}/retry`, {}, key)
    expect(again.headers.get('idempotent-replayed')).to.equal('true')
    const settled = await staff.send('POST', `/circulation-queue/${id}/retry`, {})
    expect(settled).to.nested.include({ status: 409, 'json.code': 'call-settled' })
    expect((await stepsOf('/circulation-queue')).steps.map((one) => one.id)).not.to.include(id)
    const { steps } = await stepsOf(`/requests/${request.number}/circulation-steps`)
    expect(steps).to.have.length(1)
    expect(steps[0]).to.deep.include({ id, state: 'done', actions: [] })
  })

  it('takes down what was done by hand, and takes that back', async () => {
    const { id } = await received('By hand')
    const path = `/circulation-queue/${id}`
    expect((await staff.send('POST', `${path}/by-hand`, { dueOn: 'soon' })).status).to.equal(400)
    const done = await staff.send('POST', `${path}/by-hand`, { item: 'MY-9', note: 'made there' })
    expect(done.json).to.deep.include({
      ...{ state: 'done', settledBy: 'Kiosk', note: 'made there', item: 'MY-9', actions: ['take-back'] },
    })
    const back = await staff.send('POST', `${path}/take-back`, {})
    expect(back).to.nested.include({ status: 200, 'json.state': 'failed', 'json.item': 'MY-9' })
    expect(back.json['error']).to.equal('Kiosk noted it as done by hand, and Kiosk took that back')
    expect((await staff.get(path)).json).to.deep.equal(back.json)
    expect(await staff.send('POST', `${path}/take-back`, {})).to.nested.include({
      ...{ status: 409, 'json.code': 'call-kept' },
    })
    expect((await staff.get('/circulation-queue/999999')).status).to.equal(404)
  })

  it('is read page by page, by state and side', async () => {
    const ids = [(await received('One')).id, (await received('Two')).id]
    const all = (await stepsOf('/circulation-queue?state=failed,manual')).steps.map(({ id }) => id)
    expect(all).to.include.members(ids)
    const seen: number[] = []
    for (let after = 0; ; ) {
      const page = await stepsOf(`/circulation-queue?state=failed&size=1&after=${after || 1}`)
      seen.push(...page.steps.map(({ id }) => id))
      if (page.next === undefined) break
      after = page.next
    }
    expect(seen).to.deep.equal(all.filter((id) => id > 1))
    expect((await stepsOf('/circulation-queue?state=manual')).steps).to.deep.equal([])
    expect((await stepsOf('/circulation-queue?side=lending')).steps).to.deep.equal([])
    expect((await staff.get('/circulation-queue?state=done')).status).to.equal(400)
  })

  it('is of one’s own branches and side, and nobody else’s', async () => {
    const here = await received('Picked up here')
    const there = await received('Picked up there', { pickupBranch: 'riverside' })
    const clerk = script(house.site, await signInWith(house.site, 'staff', [{ role: 'requests', branch: 'riverside' }]))
    const ids = (await stepsOf('/circulation-queue', clerk)).steps.map(({ id }) => id)
    expect([ids.includes(here.id), ids.includes(there.id)]).to.deep.equal([false, true])
    expect((await clerk.send('POST', `/circulation-queue/${here.id}/by-hand`, {})).status).to.equal(403)
    expect((await clerk.send('POST', `/circulation-queue/${there.id}/by-hand`, {})).status).to.equal(200)
    const lends = await program(house.site, 'lending')
    expect((await stepsOf('/circulation-queue', lends)).steps).to.deep.equal([])
    expect((await lends.get(`/circulation-queue/${here.id}`)).status).to.equal(403)
    expect((await lends.get(`/requests/${here.request.id}/circulation-steps`)).status).to.equal(403)
    expect((await (await program(house.site, 'enquiry')).get('/circulation-queue')).status).to.equal(403)
  })
})

describe('The circulation queue of what other libraries borrow, in the API', () => {
  const house = useLendingSite({}, { librarySystem })

  it('needs the date due of what follows, which is not taken back once it happened', async () => {
    const staff = await program(house.site, 'lending')
    const { lending } = await house.lending('Lent there')
    ils.let('CheckOutItem', { problem: 'Blocked' })
    await house.press(`/lending/${lending.id}/act/shipped`, { service: 'loan', itemNo: '3001', dueOn: '' })
    await work(house.site, house.ill, lending.id)
    const { steps } = (await staff.get(`/lendings/${lending.id}/circulation-steps`)).json as Steps
    const [step] = steps
    expect(step).to.deep.include({ step: 'checkOutLibrary', state: 'failed', side: 'lending', needsDueOn: true })
    const path = `/circulation-queue/${step!.id}`
    const without = await staff.send('POST', `${path}/by-hand`, {})
    expect([without.status, String(without.json['detail'])]).to.deep.equal([
      400,
      'Enter the date due that the library’s system gave',
    ])
    const done = await staff.send('POST', `${path}/by-hand`, { dueOn: '2026-05-04' })
    expect(done.json).to.deep.include({ state: 'done', actions: [], answer: { dueOn: '2026-05-04' } })
    expect(await house.read(lending.id)).to.have.nested.property('data.dueOn', '2026-05-04')
    expect((await staff.send('POST', `${path}/take-back`, {})).json['detail']).to.match(/has happened/)
  })
})

describe('The check of the borrower in the API', () => {
  it('tells what the system says, asks again, and lets staff accept', async () => {
    const system = await startSip2System()
    const { site, close } = await openHouseWith(system.port)
    try {
      const reader = await signIn(site, 'request.place')
      const staff = await program(site, 'requests')
      const placed = { service: 'loan', title: 'Owls', pickup: 'main' }
      expect((await reader.form('/request/new', placed)).status).to.equal(303)
      const { rows } = await sql<{ id: number }>`select id from ill_requests`.execute(site.database.db)
      const path = `/requests/${rows[0]!.id}/patron-check`
      const stands = (state: string) => until(async () => (await staff.get(path)).json['state'] === state)
      await stands('invalid')
      const { askedAt, ...invalid } = (await staff.get(path)).json
      expect(askedAt).to.be.a('string')
      expect(invalid).to.deep.equal({
        ...{ state: 'invalid', reason: 'it knows no patron with this card', review: true, asks: true },
      })
      const accepted = await staff.send('POST', `${path}/accept`, {})
      expect(accepted.json).to.deep.include({ state: 'accepted', acceptedBy: 'Kiosk', review: false })
      expect((await staff.send('POST', `${path}/accept`, {})).status).to.equal(404)
      system.patrons.set(reader.name.replace(' ', '-'), { name: reader.name })
      expect((await staff.send('POST', path, {})).json).to.include({ state: 'waiting' })
      await stands('fine')
      const own = script(site, reader)
      expect([(await own.get(path)).status, (await own.send('POST', `${path}/accept`, {})).status]).to.deep.equal([
        403, 403,
      ])
    } finally {
      await close()
      await system.close()
    }
  })

  it('is none where nobody was to be asked', async () => {
    const gone = await startSip2System()
    const { site, close } = await openHouseWith(gone.port, { patronCheck: 'none' })
    try {
      const reader = await signIn(site, 'request.place')
      await reader.form('/request/new', { service: 'loan', title: 'Owls', pickup: 'main' })
      const { rows } = await sql<{ id: number }>`select id from ill_requests`.execute(site.database.db)
      const staff = await program(site, 'requests')
      const path = `/requests/${rows[0]!.id}/patron-check`
      expect((await staff.get(path)).status).to.equal(404)
      expect((await staff.send('POST', path, {})).status).to.equal(404)
    } finally {
      await close()
      await gone.close()
    }
  })
})
