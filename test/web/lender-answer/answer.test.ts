import { expect } from 'chai'
import { IllSettings } from '../../../src/ill/index.ts'
import { messagesAbout } from '../../../src/messages/index.ts'
import { useLenders } from './lender.ts'

describe('A lender who answers by the links in a letter', () => {
  const lenders = useLenders()
  const { house, visit, press, pathOf } = lenders
  let serial = 0

  async function asked(service: 'loan' | 'copy' = 'loan') {
    const { request, line, lender } = await house.line(`Wanted book ${++serial}`, { service })
    const letter = await lenders.letter(line.id, 'request', { transmit: true })
    return { request, line, lender, letter }
  }
  const rows = async () => (await house.site.database.pool.query('select * from lender_links')).rows

  it('finds them in both parts of the letter, and colleagues find none that works', async () => {
    const { letter, line } = await asked()
    const text = letter.parts['text/plain']!
    const html = letter.parts['text/html']!
    for (const event of ['shipped', 'notSupplied', 'willSupply', 'conditional']) {
      const path = pathOf(letter, event)
      expect(html).to.include(`href="https://ill.example${path}"`)
      expect((await visit(path)).status).to.equal(200)
    }
    expect(text).not.to.match(/only-in-the-letter|[{}]/)
    const [kept] = await messagesAbout(house.site.database.db, { lineId: line.id })
    expect(kept!.text).to.include('/answer/only-in-the-letter/shipped')
    const token = pathOf(letter, 'shipped').split('/')[2]!
    expect(`${kept!.text}${kept!.html}${JSON.stringify(await rows())}`).not.to.include(token)
    expect((await visit('/answer/only-in-the-letter/shipped')).status).to.equal(410)
  })

  it('sees what is asked for, nothing of the reader, and changes nothing by looking', async () => {
    const { letter, line, request } = await asked()
    const before = await lenders.history(line.id)
    const path = pathOf(letter, 'shipped')
    for (let n = 0; n < 3; n++) {
      const { text, headers } = await visit(path)
      expect(text).to.include(request.title).and.include(request.number).and.include('Yes, we have sent it')
      expect(text).not.to.match(/Rosa|rosa@/)
      expect(headers.get('x-robots-tag')).to.include('noindex')
      expect(headers.get('referrer-policy')).to.equal('no-referrer')
      expect(headers.get('cache-control')).to.include('no-store')
    }
    const head = await house.site.get(path, { method: 'HEAD' })
    expect(head.status).to.equal(200)
    expect(await lenders.history(line.id)).to.deep.equal(before)
    expect(await (await house.site.get('/robots.txt')).text()).to.include('Disallow: /answer/')
  })

  it('says that it was sent, once: the line is shipped, by the lender and by this way', async () => {
    const { letter, line, lender } = await asked()
    const path = pathOf(letter, 'shipped')
    const said = {
      ...{ service: 'loan', shippedOn: '2026-03-02', dueAtLender: '2026-04-30', barcode: 'B 17' },
      note: 'Handle with care',
    }
    const opened = await visit(path)
    const { status, location } = await press(path, said, opened)
    expect([status, location]).to.deep.equal([303, path])
    const after = await visit(path)
    expect(after.text).to.include('You told us that you have sent it').and.include('30 April 2026')
    expect(after.text).to.include('Handle with care').and.not.include('<form method="post" action="/answer')
    const { state, data, version } = await lenders.state(line.id)
    expect([state, data['dueAtLender'], data['shippedService']]).to.deep.equal(['shipped', '2026-04-30', 'loan'])
    const last = (await lenders.history(line.id)).at(-1)!
    expect([last.event, last.via, last.actor.kind, last.actor.name]).to.deep.equal([
      ...['shipped', 'email-link', 'partner'],
      lender.name,
    ])
    expect(last.form['lenderNote']).to.equal('Handle with care')
    // Pressed again, with the page as it was, and from the page anew.
    expect((await press(path, said, opened)).status).to.equal(303)
    expect((await lenders.state(line.id)).version).to.equal(version)
    // No letter goes to a lender for what it said itself.
    expect((await house.messages(line.requestId)).filter(({ kind }) => kind !== 'ill-request-to-lender')).to.deep.equal(
      [],
    )
  })

  it('is asked for what is missing, and keeps what was typed', async () => {
    const { letter, line } = await asked()
    const path = pathOf(letter, 'shipped')
    const { status, text } = await press(path, { service: 'loan', shippedOn: '2026-03-02', barcode: 'B 18' })
    expect(status).to.equal(422)
    expect(text).to.include('Say by when you want the loan back.').and.include('value="B 18"')
    expect((await lenders.state(line.id)).state).to.equal('pending')
    expect((await press(path, { service: 'copy', shippedOn: '2026-03-02' })).status).to.equal(303)
    expect((await lenders.state(line.id)).data['shippedService']).to.equal('copy')
  })

  it('says that it cannot supply, will later, or on a condition', async () => {
    const no = await asked()
    await press(pathOf(no.letter, 'notSupplied'), { reason: 'It is on loan' })
    expect((await lenders.state(no.line.id)).state).to.equal('not-supplied')

    const later = await asked()
    await press(pathOf(later.letter, 'willSupply'), { supplyOn: '2026-05-01' })
    const waits = await lenders.state(later.line.id)
    expect([waits.state, waits.data['expectedOn'], waits.data['expiresAt']]).to.deep.equal([
      'pending',
      '2026-05-01',
      null,
    ])
    // The other links of the letter are good still.
    await press(pathOf(later.letter, 'shipped'), { service: 'copy', shippedOn: '2026-03-02' })
    expect((await lenders.state(later.line.id)).state).to.equal('shipped')

    const condition = await asked()
    await press(pathOf(condition.letter, 'conditional'), { condition: 'Reading room only', cost: '12 EUR' })
    const thinks = await lenders.state(condition.line.id)
    expect([thinks.state, thinks.data['condition']]).to.deep.equal(['conditional', 'Reading room only'])
  })

  it('answers a cancelling yes or no: one of them, once', async () => {
    const yes = await asked()
    const letter = await lenders.letter(yes.line.id, 'cancel', { transmit: true })
    const path = pathOf(letter, 'cancelAccepted')
    expect((await visit(path)).text).to.include(pathOf(letter, 'cancelRefused'))
    await press(path, {})
    expect((await lenders.state(yes.line.id)).state).to.equal('cancelled')
    const { version } = await lenders.state(yes.line.id)
    expect((await visit(pathOf(letter, 'cancelRefused'))).text).to.include('You told us that it is cancelled')
    await press(pathOf(letter, 'cancelRefused'), {})
    expect((await lenders.state(yes.line.id)).version).to.equal(version)
    // It had been asked in another letter, too.
    const stale = await visit(pathOf(yes.letter, 'shipped'))
    expect(stale.text).to.include('our request is cancelled').and.include('It stands otherwise')

    const no = await asked()
    const again = await lenders.letter(no.line.id, 'cancel', { transmit: true })
    await press(pathOf(again, 'cancelRefused'), {})
    expect((await lenders.state(no.line.id)).state).to.equal('pending')
  })

  it('renews to a day, or does not; what was agreed meanwhile stands', async () => {
    const { line, letter } = await asked()
    await press(pathOf(letter, 'shipped'), { service: 'loan', shippedOn: '2026-03-02', dueAtLender: '2026-04-30' })
    await house.act(line.id, 'receivedAsLoan', { dueAtLender: '2026-04-30' })
    const renewal = await lenders.letter(line.id, 'requestRenewal', { dueDate: '2026-06-01' })
    const path = pathOf(renewal, 'renewed')
    expect((await visit(path)).text).to.include('value="2026-06-01"')
    await press(path, { dueAtLender: '2026-05-20' })
    expect((await lenders.state(line.id)).data['dueAtLender']).to.equal('2026-05-20')
    const { version } = await lenders.state(line.id)
    await press(pathOf(renewal, 'renewalRefused'), {})
    expect((await lenders.state(line.id)).version).to.equal(version)

    const other = await asked()
    await press(pathOf(other.letter, 'shipped'), {
      service: 'loan',
      shippedOn: '2026-03-02',
      dueAtLender: '2026-04-30',
    })
    await house.act(other.line.id, 'receivedAsLoan', { dueAtLender: '2026-04-30' })
    const asks = await lenders.letter(other.line.id, 'requestRenewal', { dueDate: '2026-06-01' })
    // The lender rang, and staff noted it.
    await house.act(other.line.id, 'renewed', { dueAtLender: '2026-07-01' })
    expect((await visit(pathOf(asks, 'renewed'))).text)
      .to.include('It stands otherwise')
      .and.include('1 July 2026')
    await press(pathOf(asks, 'renewed'), { dueAtLender: '2026-05-20' })
    expect((await lenders.state(other.line.id)).data['dueAtLender']).to.equal('2026-07-01')
  })

  it('is shown the page anew where something has changed since it was opened', async () => {
    const { line, letter } = await asked()
    const path = pathOf(letter, 'conditional')
    const opened = await visit(path)
    await house.act(line.id, 'note', { privateNote: 'Rang them' })
    const answer = await press(path, { condition: 'Reading room only' }, opened)
    expect(answer.status).to.equal(409)
    expect(answer.text).to.include('Something has changed').and.include('Reading room only')
    await house.act(line.id, 'notSupplied', {})
    const over = await press(path, { condition: 'Reading room only' }, opened)
    expect(over.status).to.equal(303)
    expect((await visit(path)).text).to.include('it was noted that you cannot supply it')
    expect((await lenders.state(line.id)).state).to.equal('not-supplied')
  })

  it('counts once however many press at the same time', async () => {
    const { line, letter } = await asked()
    const path = pathOf(letter, 'willSupply')
    const opened = await visit(path)
    const { version } = await lenders.state(line.id)
    const answers = await Promise.all(Array.from({ length: 6 }, () => press(path, { supplyOn: '2026-05-01' }, opened)))
    expect(answers.map(({ status }) => status)).to.deep.equal(answers.map(() => 303))
    expect((await lenders.state(line.id)).version).to.equal(version + 1)
  })

  it('gets nowhere with a link that is forged, cut short, of another answer, or too old', async () => {
    const { line, letter } = await asked()
    const path = pathOf(letter, 'shipped')
    const token = path.split('/')[2]!
    for (const wrong of [
      `/answer/${token.slice(0, -1)}/shipped`,
      `/answer/${token}/notSupplied`,
      `/answer/${token}/request`,
      `/answer/${token}/constructor`,
      `/answer/${'A'.repeat(43)}/shipped`,
      '/answer/%00/shipped',
    ]) {
      const page = await visit(wrong)
      expect([wrong, page.status]).to.deep.equal([wrong, 410])
      expect(page.text).to.include('We do not know this link')
    }
    expect((await visit(`/answer/${'x'.repeat(200)}/shipped`)).status).to.equal(400)
    const opened = await visit(path)
    await house.site.database.pool.query(
      "update lender_links set ends_at = now() - interval '1 minute' where line_id = $1",
      [line.id],
    )
    const late = await visit(path)
    expect(late.status).to.equal(410)
    expect(late.text).to.include('too old').and.include('We have asked you for it')
    await press(path, { service: 'copy', shippedOn: '2026-03-02' }, opened)
    expect((await lenders.state(line.id)).state).to.equal('pending')
  })

  it('gets new links when the letter is sent again', async () => {
    const { line, letter } = await asked()
    const { database } = house.site
    const [message] = await messagesAbout(database.db, { lineId: line.id })
    const { sendMessage } = await import('../../../src/messages/index.ts')
    await database.pool.query("update messages set state = 'unsure' where id = $1", [message!.id])
    await database.tx((tx) => sendMessage(tx, message!.id, { name: 'Berta', via: 'web' }))
    await lenders.post(lenders.letters.length + 1)
    const again = lenders.letters.at(-1)!
    expect(pathOf(again, 'shipped')).not.to.equal(pathOf(letter, 'shipped'))
    await press(pathOf(letter, 'willSupply'), { supplyOn: '2026-05-01' })
    // Answered, by the other letter.
    expect((await visit(pathOf(again, 'willSupply'))).text).to.include('It stands otherwise')
  })
})

