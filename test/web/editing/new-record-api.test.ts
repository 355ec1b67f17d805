import { expect } from 'chai'
import { bibHistory, readBib } from '../../../src/catalogue/index.ts'
import { editorText } from '../../../src/standards/marc/index.ts'
import { addLists } from '../our-catalogue.ts'
import { signIn, signInWith } from '../people.ts'
import { type Caller, type Json, program, script } from '../requests/caller.ts'
import { openSite, type Site } from '../site.ts'

describe('A new record in the API', () => {
  let site: Site
  let staff: Caller
  let reader: Caller
  before(async () => {
    site = await openSite([])
    await addLists(site.database)
    staff = script(site, await signIn(site, 'requests', 'catalogue.edit'))
    reader = script(site, await signInWith(site, 'patron', [{ role: 'patron' }], 'Rosa Reader'))
  })
  after(() => site?.close())

  const make = (body: object, headers = {}) => staff.send('POST', '/catalogue/records', body, headers)
  const place = async (title: string) =>
    (await reader.send('POST', '/requests', { citation: { title }, pickupBranch: 'main' })).json
  const count = async () => Number((await site.database.pool.query('select count(*) as n from bibs')).rows[0].n)

  it('is a valid brief record, found at once', async () => {
    const made = await make({
      ...{ title: 'The star diaries : memoirs', author: 'Stanisław Lem', edition: '2nd ed.', publisher: 'Seabury' },
      ...{ year: '1976', isbns: ['0-306-40615-2 (pbk.)'], issns: ['0317-8471'], format: 'book', language: 'eng' },
      notes: ['On order'],
    })
    expect(made.status, JSON.stringify(made.json)).to.equal(201)
    const id = Number(made.json['bibId'])
    expect(made.json).to.deep.equal({ outcome: 'created', bibId: id, version: 1 })
    expect(made.headers.get('location')).to.equal(`/api/v1/catalogue/records/${id}`)
    const bib = (await readBib(site.database.db, id))!
    expect(bib).to.include({ level: 'brief', state: 'active', flavour: 'marc21' })
    const text = editorText(bib.record)
    for (const line of [
      '020 ## $a9780306406157$q(pbk.)',
      '022 ## $a0317-8471',
      '100 1# $aLem, Stanisław',
      '245 14 $aThe star diaries :$bmemoirs',
      '250 ## $a2nd ed',
      '500 ## $aOn order',
    ])
      expect(text).to.contain(line)
    const checked = await staff.send('POST', '/catalogue/check', { text })
    expect(checked.json, text).to.include({ sound: true })
    expect((await bibHistory(site.database.db, id))[0]).to.include({ action: 'create' })
    expect((await staff.get(`/catalogue/records/${id}`)).status).to.equal(200)
  })

  it('says by its field what is wrong, and makes nothing', async () => {
    const before = await count()
    const detail = async (body: object) => {
      const { status, json } = await make(body)
      return `${status} ${json['detail']}`
    }
    expect(await detail({ title: ' ' })).to.match(/^400 title: /)
    expect(await detail({})).to.match(/^400 title: /)
    expect(await detail({ title: 'x', isbns: ['9780306406158'] })).to.match(/^400 isbns: “9780306406158” is no right/)
    expect(await detail({ title: 'x', issns: ['1234-5678'] })).to.match(/^400 issns: /)
    expect(await detail({ title: 'x', year: '99' })).to.equal('400 year: must be four digits')
    expect(await detail({ title: 'x', language: 'xx' })).to.match(/^400 language: must be a code/)
    expect(await detail({ title: 'x', format: '__proto__' })).to.match(/^400 format: /)
    expect(await detail({ titel: 'x' })).to.match(/^400 /)
    expect(await count()).to.equal(before)
  })

  it('is linked to the request it is made for, in the same transaction', async () => {
    const { id, number } = await place('Nobody catalogued this')
    const made = await make({ title: 'Nobody catalogued this', requestId: String(number) })
    expect(made.status, JSON.stringify(made.json)).to.equal(201)
    expect((await staff.get(`/requests/${id}`)).json).to.include({ bibId: made.json['bibId'] })
    const last = ((await staff.get(`/requests/${id}/history`)).json['events'] as Json[]).at(-1)
    expect(last).to.deep.include({ label: 'Select Record', via: 'api' })
    const before = await count()
    const unknown = await make({ title: 'For no request', requestId: 'R-999999' })
    expect(unknown.json).to.include({ status: 404, code: 'unknown-request' })
    expect(await count()).to.equal(before)
  })

  it('shows what we may have already, and goes by what is decided', async () => {
    const book = { title: 'Return from the stars', author: 'Lem, Stanisław', year: '1980' }
    const { bibId } = (await make(book)).json
    const asked = await make(book, { 'idempotency-key': 'decide-1' })
    expect(asked.json).to.nested.include({
      ...{ status: 409, code: 'needs-decision', 'matches[0].bibId': bibId },
      'matches[0].brief.title.text': 'Return from the stars',
    })
    const { id } = await place('Return from the stars, please')
    // The key was left free, as nothing was done.
    const decision = { kind: 'existing', bibId }
    const used = await make({ ...book, decision, requestId: String(id) }, { 'idempotency-key': 'decide-1' })
    expect([used.status, used.json]).to.deep.equal([200, { outcome: 'existing', bibId, version: 1 }])
    expect((await staff.get(`/requests/${id}`)).json).to.include({ bibId })
    const gone = await make({ ...book, decision: { kind: 'existing', bibId: 999_999 } })
    expect(gone.json).to.include({ status: 404, code: 'bib-gone' })
    const another = await make({ ...book, decision: { kind: 'create' } })
    expect(another.status).to.equal(201)
    expect(Number(another.json['bibId'])).to.be.greaterThan(Number(bibId))
  })

  it('is made once for its key, however often and at once it is sent', async () => {
    const send = () => make({ title: 'Sent again and again' }, { 'idempotency-key': 'make-1' })
    const all = await Promise.all(Array.from({ length: 6 }, send))
    expect(all.map(({ status }) => status)).to.deep.equal(Array(6).fill(201))
    expect(new Set(all.map(({ json }) => json['bibId'])).size).to.equal(1)
  })

  it('is for cataloguers, and for a request by those who work on requests', async () => {
    expect((await reader.send('POST', '/catalogue/records', { title: 'No' })).status).to.equal(403)
    const cataloguer = await program(site, 'catalogue.edit')
    const { id } = await place('For colleagues only')
    const before = await count()
    const refused = await cataloguer.send('POST', '/catalogue/records', { title: 'No', requestId: String(id) })
    expect(refused.json).to.include({ status: 403, code: 'not-allowed' })
    expect(await count()).to.equal(before)
    expect((await cataloguer.send('POST', '/catalogue/records', { title: 'Yes' })).status).to.equal(201)
    const { bibId } = (await staff.get(`/requests/${id}`)).json
    expect(bibId).to.equal(undefined)
  })
})
