import { createHash } from 'node:crypto'
import { request as send } from 'node:http'
import { expect } from 'chai'
import { makeToken, type Permission } from '../../../src/accounts/index.ts'
import { documentsOf, IllSettings } from '../../../src/ill/index.ts'
import { largePdf, samples } from '../../ill/documents/samples.ts'
import { until } from '../../until.ts'
import { actor } from '../our-catalogue.ts'
import { signInWith } from '../people.ts'
import { useIllSite } from './ill-site.ts'

describe('Copies that a program delivers', () => {
  const house = useIllSite({ ill: { settings: IllSettings.parse({ downloadMiB: 1 }) } })
  let token: string
  before(async () => {
    token = await tokenFor('requests')
  })
  const tokenFor = (...permissions: readonly Permission[]) =>
    makeToken(house.site.database.db, { name: 'Scanner', permissions }, actor)

  async function asked(title: string, service: 'copy' | 'loan' = 'copy') {
    const { request, line } = await house.line(title, { service, citation: { title } })
    await house.act(line.id, 'request')
    return { request, line, path: `/api/v1/requests/${request.number}/lines/${line.id}/document` }
  }
  async function call(
    method: string,
    path: string,
    body?: Buffer,
    headers: Readonly<Record<string, string>> = {},
    as: Readonly<Record<string, string>> = { authorization: `Bearer ${token}` },
  ) {
    const type = body && { 'content-type': 'application/pdf' }
    const init = { method, headers: { ...type, ...as, ...headers }, ...(body && { body: new Uint8Array(body) }) }
    const answer = await house.site.get(path, init)
    const text = await answer.text()
    return {
      status: answer.status,
      json: (text ? JSON.parse(text) : {}) as Readonly<Record<string, unknown>>,
      replayed: answer.headers.has('idempotent-replayed'),
    }
  }
  const documents = async (id: number) => (await documentsOf(house.site.database.db, [id])).get(id)!
  const count = async (table: 'ill_document_files' | 'idempotency_keys') =>
    Number(
      (
        await house.site.database.db
          .selectFrom(table)
          .select(({ fn }) => fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    )

  it('come as the body, make the line Received as copy, and tell the borrower where that is asked for', async () => {
    const { request, line, path } = await asked('Delivered')
    const bytes = largePdf(300_000)
    const done = await call('POST', `${path}?name=Artikel%20%C3%BC.pdf&notify=true`, bytes)
    expect(done.status).to.equal(201)
    expect(done.json).to.deep.include({
      ...{ line: line.id, name: 'Artikel ü.pdf', mediaType: 'application/pdf', size: bytes.length, downloads: 0 },
      ...{ sha256: createHash('sha256').update(bytes).digest('hex'), storedBy: 'Scanner' },
    })
    expect(done.json).not.to.have.property('fileId')
    const state = await call('GET', path.replace('/document', ''))
    expect(state.json).to.include({ state: 'received', status: 'Received as copy' })
    expect((await house.messages(request.id)).map(({ kind }) => kind)).to.deep.equal(['copy-ready'])
    expect((await call('GET', path)).json).to.deep.equal(done.json)
    expect((await call('DELETE', path)).status).to.equal(204)
    expect([(await call('GET', path)).status, (await call('DELETE', path)).status]).to.deep.equal([404, 404])
    expect((await documents(request.id)).map(({ removedAs, removedBy }) => [removedAs, removedBy])).to.deep.equal([
      ['withdrawn', 'Scanner'],
    ])
  })

  it('are delivered once for their key, and another file is another call', async () => {
    const { request, path } = await asked('Sent again')
    const headers = { 'idempotency-key': 'scan-1' }
    const all = await Promise.all([1, 2, 3].map(() => call('POST', path, samples.pdf, headers)))
    expect(all.map(({ status }) => status)).to.deep.equal([201, 201, 201])
    expect(all.filter(({ replayed }) => replayed)).to.have.length(2)
    expect(new Set(all.map(({ json }) => json['id'])).size).to.equal(1)
    expect((await call('POST', path, samples.png, headers)).json).to.include({ status: 422, code: 'key-reused' })
    await until(async () => (await count('ill_document_files')) === 1)
    const next = await call('POST', path, samples.png, { 'idempotency-key': 'scan-2' })
    expect(next.json).to.include({ mediaType: 'image/png', name: 'copy.png' })
    expect((await documents(request.id)).map(({ removedAs }) => removedAs)).to.deep.equal([null, 'replaced'])
  })

  it('are refused when they are no such file, too large, or wrapped in something', async () => {
    const { request, path } = await asked('Refused')
    const before = await count('ill_document_files')
    const refusals = {
      'document-type': await call('POST', path, Buffer.from('PK\x03\x04\x00')),
      'document-empty': await call('POST', path, Buffer.alloc(0)),
      'document-too-large': await call('POST', path, largePdf(3 * 1024 ** 2)),
    }
    for (const [code, { json }] of Object.entries(refusals)) expect(json).to.include({ code })
    const wrappings: readonly Readonly<Record<string, string>>[] = [
      { 'content-type': 'application/json' },
      { 'content-type': 'multipart/form-data; boundary=x' },
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-encoding': 'gzip' },
    ]
    for (const headers of wrappings)
      expect([headers, (await call('POST', path, samples.text, headers)).status]).to.deep.equal([headers, 400])
    const loan = await asked('A loan', 'loan')
    expect((await call('POST', loan.path, samples.pdf)).json).to.include({ status: 409, code: 'workflow-refused' })
    const elsewhere = path.replace(request.number, loan.request.number)
    expect((await call('POST', elsewhere, samples.pdf)).status).to.equal(404)
    expect((await call('POST', path, samples.text, { 'content-type': 'text/plain' })).status).to.equal(201)
    await until(async () => (await count('ill_document_files')) === before + 1)
  })

  it('are nobody’s to bring or take who may not work on the request', async () => {
    const { request, path } = await asked('Not theirs')
    await call('POST', path, samples.pdf)
    const reader = await signInWith(house.site, 'patron', [{ role: 'patron' }])
    const desk = { authorization: `Bearer ${await tokenFor('circulation', 'request.place')}` }
    const session = { cookie: reader.cookie, 'x-csrf-token': reader.csrf }
    for (const [as, status] of [
      [{}, 401],
      [session, 403],
      [desk, 403],
      [{ cookie: house.staff.cookie }, 403],
    ] as const)
      for (const method of ['POST', 'DELETE'])
        expect([as, method, (await call(method, path, samples.png, {}, as)).status]).to.deep.equal([as, method, status])
    expect((await documents(request.id)).map(({ mediaType, removedAs }) => [mediaType, removedAs])).to.deep.equal([
      ['application/pdf', null],
    ])
  })

  it('leave nothing when they break off on their way', async () => {
    const { request, path } = await asked('Broken off')
    const before = await count('ill_document_files')
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/pdf', 'content-length': '900000' }
    const half = send(house.site.url + path, { method: 'POST', headers })
    half.on('error', () => undefined)
    half.write(largePdf(600_000))
    // Some of it is here.
    await until(async () => (await count('ill_document_files')) === before + 1)
    half.destroy()
    await until(async () => (await count('ill_document_files')) === before)
    expect(await documents(request.id)).to.deep.equal([])
  })
})
