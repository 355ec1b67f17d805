import { expect } from 'chai'
import { sql } from 'kysely'
import { defaultCirculation } from '../../../src/circulation/index.ts'
import { addLender, createIll, type Ill, IllSettings, iso18626, makePartnerToken } from '../../../src/ill/index.ts'
import type { Tx } from '../../../src/kit/db/index.ts'
import { systemClock } from '../../../src/kit/index.ts'
import { fingerprintIn } from '../../../src/web/iso18626/caller.ts'
import { lender } from '../../ill/lenders/lender.ts'
import { until } from '../../until.ts'
import { openSite, type Site } from '../site.ts'

const by = { name: 'Test', via: 'cli' } as const
const peer = { profile: 'standard', version: '1.2' } as const
const north = 'ISIL:XX-North'

describe('The door of ISO 18626', () => {
  let site: Site
  let ill: Ill
  let token: string
  let other: string
  before(async () => {
    const settings = IllSettings.parse({
      symbol: 'ISIL:XX-Home',
      exchange: { perMinute: 60, certificateHeader: 'X-Client-Cert', trustedProxies: ['127.0.0.1', '::1'] },
    })
    ill = createIll({ clock: systemClock, settings, circulation: defaultCirculation })
    site = await openSite([], { ill })
    const { db } = site.database
    const { id } = await addLender(db, lender({ symbol: north, name: 'North' }), by)
    token = await makePartnerToken(db, id, by, new Date())
    const { id: another } = await addLender(db, lender({ symbol: 'ISIL:XX-South', name: 'South' }), by)
    other = await makePartnerToken(db, another, by, new Date())
  })
  after(() => site.close())

  const request = (requestId: string, more: { readonly requester?: string; readonly title?: string } = {}) =>
    iso18626.toIso18626(
      {
        from: 'requester',
        envelope: {
          ...{ requester: more.requester ?? north, responder: 'ISIL:XX-Home', requestId },
          sentAt: '2026-11-27T20:00:00Z',
        },
        message: { type: 'request', kind: 'new', wanted: { title: more.title ?? 'Odyssey' }, services: ['loan'] },
      },
      peer,
    )
  const post = (body: string, headers: Record<string, string> = {}, method = 'POST') =>
    site.get('/iso18626', {
      method,
      ...(method !== 'GET' && { body }),
      headers: { 'content-type': 'application/xml', authorization: `Bearer ${token}`, ...headers },
    })
  const audited = async (action: string) =>
    await site.database.db.selectFrom('audit').selectAll().where('action', '=', action).execute()
  const lendings = async () =>
    (await site.database.db.selectFrom('ill_lendings').select('their_number').execute()).map((row) => row.their_number)
  const receiptOf = async (answer: Response) => {
    const said = iso18626.readConfirmation(Buffer.from(await answer.text()))
    if (said.kind !== 'receipt') throw new Error(said.detail)
    return said
  }

  it('takes a request in and confirms it, without a session or a form of ours', async () => {
    const answer = await post(request('N-1'), { 'content-type': 'text/xml; charset=utf-8' })
    expect([answer.status, answer.headers.get('content-type')]).to.deep.equal([200, 'application/xml; charset=utf-8'])
    expect(answer.headers.get('set-cookie')).to.equal(null)
    expect(await receiptOf(answer)).to.deep.include({ receipt: { kind: 'ok' }, requestId: 'N-1' })
    expect(await lendings()).to.deep.equal(['N-1'])
  })

  it('answers the same again, and does nothing twice', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => post(request('N-2'))))
    for (const answer of answers) expect((await receiptOf(answer)).receipt).to.deep.equal({ kind: 'ok' })
    expect((await lendings()).filter((number) => number === 'N-2')).to.have.length(1)
    const another = await receiptOf(await post(request('N-2', { title: 'Iliad' })))
    expect(another.receipt).to.include({ kind: 'refused', why: 'bad-value' })
    expect((await lendings()).filter((number) => number === 'N-2')).to.have.length(1)
  })

  it('knows its method, its types and its size', async () => {
    const read = await post('', {}, 'GET')
    expect([read.status, read.headers.get('allow')]).to.deep.equal([405, 'POST'])
    expect((await post('', {}, 'PUT')).status).to.equal(405)
    expect((await post('{}', { 'content-type': 'application/json' })).status).to.equal(415)
    expect((await post(request('N-3'), { 'content-encoding': 'gzip' })).status).to.equal(415)
    expect((await post('x'.repeat(300_000))).status).to.equal(413)
    expect(await lendings()).not.to.include('N-3')
  })

  it('lets in nobody who shows nothing we know, and writes that down', async () => {
    const before = (await audited('exchange.stranger')).length
    for (const headers of [
      { authorization: '' },
      { authorization: 'Bearer fsp_wrong' },
      { authorization: 'Basic eDp5' },
    ]) {
      const answer = await post(request('N-4'), headers)
      expect([answer.status, answer.headers.get('www-authenticate')]).to.deep.equal([401, 'Bearer'])
    }
    expect(await audited('exchange.stranger')).to.have.length(before + 3)
    expect(await lendings()).not.to.include('N-4')
  })

  it('takes the token also as the password of Basic, and as a key', async () => {
    const basic = Buffer.from(`anybody:${token}`).toString('base64')
    expect((await post(request('N-5'), { authorization: `Basic ${basic}` })).status).to.equal(200)
    expect((await post(request('N-6'), { authorization: '', 'x-api-key': token })).status).to.equal(200)
  })

  it('takes no message in another library’s name, and writes that down', async () => {
    const answer = await post(request('N-7'), { authorization: `Bearer ${other}` })
    expect(answer.status).to.equal(403)
    const [line] = (await audited('exchange.forged')).slice(-1)
    expect(line).to.include({ actor_name: 'South', subject_kind: 'lender' })
    expect(line!.detail).to.deep.equal({ saysItIs: north })
    expect(await lendings()).not.to.include('N-7')
  })

  it('writes down so many of those in a minute, and then no more', async () => {
    const counts: number[] = []
    for (let n = 0; n < 35; n++) counts.push((await post(request('N-7'), { authorization: `Bearer ${other}` })).status)
    expect(new Set(counts)).to.deep.equal(new Set([403, 429]))
    expect((await audited('exchange.forged')).length).to.be.at.most(60)
    const more = (await audited('exchange.forged')).length
    expect((await post(request('N-7'), { authorization: `Bearer ${other}` })).status).to.equal(429)
    expect(await audited('exchange.forged')).to.have.length(more)
    expect((await post(request('N-77'))).status, 'whoever is who it says goes on').to.equal(200)
  })

  it('says of what cannot be read that it is no message, and of a damaged one what is wrong with it', async () => {
    const before = (await audited('exchange.refuse')).length
    for (const body of ['', 'no xml', '<a/>', '<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>'])
      expect([body, (await post(body)).status]).to.deep.equal([body, 400])
    expect(
      (await audited('exchange.refuse')).slice(before).map(({ actor_name, detail }) => [actor_name, detail]),
    ).to.deep.equal(
      Array.from({ length: 4 }, () => [
        'North',
        {
          ...{ over: 'iso18626', type: 'unknown', transaction: '', why: 'malformed', what: 'message', shown: false },
        },
      ]),
    )
    const cut = request('N-8').replace('</ISO18626Message>', '')
    const damaged = await post(cut)
    expect(damaged.status).to.equal(200)
    expect((await receiptOf(damaged)).receipt).to.include({ kind: 'refused', why: 'malformed' })
    const nameless = await post(
      request('N-9').replace(/<requestingAgencyRequestId>N-9<\/requestingAgencyRequestId>/, ''),
    )
    expect([nameless.status, (await receiptOf(nameless)).receipt.kind]).to.deep.equal([200, 'refused'])
    expect((await audited('exchange.refuse')).length).to.be.at.least(2)
    expect(await lendings()).not.to.include('N-8')
  })

  it('shows staff, once, that a library said of its request what is not understood', async () => {
    await post(request('N-40'))
    const { id } = await site.database.db
      .selectFrom('ill_lendings')
      .select('id')
      .where('their_number', '=', 'N-40')
      .executeTakeFirstOrThrow()
    const strange = request('N-40').replace('</serviceInfo>', '<nonsense>s3cret</nonsense></serviceInfo>')
    for (const _ of [1, 2]) expect((await receiptOf(await post(strange))).receipt.kind).to.equal('refused')
    const happened = (await ill.engine.history(site.database.db, id)).filter(({ event }) => event === 'message')
    expect(happened.map(({ form }) => form)).to.deep.equal([
      {
        publicNote: 'sent a message that is not understood here, of which nothing was done: request, nonsense',
      },
    ])
    expect((await ill.engine.read(site.database.db, id)).data['attention']).to.equal(true)
  })

  it('keeps the text of a message, but of none with a password or a reader in it', async () => {
    const rawOf = async (requestId: string, body: string) => {
      expect((await receiptOf(await post(body))).receipt).to.deep.equal({ kind: 'ok' })
      const { raw } = await site.database.db
        .selectFrom('ill_messages')
        .select('raw')
        .where('transaction', '=', requestId)
        .executeTakeFirstOrThrow()
      return raw
    }
    expect(await rawOf('N-10', request('N-10'))).to.equal(request('N-10'))
    const account =
      '<requestingAgencyAuthentication><securityCode>s3cret</securityCode></requestingAgencyAuthentication>'
    expect(await rawOf('N-11', request('N-11').replace('</header>', `${account}</header>`))).to.equal(null)
    const home = '<address><physicalAddress><line1>Her street 1</line1></physicalAddress></address>'
    const read = request('N-12').replace('</request>', `<patronInfo>${home}</patronInfo></request>`)
    expect(await rawOf('N-12', read)).to.equal(null)
  })

  it('does not take what is asked once more under a number that has ended for a word about it', async () => {
    await post(request('N-20'))
    const { id } = await site.database.db
      .selectFrom('ill_lendings')
      .select('id')
      .where('their_number', '=', 'N-20')
      .executeTakeFirstOrThrow()
    const act = (event: string, form: object) =>
      site.database.tx((tx) =>
        ill.engine.act(tx, id, event, { actor: { kind: 'staff', name: 'Ann' }, via: 'test', form }),
      )
    await act('retry', { reason: 'OnLoan' })
    const retry = request('N-20').replace(
      /<serviceInfo>/,
      '<serviceInfo><requestType>Retry</requestType><requestingAgencyPreviousRequestId>N-20</requestingAgencyPreviousRequestId>',
    )
    const answer = await receiptOf(await post(retry.replace(/<requestType>New<\/requestType>/, '')))
    expect(answer.receipt).to.include({ kind: 'refused', why: 'bad-value', what: 'requestType' })
  })

  it('goes on with one of two where terms are agreed to by asking again with another number', async () => {
    const lendings = () =>
      site.database.db
        .selectFrom('ill_lendings')
        .innerJoin('workflow_instances', 'workflow_instances.id', 'ill_lendings.id')
        .select(['ill_lendings.id', 'their_number', 'state', 'last_event'])
        .where('their_number', 'in', ['N-30', 'N-31'])
        .orderBy('ill_lendings.id')
        .execute()
    await post(request('N-30'))
    const [first] = await lendings()
    const cause = { actor: { kind: 'staff', name: 'Ann' }, via: 'test', form: { condition: 'LibraryUseOnly' } } as const
    await site.database.tx((tx) => ill.engine.act(tx, first!.id, 'answerConditional', cause))
    const retry = request('N-31')
      .replace(/<requestType>New<\/requestType>/, '')
      .replace(
        /<serviceInfo>/,
        '<serviceInfo><requestType>Retry</requestType><requestingAgencyPreviousRequestId>N-30</requestingAgencyPreviousRequestId>',
      )
    expect((await receiptOf(await post(retry))).receipt).to.deep.equal({ kind: 'ok' })
    expect((await receiptOf(await post(retry))).receipt).to.deep.equal({ kind: 'ok' })
    expect(
      (await lendings()).map(({ their_number, state, last_event }) => [their_number, state, last_event]),
    ).to.deep.equal([
      ['N-30', 'not-supplied', 'askedAnew'],
      ['N-31', 'in-process', 'start'],
    ])
  })

  for (const [what, event, form, outcome] of [
    ['names its terms', 'answerConditional', { condition: 'LibraryUseOnly' }, ['not-supplied', 'askedAnew']],
    ['declines', 'unfilled', { reason: 'NotOnShelf' }, ['not-supplied', 'unfilled']],
  ] as const)
    it(`goes on with one of two where it is asked anew in the moment in which somebody ${what}`, async () => {
      const [old, anew] = [`N-${event}-1`, `N-${event}-2`]
      const stands = (number: string) =>
        site.database.db
          .selectFrom('ill_lendings')
          .innerJoin('workflow_instances', 'workflow_instances.id', 'ill_lendings.id')
          .select(['ill_lendings.id', 'state', 'last_event'])
          .where('their_number', '=', number)
          .executeTakeFirst()
      const act = (tx: Tx, id: number, name: string, said: object) =>
        ill.engine.act(tx, id, name, { actor: { kind: 'staff', name: 'Ann' }, via: 'test', form: said })
      await post(request(old))
      const { id } = (await stands(old))!
      if (event === 'unfilled')
        await site.database.tx((tx) => act(tx, id, 'answerConditional', { condition: 'LibraryUseOnly' }))
      const retry = request(anew)
        .replace(/<requestType>New<\/requestType>/, '')
        .replace(
          /<serviceInfo>/,
          `<serviceInfo><requestType>Retry</requestType><requestingAgencyPreviousRequestId>${old}</requestingAgencyPreviousRequestId>`,
        )
      let answer: Promise<Response> | undefined
      await site.database.tx(async (tx) => {
        await act(tx, id, event, form)
        let answered = false
        answer = post(retry).finally(() => {
          answered = true
        })
        await until(async () => {
          const { rows } = await sql`select from pg_locks l join pg_stat_activity a using (pid)
            where a.datname = current_database() and not l.granted`.execute(site.database.db)
          return answered || rows.length > 0
        })
      })
      expect((await receiptOf(await answer!)).receipt).to.deep.equal({ kind: 'ok' })
      const [former, next] = [(await stands(old))!, (await stands(anew))!]
      expect([former.state, former.last_event]).to.deep.equal(outcome)
      expect(next.state).to.equal('in-process')
    })

  it('lets one library send only so much in a minute', async () => {
    const answers = await Promise.all(Array.from({ length: 80 }, () => post(request('N-1'))))
    const late = answers.filter(({ status }) => status === 429)
    expect(late.length).to.be.greaterThan(0)
    expect(Number(late[0]!.headers.get('retry-after'))).to.be.within(1, 60)
  })

  it('is not there in a house without a symbol', async () => {
    const quiet = await openSite([])
    const answer = await quiet.get('/iso18626', {
      method: 'POST',
      body: '<a/>',
      headers: { 'content-type': 'text/xml' },
    })
    expect(answer.status).to.equal(404)
    await quiet.close()
  })

  it('reads fingerprints as proxies write them', () => {
    const digits = 'AB'.repeat(32)
    const colons = Array.from({ length: 32 }, () => 'AB').join(':')
    for (const passed of [digits, colons, `SHA256:${digits}`, `By=x;Hash=${digits};Subject="CN=a"`])
      expect(fingerprintIn(passed), passed).to.equal(digits.toLowerCase())
    for (const passed of ['', 'no', 'AB:CD', '-----BEGIN%20CERTIFICATE-----'])
      expect(fingerprintIn(passed)).to.equal(undefined)
  })
})
