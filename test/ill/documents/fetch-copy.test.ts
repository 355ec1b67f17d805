import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { documentsOf, fetchCopyHandlers, IllSettings } from '../../../src/ill/index.ts'
import { reachOf } from '../../../src/kit/http/index.ts'
import { createLog } from '../../../src/kit/index.ts'
import { createWorker } from '../../../src/kit/jobs/index.ts'
import { until } from '../../until.ts'
import { useWiredHouse } from '../exchange/wire.ts'
import { samples } from './samples.ts'

describe('A copy whose lender says where it lies', () => {
  const house = useWiredHouse()
  let server: Server
  let answer: RequestListener
  let asked = 0
  before('open the lender’s server', async () => {
    server = createServer((req, res) => {
      asked += 1
      answer(req, res)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  after('close it', () => void server.close().closeAllConnections())
  beforeEach(() => {
    asked = 0
    answer = (_req, res) => void res.setHeader('Content-Type', 'application/pdf').end(samples.pdf)
  })
  const at = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`

  const told: string[] = []
  const jobs = () => house.db.selectFrom('jobs').selectAll().where('kind', '=', 'ill.fetch-copy').execute()
  /** Fetches until nothing is to be fetched any more. */
  async function fetched(settings: Partial<IllSettings> = {}, networks = ['127.0.0.0/8']) {
    const { database } = house.data
    const worker = createWorker({
      ...{ database, clock: house.clock, log: createLog('silent'), poll: 20, backOff: 1 },
      handlers: fetchCopyHandlers({
        ...{ database, engine: house.engine, clock: house.clock, settings: IllSettings.parse(settings) },
        reach: reachOf(networks, 'ill.yaml'),
        tellCopy: async (_tx, request) => void told.push(request.number),
      }),
    })
    await until(async () => {
      // By a clock that stands still, what failed is tried again at once.
      await house.db
        .updateTable('jobs')
        .set({ run_at: new Date(0) })
        .where('failed_at', 'is', null)
        .where('locked_by', 'is', null)
        .execute()
      return (await jobs()).every(({ failed_at }) => failed_at !== null)
    })
    await worker.close()
  }
  afterEach(() => house.db.deleteFrom('jobs').execute())

  const sent = (url: string) => ({ type: 'shipped', service: 'copy', on: '2026-03-02', url }) as const
  const askedForCopy = () => house.asked('iso18626', { service: 'copy', citation: { title: 'Winter', pages: '1-9' } })
  const stateOf = async (line: number) => (await house.engine.read(house.db, line)).state
  const documents = async (request: number) => (await documentsOf(house.db, [request])).get(request)!

  it('is fetched and stored, and that is its receipt', async () => {
    const { line, lender, request, requestId } = await askedForCopy()
    expect(await house.says(lender.id, requestId, sent(at('scans/winter.pdf')))).to.deep.equal({ kind: 'ok' })
    expect(await stateOf(line.id)).to.equal('shipped')
    await fetched()
    expect(await house.engine.read(house.db, line.id)).to.deep.include({ state: 'received' })
    expect((await house.engine.read(house.db, line.id)).data).to.include({ closed: true, shippedService: 'copy' })
    expect((await house.engine.history(house.db, line.id)).at(-1)).to.deep.include({
      ...{ event: 'receivedAsCopy', via: 'fetched' },
      actor: { kind: 'partner', id: `lender:${lender.id}`, name: lender.name },
    })
    const [document, ...more] = await documents(request.id)
    expect(more).to.deep.equal([])
    expect(document).to.include({ fileName: 'winter.pdf', mediaType: 'application/pdf', size: samples.pdf.length })
    expect(told).to.include(request.number)
  })

  it('is fetched once for a message, however often that comes', async () => {
    const { request, lender, requestId } = await askedForCopy()
    const message = sent(at('once.pdf'))
    for (let n = 0; n < 3; n++) await house.says(lender.id, requestId, message)
    await fetched()
    await house.says(lender.id, requestId, message)
    expect(await jobs()).to.deep.equal([])
    expect(asked).to.equal(1)
    expect(await documents(request.id)).to.have.length(1)
  })

  it('is tried again while it is not there', async () => {
    const { line, lender, requestId } = await askedForCopy()
    await house.says(lender.id, requestId, sent(at('later.pdf')))
    const good = answer
    answer = (req, res) => {
      if (asked < 3) res.writeHead(asked === 1 ? 404 : 503).end()
      else good(req, res)
    }
    await fetched()
    expect(asked).to.equal(3)
    expect(await stateOf(line.id)).to.equal('received')
  })

  const refusals: readonly {
    readonly what: string
    readonly answer?: RequestListener
    readonly says: string
    readonly calls?: number
    readonly networks?: string[]
    readonly settings?: Partial<IllSettings>
  }[] = [
    { what: 'what nobody may have', answer: (_req, res) => void res.writeHead(403).end(), says: 'it answered 403' },
    {
      what: 'a page on which to sign in',
      answer: (_req, res) => void res.setHeader('Content-Type', 'text/html').end('<!doctype html><p>Sign in'),
      says: 'by its content it is no PDF',
    },
    {
      what: 'more than a copy may have',
      answer: (_req, res) => void res.end(Buffer.concat([samples.pdf, Buffer.alloc(1024 ** 2)])),
      settings: { downloadMiB: 1 },
      says: 'larger than the 1 MiB',
    },
    { what: 'what lies in a network of ours', networks: [], calls: 0, says: 'allow that network in ill.yaml' },
    {
      what: 'what never comes',
      answer: (_req, res) => void res.writeHead(503).end(),
      calls: 9,
      says: 'it answered 503',
    },
  ]
  for (const { what, says, calls = 1, networks, settings, ...given } of refusals)
    it(`is left to staff where it is ${what}`, async () => {
      const { line, lender, request, requestId } = await askedForCopy()
      if (given.answer) answer = given.answer
      await house.says(lender.id, requestId, sent(at('x').replace('//', '//me:secret@')))
      await fetched(settings, networks)
      const [job] = await jobs()
      expect(job!.last_error).to.include(says).and.not.include('secret')
      expect(asked).to.equal(calls)
      expect(await stateOf(line.id)).to.equal('shipped')
      expect(await documents(request.id)).to.deep.equal([])
      expect(await house.db.selectFrom('ill_document_files').select('id').execute()).to.have.length(
        (await house.db.selectFrom('ill_documents').select('file_id').where('file_id', 'is not', null).execute())
          .length,
      )
    })

  it('takes the place of none that staff have added meanwhile', async () => {
    const { line, lender, request, requestId } = await askedForCopy()
    await house.says(lender.id, requestId, sent(at('second.pdf')))
    await house.act(line.id, 'receivedAsCopy')
    const [first] = await documents(request.id)
    expect(first).to.equal(undefined)
    await fetched()
    // Received on paper, as far as we know: the file is added to it.
    expect(await documents(request.id)).to.have.length(1)
    await house.says(lender.id, requestId, sent(at('third.pdf')))
    asked = 0
    await fetched()
    expect(asked).to.equal(0)
    expect((await documents(request.id)).map(({ fileName }) => fileName)).to.deep.equal(['second.pdf'])
  })
})
