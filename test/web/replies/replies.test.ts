import { expect } from 'chai'
import pg from 'pg'
import { type FetchOptions, fetchMail, type IllSettings, openReplies } from '../../../src/ill/index.ts'
import { createLog, systemClock } from '../../../src/kit/index.ts'
import { readMailboxAddress } from '../../../src/kit/mail/index.ts'
import { readScript, valueBehind } from '../../../src/standards/generic-script/index.ts'
import { samples } from '../../ill/documents/samples.ts'
import { type ImapServerForTests, openImapServer } from '../../imap-server.ts'
import type { Received } from '../../mail-server.ts'
import { wordsOf } from '../html.ts'
import { replies, useLenders } from '../lender-answer/lender.ts'

const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')

describe('What lenders write by e-mail', () => {
  const lenders = useLenders()
  const { house } = lenders
  let imap: ImapServerForTests
  let serial = 0
  before(async function () {
    imap = await openImapServer(this)
  })
  after(() => imap?.close())

  const options = (more: Partial<FetchOptions> = {}): FetchOptions => ({
    database: house.site.database,
    engine: house.ill.engine,
    settings: house.ill.settings,
    clock: systemClock,
    mailbox: readMailboxAddress(imap.url)!,
    done: 'Done/Farshelf',
    replies,
    returns: undefined,
    note: house.ill.noteNotUnderstood,
    ...more,
  })
  const fetch = (more: Partial<FetchOptions> = {}) =>
    fetchMail(options(more), new Date(), new AbortController().signal, createLog('silent'))
  const rows = async () =>
    (await house.site.database.pool.query('select * from lender_replies order by id')).rows as {
      id: number
      outcome: string
      line_id: number | null
      text: string
    }[]
  const outcomeOfNext = async (mail: string | Buffer, more: Partial<FetchOptions> = {}) => {
    const before = (await rows()).length
    imap.deliver(mail)
    await fetch(more)
    const now = await rows()
    expect(now).to.have.lengthOf(before + 1)
    return now.at(-1)!
  }

  async function asked(service: 'loan' | 'copy' = 'loan') {
    const { request, line, lender } = await house.line(`Answered ${++serial}`, { service })
    const letter = await lenders.letter(line.id, 'request', { transmit: true })
    return { request, line, lender, letter }
  }
  interface Writing {
    readonly from: string
    readonly to?: string
    readonly subject?: string
    readonly headers?: readonly string[]
    readonly text?: string
  }
  const write = ({
    from,
    to = 'ill@library.example',
    subject = 'Your request',
    headers = [],
    text = 'It was sent today, due back 12 May 2031.',
  }: Writing) =>
    [
      ...[`From: Desk <${from}>`, `To: ${to}`, `Subject: ${subject}`, `Message-ID: <${++serial}@hill.example>`],
      ...[...headers, '', text, ''],
    ].join('\r\n')
  const replyTo = (letter: Received) => /<([^>]+)>/.exec(letter.header('Reply-To')!)![1]!

  it('is matched by the address of the letter, by the letter it answers, or by subject and sender', async () => {
    const { line, lender, letter, request } = await asked()
    expect(replyTo(letter)).to.match(/^ill\+\d+-[0-9a-f]{18}@library\.example$/)
    const from = lender.email
    for (const [mail, known] of [
      [write({ from: 'someone@else.example', to: replyTo(letter) }), false],
      [write({ from, headers: [`In-Reply-To: ${letter.header('Message-ID')}`] }), true],
      [write({ from, headers: [`References: <x@y.example> ${letter.header('Message-ID')}`] }), true],
      [write({ from: from.toUpperCase(), subject: `AW: [ILL ${request.number}] Your request` }), true],
    ] as const) {
      const { outcome, line_id } = await outcomeOfNext(mail)
      expect([outcome, Number(line_id)]).to.deep.equal(['reply', line.id])
      expect((await openReplies(house.site.database.db)).at(-1)).to.deep.include({
        ...{ event: 'shipped', form: { dueAtLender: '2031-05-12' }, phrase: 'sent today', knownSender: known },
      })
    }
    expect((await lenders.state(line.id)).state, 'nothing is done by itself').to.equal('pending')
  })

  it('is left alone, and written down, where a token is forged, old, or of another request', async () => {
    const one = await asked()
    const other = await asked()
    const address = replyTo(one.letter)
    const [, id, chance] = /\+(\d+)-([0-9a-f]+)@/.exec(address)!
    const forged = `ill+${id}-${[...chance!].reverse().join('')}@library.example`
    const swapped = `ill+${Number(id) + 1}-${chance}@library.example`
    const inbox = imap.count()
    for (const mail of [
      write({ from: one.lender.email, to: forged, subject: `Re: [ILL ${one.request.number}] x` }),
      write({ from: one.lender.email, to: swapped }),
      write({ from: one.lender.email, to: 'ill+nonsense@library.example' }),
      write({ from: one.lender.email, to: address, subject: `Re: [ILL ${other.request.number}] x` }),
    ])
      expect((await outcomeOfNext(mail)).outcome).to.equal('forged')
    for (const mail of [
      write({ from: one.lender.email, subject: `Re: [ILL ${other.request.number}] x` }),
      write({ from: one.lender.email, subject: 'Re: [ILL R-999999999999] x' }),
      write({
        from: 'stranger@x.example',
        headers: ['In-Reply-To: <farshelf.r1.1.000000000000000000@library.example>'],
      }),
      write({ from: 'stranger@x.example' }),
    ])
      expect((await outcomeOfNext(mail)).outcome).to.equal('unknown')
    await house.site.database.pool.query("update messages set created_at = now() - interval '2 years' where id = $1", [
      id,
    ])
    expect((await outcomeOfNext(write({ from: one.lender.email, to: address }))).outcome).to.equal('old')
    const noted = (
      await house.site.database.pool.query(
        "select detail from audit where action = 'exchange.refuse' and subject_kind = 'mailbox' order by id",
      )
    ).rows as { detail: Record<string, unknown> }[]
    expect(noted.map(({ detail }) => detail['why'])).to.deep.equal(['forged', 'forged', 'forged', 'forged', 'old'])
    expect(noted[0]!.detail['what']).to.match(/^number \d+, from [^@]+$/)
    for (const row of (await rows()).filter(({ outcome }) => outcome !== 'reply'))
      expect([row.text, row.line_id]).to.deep.equal(['', null])
    // People who read the mailbox find what was not for us.
    expect(imap.count()).to.equal(inbox + 9)
  })

  it('is nothing where a program wrote it: automatic answers, lists, ourselves, other Farshelfs', async () => {
    const { letter, lender } = await asked()
    const sent = lenders.letters.length
    const to = replyTo(letter)
    for (const headers of [
      ['Auto-Submitted: auto-replied'],
      ['Auto-Submitted: auto-generated'],
      ['Precedence: bulk'],
      ['Return-Path: <>'],
      ['List-Id: <x.example>'],
    ])
      expect((await outcomeOfNext(write({ from: lender.email, to, headers }))).outcome).to.equal('automatic')
    // Our own letter comes back to ourselves.
    expect((await outcomeOfNext(Buffer.from(letter.raw, 'latin1'))).outcome).to.equal('automatic')
    expect(lenders.letters.length, 'nothing is ever answered').to.equal(sent)
  })

  it('is the problem of its message where it is a mail that came back', async () => {
    const { letter, line, lender } = await asked()
    const report = [
      ...['From: MAILER-DAEMON@library.example', 'Return-Path: <>', 'Message-ID: <b1@library.example>'],
      ...[
        'Auto-Submitted: auto-replied',
        'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
        '',
      ],
      ...['--b', 'Content-Type: text/plain', '', 'It failed.', '--b', 'Content-Type: message/delivery-status', ''],
      ...[
        'Reporting-MTA: dns; library.example',
        '',
        `Final-Recipient: rfc822; ${lender.email}`,
        'Action: failed',
        'Status: 5.1.1',
        '',
      ],
      ...[
        '--b',
        'Content-Type: text/rfc822-headers',
        '',
        `Message-ID: ${letter.header('Message-ID')}`,
        '',
        '--b--',
        '',
      ],
    ].join('\r\n')
    expect((await outcomeOfNext(report)).outcome).to.equal('bounce')
    expect((await house.messages(line.requestId)).at(0)!.state).to.equal('bounced')
  })

  it('is taken in once, also when it lies there again, or the server has numbered its mailbox anew', async () => {
    const { lender, letter } = await asked()
    const mail = write({ from: lender.email, to: replyTo(letter) })
    const done = imap.count('Done.Farshelf')
    await outcomeOfNext(mail)
    expect(imap.count('Done.Farshelf')).to.equal(done + 1)
    const before = await rows()
    imap.deliver(mail)
    await fetch()
    await fetch()
    await house.site.database.pool.query("update mailboxes set validity = '1'")
    await imap.restart()
    await fetch()
    expect(await rows()).to.deep.equal(before)
    expect(imap.count('Done.Farshelf')).to.equal(done + 2)
  })

  it('is taken in once by two who look at the same time, or after one who was stopped in the middle', async () => {
    const { lender, letter } = await asked()
    const before = (await rows()).length
    for (let n = 0; n < 5; n++) imap.deliver(write({ from: lender.email, to: replyTo(letter), text: `Note ${n}` }))
    await Promise.allSettled([fetch(), fetch()])
    await fetch()
    const taken = (await rows()).slice(before)
    expect(taken.map(({ text }) => text).sort()).to.deep.equal(['Note 0', 'Note 1', 'Note 2', 'Note 3', 'Note 4'])
  })

  it('keeps no others from being read where it cannot be taken in', async () => {
    const { lender, letter } = await asked()
    const owner = new pg.Client({ connectionString: house.site.databaseUrl })
    await owner.connect()
    try {
      await owner.query(`create function poison() returns trigger language plpgsql as $$ begin
        if new.subject = 'Poison' then raise exception 'no'; end if; return new; end $$`)
      await owner.query('create trigger poison before insert on lender_replies for each row execute function poison()')
      const before = (await rows()).length
      const to = replyTo(letter)
      imap.deliver(write({ from: lender.email, to, subject: 'Poison' }))
      imap.deliver(write({ from: lender.email, to, subject: 'Good' }))
      const done = imap.count('Done.Farshelf')
      await fetch()
      await fetch()
      expect(
        (await rows())
          .slice(before)
          .map(({ outcome }) => outcome)
          .sort(),
      ).to.deep.equal(['reply', 'unreadable'])
      expect(imap.count('Done.Farshelf')).to.equal(done + 1)
    } finally {
      await owner.query('drop trigger if exists poison on lender_replies')
      await owner.end()
    }
  })

  it('says so where the server cannot be had, and goes on later', async () => {
    const { lender, letter } = await asked()
    const wrong = { ...readMailboxAddress(imap.url)!, login: { user: 'ill', password: 'wrong' } }
    const failure = await fetch({ mailbox: wrong }).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(failure).to.be.instanceOf(Error)
    expect((await outcomeOfNext(write({ from: lender.email, to: replyTo(letter) }))).outcome).to.equal('reply')
  })

  it('is applied by staff with what they put right, or dismissed: once', async () => {
    const { lender, letter, line, request } = await asked()
    await outcomeOfNext(write({ from: lender.email, to: replyTo(letter) }))
    const reply = (await openReplies(house.site.database.db)).at(-1)!
    const path = `/requests/${request.id}/replies/${reply.id}`
    expect((await house.page('/requests')).text).to.include('Replies of lenders')
    expect((await house.page('/requests/replies')).text)
      .to.include(path)
      .and.include('due back 12 May 2031')
    expect((await house.page(`/requests/${request.id}/lenders`)).text).to.include(
      'seems to say: Shipped from lender, due back',
    )
    const opened = await house.page(path)
    expect(opened.text).to.include('value="2031-05-12"').and.include('It was sent today, due back 12 May 2031.')
    const said = {
      event: 'shipped',
      version: house.hidden(opened.text, 'version'),
      service: 'loan',
      dueAtLender: '2031-05-10',
    }
    expect((await house.send(path, { ...said, version: '1' })).status, 'seen as it was before').to.equal(412)
    expect((await house.send(path, { ...said, dueAtLender: 'soon' })).status).to.equal(422)
    expect((await house.send(path, said)).status).to.equal(303)
    const { state, data } = await lenders.state(line.id)
    expect([state, data['dueAtLender']]).to.deep.equal(['shipped', '2031-05-10'])
    const { actor, via } = (await lenders.history(line.id)).at(-1)!
    expect([actor.name, via]).to.deep.equal([house.staff.name, 'page'])
    expect((await house.send(path, said)).status).to.equal(409)
    expect((await house.page(path)).text).to.include('nothing is left to be done')

    await outcomeOfNext(write({ from: lender.email, to: replyTo(letter), text: 'What is your address?' }))
    const question = (await openReplies(house.site.database.db)).at(-1)!
    const where = `/requests/${request.id}/replies/${question.id}`
    expect((await house.page(where)).text).to.include('No words were found that we know')
    expect((await house.send(`${where}/dismiss`)).status).to.equal(303)
    expect((await house.send(`${where}/dismiss`)).status).to.equal(409)
    expect((await openReplies(house.site.database.db)).map(({ id }) => id)).not.to.include(question.id)
    expect((await house.page(`/requests/${request.id + 1}/replies/${question.id}`)).status).to.equal(404)
  })

  /** A reply with files, each with what it is called, how it comes along, and its bytes. */
  const withFiles = (
    { from, to, text = 'Here it is.' }: Pick<Writing, 'from' | 'text'> & { readonly to: string },
    ...files: readonly (readonly [name: string, disposition: 'attachment' | 'inline', bytes: Buffer])[]
  ) =>
    [
      ...[`From: ${from}`, `To: ${to}`, 'Subject: Scan', `Message-ID: <${++serial}@hill.example>`],
      ...['Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain; charset=utf-8', '', text],
      ...files.flatMap(([name, disposition, bytes]) => [
        ...['--b', 'Content-Type: application/octet-stream', 'Content-Transfer-Encoding: base64'],
        ...[`Content-Disposition: ${disposition}; filename="${name}"`, '', bytes.toString('base64')],
      ]),
      ...['--b--', ''],
    ].join('\r\n')

  it('brings the copy that is its reader’s by itself, where there is no doubt', async () => {
    const { lender, letter, line, request } = await asked('copy')
    const told: string[] = []
    const open = (await openReplies(house.site.database.db)).length
    const mail = withFiles(
      { from: lender.email, to: replyTo(letter), text: 'Dear colleagues, please find the article attached.' },
      ['snow.pdf', 'attachment', pdf],
      ['letterhead.png', 'inline', samples.png],
    )
    imap.deliver(mail)
    imap.deliver(mail)
    await fetch({ tellCopy: async (_tx, { number }) => void told.push(number) })
    const { state, data } = await lenders.state(line.id)
    expect([state, data['closed']]).to.deep.equal(['received', true])
    const { actor, via, form } = (await lenders.history(line.id)).at(-1)!
    expect([actor.name, via, form['privateNote']]).to.deep.equal([
      ...[lender.name, 'mail', 'Dear colleagues, please find the article attached.'],
    ])
    expect(await filesOf(line.id)).to.deep.equal(['snow.pdf'])
    expect(told).to.deep.equal([request.number])
    expect(await openReplies(house.site.database.db)).to.have.length(open)
    const { rows: left } = await house.site.database.pool.query('select 1 from lender_reply_files')
    expect(left).to.deep.equal([])
    expect(wordsOf((await house.page(`/requests/${request.id}?tab=history`)).text)).to.include(
      `Copy received by e-mail from ${lender.name}`,
    )
  })

  const filesOf = async (line: number) => {
    const { rows } = await house.site.database.pool.query(
      'select file_name from ill_documents where line_id = $1 order by id',
      [line],
    )
    return rows.map(({ file_name }) => file_name as string)
  }

  const doubts: readonly {
    readonly where: string
    readonly service?: 'loan'
    readonly from?: string
    readonly subjectOnly?: boolean
    readonly text?: string
    readonly names?: readonly string[]
    readonly settings?: Partial<IllSettings>
  }[] = [
    { where: 'it comes from another address', from: 'someone@else.example' },
    { where: 'only its subject says what it is about', subjectOnly: true },
    { where: 'what is written says something else', text: 'Sorry, we do not have it. Our prices are attached.' },
    { where: 'there are two files', names: ['one.pdf', 'two.pdf'] },
    { where: 'the file is called an invoice', names: ['Invoice 12.pdf'] },
    { where: 'the house wants it so', settings: { documentsFromMail: 'suggest' } },
  ]
  for (const { where, names = ['scan.pdf'], settings = {}, ...doubt } of doubts)
    it(`leaves it to staff which file is the copy where ${where}`, async () => {
      const { lender, letter, line, request } = await asked('copy')
      const from = doubt.from ?? lender.email
      const written = withFiles(
        { from, to: replyTo(letter), ...(doubt.text !== undefined && { text: doubt.text }) },
        ...names.map((name) => [name, 'attachment', pdf] as const),
      )
      imap.deliver(
        doubt.subjectOnly
          ? written.replace(replyTo(letter), 'ill@library.example').replace('Scan', `Re: [ILL ${request.number}] Scan`)
          : written,
      )
      await fetch({ settings: { ...house.ill.settings, ...settings } })
      const reply = (await openReplies(house.site.database.db)).at(-1)!
      expect(reply).to.include({ lineId: line.id, event: 'receivedAsCopy' })
      expect(reply.files.map(({ fileName }) => fileName)).to.deep.equal(names)
      expect((await lenders.state(line.id)).state).to.equal('pending')
      expect(await filesOf(line.id)).to.deep.equal([])
    })

  it('brings nothing by itself for what is over, or is no copy', async () => {
    const over = await asked('copy')
    const loan = await asked('loan')
    await house.act(over.line.id, 'notSupplied', {})
    for (const { lender, letter, line } of [over, loan]) {
      const { state } = await lenders.state(line.id)
      imap.deliver(withFiles({ from: lender.email, to: replyTo(letter) }, ['scan.pdf', 'attachment', pdf]))
      await fetch()
      expect((await lenders.state(line.id)).state).to.equal(state)
      expect(await filesOf(line.id)).to.deep.equal([])
    }
  })

  it('brings the copy that is its reader’s once staff say so, and no other file', async () => {
    const byStaff = { settings: { ...house.ill.settings, documentsFromMail: 'suggest' } } as const
    const { lender, letter, line, request } = await asked('copy')
    const mail = (name: string, bytes: Buffer) =>
      [
        ...[
          `From: ${lender.email}`,
          `To: ${replyTo(letter)}`,
          'Subject: Scan',
          `Message-ID: <${++serial}@hill.example>`,
        ],
        ...['Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'Here it is.'],
        ...['--b', `Content-Type: application/pdf; name="${name}"`, 'Content-Transfer-Encoding: base64'],
        ...[`Content-Disposition: attachment; filename="${name}"`, '', bytes.toString('base64'), '--b'],
        ...[
          'Content-Type: application/pdf',
          'Content-Disposition: attachment; filename="virus.pdf"',
          '',
          'MZ\0\0',
          '--b--',
          '',
        ],
      ].join('\r\n')
    await outcomeOfNext(mail('scan.pdf', pdf), byStaff)
    const reply = (await openReplies(house.site.database.db)).at(-1)!
    expect([reply.event, reply.files.map(({ fileName }) => fileName)]).to.deep.equal(['receivedAsCopy', ['scan.pdf']])
    const path = `/requests/${request.id}/replies/${reply.id}`
    const opened = await house.page(path)
    const file = String(reply.files[0]!.fileId)
    expect(opened.text).to.include(`<option value="${file}"`)
    const said = { event: 'receivedAsCopy', version: house.hidden(opened.text, 'version'), file }
    expect((await house.send(path, { ...said, file: '999999' })).status).to.equal(404)
    expect((await house.send(path, said)).status).to.equal(303)
    expect((await lenders.state(line.id)).state).to.equal('received')
    const { rows: documents } = await house.site.database.pool.query('select * from ill_documents where line_id = $1', [
      line.id,
    ])
    expect(documents.map(({ file_name, media_type }) => [file_name, media_type])).to.deep.equal([
      ['scan.pdf', 'application/pdf'],
    ])

    // Dismissed, its file is gone.
    const other = await asked('copy')
    await outcomeOfNext(
      mail('other.pdf', pdf).replace(replyTo(letter), replyTo(other.letter)).replace(lender.email, other.lender.email),
      byStaff,
    )
    const second = (await openReplies(house.site.database.db)).at(-1)!
    await house.send(`/requests/${other.request.id}/replies/${second.id}/dismiss`)
    const { rows: files } = await house.site.database.pool.query(
      'select 1 from ill_document_files f join lender_reply_files r on r.file_id = f.id where r.reply_id = $1',
      [second.id],
    )
    expect([second.files.length, files.length]).to.deep.equal([1, 0])
    const { rows: lost } = await house.site.database.pool.query('select 1 from ill_document_files where id = $1', [
      second.files[0]!.fileId,
    ])
    expect(lost).to.deep.equal([])
  })

  it('is Generic Script with lenders that read it, both ways, though programs write it', async () => {
    const { request, line, lender } = await house.line(`Scripted ${++serial}`, {}, { protocol: 'script' })
    const letter = await lenders.letter(line.id, 'request', { transmit: true, publicNote: 'Please hurry.' })
    expect(letter.parts['text/html'] ?? '').to.equal('')
    const asked = readScript(letter.raw.slice(letter.raw.indexOf('\r\n\r\n')))!
    expect([asked.kind, valueBehind(asked, 'REQ'), valueBehind(asked, 'TIT'), valueBehind(asked, 'NOT')]).to.deep.equal(
      [...['request', request.number, request.title, 'Please hurry.']],
    )
    expect(letter.raw).not.to.match(/Rosa|answer\//)
    const shipped = (from: string) =>
      write({
        from,
        headers: ['Auto-Submitted: auto-generated'],
        text: `ITEM SHIPPED/MESSAGE D'ENVOI\r\nREQ: ${request.number}\r\nDUE: 2031-05-12\r\nNOT: With care`,
      })
    expect((await outcomeOfNext(shipped('stranger@x.example'))).outcome).to.equal('unknown')
    const { outcome, line_id } = await outcomeOfNext(shipped(lender.email))
    expect([outcome, Number(line_id)]).to.deep.equal(['reply', line.id])
    expect((await openReplies(house.site.database.db)).at(-1)).to.deep.include({
      ...{ event: 'shipped', phrase: 'ITEM SHIPPED' },
      form: { service: 'loan', dueAtLender: '2031-05-12', lenderNote: 'With care' },
    })
    expect((await lenders.state(line.id)).state).to.equal('pending')
    // One who is written to in words has no program that we listen to.
    const other = await house.line(`Scripted ${++serial}`)
    const robot = shipped(other.lender.email).replace(request.number, other.request.number)
    expect((await outcomeOfNext(robot)).outcome).to.equal('automatic')
  })
})
