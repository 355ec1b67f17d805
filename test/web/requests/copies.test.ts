import { expect } from 'chai'
import { addLine, documentsOf, IllSettings } from '../../../src/ill/index.ts'
import { longDate } from '../../../src/web/dates.ts'
import { dayAtWords } from '../../../src/web/pages/requests/words.ts'
import { largePdf, samples } from '../../ill/documents/samples.ts'
import { until } from '../../until.ts'
import { wordsOf } from '../html.ts'
import { type SignedIn, signIn, signInWith } from '../people.ts'
import { useIllSite } from './ill-site.ts'

describe('Copies that come as files', () => {
  let now = Date.now()
  const clock = { now: () => now }
  const settings = IllSettings.parse({
    ...{ downloadMiB: 1, downloadTimes: 3, copyrightStatement: 'Only for private study.' },
  })
  const house = useIllSite({ ill: { clock, settings }, site: { clock } })
  let rosa: SignedIn
  before(async () => {
    rosa = await signInWith(house.site, 'patron', [{ role: 'patron' }], 'Rosa Borrower')
  })

  /** Lets days pass; sessions last as long. */
  async function pass(days: number) {
    await house.site.database.pool.query(
      'update sessions set seen_at = seen_at + make_interval(days => $1), ends_at = ends_at + make_interval(days => $1)',
      [days],
    )
    now += days * 86_400_000
  }
  const lastDay = () => longDate(new Date(now + 14 * 86_400_000).toISOString().slice(0, 10))

  /** A request of Rosa's for a copy, with a lender who was asked. */
  async function asked(title: string) {
    const { request, line } = await house.line(title, {
      ...{ patronId: rosa.id, service: 'copy', citation: { title, pages: '1-9' }, copyrightAgreed: true },
    })
    await house.act(line.id, 'request')
    const base = `/requests/${request.id}`
    return { request, line, base, mine: `/account/requests/${request.publicId}`, ofLine: `${base}/lenders/${line.id}` }
  }
  type Asked = Awaited<ReturnType<typeof asked>>

  const answerOf = async (answer: Response) => ({
    status: answer.status,
    text: await answer.text(),
    location: answer.headers.get('location') ?? '',
  })
  /** Sends a form with a file, as a browser does: its fields first, its token in the address. */
  async function sendFile(
    who: SignedIn,
    path: string,
    fields: Readonly<Record<string, string>>,
    file: Buffer | undefined,
    { name = 'winter.pdf', csrf = who.csrf } = {},
  ) {
    const body = new FormData()
    for (const [field, value] of Object.entries(fields)) body.append(field, value)
    body.append('document', new Blob(file ? [new Uint8Array(file)] : []), file ? name : '')
    return await answerOf(await who.get(`${path}?csrf=${csrf}`, { method: 'POST', body }))
  }
  /** Opens Received as copy and sends it with a file. */
  async function receive({ ofLine }: Asked, file: Buffer | undefined, said: Readonly<Record<string, string>> = {}) {
    const path = `${ofLine}/act/receivedAsCopy`
    const { text } = await house.page(path)
    const fields = { version: house.hidden(text, 'version'), key: house.hidden(text, 'key'), ...said }
    return { ...(await sendFile(house.staff, path, fields, file)), form: text, fields, path }
  }
  const documents = async ({ request }: Asked) =>
    (await documentsOf(house.site.database.db, [request.id])).get(request.id)!
  const stored = async (of: Asked) => {
    await receive(of, samples.pdf)
    return (await documents(of))[0]!
  }
  const words = async (path: string, who: SignedIn) => wordsOf((await house.page(path, who)).text)
  const download = (who: SignedIn, path: string) => who.form(path)
  const files = async () =>
    Number(
      (
        await house.site.database.db
          .selectFrom('ill_document_files')
          .select(({ fn }) => fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    )

  it('are stored with Received as copy, and downloaded by their reader byte for byte', async () => {
    const of = await asked('Winter and its people')
    const bytes = largePdf(1024 ** 2)
    const received = await receive(of, bytes, { privateNote: 'Scanned well' })
    expect(received.form).to.contain('multipart/form-data').and.contain('at most 1 MiB')
    expect(received.location).to.equal(`${of.base}/act/complete?done=receivedAsCopy`)
    const [document] = await documents(of)
    expect(document).to.include({ fileName: 'winter.pdf', storedBy: house.staff.name, size: bytes.length })
    expect(await words(`${of.base}/lenders`, house.staff)).to.contain(
      `file until ${dayAtWords(new Date(now + 14 * 86_400_000), 'UTC')}`,
    )
    expect(await words(`${of.base}?tab=history`, house.staff)).to.contain('Scanned well')

    for (const path of ['/account/requests', of.mine])
      expect(await words(path, rosa))
        .to.contain('Your copy is ready')
        .and.contain('Only for private study.')
        .and.contain(`PDF, 1.0 MiB. You can download it until ${lastDay()}, 3 more times`)
        .and.not.contain('Scanned well')
    const answer = await download(rosa, `${of.mine}/copies/${document!.id}`)
    expect(answer.status).to.equal(200)
    expect(Object.fromEntries(answer.headers)).to.include({
      'content-type': 'application/pdf',
      'content-length': String(bytes.length),
      'content-disposition': 'attachment; filename=winter.pdf',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    })
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).to.equal(true)
    expect(await words(of.mine, rosa)).to.contain('2 more times')
    expect(await words(`${of.base}?tab=item`, house.staff))
      .to.contain('downloaded 1 time of 3')
      .and.contain('Who downloaded it Rosa Borrower,')
    // Completed, it is still current as long as it can be had.
    await house.act(of.request.id, 'complete', { notify: false })
    expect(await words('/account/requests', rosa)).to.match(/Current.*Winter and its people.*Past/s)
  })

  it('may be missing: a copy on paper is received without', async () => {
    const of = await asked('On paper')
    expect((await receive(of, undefined)).location).to.contain('done=receivedAsCopy')
    expect(await documents(of)).to.deep.equal([])
    expect(await words(of.mine, rosa))
      .to.contain('It has come to your library')
      .and.not.contain('Download')
    // And the form that knows no file does the same.
    const other = await asked('On paper, too')
    expect((await house.press(`${other.ofLine}/act/receivedAsCopy`)).location).to.contain('done=receivedAsCopy')
  })

  it('are stored once, however often the button is pressed', async () => {
    const of = await asked('Pressed twice')
    const first = await receive(of, samples.pdf)
    const before = await files()
    const again = await sendFile(house.staff, first.path, first.fields, samples.png)
    expect([again.status, again.location]).to.deep.equal([
      303,
      `${of.base}/lenders?done=receivedAsCopy&on=${of.line.id}`,
    ])
    expect((await documents(of)).map(({ mediaType }) => mediaType)).to.deep.equal(['application/pdf'])
    await until(async () => (await files()) === before)
  })

  it('are refused beside what was typed, when the file will not do', async () => {
    const of = await asked('Refused')
    const before = await files()
    const said = { privateNote: 'Typed with care' }
    for (const [file, complaint] of [
      [largePdf(1024 ** 2 + 1), 'larger than the 1 MiB a copy may have'],
      [largePdf(5 * 1024 ** 2), 'larger than the 1 MiB a copy may have'],
      [Buffer.from('MZ\x90\0\x03'), 'by its content it is no PDF'],
      [Buffer.alloc(0), 'The file is empty'],
    ] as const) {
      const refused = await receive(of, file, said)
      expect([refused.status, wordsOf(refused.text).includes(complaint)], complaint).to.deep.equal([422, true])
      expect(refused.text).to.contain('Typed with care')
    }
    const noDay = await receive(of, samples.pdf, { ...said, receivedOn: 'yesterday' })
    expect([noDay.status, noDay.text.includes('Choose the file again.')]).to.deep.equal([422, true])
    await until(async () => (await files()) === before)
    expect(await documents(of)).to.deep.equal([])
    expect((await house.request(of.request.id)).state).to.equal('pending-review')
    expect((await receive(of, samples.pdf, { version: '1' })).status).to.equal(412)
    await until(async () => (await files()) === before)
  })

  it('are added, replaced and withdrawn on the page of the request, while it is open', async () => {
    const of = await asked('Added later')
    await house.press(`${of.ofLine}/act/receivedAsCopy`)
    const item = `${of.base}?tab=item`
    const { text } = await house.page(item)
    expect(wordsOf(text)).to.contain('No file is stored').and.contain('Add the file')
    const path = `${of.ofLine}/document`
    const fields = { key: house.hidden(text, 'key') }
    const none = await sendFile(house.staff, path, fields, undefined)
    expect([none.status, wordsOf(none.text).includes('Choose a file.')]).to.deep.equal([422, true])
    const wrong = await sendFile(house.staff, path, fields, Buffer.from('MZ\0'))
    expect([wrong.status, wordsOf(wrong.text).includes('by its content it is no PDF')]).to.deep.equal([422, true])
    for (const _ of [1, 2]) {
      const added = await sendFile(house.staff, path, { ...fields, notify: '1' }, samples.pdf)
      expect(added.location).to.equal(`${item}&done=stored`)
    }
    expect(await documents(of)).to.have.length(1)
    // Rosa Borrower has no address: the message waits for somebody to tell her.
    expect((await house.messages(of.request.id)).map(({ kind, state }) => [kind, state])).to.deep.include([
      'copy-ready',
      'held',
    ])
    const [first] = await documents(of)
    await sendFile(house.staff, path, { key: house.hidden((await house.page(item)).text, 'key') }, samples.png, {
      name: 'better.png',
    })
    const [second] = await documents(of)
    expect(await words(item, house.staff))
      .to.contain('better.png · PNG')
      .and.contain('winter.pdf')
      .and.contain('replaced')
    expect((await download(rosa, `${of.mine}/copies/${first!.id}`)).status).to.equal(410)
    const looked = await house.staff.form(`${of.base}/documents/${second!.id}`)
    expect(Buffer.from(await looked.arrayBuffer()).equals(samples.png)).to.equal(true)
    expect((await documents(of))[0]!.downloads).to.equal(0)

    const withdrawn = await house.send(`${of.base}/documents/${second!.id}/withdraw`)
    expect(withdrawn.location).to.equal(`${item}&done=withdrawn`)
    expect(await words(item, house.staff))
      .to.contain('The borrower has no file')
      .and.contain('withdrawn')
    expect(await words(of.mine, rosa))
      .to.contain('The library has taken your copy back')
      .and.contain('Ask your library why')
    const gone = await download(rosa, `${of.mine}/copies/${second!.id}`)
    expect([gone.status, wordsOf(await gone.text()).includes('the library has taken it back')]).to.deep.equal([
      410,
      true,
    ])

    await house.act(of.request.id, 'complete', { notify: false })
    expect(await words(item, house.staff))
      .to.contain('reopen it to add the file')
      .and.not.contain('Add the file')
    expect((await sendFile(house.staff, path, {}, samples.pdf)).status).to.equal(409)
  })

  it('say nothing of one that was taken back, once another library is asked', async () => {
    const of = await asked('Asked for anew')
    const { id } = await stored(of)
    await house.send(`${of.base}/documents/${id}/withdraw`)
    const { lender } = await house.line('Something else')
    const by = { actor: { kind: 'staff', id: house.staff.id, name: house.staff.name }, via: 'page' } as const
    const next = await house.site.database.tx((tx) =>
      addLine(tx, of.request.id, lender.id, by, { ...house.ill, now: new Date(now) }),
    )
    const [back, anew] = ['The library has taken your copy back', 'We have asked a library for it']
    expect(await words('/account/requests', rosa)).to.contain(`Asked for anew ${back}`)
    await house.act(next.id, 'request', { another: true })
    expect(await words('/account/requests', rosa)).to.contain(`Asked for anew ${anew}`)
    await house.act(next.id, 'receivedAsCopy')
    expect(await words('/account/requests', rosa)).to.contain('Asked for anew It has come to your library')
  })

  it('are nobody else’s: staff of another branch hear 404 since pages open to them, strangers 403', async () => {
    const of = await asked('Rosa’s alone')
    const { id } = await stored(of)
    const other = await asked('Another of hers')
    const before = await files()
    const stranger = await signInWith(house.site, 'patron', [{ role: 'patron' }], 'Stray Reader')
    const desk = await signIn(house.site, 'circulation', 'catalogue.edit', 'enquiry')
    await house.site.database.db
      .insertInto('branches')
      .values({ code: 'far', name: 'Far' })
      .onConflict((oc) => oc.doNothing())
      .execute()
    const far = await signInWith(house.site, 'staff', [{ role: 'requests', branch: 'far' }], 'Far Away')
    const own = `${of.mine}/copies/${id}`
    const staffs = `${of.base}/documents/${id}`
    const tries: readonly (readonly [who: SignedIn, path: string, status: number])[] = [
      [stranger, own, 404],
      [stranger, staffs, 403],
      [stranger, `${staffs}/withdraw`, 403],
      [rosa, staffs, 403],
      [rosa, `${other.mine}/copies/${id}`, 404],
      [rosa, `${of.mine}/copies/${id + 1000}`, 404],
      [house.staff, own, 403],
      [house.staff, `${other.base}/documents/${id}`, 404],
      [house.staff, `${other.base}/documents/${id}/withdraw`, 404],
      [desk, staffs, 403],
      [desk, `${staffs}/withdraw`, 403],
      // Staff of a branch have these pages, and find nothing there of another branch.
      [far, staffs, 404],
      [far, `${staffs}/withdraw`, 404],
    ]
    for (const [who, path, status] of tries)
      expect([who.name, path, (await download(who, path)).status]).to.deep.equal([who.name, path, status])
    for (const path of [own, staffs]) {
      const anonymous = await house.site.get(path, { method: 'POST', body: new URLSearchParams({ csrf: 'x' }) })
      expect([path, anonymous.status]).to.deep.equal([path, 401])
      expect([path, (await rosa.get(path)).status]).to.deep.equal([path, 404])
    }
    // Nor is anything put in their place.
    const path = `${of.ofLine}/document`
    for (const [who, status] of [
      [stranger, 403],
      [rosa, 403],
      [desk, 403],
    ] as const)
      expect([who.name, (await sendFile(who, path, {}, samples.png)).status]).to.deep.equal([who.name, status])
    expect(
      (await sendFile(house.staff, `${other.base}/lenders/${of.line.id}/document`, {}, samples.png)).status,
    ).to.equal(404)
    expect((await sendFile(house.staff, path, {}, samples.png, { csrf: 'x'.repeat(43) })).status).to.equal(403)
    expect((await sendFile(house.staff, `${of.base}/act/complete`, {}, samples.png)).status).to.equal(400)
    expect([await files(), (await documents(of)).map((one) => [one.id, one.downloads, one.removedAs])]).to.deep.equal([
      before,
      [[id, 0, null]],
    ])
  })

  it('say when their time is over, and what to do', async () => {
    const of = await asked('Out of time')
    const { id } = await stored(of)
    const last = lastDay()
    await pass(16)
    expect(await words(of.mine, rosa))
      .to.contain(`Your copy was here until ${last}`)
      .and.contain('ask your library')
      .and.not.contain('Download')
    const late = await download(rosa, `${of.mine}/copies/${id}`)
    expect([late.status, wordsOf(await late.text()).includes('its time is over')]).to.deep.equal([410, true])
    expect(await words(`${of.base}/lenders`, house.staff)).to.contain('file expired')
  })

  it('leave a trail that names the request, and neither title nor file', async () => {
    const { rows } = await house.site.database.pool.query(
      `select action, actor_name, detail::text from audit where action like 'request.document%'`,
    )
    expect(new Set(rows.map(({ action }) => action))).to.include.keys(
      'request.document-store',
      'request.document-download',
      'request.document-withdraw',
    )
    expect(JSON.stringify(rows)).not.to.match(/winter|better|people|Added/i)
  })
})
