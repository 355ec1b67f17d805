import { expect } from 'chai'
import { makeToken } from '../../../src/accounts/index.ts'
import { removeExpired } from '../../../src/ill/documents/remove.ts'
import { removeSentCopies, sentCopies } from '../../../src/ill/index.ts'
import { createLog } from '../../../src/kit/index.ts'
import { createWorker } from '../../../src/kit/jobs/index.ts'
import { messagesAbout } from '../../../src/messages/index.ts'
import { samples } from '../../ill/documents/samples.ts'
import { until } from '../../until.ts'
import { wordsOf } from '../html.ts'
import { actor } from '../our-catalogue.ts'
import { useLendingSite } from './lending-site.ts'

describe('Copies that are sent to other libraries as files', () => {
  let now = Date.now()
  const clock = { now: () => now }
  const house = useLendingSite({ downloadMiB: 1 }, { clock, copiesLink: 'https://ill.example/copy' })
  const db = () => house.site.database.db
  const state = async (id: number) => (await house.read(id)).state

  const copy = (title: string) => house.lending(title, { services: ['copy'] })
  /** Opens Shipped and sends it with a file. */
  async function ship(id: number, file: Buffer, said: Readonly<Record<string, string>> = {}) {
    const path = `/lending/${id}/act/shipped`
    const { text } = await house.page(path)
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)![1]!
    const body = new FormData()
    for (const [name, value] of Object.entries({
      version: hidden('version'),
      key: hidden('key'),
      service: 'copy',
      ...said,
    }))
      body.append(name, value)
    body.append('document', new Blob([new Uint8Array(file)]), 'winter.pdf')
    const answer = await house.staff.get(`${path}?csrf=${house.staff.csrf}`, { method: 'POST', body })
    return { status: answer.status, text: await answer.text() }
  }
  /** The link a request's library was sent, as a path. */
  async function linkOf(id: number): Promise<string> {
    const { database } = house.site
    const worker = createWorker({
      ...{ database, clock, log: createLog('silent'), poll: 20 },
      handlers: house.ill.handlers(database),
    })
    await until(async () => (await messagesAbout(db(), { lineId: id })).length > 0)
    await worker.close()
    const [letter] = await messagesAbout(db(), { lineId: id })
    return /https:\/\/ill\.example(\/copy\/\S+)/.exec(letter!.text)![1]!
  }
  /** By somebody who is not signed in. */
  async function fetched(path: string) {
    const answer = await house.site.get(path)
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
  }

  it('are fetched by the link in the letter, until their time is over, and then are gone', async () => {
    const { lending } = await copy('Winter')
    expect((await ship(lending.id, samples.pdf)).status).to.equal(303)
    expect(await state(lending.id)).to.equal('shipped')
    const path = await linkOf(lending.id)
    for (let n = 1; n <= 2; n++) {
      const answer = await fetched(path)
      expect(answer.status).to.equal(200)
      expect(answer.bytes.equals(samples.pdf)).to.equal(true)
      expect(answer.headers.get('content-disposition')).to.include('attachment').and.include('winter.pdf')
      expect(answer.headers.get('cache-control')).to.include('no-store')
    }
    const shown = wordsOf((await house.page(`/lending/${lending.id}`)).text)
    expect(shown).to.include('winter.pdf').and.include('fetched 2 times')
    // Nothing else has the file: what nobody uses is removed, this is not.
    await removeExpired(house.site.database, new Date(now + 3 * 86_400_000))
    expect((await fetched(path)).status).to.equal(200)
    now += 15 * 86_400_000
    expect((await fetched(path)).status).to.equal(410)
    await removeSentCopies(house.site.database, new Date(now))
    const [sent] = await sentCopies(db(), lending.id)
    expect(sent).to.include({ fileId: null, fileName: '', fetches: 3 })
    expect(await db().selectFrom('ill_document_pieces').select('file_id').execute()).to.deep.equal([])
    now -= 15 * 86_400_000
  })

  it('are nobody’s who has another link, nor after the shipping was taken back', async () => {
    const { lending } = await copy('Guessed')
    await ship(lending.id, samples.pdf)
    const { form } = (await house.ill.engine.history(db(), lending.id)).at(-1)!
    const path = String(form['url']).replace('https://ill.example', '')
    const other = `${path.slice(0, -2)}${path.endsWith('aa') ? 'bb' : 'aa'}`
    expect((await fetched(other)).status).to.equal(410)
    const { version } = await house.read(lending.id)
    expect((await house.send(`/lending/${lending.id}/undo`, { version: String(version) })).status).to.equal(303)
    expect((await fetched(path)).status).to.equal(410)
    // Sent again it has a new link.
    await ship(lending.id, samples.png)
    expect((await fetched(path)).status).to.equal(410)
    expect((await fetched(await linkOf(lending.id))).bytes.equals(samples.png)).to.equal(true)
    const row = await db().selectFrom('ill_sent_copies').selectAll().where('lending_id', '=', lending.id).execute()
    expect(JSON.stringify(row)).not.to.include(path.slice('/copy/'.length))
  })

  it('are refused beside their field where they are none, or no copy is sent', async () => {
    const { lending } = await house.lending('Either', { services: ['loan', 'copy'] })
    for (const [file, said, words] of [
      [Buffer.from('PK\u0003\u0004\u0000'), {}, 'by its content it is no PDF'],
      [samples.pdf, { service: 'loan' }, 'A file is sent as a copy'],
      [samples.pdf, { url: 'https://x.example/y' }, 'not both'],
    ] as const) {
      const refused = await ship(lending.id, file, said)
      expect(refused.status).to.equal(422)
      expect(wordsOf(refused.text)).to.include(words)
    }
    expect(await state(lending.id)).to.equal('in-process')
    const { lending: loan } = await house.lending('Loan only', { services: ['loan'] })
    expect((await house.page(`/lending/${loan.id}/act/shipped`)).text).not.to.include('type="file"')
  })

  it('are sent by programs, once for a key', async () => {
    const { lending } = await copy('By Program')
    const token = await makeToken(db(), { name: 'Scanner', permissions: ['lending'] }, actor)
    const call = () =>
      house.site.get(`/api/v1/lendings/${lending.id}/copy?name=scan&publicNote=Here`, {
        method: 'POST',
        headers: {
          ...{ authorization: `Bearer ${token}`, 'content-type': 'application/pdf' },
          ...{ 'if-match': '*', 'idempotency-key': 'scan-1' },
        },
        body: new Uint8Array(samples.pdf),
      })
    for (const answer of [await call(), await call()]) {
      expect(answer.status).to.equal(200)
      expect(await answer.json()).to.include({ state: 'shipped' })
    }
    const sent = await sentCopies(db(), lending.id)
    expect(sent.map(({ fileName, sentBy }) => [fileName, sentBy])).to.deep.equal([['scan.pdf', 'Scanner']])
    expect((await fetched(await linkOf(lending.id))).bytes.equals(samples.pdf)).to.equal(true)
  })
})