describe('A letter that says where to send things', () => {
  const settings = IllSettings.parse({
    ...{ address: { name: 'Loans', street: '1 Quay Street', place: 'Harbour' }, copiesTo: 'copies@library.example' },
  })
  const lenders = useLenders({ ill: { settings } })

  it('has the address of the house, and for a copy that for mail, in both parts', async () => {
    for (const service of ['loan', 'copy'] as const) {
      const { line } = await lenders.house.line(`Sent as ${service}`, { service })
      const letter = await lenders.letter(line.id, 'request', { transmit: true })
      const text = letter.parts['text/plain']!
      expect(text).to.include('Please send it to\nLoans\n1 Quay Street\nHarbour\n')
      expect(text.includes('copies@library.example')).to.equal(service === 'copy')
      expect(letter.parts['text/html']).to.include('1 Quay Street')
    }
  })
})

describe('A letter of a house without an address of its own', () => {
  const lenders = useLenders({ ill: { answersLink: undefined } })

  it('has no links, and says how to answer', async () => {
    const { line } = await lenders.house.line('Unaddressed')
    const letter = await lenders.letter(line.id, 'request', { transmit: true })
    for (const part of ['text/plain', 'text/html']) {
      expect(letter.parts[part]).not.to.match(/https?:|Please send it to/)
      expect(letter.parts[part]).to.include('a short answer helps us to ask elsewhere')
    }
    const cancel = await lenders.letter(line.id, 'cancel', { transmit: true })
    expect(cancel.parts['text/plain'])
      .to.include('answering this message')
      .and.not.match(/https?:/)
  })
})
