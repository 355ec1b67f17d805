import { expect } from 'chai'
import { callsAbout } from '../../src/ill/index.ts'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { createWorker } from '../../src/kit/jobs/index.ts'
import { openIls } from '../ncip-responder.ts'
import { until } from '../until.ts'
import { useLendingSite } from './lending/lending-site.ts'
import { signIn } from './people.ts'
import { useIllSite } from './requests/ill-site.ts'
import type { Site } from './site.ts'

// Before anything else: the house is made with its address.
const ils = await openIls()
const librarySystem = { ncip: ils.settings(), patronCheck: 'none', whenDown: 'review', signIn: false } as const
const due = { dueAtLender: '2031-05-01' }

/** Has the system asked, until a step is no longer waiting for its first try. */
async function work(site: Site, ill: ReturnType<typeof useIllSite>['ill'], instance: number) {
  const { database } = site
  const handlers = ill.librarySystem!.handlers(database)
  const worker = createWorker({ database, handlers, clock: systemClock, log: createLog('silent'), poll: 20 })
  try {
    await until(async () => {
      const calls = await callsAbout(database.db, [instance])
      return calls.every(({ state, triedAt, dueAt }) => state !== 'waiting' || (triedAt !== null && dueAt! > triedAt))
    })
  } finally {
    await worker.close()
  }
}

after('close the library system', () => ils.close())

describe('What the library’s own system does for readers, on pages', () => {
  const house = useIllSite({ ill: { librarySystem } })
  const received = async (title: string) => {
    const { request, line } = await house.line(title)
    await house.act(line.id, 'request', { transmit: true })
    await house.act(line.id, 'shipped', { service: 'loan', ...due })
    await house.act(line.id, 'receivedAsLoan', due)
    await work(house.site, house.ill, line.id)
    const [call] = await callsAbout(house.site.database.db, [line.id])
    return { request, line, call: call! }
  }

  it('shows on the request what failed, until somebody has it tried again with success', async () => {
    const { request, line, call } = await received('Nobody there')
    const page = await house.page(`/requests/${request.id}`)
    expect(page.text).to.contain('Library system').and.contain('Accept item').and.contain('Unknown User')
    ils.users.set('P-1', { name: 'Rosa Reader' })
    const retried = await house.send(`/circulation-queue/${call.id}/retry`, { back: 'request' })
    expect(retried.location).to.equal(`/requests/${request.id}?tab=item&done=systemRetry`)
    await work(house.site, house.ill, line.id)
    expect((await house.page(`/requests/${request.id}`)).text, 'nothing is left to be done').not.to.contain(
      'Library system',
    )
    const item = await house.page(`/requests/${request.id}?tab=item`)
    expect(item.text).to.contain(`item ${request.number}-${line.id}`).and.not.contain('Nothing has been received')
    const again = await house.send(`/circulation-queue/${call.id}/retry`)
    expect([again.status, again.text.includes('done already')]).to.deep.equal([409, true])
  })

  it('lists what waits, and takes down what was done by hand, by whom and how', async () => {
    ils.let('AcceptItem', { problem: 'No Such Location' })
    const { request, call } = await received('By hand')
    expect((await house.page('/requests')).text).to.contain('Circulation Queue')
    expect((await house.page('/circulation-queue')).text)
      .to.contain(request.number)
      .and.contain('No Such Location')
      .and.not.contain('30 minutes')
    await house.site.database.db
      .updateTable('circulation_calls')
      .set({ created_at: new Date(Date.now() - 31 * 60_000) })
      .where('id', '=', call.id)
      .execute()
    expect((await house.page('/circulation-queue')).text).to.contain('1 step waits for more than 30 minutes')
    const said = { [`item-${call.id}`]: 'MY-1', [`note-${call.id}`]: 'made <b>there</b>' }
    const done = await house.send(`/circulation-queue/${call.id}/by-hand`, said)
    expect(done.location).to.equal('/circulation-queue?done=systemByHand')
    const page = await house.page(done.location)
    expect(page.text).to.contain('Nothing waits').and.contain('noted as done by hand')
    const item = (await house.page(`/requests/${request.id}?tab=item`)).text
    expect(item).to.contain(`by hand, by ${house.staff.name}`).and.contain('made &lt;b>there').and.contain('MY-1')
    expect(item).to.contain('Not done by hand')
    const back = await house.send(`/circulation-queue/${call.id}/take-back`, { back: 'request' })
    expect((await house.page(back.location)).text)
      .to.contain('it was not done by hand')
      .and.contain('took that back')
    expect((await house.page('/circulation-queue')).text).to.contain(request.number)
    expect((await house.send(`/circulation-queue/${call.id}/take-back`)).text).to.contain('nobody noted it')
  })

  it('is nobody else’s to see or to do', async () => {
    ils.let('AcceptItem', { problem: 'No Such Location' })
    const { request, call } = await received('Ours')
    const lending = await signIn(house.site, 'lending')
    expect((await house.page('/circulation-queue', lending)).text).not.to.contain(request.number)
    expect((await lending.form(`/circulation-queue/${call.id}/retry`, {})).status).to.equal(403)
    const enquiry = await signIn(house.site, 'enquiry')
    expect((await house.page('/circulation-queue', enquiry)).status).to.equal(403)
    expect((await house.send('/circulation-queue/999999/retry')).status).to.equal(404)
  })
})

