import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { sql } from 'kysely'
import { CirculationFile } from '../../../src/circulation/index.ts'
import {
  brokenOff,
  bytesOfDocument,
  createIll,
  type DeliverOptions,
  type Delivery,
  deliverCopy,
  documentsOf,
  downloadAsStaff,
  downloadOwn,
  downloadsOf,
  dropTaken,
  forgetRequests,
  IllSettings,
  mostBrokenOff,
  ownCopies,
  takeDocument,
  withdrawDocument,
} from '../../../src/ill/index.ts'
import { createLog } from '../../../src/kit/index.ts'
import { createWorker } from '../../../src/kit/jobs/index.ts'
import { messagesAbout } from '../../../src/messages/index.ts'
import { Problem } from '../../../src/problems.ts'
import { until } from '../../until.ts'
import { ann, useHouse } from '../house.ts'
import { inParts, largePdf, samples } from './samples.ts'

describe('The copy a lender sends as a file', () => {
  const house = useHouse()
  const mebibyte = 1024 ** 2
  const reader = { id: '00000000-0000-4000-8000-00000000000b', name: 'Rosa', via: 'web' } as const

  /** A request for a copy, with a lender who was asked. */
  async function asked(service: 'copy' | 'loan' = 'copy') {
    const { request, line } = await house.line({ order: { service, citation: { title: 'Winter', pages: '1-9' } } })
    await house.act(line.id, 'request')
    return { request, line }
  }
  const take = (bytes: Buffer = samples.pdf, fileName = 'winter.pdf', most = 50 * mebibyte) =>
    takeDocument(house.database, inParts(bytes), { fileName, most, now: house.now })
  const deliver = async (
    lineId: number,
    bytes: Buffer = samples.pdf,
    cause: Partial<Delivery> = {},
    options: Partial<DeliverOptions> = {},
  ) => {
    const taken = await take(bytes)
    const { engine, settings, now } = house
    return house.database.tx((tx) =>
      deliverCopy(tx, lineId, taken, { actor: ann, via: 'page', ...cause }, { engine, settings, now, ...options }),
    )
  }
  const standings = async (requestId: number) =>
    ownCopies((await documentsOf(house.db, [requestId])).get(requestId)!, house.now).map(({ standing }) => standing)
  const download = (requestId: number, id: number) =>
    house.database.tx((tx) => downloadOwn(tx, requestId, id, reader, house.now))
  const bytesOf = async (document: { readonly fileId: number; readonly size: number }) => {
    const parts: Buffer[] = []
    for await (const part of bytesOfDocument(house.db, document)) parts.push(part)
    return Buffer.concat(parts)
  }
  const count = async (table: 'ill_document_files' | 'ill_document_pieces' | 'ill_documents') =>
    Number(
      (
        await house.db
          .selectFrom(table)
          .select(({ fn }) => fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    )
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: Problem) => error.code ?? String(error),
    )
  const worker = (settings: Partial<IllSettings> = {}) => {
    const ill = createIll({
      ...{ clock: house.clock, settings: IllSettings.parse(settings), circulation: CirculationFile.parse({}) },
      requestsLink: 'https://library.example/account/requests',
    })
    const work = () =>
      createWorker({
        ...{ database: house.database, clock: house.clock, log: createLog('silent'), poll: 20 },
        handlers: ill.handlers(house.database),
      })
    return { ill, work }
  }

  it('comes in piece by piece, and back out byte for byte', async () => {
    const { request, line } = await asked()
    const bytes = largePdf(mebibyte + 12_345)
    const document = await deliver(line.id, bytes)
    expect(document).to.deep.include({
      ...{ requestId: request.id, fileName: 'winter.pdf', mediaType: 'application/pdf', size: bytes.length },
      ...{ storedBy: 'Ann', keepUntil: '2026-03-16', downloads: 0, received: true },
      sha256: createHash('sha256').update(bytes).digest(),
    })
    expect(await count('ill_document_pieces')).to.be.greaterThan(3)
    expect((await bytesOf(await download(request.id, document.id))).equals(bytes)).to.equal(true)
  })

  it('makes the line Received as copy in the same act, or fails with it', async () => {
    const { request, line } = await asked()
    await deliver(line.id)
    expect(await house.engine.read(house.db, line.id)).to.deep.include({
      state: 'received',
      lastEvent: 'receivedAsCopy',
    })
    expect(await standings(request.id)).to.deep.equal(['ready'])

    const other = await asked()
    const [files, documents] = [await count('ill_document_files'), await count('ill_documents')]
    expect(await codeOf(deliver(other.line.id, samples.pdf, { expected: 99 }))).to.equal('workflow-stale')
    expect(await count('ill_documents')).to.equal(documents)
    expect((await house.engine.read(house.db, other.line.id)).state).to.equal('pending')
    // The file came before anybody decided: it is the caller's to drop, and the day's.
    expect(await count('ill_document_files')).to.equal(files + 1)
  })

  it('is stored once, however often it is sent with one key', async () => {
    const { line } = await asked()
    const key = 'page:once'
    const [one, two] = await Promise.all([
      deliver(line.id, samples.pdf, { key }),
      deliver(line.id, samples.pdf, { key }),
    ])
    expect(one.id).to.equal(two.id)
    expect((await deliver(line.id, samples.png, { key })).mediaType).to.equal('application/pdf')
    const events = (await house.engine.history(house.db, line.id)).map(({ event }) => event)
    expect(events).to.deep.equal(['start', 'request', 'receivedAsCopy'])
    // A key of another line's says nothing of this one.
    expect(await codeOf(deliver((await asked()).line.id, samples.pdf, { key }))).to.equal('bad-input')
  })

  it('takes the place of one before it', async () => {
    const { request, line } = await asked()
    const first = await deliver(line.id)
    const second = await deliver(line.id, samples.png)
    const all = (await documentsOf(house.db, [request.id])).get(request.id)!
    expect(all.map(({ id, removedAs, fileId }) => [id, removedAs, fileId === null])).to.deep.equal([
      [second.id, null, false],
      [first.id, 'replaced', true],
    ])
    expect(await standings(request.id)).to.deep.equal(['ready'])
    expect(await codeOf(download(request.id, first.id))).to.equal('copy-over')
    expect((await house.engine.history(house.db, line.id)).map(({ event }) => event)).to.have.length(3)
  })

  it('belongs to no loan, to no lender who was not asked, and to no request that has ended', async () => {
    const loan = await asked('loan')
    expect(await codeOf(deliver(loan.line.id))).to.equal('workflow-refused')
    await house.act(loan.line.id, 'receivedAsLoan', { dueAtLender: '2026-05-01' })
    expect(await codeOf(deliver(loan.line.id))).to.equal('document-refused')
    const idle = await house.line({ order: { service: 'copy' } })
    expect(await codeOf(deliver(idle.line.id))).to.equal('workflow-illegal')
    const ended = await asked()
    await house.act(ended.line.id, 'receivedAsCopy')
    await house.act(ended.request.id, 'complete', { notify: false })
    expect(await codeOf(deliver(ended.line.id))).to.equal('document-refused')
    await house.act(ended.request.id, 'reopen')
    expect(await codeOf(deliver(ended.line.id))).to.equal('done')
    expect(await codeOf(deliver(4711))).to.equal('not-found')
  })

  it('leaves nothing where it is too large, empty, no document, or breaks off', async () => {
    const before = [await count('ill_document_files'), await count('ill_document_pieces')]
    const exact = await take(largePdf(mebibyte), 'a.pdf', mebibyte)
    expect(exact.size).to.equal(mebibyte)
    await dropTaken(house.database, exact)
    expect(await codeOf(take(largePdf(mebibyte + 1), 'a.pdf', mebibyte))).to.equal('document-too-large')
    expect(await codeOf(take(Buffer.alloc(0)))).to.equal('document-empty')
    expect(await codeOf(take(Buffer.from('MZ\x90\0')))).to.equal('document-type')
    const late = Buffer.concat([Buffer.alloc(mebibyte, 'text '), Buffer.from([0])])
    expect(await codeOf(take(late))).to.equal('document-type')
    async function* broken() {
      yield largePdf(mebibyte)
      throw new Problem('bad-input', { detail: 'gone' })
    }
    const options = { fileName: 'a.pdf', most: 50 * mebibyte, now: house.now }
    expect(await codeOf(takeDocument(house.database, broken(), options))).to.equal('bad-input')
    expect([await count('ill_document_files'), await count('ill_document_pieces')]).to.deep.equal(before)
  })

  it('is its own request’s, and nobody finds it by another', async () => {
    const [one, other] = [await asked(), await asked()]
    const { id } = await deliver(one.line.id)
    expect(await codeOf(download(other.request.id, id))).to.equal('document-gone')
    const staff = { name: 'Ann', via: 'web' } as const
    const look = (requestId: number) => house.database.tx((tx) => downloadAsStaff(tx, requestId, id, staff))
    expect(await codeOf(look(other.request.id))).to.equal('document-gone')
    const withdraw = (requestId: number) =>
      house.database.tx((tx) => withdrawDocument(tx, requestId, id, { actor: ann, via: 'page' }, house.now))
    expect(await codeOf(withdraw(other.request.id))).to.equal('document-gone')
    expect(await codeOf(look(one.request.id))).to.equal('done')
    expect(await codeOf(withdraw(one.request.id))).to.equal('done')
    expect(await standings(one.request.id)).to.deep.equal(['withdrawn'])
    expect([await codeOf(withdraw(one.request.id)), await codeOf(look(one.request.id))]).to.deep.equal([
      'document-removed',
      'document-removed',
    ])
  })

  it('counts downloads by its reader, as many as may be, and tells staff who had it', async () => {
    const { request, line } = await asked()
    const settings = IllSettings.parse({ downloadTimes: 2 })
    const { id } = await deliver(line.id, samples.pdf, {}, { settings })
    await house.database.tx((tx) => downloadAsStaff(tx, request.id, id, { name: 'Ann', via: 'web' }))
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => codeOf(download(request.id, id))))
    expect(outcomes.sort()).to.deep.equal(['copy-over', 'copy-over', 'done', 'done'])
    expect(await standings(request.id)).to.deep.equal(['used-up'])
    expect((await downloadsOf(house.db, request.id)).map(({ by, documentId }) => [by, documentId])).to.deep.equal([
      ['Rosa', id],
      ['Rosa', id],
      ['Ann', id],
    ])
    const { rows } = await sql<{ detail: object }>`select detail from audit where action = 'request.document-download'
      and subject_id = ${String(request.id)}`.execute(house.db)
    for (const { detail } of rows) expect(detail).to.have.property('document', id)
    expect(
      rows.flatMap(({ detail }) => Object.keys(detail)).every((key) => /^(document|download)$/.test(key)),
    ).to.equal(true)
  })

  it('counts no download that was broken off, unless that happens again and again', async () => {
    const { request, line } = await asked()
    const settings = IllSettings.parse({ downloadTimes: 1 })
    const { id } = await deliver(line.id, samples.pdf, {}, { settings })
    const now = async () => (await documentsOf(house.db, [request.id])).get(request.id)![0]!
    const breakOff = async () => {
      const begun = await download(request.id, id)
      await house.database.tx((tx) => brokenOff(tx, begun, reader))
    }
    for (let n = 1; n <= mostBrokenOff; n++) {
      await breakOff()
      expect([n, (await now()).downloads]).to.deep.equal([n, 0])
    }
    expect(await now()).to.deep.include({ firstDownloadAt: null, lastDownloadAt: null })
    // Nobody is told of them as downloads.
    expect(await downloadsOf(house.db, request.id)).to.deep.equal([])
    // Who breaks off once more has had it.
    await breakOff()
    expect((await now()).downloads).to.equal(1)
    expect(await downloadsOf(house.db, request.id)).to.have.length(1)
    expect(await codeOf(download(request.id, id))).to.equal('copy-over')
  })

  it('gives back one download of two, and leaves the other as it was', async () => {
    const { request, line } = await asked()
    const { id } = await deliver(line.id)
    await download(request.id, id)
    const before = (await documentsOf(house.db, [request.id])).get(request.id)![0]!
    house.pass(1 / 24)
    const begun = await download(request.id, id)
    await house.database.tx((tx) => brokenOff(tx, begun, reader))
    const after = (await documentsOf(house.db, [request.id])).get(request.id)![0]!
    expect(after).to.deep.equal(before)
    expect(await downloadsOf(house.db, request.id)).to.have.length(1)
  })

  it('is out of its reader’s sight while the receipt is undone', async () => {
    const { request, line } = await asked()
    const { id } = await deliver(line.id)
    await house.database.tx((tx) => house.engine.undo(tx, line.id, { actor: ann, via: 'page' }))
    expect(await standings(request.id)).to.deep.equal([])
    expect(await codeOf(download(request.id, id))).to.equal('copy-over')
    await house.act(line.id, 'receivedAsCopy')
    expect(await standings(request.id)).to.deep.equal(['ready'])
  })

  it('can be had to the end of its last day, wherever its reader is, and is then removed by itself', async () => {
    const { request, line } = await asked()
    const { id, keepUntil } = await deliver(line.id)
    const unused = await take()
    const last = Date.parse(`${keepUntil}T00:00:00Z`) + 1.5 * 86_400_000
    house.pass((last - 1 - house.now.getTime()) / 86_400_000)
    expect(await codeOf(download(request.id, id))).to.equal('done')
    house.pass(1 / 86_400_000)
    expect(await standings(request.id)).to.deep.equal(['expired'])
    expect(await codeOf(download(request.id, id))).to.equal('copy-over')

    const { ill, work } = worker()
    await house.database.tx((tx) => ill.begin(tx))
    const tending = work()
    try {
      const left = () =>
        house.db.selectFrom('ill_document_pieces').where('file_id', '=', unused.fileId).select('seq').execute()
      const job = () =>
        house.db.selectFrom('jobs').select('run_at').where('kind', '=', 'ill.copies').executeTakeFirstOrThrow()
      await until(async () => (await left()).length === 0 && (await job()).run_at > house.now)
      expect((await job()).run_at).to.deep.equal(new Date(house.now.getTime() + 86_400_000))
    } finally {
      await tending.close()
    }
    const [kept] = (await documentsOf(house.db, [request.id])).get(request.id)!
    expect(kept).to.deep.include({
      ...{ id, fileId: null, fileName: 'winter.pdf', removedAs: 'expired', removedAt: house.now, downloads: 1 },
    })
    const { rows } = await sql`select from ill_document_pieces p join ill_documents d using (file_id)
      where d.id = ${id}`.execute(house.db)
    expect(rows).to.deep.equal([])
  })

  it('tells its reader, where that is asked for, and leads to the request, never to the file', async () => {
    const { request, line } = await asked()
    const { ill, work } = worker()
    const { id, keepUntil } = await deliver(line.id, samples.pdf, { notify: true }, { tellCopy: ill.tellCopy })
    const told = async () =>
      (await messagesAbout(house.db, { requestId: request.id })).filter(({ audience }) => audience === 'patron')
    expect(await told()).to.have.length(1)
    const [message] = await told()
    expect(message).to.include({ kind: 'copy-ready' })
    expect(message!.text)
      .to.contain(`https://library.example/account/requests/${request.publicId}`)
      .and.contain(new Date(keepUntil).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' }))
      .and.contain('1-9')
      .and.not.contain('winter.pdf')
    expect(message!.text).not.to.match(new RegExp(`/${id}\\b`))
    // Completing it tells the same, with a note of the dialog's.
    const preset = await house.db
      .insertInto('message_presets')
      .values({ kind: 'request-completed', label: 'x', text: 'Ask us for more.', active: true, position: 1 })
      .returning('id')
      .executeTakeFirstOrThrow()
    await house.database.tx((tx) =>
      ill.engine.act(tx, request.id, 'complete', {
        ...{ actor: ann, via: 'page', form: { notify: true, preset: String(preset.id) } },
      }),
    )
    const working = work()
    try {
      await until(async () => (await told()).length === 2)
    } finally {
      await working.close()
    }
    const all = await told()
    expect(all.map(({ kind }) => kind)).to.deep.equal(['copy-ready', 'copy-ready'])
    expect(all.some(({ text }) => text.includes('Ask us for more.'))).to.equal(true)
  })

  it('goes when its reader is forgotten, with what the file was called', async () => {
    const { request, line } = await asked()
    const { id } = await deliver(line.id)
    await download(request.id, id)
    await house.act(request.id, 'complete', { notify: false })
    house.pass(2)
    expect(await forgetRequests(house.database, new Date(house.now.getTime() - 86_400_000))).to.be.greaterThan(0)
    const [kept] = (await documentsOf(house.db, [request.id])).get(request.id)!
    expect(kept).to.include({ id, fileId: null, fileName: '', removedAs: 'forgotten', downloads: 1, storedBy: 'Ann' })
    const { rows } = await sql`select from ill_document_files f
      where not exists (select from ill_documents d where d.file_id = f.id)`.execute(house.db)
    expect(rows).to.deep.equal([])
  })
})
