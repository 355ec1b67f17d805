import { expect } from 'chai'
import { addPerson } from '../../../src/accounts/index.ts'
import { listRequests, readSourceRecord } from '../../../src/ill/index.ts'
import { wordsOf } from '../html.ts'
import { actor, addBook, addLists } from '../our-catalogue.ts'
import { type SignedIn, signIn } from '../people.ts'
import { openSite, type Site } from '../site.ts'

/** Where the button leads by which staff place a request for what they marked. */
const placeAction = (results: string): string =>
  /formAction="([^"]+\/place\?[^"]+)"/i.exec(results)![1]!.replaceAll('&amp;', '&')

describe('Placing a request', () => {
  let site: Site
  let reader: SignedIn
  let staff: SignedIn
  before(async () => {
    site = await openSite([{ id: 'northfield', records: 'northfield', settings: { label: 'Northfield City' } }])
    await addLists(site.database)
    reader = await signIn(site, 'request.place')
    staff = await signIn(site, 'requests', 'enquiry')
  })
  after(() => site?.close())

  const linkIn = (html: string, path: string) =>
    new RegExp(`href="(${path}[^"]+)"`).exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const key = (html: string) => /name="key" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const mine = async (id: string) => (await listRequests(site.database.db, { patronId: id, completed: true })).requests

  it('begins at every hit, and comes back to it from signing in', async () => {
    const results = await (await site.get('/search?q=darkness&where=others&wait=1')).text()
    const place = linkIn(results, '/record/request')
    expect(place).to.contain('library=northfield')
    const asked = await site.get(place)
    expect(asked.headers.get('location')).to.equal(`/login?next=${encodeURIComponent(place)}`)
    const form = await (await reader.get(place)).text()
    expect(form).to.match(/value="[^"]*darkness/i)
  })

  it('keeps the hit as it was received, once however often the button is pressed', async () => {
    const results = await (await site.get('/search?q=darkness&where=others&wait=1')).text()
    const place = linkIn(results, '/record/request')
    const form = await (await reader.get(place)).text()
    const title =
      /id="title"[^>]*value="([^"]*)"/.exec(form)?.[1] ?? /value="([^"]*)"[^>]*id="title"/.exec(form)?.[1] ?? ''
    const fields = { service: 'loan', title, pickup: 'main', key: key(form) }
    const answers = await Promise.all([reader.form(place, fields), reader.form(place, fields)])
    expect(answers.map(({ status }) => status)).to.deep.equal([303, 303])
    const requests = await mine(reader.id)
    expect(requests).to.have.length(1)
    expect(requests[0]!.source).to.include({ kind: 'external', target: 'northfield' })
    expect((await readSourceRecord(site.database.db, requests[0]!.id))?.length).to.be.greaterThan(100)
    const after = await (await reader.get(answers[0]!.headers.get('location')!)).text()
    expect(after).to.contain(`its number is ${requests[0]!.number}`)
    expect(await (await reader.get('/account/requests')).text()).to.contain('We have your request')

    const again = await reader.form(place, { ...fields, key: 'other' })
    expect([again.status, (await again.text()).includes('This has been asked for already')]).to.deep.equal([409, true])
  })

  it('says what is wrong beside the field, and keeps what was typed', async () => {
    const answer = await reader.form('/request/new', { service: 'copy', title: 'A Journal', pickup: '' })
    const text = await answer.text()
    expect(answer.status).to.equal(422)
    expect(text).to.contain('Say what is to be copied')
    expect(text).to.contain('Choose where to pick it up')
    expect(text).to.contain('value="A Journal"')
  })

  it('takes what an OpenURL cites', async () => {
    const form = await reader.get('/request/new?genre=article&atitle=On+Owls&title=Bird+Letters&volume=4&pages=1-9')
    const text = await form.text()
    for (const value of ['On Owls', 'Bird Letters', '1-9']) expect(text).to.contain(`value="${value}"`)
  })

  it('offers what the library has itself, and goes on for who wants it all the same', async () => {
    const bibId = await addBook(site.database, { title: 'Owls of the North', author: 'Night, Ann' }, [{}])
    const fields = { service: 'loan', title: 'Owls of the North', author: 'Night, Ann', year: '1974', pickup: 'main' }
    const told = await reader.form('/request/new', fields)
    const text = await told.text()
    expect([told.status, text.includes(`/catalogue/${bibId}`)]).to.deep.equal([409, true])
    expect(text).to.contain('Place it all the same')
    expect((await reader.form('/request/new', { ...fields, despite: 'held' })).status).to.equal(303)
  })

  it('is done by staff for the card of a borrower', async () => {
    const results = await (await staff.get('/enquiry/search?title=darkness&where=others&wait=1')).text()
    const [, mark] = /name="mark" value="([^"]+)"/.exec(results)!
    const begun = await staff.form(placeAction(results), { mark: mark! })
    const place = begun.headers.get('location')!
    expect(place).to.match(/^\/enquiry\/record\/request\?/)
    const nobody = await staff.form(place, { service: 'loan', title: 'X', pickup: 'main', card: 'nobody' })
    expect([nobody.status, (await nobody.text()).includes('No borrower has this card')]).to.deep.equal([422, true])
    const card = reader.name.replaceAll(' ', '-')
    const done = await staff.form(place, { service: 'loan', title: 'For somebody', pickup: 'main', card })
    expect(done.headers.get('location')).to.match(/^\/requests\/\d+\?done=placed$/)
    expect((await mine(reader.id)).map(({ title }) => title)).to.include('For somebody')
  })

  it('is done for a borrower found by name, e-mail or card, once staff have seen who that is', async () => {
    const { db } = site.database
    const person = (login: string, name: string, more: object = {}) =>
      addPerson(
        db,
        {
          ...{ kind: 'patron', login, name, email: `${login}@post.example`, branch: 'main' },
          ...{ blocked: false, active: true, roles: [], ...more },
        },
        actor,
      )
    const quill = await person('Q-1', 'Quentin Quill')
    await person('Q-2', 'Quentin Quire', { blocked: true })
    const path = '/requests/new'
    const fields = { service: 'loan', title: 'Ink', pickup: 'main' }
    const look = async (more: Record<string, string>) => {
      const answer = await staff.form(path, { ...fields, ...more })
      return { status: answer.status, html: await answer.text() }
    }
    const found = await look({ card: 'quentin', find: '1' })
    expect(wordsOf(found.html)).to.match(/Quentin Quill card Q-1 · Main Library\s+Choose Quentin Quill/)
    expect(wordsOf(found.html)).to.match(/Quentin Quire card Q-2 · Main Library ✕ Blocked/)
    expect(found.html).to.contain('value="Ink"')
    const chosen = await look({ card: 'quentin', chosen: 'Q-1' })
    expect([chosen.status, chosen.html.includes('name="shown" value="Q-1"')]).to.deep.equal([200, true])
    expect((await look({ card: 'q-2@post', find: '1' })).html).to.contain('name="shown" value="Q-2"')

    const scanned = await look({ card: 'Q-2', shown: 'Q-1' })
    expect([scanned.status, scanned.html.includes('name="shown" value="Q-2"')]).to.deep.equal([200, true])
    const named = await look({ card: 'quentin' })
    expect([named.status, named.html.includes('Choose one of these.')]).to.deep.equal([422, true])
    expect(await mine(quill)).to.deep.equal([])
    expect((await look({ card: 'q-1', shown: 'Q-1' })).status).to.equal(303)
    expect(await mine(quill)).to.have.length(1)
    expect(await (await reader.get('/request/new')).text()).not.to.contain('Find borrower')
  })

  it('is begun in Enquiry for exactly one marked hit, and the server says why not', async () => {
    const path = '/enquiry/search?title=darkness&where=others&wait=1'
    const results = await (await staff.get(path)).text()
    expect(results).not.to.contain('/enquiry/record/request')
    const marks = [...results.matchAll(/name="mark" value="([^"]+)"/g)].map(([, value]) => value!)
    expect(marks.length).to.be.greaterThan(1)
    const action = placeAction(results)
    for (const [mark, why] of [
      [[], 'Mark hits to place a request, compare or download.'],
      [marks.slice(0, 2), '2 hits are marked: a request is for one.'],
    ] as const) {
      const back = await staff.form(action, { mark, shown: marks })
      const told = await (await staff.get(`${back.headers.get('location')}&wait=1`)).text()
      expect(told).to.match(new RegExp(`role="alert"[^>]*>${why}`))
    }
    const looker = await signIn(site, 'enquiry')
    expect(await (await looker.get(path)).text())
      .to.contain('name="mark"')
      .and.not.to.contain('Place Request')
    expect((await looker.form(action, { mark: marks[0]! })).status).to.equal(403)
  })

  it('is begun at a record of ours, which is offered to be reserved where it is held', async () => {
    const held = await addBook(site.database, { title: 'Held Here', author: 'Night, Ann' }, [{}])
    const lost = await addBook(site.database, { title: 'Described Only', author: 'Day, Bea' })
    expect(await (await reader.get(`/catalogue/${held}`)).text()).to.contain(`href="/catalogue/${held}/request"`)
    const told = await (await reader.get(`/catalogue/${held}/request`)).text()
    expect(told).to.contain('Your library has this itself').and.to.contain('Place it all the same')
    const form = await (await reader.get(`/catalogue/${lost}/request`)).text()
    expect(form).to.contain('value="Described Only"').and.not.to.contain('Your library has this')
    const fields = { service: 'loan', title: 'Described Only', author: 'Day, Bea', pickup: 'main' }
    expect((await reader.form(`/catalogue/${lost}/request`, fields)).status).to.equal(303)
    const [placed] = (await mine(reader.id)).filter(({ title }) => title === 'Described Only')
    expect(placed).to.deep.include({ bibId: lost, source: { kind: 'local', bibId: lost } })

    expect(await (await staff.get(`/catalogue/${held}`)).text()).to.contain(`href="/requests/new/${held}"`)
    const card = reader.name.replaceAll(' ', '-')
    const wanted = { ...fields, title: 'Held Here', card }
    expect((await staff.form(`/requests/new/${held}`, wanted)).status).to.equal(409)
    expect(await (await staff.get('/requests')).text()).to.match(/queue=despite/)
    const done = await staff.form(`/requests/new/${held}`, { ...wanted, despite: 'held duplicate' })
    expect(done.headers.get('location')).to.match(/^\/requests\/\d+\?done=placed$/)
    const page = done.headers.get('location')!.split('?')[0]!
    const seen = await (await staff.get(page)).text()
    expect(wordsOf(seen))
      .to.include('To be checked first. It was placed all the same: The library has this itself, and a copy is in.')
      .and.include('Placed although The library has this itself, and a copy is in.')
    expect(seen).to.include(`href="/catalogue/${held}"`)
    const waiting = async () => wordsOf(await (await staff.get('/requests/list?queue=despite')).text())
    expect(await waiting()).to.include('Held Here')
    expect((await staff.form(`${page}/act/inProcess`)).status).to.equal(303)
    expect(await waiting()).not.to.include('Held Here')
    expect(wordsOf(await (await staff.get(page)).text()))
      .to.include('Placed although The library')
      .and.not.include('To be checked first')
    const unasked = wordsOf(await (await staff.get('/requests/list?queue=idle')).text())
    expect(unasked, 'nobody is on its rota').to.include('Held Here')
  })

  it('is cancelled by its reader, and seen by nobody else', async () => {
    const placed = await reader.form('/request/new', { service: 'loan', title: 'Changed my mind', pickup: 'main' })
    const path = placed.headers.get('location')!.split('?')[0]!
    const other = await signIn(site, 'request.place')
    expect((await other.get(path)).status).to.equal(404)
    expect((await other.form(`${path}/cancel`)).status).to.equal(404)
    expect((await reader.form(`${path}/cancel`)).status).to.equal(303)
    expect(await (await reader.get(path)).text()).to.contain('Cancelled')
    expect((await reader.get('/requests')).status).to.equal(403)
  })
})
