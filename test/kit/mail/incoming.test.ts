import { expect } from 'chai'
import { type IncomingMail, readIncoming } from '../../../src/kit/mail/index.ts'

const mail = (headers: readonly string[], body = 'Sent today.') =>
  Buffer.from(
    ['From: Hill Valley <ILL@Hill.example>', 'To: ill@library.example', ...headers, '', body].join('\r\n'),
    'latin1',
  )
const read = async (...of: Parameters<typeof mail>): Promise<IncomingMail> => (await readIncoming(mail(...of)))!

/** Milliseconds: E04 asks for 200; ten times that is what a slow machine may need. */
const patience = 2000
async function quickly<T>(work: () => Promise<T>): Promise<T> {
  const begun = performance.now()
  const result = await work()
  expect(performance.now() - begun).to.be.below(patience)
  return result
}

describe('A mail that comes in', () => {
  it('says who wrote, what it answers, and what is written', async () => {
    const said = await read([
      'Subject: =?utf-8?Q?Re:_[ILL_R-000001]_=C3=96l?=',
      'Message-ID: <1@hill.example>',
      'In-Reply-To: <farshelf.r1.1.aa@library.example>',
      'References: <a@x> <farshelf.r1.1.aa@library.example>',
      'Delivered-To: ill+7-abc@library.example',
    ])
    expect(said).to.deep.equal({
      from: { name: 'Hill Valley', address: 'ill@hill.example' },
      subject: 'Re: [ILL R-000001] Öl',
      messageId: '<1@hill.example>',
      answers: ['<farshelf.r1.1.aa@library.example>', '<a@x>'],
      to: ['ill@library.example', 'ill+7-abc@library.example'],
      text: 'Sent today.\n',
    })
  })

  for (const header of [
    'Auto-Submitted: auto-replied',
    'Auto-Submitted: auto-generated',
    'Precedence: bulk',
    'Precedence: list',
    'List-Id: <ill.lists.example>',
    'X-Autoreply: yes',
    'X-Loop: ill@library.example',
    'Return-Path: <>',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=x',
  ])
    it(`is a program’s with ${header}`, async () => {
      expect((await read([header])).automatic).to.be.a('string')
    })
  it('is a person’s with Auto-Submitted: no', async () => {
    expect((await read(['Auto-Submitted: no', 'Return-Path: <ill@hill.example>'])).automatic).to.equal(undefined)
  })
  it('is a program’s from a mailer daemon', async () => {
    const bytes = Buffer.from('From: Mail <MAILER-DAEMON@x.example>\r\n\r\nno\r\n')
    expect((await readIncoming(bytes))!.automatic).to.be.a('string')
  })

  it('is read where it is markup alone, and quotes are kept as such', async () => {
    const html =
      '<html><head><style>p{}</style></head><body><p>Sent&nbsp;today,<br>due 12&nbsp;May &amp; not later.</p><script>x</script><blockquote>Please lend us</blockquote></body></html>'
    const { text } = await read(['Content-Type: text/html; charset=utf-8'], html)
    expect(text).to.equal('Sent today,\ndue 12 May & not later.\n\n> Please lend us')
  })

  for (const [what, headers, body] of [
    ['an unknown character set', ['Content-Type: text/plain; charset=x-klingon'], 'Sent today.'],
    ['no character set for its bytes', ['Content-Type: text/plain'], 'Sent tod\xe4y.'],
    ['a transfer encoding there is not', ['Content-Transfer-Encoding: rot13'], 'Sent today.'],
    ['a broken base64', ['Content-Transfer-Encoding: base64'], 'U2VudCB0b2RheS4==='],
  ] as const)
    it(`is read with ${what}`, async () => {
      expect((await quickly(() => read(headers, body))).text).to.include('Sent tod')
    })

  it('is skipped, or read, in no time, whatever it is made of', async () => {
    const nested = (depth: number) => {
      let body = 'Content-Type: text/plain\r\n\r\ndeep'
      for (let n = 0; n < depth; n++)
        body = `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n${body}\r\n--b${n}--`
      return Buffer.from(`From: a@b.example\r\n${body}`)
    }
    const messages = (depth: number) => {
      let body = 'deep'
      for (let n = 0; n < depth; n++) body = `From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n${body}`
      return Buffer.from(body)
    }
    expect(await quickly(() => readIncoming(nested(50)))).to.equal(undefined)
    expect((await quickly(() => readIncoming(nested(3))))!.text).to.include('deep')
    await quickly(() => readIncoming(messages(50)))
    for (const body of [
      '<'.repeat(250_000),
      '<style'.repeat(40_000),
      '&'.repeat(250_000),
      '<!--'.repeat(60_000),
      '<blockquote'.repeat(20_000),
      ' \n'.repeat(100_000),
    ])
      await quickly(() => read(['Content-Type: text/html'], body))
    await quickly(() => readIncoming(Buffer.from(`From: a@b.example\r\n${'X: y\r\n'.repeat(40_000)}\r\n`)))
    await quickly(() => readIncoming(Buffer.from(`From: ${'a@b.example, '.repeat(20_000)}\r\n\r\n`)))
    for (const none of ['', 'x', '\0'.repeat(1000), 'From: nobody\r\n\r\n'])
      expect(await readIncoming(Buffer.from(none))).to.equal(undefined)
  })
})
