import { expect } from 'chai'
import { addPerson } from '../../../src/accounts/index.ts'
import { saveBranchCalendar } from '../../../src/catalogue/index.ts'
import { everyDay } from '../../../src/kit/calendar/index.ts'
import { wordsOf } from '../html.ts'
import { actor } from '../our-catalogue.ts'
import { type SignedIn, signIn } from '../people.ts'
import { type Caller, script } from './caller.ts'
import { useIllSite } from './ill-site.ts'

/** The house is fourteen hours ahead of UTC, its branch by the river eleven behind. */
const [houseZone, branchZone] = ['Pacific/Kiritimati', 'Pacific/Pago_Pago']

describe('The day it is', () => {
  let now = Date.now()
  const clock = { now: () => now }
  const house = useIllSite({ ill: { clock }, site: { clock } })
  let staff: Caller
  let auditor: SignedIn
  before(async () => {
    const { database } = house.site
    await database.tx(async (tx) => {
      await saveBranchCalendar(tx, null, 0, everyDay(houseZone), actor)
      await saveBranchCalendar(tx, 'riverside', 0, everyDay(branchZone), actor)
    })
    staff = script(house.site, house.staff)
    // While the clock stands before the times of these tests: a session is as old as the machine says.
    auditor = await signIn(house.site, 'admin')
  })

  /** It is that time; whoever is signed in has come a moment ago. */
  async function at(instant: string) {
    now = Date.parse(`2027-${instant}Z`)
    await house.site.database.pool.query(
      `update sessions set seen_at = to_timestamp($1), ends_at = to_timestamp($1) + interval '8 hours'`,
      [now / 1000],
    )
  }
  /** A minute before midnight and a minute after it, where the house is and by the river. */
  const midnight = { main: ['03-01T09:59', '03-01T10:01'], riverside: ['03-01T10:59', '03-01T11:01'] } as const
  const days = { main: ['2027-03-01', '2027-03-02'], riverside: ['2027-02-28', '2027-03-01'] } as const
  const places = ['main', 'riverside'] as const
  const sides = [0, 1] as const
  const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)

  let serial = 0
  const typed = (pickup: string, neededBy: string) =>
    ({ card: 'P-1', service: 'loan', title: `Wanted ${++serial}`, pickup, neededBy }) as const

  for (const place of places)
    for (const side of sides)
      it(`is the pickup place’s where something is needed by: ${place}, ${side ? 'after' : 'before'} midnight`, async () => {
        await at(midnight[place][side])
        const today = days[place][side]
        const over = dayBefore(today)
        const refused = await house.send('/requests/new', typed(place, over))
        expect([refused.status, refused.text.includes('This day is over')]).to.deep.equal([422, true])
        const placed = await house.send('/requests/new', typed(place, today))
        expect(placed.status).to.equal(303)
        const body = { card: 'P-1', pickupBranch: place }
        const asked = (neededBy: string) =>
          staff.send('POST', '/requests', { ...body, neededBy, citation: { title: `Asked for ${++serial}` } })
        expect((await asked(over)).status).to.equal(400)
        const { json, etag } = await asked(today)
        expect(json).to.include({ neededBy: today })
        const edit = (neededBy: string) =>
          staff.send('PATCH', `/requests/${json['id']}`, { neededBy, note: neededBy }, { 'if-match': etag })
        // What was chosen once stays allowed; what is earlier than that is over.
        expect((await edit(over)).status).to.equal(400)
        expect((await edit(today)).status).to.equal(200)
        const { text } = await house.page(`/requests/${json['id']}/edit`)
        const fields = { version: house.hidden(text, 'version'), ...typed(place, over) }
        expect((await house.send(`/requests/${json['id']}/edit`, fields)).status).to.equal(422)
      })

  it('is the pickup place’s on the forms of what has happened', async () => {
    const lines = await Promise.all(places.map((pickupBranch) => house.line('To be received', { pickupBranch })))
    for (const [n, place] of places.entries())
      for (const side of sides) {
        await at(midnight[place][side])
        const { request, line } = lines[n]!
        if (line.state === 'idle' && side === 0) await house.act(line.id, 'request')
        const form = await house.page(`/requests/${request.id}/lenders/${line.id}/act/receivedAsLoan`)
        expect(form.text).to.contain(`value="${days[place][side]}"`)
      }
  })

  it('is the house’s for what is to go back soon', async () => {
    const { line } = await house.line('Due soon')
    await house.act(line.id, 'request')
    await house.act(line.id, 'shipped', { dueAtLender: '2027-03-05' })
    const due = async () => /Return due within 3 days (\d+)/.exec(wordsOf((await house.page('/requests')).text))?.[1]
    await at(midnight.main[0])
    const before = Number(await due())
    await at(midnight.main[1])
    expect(Number(await due())).to.equal(before + 1)
  })

  it('is the house’s where a list is of what was placed on a day, and where it says when that was', async () => {
    for (const [side, title] of [
      [0, 'Late on the first'],
      [1, 'Early on the second'],
    ] as const) {
      await at(midnight.main[side])
      const wanted = { card: 'P-1', pickupBranch: 'main', citation: { title } }
      expect((await staff.send('POST', '/requests', wanted)).status).to.equal(201)
    }
    for (const [day, here, notHere] of [
      ['2027-03-01', 'Late on the first', 'Early on the second'],
      ['2027-03-02', 'Early on the second', 'Late on the first'],
    ] as const) {
      const seen = [
        wordsOf((await house.page(`/requests/list?from=${day}&to=${day}`)).text),
        (await house.page(`/requests/list/file?from=${day}&to=${day}`)).text,
        JSON.stringify((await staff.get(`/requests?placedFrom=${day}&placedTo=${day}`)).json),
      ]
      for (const text of seen) expect(text).to.contain(here).and.not.to.contain(notHere)
      expect(seen[0]).to.contain(`${Number(day.slice(-2))} Mar 2027`)
      expect(seen[1]).to.contain(day)
    }
  })

  it('is a reader’s branch’s where an account has expired', async () => {
    now = Date.now()
    const admin = await signIn(house.site, 'admin')
    const add = (login: string, branch: string, expiresOn: string) =>
      house.site.database.tx((tx) =>
        addPerson(
          tx,
          {
            ...{ kind: 'patron', login, name: `Reader ${login}`, email: '', branch, expiresOn },
            ...{ blocked: false, active: true, roles: [] },
          },
          actor,
        ),
      )
    for (const place of places) {
      const id = await add(`E-${place}`, place, days[place][0])
      for (const side of sides) {
        await at(midnight[place][side])
        for (const path of [`/admin/people?kind=patron&q=E-${place}`, `/admin/people/${id}`]) {
          const text = await (await admin.get(path)).text()
          expect([path, side, text.includes('△ Expired')]).to.deep.equal([path, side, side === 1])
        }
        const found = await house.send('/requests/new', { ...typed(place, ''), card: `E-${place}`, find: '1' })
        expect([place, side, found.text.includes('Card expired')]).to.deep.equal([place, side, side === 1])
      }
    }
  })

  it('is the house’s where times are shown and days are looked for', async () => {
    await at('03-01T09:59')
    const { request } = await house.line('Placed before midnight')
    const place = { id: request.id, at: '2027-03-01T09:59Z' }
    await house.site.database.pool.query('update ill_requests set placed_at = $2 where id = $1', [place.id, place.at])
    expect(wordsOf((await house.page(`/requests/${request.id}`)).text)).to.include('1 Mar, 23:59')
    const times = async (query: string) => {
      const { text } = await house.page(`/admin/audit?${query}`, auditor)
      return [...text.matchAll(/<time[^>]*>([^<]*)</g)].map(([, shown]) => shown!)
    }
    const audited = `insert into audit (at, actor_name, via, action, subject_kind, subject_id, detail)
      values ($1, 'Ann', 'web', 'request.place', 'day-test', '1', '{}')`
    for (const instant of ['2027-03-01T09:59Z', '2027-03-01T10:01Z'])
      await house.site.database.pool.query(audited, [instant])
    expect(await times('kind=day-test&from=2027-03-02')).to.deep.equal(['2027-03-02 00:01 GMT+14'])
    expect(await times('kind=day-test&to=2027-03-01')).to.deep.equal(['2027-03-01 23:59 GMT+14'])
  })
})
