import { expect } from 'chai'
import { sql } from 'kysely'
import { saveBranchCalendar } from '../../../src/catalogue/index.ts'
import { createLog, systemClock } from '../../../src/kit/index.ts'
import { createWorker } from '../../../src/kit/jobs/index.ts'
import { messagesAbout } from '../../../src/messages/index.ts'
import { until } from '../../until.ts'
import { wordsOf } from '../html.ts'
import { actor } from '../our-catalogue.ts'
import { useLendingSite } from './lending-site.ts'

describe('Pages of lending', () => {
  const house = useLendingSite()
  const state = async (id: number) => (await house.read(id)).state

  it('take in a request by hand, once, and say beside its field what is wrong', async () => {
    const { id: library } = await house.lender({ name: 'Dale Public Library' })
    expect(wordsOf((await house.page('/lending/new?q=dale')).text)).to.include('Dale Public Library')
    const form = { library: String(library), via: 'telephone', services: 'loan copy', theirNumber: 'DP-1' }
    const wrong = await house.press(`/lending/new?library=${library}`, { ...form, title: '', mostCost: 'much' })
    expect(wrong.status).to.equal(422)
    expect(wordsOf(wrong.text)).to.include('Title is needed.').and.include('Give an amount such as 12.50')
    const typed = { ...form, title: 'Middlemarch', year: '1871', mostCost: '5 GBP', deliverTo: 'Branch\n2 Side St' }
    const taken = await house.press(`/lending/new?library=${library}`, typed)
    expect(taken.status).to.equal(303)
    const again = await house.send('/lending/new', taken.fields)
    expect(again.location).to.equal(taken.location)
    const lending = await house.read(Number(/\/lending\/(\d+)/.exec(taken.location)![1]))
    expect(lending).to.deep.include({
      via: 'telephone',
      theirNumber: 'DP-1',
      services: ['loan', 'copy'],
      mostCost: '5 GBP',
    })
    expect(lending.deliverTo).to.deep.equal({ name: 'Branch', street: '2 Side St' })
    const shown = wordsOf((await house.page(taken.location)).text)
    for (const words of ['Middlemarch', 'Dale Public Library', 'DP-1', 'Loan, or copy', 'In process', '2 Side St'])
      expect(shown).to.include(words)
  })

  it('say of what should be back how late it is, in the list and on its page, and of nothing else', async () => {
    const { lending, item } = await house.lending('Gone too long', { held: true })
    const early = await house.lending('Gone for now', { held: true })
    await house.act(lending.id, 'shipped', { itemNo: item!.accessionNo, dueOn: '2020-01-01' })
    await house.act(early.lending.id, 'shipped', { itemNo: early.item!.accessionNo, dueOn: '2090-01-01' })
    const list = wordsOf((await house.page('/lending/list?text=gone')).text)
    expect(list).to.match(/1 Jan 2020 ! [\d,]+ days late/)
    expect(list.match(/ late/g)).to.have.lengthOf(1)
    expect(wordsOf((await house.page(`/lending/${lending.id}`)).text)).to.match(/! [\d,]+ days late for/)
    expect(wordsOf((await house.page(`/lending/${early.lending.id}`)).text)).not.to.include(' late')
    await house.act(lending.id, 'checkedIn')
    expect(wordsOf((await house.page(`/lending/${lending.id}`)).text)).not.to.include(' late')
  })

  it('show what we have of it, and let a copy be selected', async () => {
    const { lending, bibId, item } = await house.lending('Persuasion', { held: true })
    const path = `/lending/${lending.id}`
    const copies = await house.page(`${path}?tab=copies`)
    expect(wordsOf(copies.text)).to.include(item!.accessionNo).and.include('Available')
    const version = String((await house.read(lending.id)).version)
    const linked = await house.send(`${path}/link`, { version, bib: String(bibId), item: String(item!.id) })
    expect(linked.status).to.equal(303)
    expect(await house.read(lending.id)).to.include({ bibId, itemId: item!.id })
    // Of a page that is out of date nothing is done.
    expect((await house.send(`${path}/link`, { version })).status).to.equal(412)
    const other = await house.lending('Lady Susan', { held: true })
    const mixed = await house.send(`${path}/link`, { bib: String(bibId), item: String(other.item!.id) })
    expect(mixed.status).to.equal(404)
  })

  it('offer first what follows from what we have: to ship what is there, and not what is nowhere', async () => {
    const first = async (id: number) => {
      const { text } = await house.page(`/lending/${id}`)
      return /class="btn primary" id="request-[^>]*>([^<]*)/.exec(text)?.[1]
    }
    const { lending: nowhere } = await house.lending('Found nowhere at all')
    expect(await first(nowhere.id)).to.equal('Answer Non-supply')
    await house.act(nowhere.id, 'willSupply')
    expect(await first(nowhere.id)).to.equal('Shipped')
    const { lending: there } = await house.lending('Standing on its shelf', { held: true })
    expect(await first(there.id)).to.equal('Shipped')
    const { lending: article } = await house.lending('The article before it', { held: true })
    expect(await first(article.id), 'whatever language it is in').to.equal('Shipped')
    const out = await house.lending('Lent to somebody', { held: true })
    await house.act(out.lending.id, 'shipped', { itemNo: out.item!.accessionNo, dueOn: '2031-01-01' })
    const { id: partnerId } = await house.lender()
    const { lending: waiting } = await house.lending('Lent to somebody', { partnerId })
    expect(await first(waiting.id)).to.equal('Answer Hold')
    const { lending: unwilling } = await house.lending('Lent to somebody', { partnerId, hold: 'no' })
    expect(await first(unwilling.id)).to.equal('Answer Retry')
    const vague = { title: 'Lent to somebody', author: 'Somebody Else' }
    const { lending: perhaps } = await house.lending('Lent to somebody', { wanted: vague })
    expect(await first(perhaps.id)).to.equal(undefined)
    expect(wordsOf((await house.page(`/lending/${perhaps.id}`)).text)).to.include('see first whether it is the same')
  })

  it('ship by a scan, with what is usual filled in, and say why an item cannot be sent', async () => {
    const { lending, bibId, item } = await house.lending('Emma', { held: true })
    const path = `/lending/${lending.id}`
    await house.send(`${path}/link`, { bib: String(bibId), item: String(item!.id) })
    const form = await house.page(`${path}/act/shipped`)
    expect(form.text).to.include(`value="${item!.accessionNo}"`)
    const { lending: before } = await house.lending('Somebody else')
    await house.act(before.id, 'shipped', { itemNo: item!.accessionNo, dueOn: '2031-01-01' })
    const said = { service: 'loan', itemNo: item!.accessionNo, dueOn: '2031-02-01', publicNote: 'Enjoy.' }
    const refused = await house.press(`${path}/act/shipped`, said)
    expect(refused.status).to.equal(422)
    expect(wordsOf(refused.text)).to.include('it is on loan')
    expect(refused.text).to.include('value="2031-02-01"')
    await house.act(before.id, 'checkedIn')
    const noDue = await house.press(`${path}/act/shipped`, { ...said, dueOn: '' })
    expect(wordsOf(noDue.text)).to.include('a loan needs a date due')
    const done = await house.press(`${path}/act/shipped`, said)
    expect(done.status).to.equal(303)
    expect(await state(lending.id)).to.equal('shipped')
    const twice = await house.send(`${path}/act/shipped`, done.fields)
    expect(twice.status).to.equal(303)
    expect((await house.read(lending.id)).version).to.equal(Number(done.fields.version) + 1)
    const worker = createWorker({
      ...{ database: house.site.database, clock: systemClock, log: createLog('silent'), poll: 20 },
      handlers: house.ill.handlers(house.site.database),
    })
    const letters = () => messagesAbout(house.site.database.db, { lineId: lending.id })
    try {
      await until(async () => (await letters()).length > 0)
    } finally {
      await worker.close()
    }
    const [letter] = await letters()
    expect(letter).to.include({ kind: 'lending-shipped' })
    expect(letter!.text).to.include('Enjoy.').and.include(item!.accessionNo).and.include(lending.number)
    expect(letter!.subject).to.include(`[ILL ${lending.number}]`)
    expect(wordsOf((await house.page(`${path}?tab=messages`)).text)).to.include('Sent to you')
  })

  it('ask for the copy that goes where one stands on the shelf, and take word that it is another', async () => {
    const { lending, item } = await house.lending('Villette', { held: true })
    const path = `/lending/${lending.id}/act/shipped`
    expect((await house.page(path)).text, 'the only one').to.include(`value="${item!.accessionNo}"`)
    const said = { service: 'loan', itemNo: '', dueOn: '2031-02-01' }
    const asked = await house.press(path, said)
    expect(asked.status).to.equal(422)
    expect(wordsOf(asked.text)).to.include('Scan the copy that goes')
    expect(await state(lending.id)).to.equal('in-process')
    expect((await house.press(path, { ...said, elsewhere: '1' })).status).to.equal(303)
    expect(await state(lending.id)).to.equal('shipped')
    const { lending: nowhere } = await house.lending('Held by nobody')
    const form = await house.page(`/lending/${nowhere.id}/act/shipped`)
    expect(form.text).not.to.include('name="elsewhere"')
    expect((await house.press(`/lending/${nowhere.id}/act/shipped`, said)).status).to.equal(303)
  })

  it('change what is wanted here alone: later acts, lists and labels go by it', async () => {
    const { lending } = await house.lending('The wrnog title', {
      ...{ services: ['loan', 'copy'], mostCost: '5.00 EUR', deliverTo: { name: 'Branch', place: 'Town' } },
      wanted: { title: 'The wrnog title', author: 'Doe, Jane', doi: '10.1/x' },
    })
    const path = `/lending/${lending.id}/edit`
    const jobs = async () => (await house.site.database.db.selectFrom('jobs').select('id').execute()).length
    const before = await jobs()
    const form = await house.page(path)
    expect(form.text).to.include('value="The wrnog title"').and.include('Branch\nTown')
    const typed = {
      services: 'copy',
      title: 'The wrong title',
      author: 'Doe, Jane',
      hold: 'no',
      deliverTo: 'Branch\nTown',
    }
    const wrong = await house.press(path, { ...typed, title: '', mostCost: 'much' })
    expect(wrong.status).to.equal(422)
    expect(wordsOf(wrong.text)).to.include('Title is needed.').and.include('Give an amount')
    const done = await house.press(path, { ...typed, mostCost: '7 EUR', note: 'Urgent', privateNote: 'They rang.' })
    expect(done.status).to.equal(303)
    const now = await house.read(lending.id)
    expect(now).to.deep.include({
      ...{ title: 'The wrong title', services: ['copy'], mostCost: '7 EUR', hold: 'no', note: 'Urgent' },
      ...{ wanted: { title: 'The wrong title', author: 'Doe, Jane', doi: '10.1/x' } },
      ...{ deliverTo: { name: 'Branch', place: 'Town' }, state: 'in-process', lastEvent: 'start' },
    })
    expect(now.data.service, 'dealt with as what is wanted').to.equal('copy')
    expect((await house.send(path, done.fields)).status, 'pressed twice').to.equal(303)
    const stale = await house.send(path, { ...typed, title: 'Another', version: '1' })
    expect(stale.status).to.equal(412)
    expect(stale.text).to.include('value="Another"')
    const history = wordsOf((await house.page(`/lending/${lending.id}?tab=history`)).text)
    expect(history).to.include('“The wrnog title” → “The wrong title”').and.include('They rang.')
    expect(wordsOf((await house.page('/lending/list?text=wrong')).text)).to.include('The wrong title')
    const audit = await house.site.database.db
      .selectFrom('audit')
      .selectAll()
      .where('action', '=', 'lending.edit')
      .execute()
    expect(audit.map(({ detail }) => detail)).to.deep.equal([
      { changed: 'Title, Service, At most, A hold, Their note' },
    ])
    expect(await jobs(), 'nobody is told').to.equal(before)
    await house.send(`/lending/${lending.id}/undo`, { version: String(now.version) })
    const back = await house.read(lending.id)
    expect([back.title, back.data.service]).to.deep.equal(['The wrnog title', 'loan'])
  })

  it('lend as long as the directory says for a library, else as the rules do, to a day that is open', async () => {
    const closedDates = [9, 10, 11].map((days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10))
    const calendar = { timeZone: 'UTC', closedWeekdays: [], closedDates }
    await house.site.database.tx((tx) => saveBranchCalendar(tx, null, 0, calendar, actor))
    const dueIn = (text: string) => /name="dueOn"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="dueOn"/.exec(text)
    const days = async (path: string) => {
      const found = dueIn((await house.page(path)).text)
      return Math.round((Date.parse((found?.[1] ?? found?.[2])!) - Date.now()) / 86_400_000 + 0.5)
    }
    const { id: partnerId } = await house.lender({ lentDays: 10 })
    const short = await house.lending('A short loan', { partnerId, held: true })
    const usual = await house.lending('A usual loan', { held: true })
    expect(await days(`/lending/${short.lending.id}/act/shipped`)).to.equal(12)
    expect(await days(`/lending/${usual.lending.id}/act/shipped`)).to.equal(28)
    for (const { lending, item } of [short, usual]) {
      await house.act(lending.id, 'shipped', { itemNo: item!.accessionNo, dueOn: '2031-01-01' })
      await house.act(lending.id, 'renew', {})
    }
    expect(await days(`/lending/${usual.lending.id}/act/renewYes`)).to.equal(28)
    const both = `/lending/bulk?event=renewYes&id=${usual.lending.id}&id=${short.lending.id}`
    expect(await days(both), 'the first of both').to.equal(12)
  })

  it('offer the day it was due when it is overdue, and leave each of several its own', async () => {
    const days = ['2031-01-01', '2031-03-04'] as const
    const lent = []
    for (const dueOn of days) {
      const { lending, item } = await house.lending(`Late since ${dueOn}`, { held: true })
      await house.act(lending.id, 'shipped', { itemNo: item!.accessionNo, dueOn })
      lent.push(lending.id)
    }
    const box = (text: string) => /<input[^>]*name="dueOn"[^>]*>/.exec(text)![0]
    expect(box((await house.page(`/lending/${lent[1]}/act/overdue`)).text)).to.include('value="2031-03-04"')
    expect(wordsOf((await house.page(`/lending/${lent[1]}/act/overdue`)).text)).to.include(
      'It is not late yet: it is due on 4 Mar 2031.',
    )
    const asked = await house.page(`/lending/bulk?event=overdue&${lent.map((id) => `id=${id}`).join('&')}`)
    expect(box(asked.text)).not.to.match(/value="[^"]/)
    const row = [...asked.text.matchAll(/name="row" value="([^"]*)"/g)].map(([, value]) => value!)
    expect(row).to.have.length(2)
    const key = /name="key" value="([^"]*)"/.exec(asked.text)![1]!
    for (const one of row)
      await house.send('/lending/bulk', {
        event: 'overdue',
        key: `${key}${row.indexOf(one)}`,
        row: one,
        list: '/lending/list',
        dueOn: '',
      })
    const due = await Promise.all(lent.map(async (id) => (await house.read(id)).data.dueOn))
    expect(due).to.deep.equal(days)
  })

  it('take the last action back', async () => {
    const { lending } = await house.lending('Undone')
    const path = `/lending/${lending.id}`
    await house.press(`${path}/act/willSupply`)
    const { version } = await house.read(lending.id)
    const undone = await house.send(`${path}/undo`, { version: String(version) })
    expect(undone.status).to.equal(303)
    const { data } = await house.read(lending.id)
    expect(data.expiresAt).not.to.equal(null)
    expect(wordsOf((await house.page(`${path}?tab=history`)).text)).to.include('Undone')
  })

  it('count queues, list them a page at a time, and find by either number', async () => {
    const { id: partnerId } = await house.lender({ name: 'Busy Library' })
    for (let n = 0; n < 53; n++) await house.lending(`Busy ${n}`, { partnerId })
    const first = await house.page(`/lending/list?library=${partnerId}`)
    const next = /href="([^"]*after=[^"]*)"/.exec(first.text)![1]!.replaceAll('&amp;', '&')
    const second = await house.page(next)
    expect(wordsOf(first.text)).to.include('Busy 0').and.not.include('Busy 52')
    expect(wordsOf(second.text)).to.include('Busy 52').and.not.include('Busy 49')
    expect((await house.page('/lending/list?after=nonsense')).status).to.equal(400)
    const { lending } = await house.lending('To be found', { theirNumber: 'XYZ/77' })
    expect((await house.page(`/lending/list?text=${lending.number}`)).location).to.equal(`/lending/${lending.id}`)
    expect(wordsOf((await house.page('/lending/list?text=XYZ/77')).text)).to.include('To be found')
    await house.act(lending.id, 'willSupply')
    expect(wordsOf((await house.page('/lending/list?queue=will-supply')).text)).to.include('To be found')
    expect(wordsOf((await house.page('/lending/list?queue=new&text=found')).text)).not.to.include('To be found')
    expect(wordsOf((await house.page('/lending')).text)).to.match(/Will Supply [1-9]/)
    await house.act(lending.id, 'unfilled', { reason: 'NotHeld' })
    expect(wordsOf((await house.page('/lending/list?text=XYZ/77')).text)).to.include('No request is like this')
    expect(wordsOf((await house.page('/lending/list?text=XYZ/77&all=1')).text)).to.include('To be found')
  })

  it('sort their list by its columns, choose these, keep it as a view and give it as a file', async () => {
    const { id: partnerId } = await house.lender({ name: 'Listed Library' })
    const [one, , three] = [
      await house.lending('List beta', { partnerId, neededBy: '2040-01-02', theirNumber: '=cmd()' }),
      await house.lending('List alpha', { partnerId, neededBy: '2040-01-01' }),
      await house.lending('List gamma', { partnerId }),
    ]
    await house.act(one.lending.id, 'shipped', { dueOn: '2031-01-02' })
    await house.act(three.lending.id, 'shipped', { dueOn: '2031-01-01' })
    const list = `/lending/list?library=${partnerId}`
    const titles = async (path: string) =>
      [...(await house.page(path)).text.matchAll(/<th scope="row">[\s\S]*?List (\w+)/g)]
        .map(([, name]) => name![0])
        .join('')
    const orders = {
      title: 'abg',
      '-title': 'gba',
      needed: 'abg',
      '-needed': 'bag',
      due: 'gba',
      '-due': 'bga',
      newest: 'gab',
    }
    for (const [sort, order] of Object.entries(orders))
      expect([sort, await titles(`${list}&sort=${sort}`)]).to.deep.equal([sort, order])
    expect(await titles(`${list}&sort=status`)).to.match(/^a/)
    expect((await house.page(`${list}&sort=colour`)).status).to.equal(400)
    const chosen = await house.send('/lending/columns', { filters: `library=${partnerId}&sort=due`, column: 'theirs' })
    expect(chosen.location).to.equal(`${list}&sort=due&columns=number%2Ctitle%2Ctheirs`)
    const shown = await house.page(chosen.location)
    expect(wordsOf(shown.text)).to.include('Their number').and.not.include('Answer by ↑')
    expect(shown.text).to.include('>=cmd()<')
    expect((await house.send('/lending/columns', { filters: '', column: 'borrower' })).status).to.equal(400)
    const kept = await house.send('/lending/views', { name: 'Due soon', filters: `library=${partnerId}&sort=due` })
    expect(kept.location).to.equal(`${list}&sort=due&done=kept`)
    expect(wordsOf((await house.page(kept.location)).text))
      .to.include('The view is saved.')
      .and.include('Due soon')
    expect(wordsOf((await house.page('/lending/views')).text)).to.include('Due soon')
    const { db } = house.site.database
    expect(await db.selectFrom('request_views').select(['list', 'name']).execute()).to.deep.equal([
      { list: 'lendings', name: 'Due soon' },
    ])
    const file = await house.page(`${list.replace('list?', 'list/file?')}&sort=title`)
    const rows = file.text.trim().split(/\r?\n/)
    expect(rows).to.have.length(4)
    expect(rows[1]).to.include('List alpha').and.include('2040-01-01')
    expect(rows[2], 'nothing is calculated in it').to.include("'=cmd()")
  })

  it('answer several at once, and tell what became of each', async () => {
    const [one, two] = [
      await house.lending('Bulk one', { held: true }),
      await house.lending('Bulk two', { held: true }),
    ]
    for (const { lending, item } of [one, two])
      await house.act(lending.id, 'shipped', { itemNo: item!.accessionNo, dueOn: '2031-01-01' })
    await house.act(one.lending.id, 'renew', { dueOn: '2031-02-01' })
    const ids = `id=${one.lending.id}&id=${two.lending.id}`
    const asked = await house.page(`/lending/bulk?event=renewYes&${ids}&queue=shipped`)
    const words = wordsOf(asked.text)
    expect(words).to.include('1 of 2 can be done').and.include('not possible while it is Shipped')
    const key = /name="key" value="([^"]*)"/.exec(asked.text)![1]!
    const row = /name="row" value="([^"]*)"/.exec(asked.text)![1]!
    const said = { event: 'renewYes', key, row, list: '/lending/list?queue=shipped', dueOn: '2031-02-03' }
    const wrong = await house.send('/lending/bulk', { ...said, dueOn: '' })
    expect(wrong.status).to.equal(422)
    const done = await house.send('/lending/bulk', said)
    expect(wordsOf(done.text)).to.include('1 of 1 done')
    expect(await house.read(one.lending.id)).to.have.nested.property('data.dueOn', '2031-02-03')
    const again = await house.send('/lending/bulk', said)
    expect(wordsOf(again.text)).to.include('1 of 1 done')
    expect((await house.page('/lending/bulk?event=renewYes')).status).to.equal(400)
  })

  it('say before it is done what a system gets instead of what its dialect has no message for', async () => {
    const { id: partnerId } = await house.lender({
      name: 'Dale',
      protocol: 'iso18626',
      endpoint: 'https://d.example/ill',
      profile: 'reshare',
    })
    const { lending } = await house.lending('Sent by mistake', { partnerId, via: 'iso18626', held: true })
    const shipped = await house.page(`/lending/${lending.id}/act/shipped`)
    expect(wordsOf(shipped.text))
      .to.include('The system of Dale is told over ISO 18626 of 2017 (ReShare, CrossLink): “Loaned”')
      .and.not.include('goes instead')
    const damaged =
      'has no message “Damaged”. A note goes instead: “Item: damaged”. Their system does nothing by itself'
    expect(wordsOf((await house.page(`/lending/${lending.id}/act/damaged`)).text)).to.include(damaged)
    const { lending: other } = await house.lending('By telephone', { via: 'telephone' })
    expect(wordsOf((await house.page(`/lending/${other.id}/act/damaged`)).text)).not.to.include('goes instead')
  })

  it('ask for what a condition refers to, and say codes and notes in words once', async () => {
    const { lending } = await house.lending('Dear book')
    const path = `/lending/${lending.id}/act/answerConditional`
    expect(wordsOf((await house.press(path, { condition: 'Cost' })).text)).to.include('Say what it costs.')
    expect(wordsOf((await house.press(path, { condition: 'Other' })).text)).to.include('Say in the note')
    expect((await house.press(path, { condition: 'Other', publicNote: 'Insure it.' })).status).to.equal(303)
    expect((await house.press(path, { condition: 'Cost', cost: '7 EUR' })).status).to.equal(303)
    const page = wordsOf((await house.page(`/lending/${lending.id}`)).text)
    expect(page).to.include('Condition It costs what is named below').and.include('Cost 7 EUR')
    const { lending: agreed } = await house.lending('Agreed to')
    await house.act(agreed.id, 'answerConditional', { condition: 'NoReproduction' })
    await house.act(agreed.id, 'conditionAccepted')
    const listed = async (queue: string) => wordsOf((await house.page(`/lending/list?queue=${queue}`)).text)
    expect(await listed('new')).not.to.include('Agreed to')
    expect(await listed('agreed'))
      .to.include('Agreed to')
      .and.include('Condition accepted')
    await house.act(lending.id, 'conditionDeclined', { publicNote: 'Too dear.' })
    const history = wordsOf((await house.page(`/lending/${lending.id}?tab=history`)).text)
    expect(history).to.include('Condition: As the note says Note to the borrowing library: Insure it.')
    expect(history).to.include('Cost: 7 EUR').and.include('What they wrote: Too dear.')
    for (const note of ['Insure it.', 'Too dear.']) expect(history.split(note)).to.have.length(2)
  })

  it('print what is to be fetched once, and again only by its list', async () => {
    const { lending, bibId } = await house.lending('To be fetched', { held: true })
    await house.send(`/lending/${lending.id}/link`, { bib: String(bibId) })
    expect(wordsOf((await house.page('/lending/pick-list')).text)).to.include('To be fetched')
    const printed = await house.send('/lending/pick-list')
    const sheet = wordsOf((await house.page(printed.location)).text)
    expect(sheet).to.include('To be fetched').and.include(lending.number).and.include('PS ')
    const then = await house.page('/lending/pick-list')
    expect(wordsOf(then.text)).to.include('Nothing is to be fetched').and.include('Printed before')
    expect((await house.send('/lending/pick-list')).location).to.equal('/lending/pick-list')
    expect((await house.page(printed.location)).status).to.equal(200)
    expect((await house.page('/lending/pick-list?run=2001-01-01T00:00:00.000Z')).status).to.equal(404)
    await house.act(lending.id, 'shipped', { dueOn: '2031-01-01' })
    const labels = await house.send('/lending/shipping-list')
    expect(wordsOf((await house.page(labels.location)).text)).to.include(lending.partner.name)
  })

  it('print what is somewhere else once it is back', async () => {
    const { lending, bibId, item } = await house.lending('Out on loan', { held: true })
    await house.send(`/lending/${lending.id}/link`, { bib: String(bibId) })
    const { lending: other } = await house.lending('The one who has it')
    await house.act(other.id, 'shipped', { itemNo: item!.accessionNo, dueOn: '2031-01-01' })
    const list = async () => wordsOf((await house.page('/lending/pick-list')).text)
    expect(await list())
      .to.include('for a copy that is not at its place')
      .and.include('for somebody to select a record of ours')
      .and.not.include('Out on loan')
    await house.send('/lending/pick-list')
    await house.act(other.id, 'checkedIn')
    expect(await list()).to.include('Out on loan')
  })

  it('print what is read here alone where a copy is made of it, and what nobody knows items of', async () => {
    const list = async () => wordsOf((await house.page('/lending/pick-list')).text)
    const { lending, bibId, item } = await house.lending('For the reading room', { held: true })
    await house.send(`/lending/${lending.id}/link`, { bib: String(bibId) })
    await sql`update items set status = 'reference' where id = ${item!.id}`.execute(house.site.database.db)
    expect(await list()).not.to.include('For the reading room')
    await sql`update workflow_instances set data = data || '{"service":"copy"}' where id = ${lending.id}`.execute(
      house.site.database.db,
    )
    expect(await list()).to.include('For the reading room')
    const { lending: serial, bibId: record, item: volume } = await house.lending('A serial', { held: true })
    await house.send(`/lending/${serial.id}/link`, { bib: String(record) })
    await sql`update items set withdrawn = true where id = ${volume!.id}`.execute(house.site.database.db)
    expect(await list()).to.include('A serial')
  })

  it('check in by a scan of the item or the request, at their own page and at the front desk', async () => {
    const scan = (number: string) => house.send('/lending/check-in', { number })
    const shipped = async (title: string) => {
      const made = await house.lending(title, { held: true })
      await house.act(made.lending.id, 'shipped', { itemNo: made.item!.accessionNo, dueOn: '2031-01-01' })
      return { id: made.lending.id, number: made.lending.number, item: made.item!.accessionNo }
    }
    const [one, two, three] = [await shipped('Scan one'), await shipped('Scan two'), await shipped('Scan three')]
    expect(wordsOf((await scan(one.item)).text)).to.include('Checked in, from')
    expect(await state(one.id)).to.equal('checked-in')
    expect((await scan(one.item)).status).to.equal(422)
    expect((await scan(two.number)).status).to.equal(200)
    expect(await state(two.id)).to.equal('checked-in')
    expect((await scan('nonsense')).status).to.equal(422)
    const desk = await house.send('/desk/in', { code: three.item, branch: 'main' })
    expect(wordsOf(desk.text)).to.include('Returned by').and.include(three.number)
    expect(await state(three.id)).to.equal('checked-in')
  })
})
