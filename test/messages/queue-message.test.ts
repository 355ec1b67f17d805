import { expect } from 'chai'
import { addPerson } from '../../src/accounts/index.ts'
import {
  addPreset,
  forgetReader,
  messagesAbout,
  type NewMessage,
  queueMessage,
  readMessageOf,
  usualLimits,
} from '../../src/messages/index.ts'
import { Problem } from '../../src/problems.ts'
import { useDatabase } from '../database.ts'
import { actor, anOverdue, queued, toLender } from './sending.ts'

describe('A message that is queued', () => {
  const data = useDatabase()
  const jobs = () => data.database.db.selectFrom('jobs').selectAll().execute()
  let request = 100

  it('is written at once, and sent when the transaction commits, and only then', async () => {
    const { id, state, added } = await queued(data.database, anOverdue({ about: { requestId: 7, itemId: 3 } }))
    expect([state, added]).to.deep.equal(['queued', true])
    const message = await readMessageOf(data.database.db, id)
    expect(message!.subject).to.equal('[ILL R-000007] Overdue: Öl!')
    expect(message!.text).to.include('due on 1 May 2026, 3 days ago').and.include('Dear Edda Marlowe')
    expect(message).to.deep.include({
      about: { requestId: 7, itemId: 3 },
      number: 1,
      templateVersion: 0,
      audience: 'patron',
    })
    expect((await jobs()).map(({ key, payload }) => [key, payload])).to.deep.equal([[`message:${id}`, { message: id }]])

    const failed = data.database.tx(async (tx) => {
      await queueMessage(tx, anOverdue({ key: 'undone' }))
      throw new Error('undone')
    })
    await failed.catch(() => undefined)
    expect(await jobs()).to.have.lengthOf(1)
  })

  it('is one for its key, however often and by however many it is asked for', async () => {
    const message = anOverdue({ about: { requestId: ++request } })
    const all = await Promise.all(Array.from({ length: 10 }, () => queued(data.database, message)))
    expect(new Set(all.map(({ id }) => id)).size).to.equal(1)
    expect(all.filter(({ added }) => added)).to.have.lengthOf(1)
    const again = await queued(data.database, message)
    expect(again).to.include({ added: false, state: 'queued' })
    expect(await messagesAbout(data.database.db, { requestId: request })).to.have.lengthOf(1)
  })

  it('has the words of whoever wrote their own, as they are', async () => {
    const own = { subject: 'For {you}\r\nBcc: x@y.example', body: 'Come {quickly}\r\nplease <b>' }
    const { id } = await queued(data.database, anOverdue(own))
    expect(await readMessageOf(data.database.db, id)).to.include({
      subject: 'For {you} Bcc: x@y.example',
      text: 'Come {quickly}\nplease <b>\n',
    })
  })

  it('has the preset note that was chosen, filled in as a template is', async () => {
    const { db } = data.database
    const preset = await addPreset(db, 'overdue', { label: 'x', text: 'Others wait for {title}.', active: true }, actor)
    const { id } = await queued(data.database, anOverdue({ preset }))
    expect((await readMessageOf(db, id))!.text).to.include('Others wait for Öl!.')
    const gone = await queued(data.database, anOverdue({ preset: 99_999 })).catch((error: Problem) => error)
    expect(gone).to.be.instanceOf(Problem).with.property('code', 'preset-gone')
    const other = await addPreset(db, 'recalled', { label: 'x', text: 'x', active: true }, actor)
    expect(await queued(data.database, anOverdue({ preset: other })).catch((error: Problem) => error.code)).to.equal(
      'preset-gone',
    )
  })

  it('is refused when its fields are not those of its kind', async () => {
    const { patronName, title, dueOn } = anOverdue().fields
    const wrong: object[] = [
      { patronName, title, dueOn },
      { patronName, title, dueOn, daysLate: 'three' },
      { patronName, title, dueOn: '1 May', daysLate: 3 },
      { patronName, title, dueOn, daysLate: 3, lenderName: 'x' },
      { patronName, title: 7, dueOn, daysLate: 3 },
    ]
    for (const fields of wrong) {
      const error = await queued(data.database, anOverdue({ fields: fields as never })).catch((one: Problem) => one)
      expect(error).to.be.instanceOf(Problem).with.property('code', 'message-field')
    }
    // @ts-expect-error: lenders are not told who the reader is
    const fields: NewMessage<'ill-note-to-lender'>['fields'] = { requestNo: 'x', title: 'y', patronName: 'z' }
    expect(await queued(data.database, toLender({ fields })).catch((one: Problem) => one.code)).to.equal(
      'message-field',
    )
  })

  it('is held when there is no address it could go to', async () => {
    for (const address of ['', 'edda', 'a@b, c@d', 'a@b\r\nBcc: c@d']) {
      const held = await queued(data.database, anOverdue({ to: { name: 'Edda', address } }))
      expect(held).to.include({ state: 'held', reason: 'there is no e-mail address it could go to' })
    }
  })

  it('is held when the same went to the same recipient less than ten minutes before', async () => {
    const about = { requestId: ++request }
    const at = (minutes: number) => ({ about, at: new Date(Date.UTC(2026, 4, 1, 12, minutes)) })
    expect((await queued(data.database, anOverdue(at(0)))).state).to.equal('queued')
    const held = await queued(data.database, anOverdue(at(9)))
    expect(held.state).to.equal('held')
    expect(held.reason).to.include('less than 10 minutes')
    expect((await queued(data.database, toLender(at(9)))).state).to.equal('queued')
    expect(
      (await queued(data.database, toLender({ ...at(9), to: { name: '', address: 'b@other.example' } }))).state,
    ).to.equal('queued')
    expect((await queued(data.database, anOverdue(at(11)))).state).to.equal('queued')
    // No job was made for the one that is held.
    expect((await jobs()).map(({ key }) => key)).to.not.include(`message:${held.id}`)
    const all = await messagesAbout(data.database.db, about)
    expect(all.map(({ number }) => number)).to.deep.equal([1, 2, 3, 4, 5])
  })

  it('is held when there were twenty about the request within a day, also of many at once', async () => {
    const about = { requestId: ++request }
    const send = (n: number) =>
      queued(data.database, anOverdue({ about, to: { name: '', address: `n${n}@readers.example` } }))
    const states = (await Promise.all(Array.from({ length: 30 }, (_, n) => send(n)))).map(({ state }) => state)
    expect(states.filter((state) => state === 'queued')).to.have.lengthOf(usualLimits.perRequestDay)
    expect(states.filter((state) => state === 'held')).to.have.lengthOf(10)
    const later = new Date(Date.now() + 25 * 3_600_000)
    expect((await queued(data.database, anOverdue({ about, at: later }))).state).to.equal('queued')
  })

  it('is held when its lender was sent two hundred within an hour', async () => {
    const to = { name: 'Busy', address: 'Busy@lender.example' }
    const limits = { ...usualLimits, perLenderHour: 3 }
    const send = (address = to.address) =>
      data.database.tx((tx) => queueMessage(tx, toLender({ to: { ...to, address } }), limits))
    const states = []
    for (let n = 0; n < 4; n++) states.push((await send(n % 2 ? to.address : 'busy@lender.example')).state)
    expect(states).to.deep.equal(['queued', 'queued', 'queued', 'held'])
    expect((await send('other@lender.example')).state).to.equal('queued')
    expect(usualLimits).to.deep.equal({ repeatMinutes: 10, perRequestDay: 20, perLenderHour: 200 })
  })

  it('is held when it would tell a lender who the reader is', async () => {
    const { db } = data.database
    const roles = [{ role: 'patron' }]
    await db
      .insertInto('roles')
      .values({ name: 'patron', label: 'x', permissions: ['account'] })
      .onConflict((oc) => oc.doNothing())
      .execute()
    const person = { kind: 'patron', login: '20010001', name: 'Edda Marlowe', email: 'edda@readers.example' } as const
    const patronId = await addPerson(db, { ...person, blocked: false, active: true, roles }, actor)
    const about = { patronId }
    for (const body of ['For edda\nMARLOWE, please', 'write to edda@readers.example', 'card 20010001.'])
      expect((await queued(data.database, toLender({ about, body }))).reason).to.include('names the reader')
    expect(
      (await queued(data.database, toLender({ about, fields: { requestNo: 'x', title: 'On Edda Marlowe' } }))).state,
    ).to.equal('held')
    for (const body of ['For a reader', 'item 120010001', 'Edda and her Marlowes'])
      expect((await queued(data.database, toLender({ about, body }))).state).to.equal('queued')
    expect((await queued(data.database, anOverdue({ about }))).state).to.equal('queued')
  })

  it('loses everything that tells of a reader who is to be forgotten', async () => {
    const { db } = data.database
    const canary = 'Zyxwvut'
    const patronId = '7a3f0a52-7f3e-4a4c-9a55-0d7a4b1c9e01'
    const about = { requestId: ++request, patronId }
    const to = { name: canary, address: `${canary}@readers.example` }
    const fields = { ...anOverdue().fields, patronName: canary }
    const [waiting, sent] = [
      await queued(data.database, anOverdue({ about, to, fields })),
      await queued(data.database, anOverdue({ about: { patronId, itemId: 4 }, to, fields })),
    ]
    await db
      .updateTable('messages')
      .set({ state: 'sent', response: `250 ${canary} ok` })
      .where('id', '=', sent.id)
      .execute()
    expect(await forgetReader(db, { patronId })).to.equal(2)
    const { rows } = await data.database.pool.query('select m::text, j::text from messages m full join jobs j on false')
    expect(JSON.stringify(rows)).to.not.match(new RegExp(`${canary}|${patronId}`, 'i'))
    expect(await readMessageOf(db, waiting.id)).to.include({ state: 'failed', kind: 'overdue' })
    expect(await readMessageOf(db, sent.id)).to.include({ state: 'sent', kind: 'overdue' })
    expect((await jobs()).map(({ key }) => key)).to.not.include(`message:${waiting.id}`)
  })
})
