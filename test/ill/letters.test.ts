import { expect } from 'chai'
import { CirculationFile } from '../../src/circulation/index.ts'
import { letters } from '../../src/ill/adapters/letters.ts'
import { addLine, createIll, IllSettings, readRequest } from '../../src/ill/index.ts'
import { createLog } from '../../src/kit/index.ts'
import { createWorker } from '../../src/kit/jobs/index.ts'
import { messagesAbout } from '../../src/messages/index.ts'
import type { EventActor } from '../../src/workflow/index.ts'
import { until } from '../until.ts'
import { ann, useHouse } from './house.ts'

describe('Letters about a request', () => {
  const house = useHouse()
  const ill = createIll({
    ...{ clock: house.clock, settings: IllSettings.parse({}), circulation: CirculationFile.parse({}) },
    library: 'Our Library',
  })
  const cause = { actor: ann, via: 'page' }

  /** Acts on a line whose lender has set a condition, and gives what was written to the lender at last. */
  async function reply(event: string, form: object = {}): Promise<string> {
    const { database } = house
    const request = await house.request()
    await database.tx(async (tx) =>
      ill.engine.act(tx, request.id, 'link', { ...cause, form: { bibId: await house.bib(request.title) } }),
    )
    const { id: lenderId } = await house.lender()
    const line = await database.tx((tx) => addLine(tx, request.id, lenderId, cause, { ...ill, now: house.now }))
    const act = (name: string, said: object) =>
      database.tx((tx) => ill.engine.act(tx, line.id, name, { ...cause, form: said }))
    await act('request', { transmit: true })
    await act('conditional', { condition: 'Use in the library only' })
    await act(event, form)
    const worker = createWorker({
      ...{ database, clock: house.clock, log: createLog('silent'), poll: 20 },
      handlers: ill.handlers(database),
    })
    try {
      const written = async () =>
        (await messagesAbout(database.db, { lineId: line.id })).filter(({ kind }) => kind === 'ill-note-to-lender')
      await until(async () => (await written()).length > 0)
      return (await written())[0]!.text
    } finally {
      await worker.close()
    }
  }

  it('accept a condition, and decline one, in so many words', async () => {
    expect(await reply('acceptCondition')).to.contain('We accept your condition')
    const declined = await reply('declineCondition')
    expect(declined).to.contain('We cannot accept your condition')
    expect(declined).not.to.contain('We accept')
  })

  it('say what staff say instead', async () => {
    const own = await reply('declineCondition', { publicNote: 'Too dear for us.' })
    expect(own).to.contain('Too dear for us.').and.not.to.contain('We cannot accept')
  })

  it('go to a lender who was asked by telephone where staff have them sent, and else not', async () => {
    const { line, lender } = await house.line()
    const kinds = async (message: 'renew' | 'cancel' | 'returned' | 'condition-accepted', form: object) => {
      const request = (await readRequest(house.db, { id: line.requestId }))!
      const asked = { ...line, data: { ...line.data, otherMeans: true } }
      const act = { line: asked, request, actor: ann, via: 'page', at: house.now, form: { ...form } }
      const key = `${line.id}:${message}:${JSON.stringify(form)}`
      await house.database.tx((tx) => letters({}).send(tx, message, act, key))
      const sent = (await messagesAbout(house.db, { lineId: line.id })).filter(({ to }) => to.address === lender.email)
      return sent.map(({ kind }) => kind)
    }
    expect(await kinds('condition-accepted', {})).to.deep.equal([])
    expect(await kinds('returned', {})).to.deep.equal([])
    expect(await kinds('renew', { dueDate: '2026-06-01' })).to.deep.equal(['ill-renewal-to-lender'])
    expect(await kinds('cancel', { transmit: true })).to.include('ill-cancel-to-lender')
    expect(await kinds('returned', { publicNote: 'Thank you.' })).to.include('ill-returned-to-lender')
  })

  it('tell a reader that staff cancelled, once and only where that is ticked', async () => {
    const { database } = house
    const cancelled = async (form: object, actor: EventActor = ann) => {
      const request = await house.request()
      const by = actor.kind === 'patron' ? { ...actor, id: request.patron.id } : actor
      await database.tx((tx) => ill.engine.act(tx, request.id, 'cancel', { actor: by, via: 'page', form }))
      await database.tx((tx) =>
        ill.engine.act(tx, request.id, 'alert', { ...cause, form: { message: 'And something else' } }),
      )
      const worker = createWorker({
        ...{ database, clock: house.clock, log: createLog('silent'), poll: 20 },
        handlers: ill.handlers(database),
      })
      try {
        const about = () => messagesAbout(database.db, { requestId: request.id })
        await until(async () => (await about()).some(({ kind }) => kind === 'user-alert'))
        await until(async () => {
          const { rows } = await database.pool.query("select from jobs where kind = 'workflow.effect'")
          return rows.length === 0
        })
        return (await about()).filter(({ kind }) => kind === 'request-cancelled').map(({ text }) => text)
      } finally {
        await worker.close()
      }
    }
    expect(await cancelled({ reason: 'Out of print' })).to.deep.equal([])
    const told = await cancelled({ notify: true, override: true, message: 'Nobody lends it.' })
    expect(told).to.have.lengthOf(1)
    expect(told[0]).to.include('Nobody lends it.')
    expect(await cancelled({ notify: true }, { kind: 'patron', id: '', name: 'Reader' })).to.deep.equal([])
  })

  it('alert a reader in the letter itself, under a subject that says what it is about', async () => {
    const request = await house.request()
    const message = 'It came damaged.\nPlease call us: 030 / 12 34.'
    await house.database.tx((tx) => ill.engine.act(tx, request.id, 'alert', { ...cause, form: { message } }))
    const worker = createWorker({
      ...{ database: house.database, clock: house.clock, log: createLog('silent'), poll: 20 },
      handlers: ill.handlers(house.database),
    })
    try {
      const written = () => messagesAbout(house.db, { requestId: request.id })
      await until(async () => (await written()).length > 0)
      const [alert] = await written()
      expect(alert!.subject).to.equal(`[ILL ${request.number}] About your request: ${request.title}`)
      expect(alert!.text).to.contain(`Dear ${request.patron.name},`).and.to.contain(message)
    } finally {
      await worker.close()
    }
  })

  it('come from acts that the audit trail knows the door of', async () => {
    const request = await house.request()
    const bibId = await house.bib('Audited')
    await house.database.tx((tx) => ill.engine.act(tx, request.id, 'link', { ...cause, form: { bibId } }))
    const row = await house.db
      .selectFrom('audit')
      .select('via')
      .where('action', '=', 'request.link')
      .where('subject_id', '=', String(request.id))
      .executeTakeFirstOrThrow()
    expect(row.via).to.equal('web')
  })
})