describe('What the library’s own system does for other libraries, on pages', () => {
  const house = useLendingSite({}, { librarySystem })

  it('ships what the system has checked out, with its date due, and says what it waits for', async () => {
    const { lending } = await house.lending('Lent there')
    const { id } = lending
    ils.users.set(`INST-${lending.partner.symbol.replace('ISIL:', '')}`, { name: lending.partner.name })
    ils.items.set('3001', { title: 'Lent there' })
    const form = await house.page(`/lending/${id}/act/shipped`)
    expect(form.text)
      .to.contain('checks a loan out first')
      .and.match(/name="dueOn"(?![^>]*value="2)/)
    const pressed = await house.press(`/lending/${id}/act/shipped`, { service: 'loan', itemNo: '3001', dueOn: '' })
    expect(pressed.location).to.equal(`/lending/${id}?done=checkingOut`)
    const waiting = await house.page(pressed.location)
    expect(waiting.text).to.contain('is asked to check it out').and.contain('Check out to the library')
    expect((await house.read(id)).state).to.equal('in-process')
    expect((await house.page('/lending')).text).to.contain('Circulation Queue: 1')
    await work(house.site, house.ill, id)
    expect(await house.read(id)).to.have.nested.property('data.dueOn', '2026-05-04')
    const twice = await house.send(`/lending/${id}/act/shipped`, pressed.fields)
    expect(twice.location, 'what the first press did stands').to.equal(`/lending/${id}?done=shipped`)
    expect((await house.page('/lending')).text).to.contain('Circulation Queue: 0')
  })

  it('does not call several done that it has still to do its part of', async () => {
    const { lending } = await house.lending('Checked in there')
    const { id } = lending
    ils.users.set(`INST-${lending.partner.symbol.replace('ISIL:', '')}`, { name: lending.partner.name })
    ils.items.set('3002', { title: 'Checked in there' })
    await house.press(`/lending/${id}/act/shipped`, { service: 'loan', itemNo: '3002', dueOn: '' })
    await work(house.site, house.ill, id)
    const asked = await house.page(`/lending/bulk?event=checkedIn&id=${id}`)
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(asked.text)![1]!
    const said = { event: 'checkedIn', key: hidden('key'), row: hidden('row'), checkedInOn: '2026-05-01' }
    const page = await house.send('/lending/bulk', { ...said, list: '/lending/list' })
    expect(page.text).to.contain('0 of 1 done').and.contain('has not done its part yet')
    await work(house.site, house.ill, id)
    expect((await house.send('/lending/bulk', { ...said, list: '/lending/list' })).text).to.contain('1 of 1 done')
  })

  it('asks for what the form lacks beside it', async () => {
    const { lending } = await house.lending('Which item')
    const answer = await house.press(`/lending/${lending.id}/act/shipped`, { service: 'loan', itemNo: '', dueOn: '' })
    expect([answer.status, answer.text.includes('needs the number of the item')]).to.deep.equal([422, true])
  })
})
