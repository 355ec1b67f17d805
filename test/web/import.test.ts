import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect } from 'chai'
import { importHandlers, searchCatalogue } from '../../src/catalogue/index.ts'
import { createLog, systemClock } from '../../src/kit/index.ts'
import { createWorker, type Worker } from '../../src/kit/jobs/index.ts'
import { until } from '../until.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

const fixture = new URL('../../fixtures/library/northfield.mrc', import.meta.url)

describe('Loading a file in the browser', () => {
  let site: Site
  let worker: Worker
  let loader: SignedIn
  let records: Buffer
  before(async () => {
    site = await openSite([{ id: 'northfield', records: 'northfield' }], { mostUploaded: 4 * 1024 * 1024 })
    const log = createLog('silent')
    worker = createWorker({ database: site.database, handlers: importHandlers(site.database), clock: systemClock, log })
    loader = await signIn(site, 'catalogue.import')
    records = (await readFile(fixture)).subarray(0, 60_000)
    records = records.subarray(0, records.lastIndexOf(0x1d) + 1)
  })
  after(async () => {
    await worker?.close()
    await site?.close()
  })

  const send = (bytes: Uint8Array, name: string, fields: Readonly<Record<string, string>> = {}, csrf = loader.csrf) => {
    const form = new FormData()
    for (const [field, value] of Object.entries({ profile: 'default', encoding: 'auto', ...fields }))
      form.set(field, value)
    form.set('file', new File([new Uint8Array(bytes)], name))
    return loader.get(`/import?csrf=${csrf}`, { method: 'POST', body: form })
  }
  const pageOf = async (answer: Response) => (await loader.get(answer.headers.get('location')!)).text()
  /** The page of a file once nothing goes on any more. */
  async function settled(path: string): Promise<string> {
    let page = ''
    await until(async () => {
      const answer = await loader.get(path)
      page = await answer.text()
      return !answer.headers.has('refresh')
    })
    return page
  }

  it('says what it would do, does it, and takes it back', async () => {
    const sent = await send(records, 'first.mrc')
    expect(sent.status).to.equal(303)
    const path = sent.headers.get('location')!
    const checked = await settled(path)
    expect(checked).to.include('What loading would do now').and.include('Ready to load')
    const { db } = site.database
    const found = async () => (await searchCatalogue(db, { query: { any: 'the' }, size: 1 })).count.value
    expect(await found()).to.equal(0)

    expect((await loader.form(`${path}/load`)).status).to.equal(303)
    expect(await settled(path)).to.include('What happened')
    expect(await found()).to.be.greaterThan(5)

    const again = await send(gzipSync(records), 'first.mrc.gz')
    expect(await pageOf(again)).to.include('was loaded with this profile before')

    await loader.form(`${path}/undo`)
    expect(await settled(path)).to.include('taken out')
    expect(await found()).to.equal(0)
  })

  it('compares a record that is replaced with what it was', async () => {
    const lines = (title: string) =>
      `=LDR  00000nam a2200000 a 4500\n=001  cmp1\n=003  Test\n=245  10$a${title}\n=300  \\\\$a9 pages\n\n`
    for (const title of ['Before the flood', 'After the flood']) {
      const path = (await send(Buffer.from(lines(title)), `${title}.mrk`)).headers.get('location')!
      await settled(path)
      await loader.form(`${path}/load`)
      const page = await settled(path)
      if (title.startsWith('Before')) continue
      const link = /href="([^"]+\/records\/1)"/.exec(page)?.[1]
      expect(link).to.be.a('string')
      const compared = await (await loader.get(link!)).text()
      expect(compared).to.include('Before').and.include('After').and.include('the flood')
    }
  })

  it('gives rejected records back as they were, and says why', async () => {
    const broken = Buffer.concat([records, Buffer.from('00040 no record at all\x1d')])
    const path = (await send(broken, 'broken.mrc', { again: '1' })).headers.get('location')!
    await settled(path)
    await loader.form(`${path}/load`)
    const page = await settled(path)
    expect(page).to.include('Rejected')
    const rejects = Buffer.from(await (await loader.get(`${path}/rejects`)).arrayBuffer())
    expect(rejects.length).to.be.greaterThan(0)
    expect(broken.includes(rejects)).to.equal(true)
    const report = await (await loader.get(`${path}/report`)).text()
    expect(report.split('\r\n')[0]).to.equal('record,byte,length,code,reason,detail')
    expect(Number(report.split('\r\n')[1]?.split(',')[1])).to.be.at.least(records.length)
  })

  it('refuses what is too large, empty, no file, or no form of ours, and keeps nothing', async () => {
    const before = await site.database.db.selectFrom('import_batches').select('id').execute()
    const large = Buffer.concat(Array.from({ length: 90 }, () => records))
    expect((await send(large, 'large.mrc')).status).to.equal(413)
    expect((await send(gzipSync(Buffer.alloc(64 * 1024 * 1024)), 'bomb.gz')).status).to.be.oneOf([413, 422])
    expect((await send(Buffer.alloc(0), 'empty.mrc')).status).to.be.oneOf([400, 422])
    expect((await send(Buffer.from('hello world'), 'text.txt')).status).to.be.oneOf([400, 422])
    expect((await send(records, 'first.mrc', { profile: 'none-such' })).status).to.be.oneOf([400, 404])
    expect((await send(records, 'first.mrc', {}, 'forged')).status).to.equal(403)
    expect((await loader.form('/import')).status).to.equal(400)
    const after = await site.database.db.selectFrom('import_batches').select('id').execute()
    expect(after).to.deep.equal(before)
  })

  it('outlives a refused file that breaks off on its way', async () => {
    const { port } = new URL(site.url)
    for (const encoding of ['none-such', 'auto']) {
      const socket = connect(Number(port), '127.0.0.1')
      const field = (name: string, value: string) =>
        `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
      const file = '--b\r\ncontent-disposition: form-data; name="file"; filename="x.mrc"\r\n\r\n'
      socket.write(
        `POST /import?csrf=${loader.csrf} HTTP/1.1\r\nhost: x\r\ncookie: ${loader.cookie}\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 9000000\r\n\r\n${field('profile', 'default')}${field('encoding', encoding)}${file}`,
      )
      socket.write(Buffer.alloc(200_000, 0x20))
      await new Promise((resolve) => setTimeout(resolve, 300))
      socket.destroy()
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
    expect((await loader.get('/import')).status).to.equal(200)
  })

  it('is for loaders only', async () => {
    const other = await signIn(site, 'enquiry')
    expect((await other.get('/import')).status).to.equal(403)
    expect((await site.get('/import')).headers.get('location')).to.equal('/staff/login?next=%2Fimport')
  })

  it('has a page for every file, and says so where there is none', async () => {
    expect((await loader.get('/import/999999')).status).to.equal(404)
    expect((await loader.get('/import/x')).status).to.equal(400)
  })
})
