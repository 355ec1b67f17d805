import { expect } from 'chai'
import fc from 'fast-check'
import type { Worker } from '../../src/kit/jobs/index.ts'
import { largestReport, readReturnPattern, tokenIn } from '../../src/kit/mail/index.ts'
import {
  actOnTrouble,
  listTroubles,
  messagesAbout,
  readMessageOf,
  sendMessage,
  takeBounce,
} from '../../src/messages/index.ts'
import { useDatabase } from '../database.ts'
import { type MailServerForTests, openMailServer } from '../mail-server.ts'
import { bounce } from './bounce.ts'
import { actor, anOverdue, queued, sender, until } from './sending.ts'

const returns = readReturnPattern('bounces+*@library.example')!

describe('A message that comes back', () => {
  let server: MailServerForTests
  let worker: Worker
  after('stop sending, before the database goes', async () => {
    await worker?.close()
    await server?.close()
  })
  const data = useDatabase()
  before(async () => {
    server = await openMailServer()
    worker = sender(data.database, { url: server.url, returns })
  })
  const take = (mail: string | Uint8Array) =>
    data.database.tx((tx) =>
      takeBounce(tx, {
        ...{ bytes: typeof mail === 'string' ? Buffer.from(mail) : mail, returns, by: actor },
        now: new Date(),
      }),
    )
  let requestId = 100
  const sent = async () => {
    const { id } = await queued(data.database, anOverdue({ about: { requestId: ++requestId } }))
    await until(data.database, id, ({ state }) => state === 'sent')
    return { id, requestId, letter: server.taken.at(-1)! }
  }

  it('goes out from an address of its own, that says nothing to others', async () => {
    const [one, two] = [await sent(), await sent()]
    expect(one.letter.from).to.match(new RegExp(`^bounces\\+${one.id}-[0-9a-f]{18}@library\\.example$`))
    expect(two.letter.from).to.not.equal(one.letter.from)
    expect(one.letter.header('From')).to.include('ill@library.example')
  })

  it('is a problem of its own and of its request’s, once, whatever the case of its address', async () => {
    const { id, letter, requestId } = await sent()
    const mail = bounce({ to: letter.from.toUpperCase() })
    const reason = 'it came back, it could not be delivered to edda@readers.example: 5.1.1 550 5.1.1 User unknown'
    expect(await take(mail)).to.deep.equal({ kind: 'bounced', message: id, requestId, reason })
    expect(await take(mail)).to.include({ kind: 'bounced', message: id })
    const [trouble] = await listTroubles(data.database.db)
    expect(trouble).to.include({ what: 'message', id, reason })
    const [about] = await messagesAbout(data.database.db, { requestId })
    expect(about).to.include({ state: 'bounced', reason })
    const told = await data.database.db
      .selectFrom('audit')
      .select('action')
      .where('subject_id', '=', String(id))
      .execute()
    expect(told).to.deep.equal([{ action: 'message.bounce' }])
    await data.database.tx((tx) => actOnTrouble(tx, { what: 'message', id }, 'dismiss', actor, new Date()))
    expect(await listTroubles(data.database.db)).to.deep.equal([])
  })

  it('is known by the letter it holds, or the headers of that, where its address was lost', async () => {
    for (const headersOnly of [false, true]) {
      const { id, letter } = await sent()
      const mail = bounce({ to: 'ill@library.example', original: letter.raw, headersOnly })
      expect(await take(mail)).to.include({ kind: 'bounced', message: id })
    }
  })

  it('is sent again, to another address; what comes late then changes nothing', async () => {
    const { id, letter } = await sent()
    await take(bounce({ to: letter.from }))
    await worker.close()
    await data.database.tx((tx) => sendMessage(tx, id, actor, { address: 'other@readers.example' }))
    expect(await take(bounce({ to: letter.from }))).to.deep.equal({ kind: 'late', message: id })
    worker = sender(data.database, { url: server.url, returns })
    await until(data.database, id, ({ state }) => state === 'sent')
    expect(server.taken.at(-1)!.to).to.equal('other@readers.example')
  })

  it('is none while the mail server goes on trying', async () => {
    const { id, letter } = await sent()
    const delayed = bounce({ to: letter.from, action: 'delayed', status: '4.4.1' })
    expect(await take(delayed)).to.deep.equal({ kind: 'no-failure', message: id })
    expect((await readMessageOf(data.database.db, id))!.state).to.equal('sent')
  })

  it('cannot be made up by who was not sent it, and answers are none', async () => {
    const { id, letter } = await sent()
    const forged = letter.from.replace(/-[0-9a-f]{4}/, '-0000')
    expect(await take(bounce({ to: forged }))).to.deep.equal({ kind: 'unknown' })
    const guessed = letter.raw.replace(letter.header('Message-ID')!, '<farshelf.r1.1@library.example>')
    expect(await take(bounce({ to: 'x@y.example', original: guessed }))).to.deep.equal({ kind: 'unknown' })
    const answer = `From: edda@readers.example\r\nTo: ${letter.from}\r\nSubject: Re: Overdue\r\n\r\nI am away.\r\n`
    expect(await take(answer)).to.deep.equal({ kind: 'no-report' })
    expect((await readMessageOf(data.database.db, id))!.state).to.equal('sent')
  })

  it('is read within limits, and nothing that is no mail breaks it', async () => {
    const { letter } = await sent()
    const mail = bounce({ to: letter.from })
    expect(await take(Buffer.concat([Buffer.from(mail), Buffer.alloc(largestReport)]))).to.deep.equal({
      kind: 'no-report',
    })
    let nested = 'Content-Type: text/plain\r\n\r\nend'
    for (let n = 0; n < 60; n++)
      nested = `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n${nested}\r\n--b${n}--`
    expect(await take(nested)).to.deep.equal({ kind: 'no-report' })
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.nat(mail.length), async (noise, at) => {
        const bytes = Buffer.concat([Buffer.from(mail.slice(0, at)), noise, Buffer.from(mail.slice(at))])
        await take(bytes)
        await take(bytes.subarray(0, at))
      }),
      { numRuns: 100 },
    )
  })
})

describe('An address mail comes back to', () => {
  it('has one star, before the at', () => {
    for (const wrong of ['', 'a@b.example', 'a*@*.example', 'a@*.example', '* @b.example'])
      expect(readReturnPattern(wrong), wrong).to.equal(undefined)
    expect(tokenIn(returns, 'Bounces+12-AB@library.example')).to.equal('12-ab')
    expect(tokenIn(returns, 'bounces+@library.example')).to.equal(undefined)
    expect(tokenIn(returns, 'bounces+12@elsewhere.example')).to.equal(undefined)
  })
})
