import { createServer } from 'node:net'
import { expect } from 'chai'
import fc from 'fast-check'
import { createMailer, type Letter, type MailServer, readMailServer } from '../../../src/kit/mail/index.ts'
import { writeLetter } from '../../../src/kit/mail/letter.ts'
import { type MailServerForTests, openMailServer, readLetter } from '../../mail-server.ts'
import { until } from '../../until.ts'

const from = { name: 'Küste Library', address: 'ill@library.example' }
const letter: Letter = {
  to: { name: 'Edda Márlowe', address: 'edda@readers.example' },
  subject: '[ILL R-000007] Ärger über Öl – your book',
  text: 'Dear Edda,\n\nyour book “Öl!” is here.\n.\nfrom one\n',
  messageId: '<r7.2.abc@library.example>',
  date: new Date('2026-05-12T10:00:00Z'),
}
const at = (server: MailServerForTests) => readMailServer(server.url) as MailServer
const handOver = async () => {}

describe('A letter', () => {
  let server: MailServerForTests
  before(async () => {
    server = await openMailServer()
  })
  after(() => server.close())
  afterEach(() => {
    for (const list of [server.taken, server.given, server.whims]) list.length = 0
  })
  const send = (one: Partial<Letter> = {}, sending = { handOver }) =>
    createMailer(at(server), from, { connect: 5000, answer: 5000 }).send({ ...letter, ...one }, sending)

  it('arrives as it was written, and says that a program wrote it', async () => {
    const references = ['<r7.0.abc@library.example>', '<r7.1.abc@library.example>']
    const answer = await send({ inReplyTo: references[1]!, references, html: '<p>Öl!</p>' })
    expect(answer).to.deep.equal({ outcome: 'sent', response: '250 ok: queued' })
    const [got] = server.taken
    expect([got!.from, got!.to]).to.deep.equal(['ill@library.example', 'edda@readers.example'])
    expect(got!.header('Subject')).to.equal(letter.subject)
    expect(got!.header('From')).to.include('Küste Library').and.include('<ill@library.example>')
    expect(got!.header('To')).to.include('Edda Márlowe')
    expect(got!.header('Message-ID')).to.equal(letter.messageId)
    expect(got!.header('In-Reply-To')).to.equal(references[1])
    expect(got!.header('References')).to.equal(references.join(' '))
    expect(got!.header('Auto-Submitted')).to.equal('auto-generated')
    expect(got!.header('Date')).to.equal('Tue, 12 May 2026 10:00:00 +0000')
    expect(got!.parts['text/plain']!.trim()).to.equal(letter.text.trim())
    expect(got!.parts['text/html']!.trim()).to.equal('<p>Öl!</p>')
    expect(got!.raw).to.match(/^[\x00-\x7f]*$/)
  })

  it('has no headers but ours, whatever is in its names and subject', async () => {
    const nasty = fc.array(
      fc.constantFrom(
        '\r',
        '\n',
        '\r\n',
        '\0',
        '\u2028',
        '\u0085',
        ':',
        '<',
        '>',
        '"',
        '\\',
        ',',
        ';',
        '@',
        'Bcc: x@y.example',
        ' ',
        '=?utf-8?Q?=0D=0ABcc:_x?=',
        'ä',
        'a',
      ),
      { maxLength: 12 },
    )
    const names = 'auto-submitted content-transfer-encoding content-type date from message-id mime-version subject to'
    await fc.assert(
      fc.asyncProperty(nasty, nasty, async (subject, name) => {
        const to = { name: name.join(''), address: letter.to.address }
        const bytes = await writeLetter(from, { ...letter, to, subject: `x${subject.join('')}` })
        const got = readLetter('', '', bytes.toString('latin1'))
        const found = got.headers.map(([one]) => one.toLowerCase()).sort()
        expect(found.join(' ')).to.equal(names)
        const [, recipients] = got.headers.find(([one]) => one === 'To')!
        expect(recipients).to.match(/(^|<)edda@readers\.example>?$/)
      }),
      { numRuns: 400 },
    )
    await send({ subject: 'a\r\nBcc: x@y.example', to: { name: '"\r\nBcc: x@y.example', address: letter.to.address } })
    expect(server.taken[0]!.header('Bcc')).to.equal(undefined)
    expect(server.taken[0]!.to).to.equal(letter.to.address)
  })

  it('is not written to what is no address, nor with an id that is none', async () => {
    for (const address of [
      '',
      'x',
      'a@b\r\nBcc: c@d',
      'a@b>',
      '<a@b',
      'a b@c',
      'a@b,c@d',
      `${'a'.repeat(250)}@b.example`,
      'a@b@c',
      '"a b"@c',
    ])
      await send({ to: { name: '', address } }).then(
        () => expect.fail(address),
        (error) => expect(error).to.be.instanceOf(TypeError),
      )
    for (const messageId of ['<a>', 'a@b', '<a@b>\r\nBcc: c@d', '<a @b>'])
      await send({ messageId }).then(
        () => expect.fail(messageId),
        (error) => expect(error).to.be.instanceOf(TypeError),
      )
    expect(server.given).to.deep.equal([])
  })

  it('is refused for good with 5xx, and for now with 4xx, wherever the server says it', async () => {
    for (const at of ['mail', 'rcpt', 'data'] as const)
      for (const [code, outcome] of [
        [550, 'refused'],
        [451, 'deferred'],
        [421, 'deferred'],
      ] as const) {
        server.whims.push({ at, code, text: `no letter at ${at}` })
        const delivery = await send()
        expect([at, code, delivery.outcome]).to.deep.equal([at, code, outcome])
        expect('reason' in delivery && delivery.reason).to.include(`${code} no letter at ${at}`)
      }
    expect(server.taken).to.deep.equal([])
  })

  it('is deferred when the connection is cut before the letter, and unsure when it is cut after', async () => {
    for (const [at, outcome] of [
      ['connect', 'deferred'],
      ['mail', 'deferred'],
      ['rcpt', 'deferred'],
      ['data', 'unsure'],
    ] as const) {
      server.whims.push({ at, cut: true })
      expect([at, (await send()).outcome]).to.deep.equal([at, outcome])
    }
  })

  it('is unsure when the server has it and says nothing', async () => {
    let answer = () => {}
    server.whims.push({ at: 'data', meanwhile: () => new Promise<void>((resolve) => (answer = resolve)) })
    const mailer = createMailer(at(server), from, { connect: 5000, answer: 2000 })
    expect((await mailer.send(letter, { handOver })).outcome).to.equal('unsure')
    answer()
  })

  it('is handed over only once everything else is settled, and not at all when that is called off', async () => {
    const before: number[] = []
    await send({}, { handOver: async () => void before.push(server.given.length) })
    expect(before).to.deep.equal([0])
    const no = new Error('somebody else has it')
    const error = await send({}, { handOver: () => Promise.reject(no) }).catch((one) => one)
    expect(error).to.equal(no)
    server.whims.push({ at: 'rcpt', code: 550 })
    await send({}, { handOver: () => expect.fail('it was refused before') })
    expect(server.taken).to.have.lengthOf(1)
    expect(server.given).to.have.lengthOf(1)
  })

  it('is called off by a signal until it is handed over, and not after', async () => {
    const stop = new AbortController()
    const reason = new Error('the lease is over')
    const early = createMailer(at(server), from).send(letter, {
      signal: stop.signal,
      async handOver() {
        stop.abort(reason)
      },
    })
    expect(await early.catch((error) => error)).to.equal(reason)
    expect(server.given).to.deep.equal([])

    let answer = () => {}
    server.whims.push({ at: 'data', meanwhile: () => new Promise<void>((resolve) => (answer = resolve)) })
    const late = new AbortController()
    const sending = createMailer(at(server), from).send(letter, { signal: late.signal, handOver })
    await until(() => server.given.length > 0)
    late.abort(reason)
    answer()
    expect((await sending).outcome).to.equal('sent')
  })

  it('is deferred when nobody listens, when it is no mail server, and when we may not send', async () => {
    const nobody = { ...at(server), port: 1 }
    expect((await createMailer(nobody, from).send(letter, { handOver })).outcome).to.equal('deferred')

    const silent = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.once('listening', resolve))
    const { port } = silent.address() as { port: number }
    const patient = createMailer({ ...at(server), port }, from, { connect: 200, answer: 200 })
    expect((await patient.send(letter, { handOver })).outcome).to.equal('deferred')
    await new Promise((resolve) => silent.close(resolve))

    const strict = await openMailServer({ login: { user: 'ill', password: 's3cret' } })
    expect((await createMailer(at(strict), from).send(letter, { handOver })).outcome).to.equal('sent')
    const wrong = { ...at(strict), login: { user: 'ill', password: 'wr0ng' } }
    const refused = await createMailer(wrong, from).send(letter, { handOver })
    expect(refused.outcome).to.equal('deferred')
    expect(JSON.stringify(refused)).to.not.include('wr0ng')
    await strict.close()
  })

  it('is refused when it is larger than the server takes', async () => {
    const small = await openMailServer({ size: 2000 })
    const long = { ...letter, text: 'x'.repeat(3000) }
    expect((await createMailer(at(small), from).send(long, { handOver })).outcome).to.equal('refused')
    await small.close()
  })

  it('is not sent to a server whose certificate does not hold', async () => {
    const secure = await openMailServer({ secure: true })
    const delivery = await createMailer(at(secure), from).send(letter, { handOver })
    expect(delivery.outcome).to.equal('deferred')
    expect(secure.given).to.deep.equal([])
    await secure.close()
  })
})
