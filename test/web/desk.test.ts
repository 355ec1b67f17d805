import { expect } from 'chai'
import { addPerson } from '../../src/accounts/index.ts'
import { findItem } from '../../src/catalogue/index.ts'
import { addIllItem, CirculationFile, loansOf, reservationsOf } from '../../src/circulation/index.ts'
import { veiled } from '../../src/web/desk/names.ts'
import { numbersIn } from '../../src/web/desk/scan.ts'
import type { IllScan } from '../../src/web/index.ts'
import { wordsOf } from './html.ts'
import { actor, addBook, addLists } from './our-catalogue.ts'
import { type SignedIn, signIn, signInWith } from './people.ts'
import { openSite, type Site } from './site.ts'

const circulation = CirculationFile.parse({
  calendar: { timeZone: 'Europe/London', closedWeekdays: [], closedDates: [] },
})
/** Monday, 2 March 2026, ten o'clock in London. */
const clock = { now: () => Date.UTC(2026, 2, 2, 10) }

/** What a page of the desk sends along with the next scan. */
const stateOf = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="(?!csrf)(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name!,
      value!.replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
    ]),
  )

describe('The front desk', () => {
  let site: Site
  let desk: SignedIn
  let bib: number
  let serial = 0
  const scans: (IllScan & { readonly what: string })[] = []

  before(async () => {
    site = await openSite([], {
      clock,
      circulation,
      illDesk: {
        receive: async (scan) => {
          scans.push({ ...scan, what: 'receive' })
          return { tone: 'ok', said: 'Received as loan', title: 'A book', lines: [], links: [] }
        },
        returnToLender: async (scan) => {
          scans.push({ ...scan, what: 'return' })
          return { tone: 'bad', said: 'Not returned', title: '', lines: ['It is on loan.'], links: [] }
        },
      },
    })
    await addLists(site.database)
    desk = await signIn(site, 'circulation')
    bib = await addBook(site.database, { title: 'Wide tides' }, [
      { accessionNo: 'I-000001', location: 'fiction', callNumber: 'F 12' },
      { accessionNo: '4711' },
      { accessionNo: 'R1', branch: 'riverside' },
    ])
  })
  after(() => site.close())

  const patron = async (name = 'Edda Marlowe') => {
    const login = `2001${String(++serial).padStart(4, '0')}`
    const fields = { kind: 'patron', login, name, email: '', blocked: false, active: true, roles: [] } as const
    return { id: await addPerson(site.database.db, fields, actor), login }
  }
  const scan = async (mode: string, code: string, state: Record<string, string> = {}) => {
    const answer = await desk.form(`/desk/${mode}`, { branch: 'main', ...state, code })
    return { status: answer.status, location: answer.headers.get('location') ?? '', html: await answer.text() }
  }
  const lend = async (code: string, patronId: string) => await scan('out', code, { patron: patronId })
  const itemId = async (accessionNo: string) => (await findItem(site.database.db, accessionNo))!.id

  it('shows what it does and the keys for it, and takes the branch it is told', async () => {
    const page = wordsOf(await (await desk.get('/desk')).text())
    expect(page).to.include('Check in F2 Check out F3 Receive ILL F4 Return to lender F6 Find F8')
    expect(page).to.include('Desk in Main Library')
    const there = await desk.get('/desk?branch=riverside')
    const cookie = there.headers.getSetCookie()[0]!.split(';')[0]!
    const again = await desk.get('/desk', { headers: { cookie: `${desk.cookie}; ${cookie}` } })
    expect(await again.text()).to.include('<option value="riverside" selected>')
  })

  it('lends after the card, item by item, the newest on top', async () => {
    const { id, login } = await patron()
    const card = await scan('out', `\u0002P-${login}\r`)
    expect([card.status, card.location]).to.deep.equal([303, `/desk?mode=out&branch=main&patron=${id}`])
    const page = await (await desk.get(card.location)).text()
    expect(wordsOf(page)).to.include('Edda Marlowe').and.include('May borrow').and.include('0 of 30 loans')
    const first = await scan('out', 'i-000001', stateOf(page))
    expect(wordsOf(first.html)).to.include('Lent until 30 March 2026').and.include('Wide tides')
    const second = await scan('out', ' 4711\t', stateOf(first.html))
    const words = wordsOf(second.html)
    expect(words).to.include('2 scans done').and.include('2 of 30 loans')
    expect(words.lastIndexOf('4711')).to.be.lessThan(words.lastIndexOf('I-000001'))
    const refused = await scan('out', '4711', stateOf(second.html))
    expect(wordsOf(refused.html)).to.include('2 scans done, 1 not').and.include('This reader has it already')
    const nothing = await scan('out', 'XYZ', stateOf(refused.html))
    expect(wordsOf(nothing.html)).to.include('No item has this number')
    const loans = await loansOf(site.database.db, circulation, id, clock.now())
    expect(loans.map(({ accessionNo }) => accessionNo)).to.have.members(['I-000001', '4711'])
    for (const code of ['I-000001', '4711']) await scan('in', code)
  })

  it('takes a card number for a card only where it asks for one', async () => {
    const { login } = await patron()
    expect(wordsOf((await scan('in', login)).html)).to.include('No item has this number')
    expect(wordsOf((await scan('out', '4711')).html)).to.include('No reader has this card number')
  })

  it('says where a thing goes that comes back', async () => {
    const { id } = await patron('Åsa Berg-Öst')
    await lend('I-000001', id)
    const shelf = wordsOf((await scan('in', 'I-000001')).html)
    expect(shelf).to.include('To the shelf').and.include('Fiction, F 12').and.include('Returned by Åsa Berg-Öst')
    expect(wordsOf((await scan('in', 'R1')).html)).to.include('Send to Riverside Branch')
    const next = await patron('Farid Nasser')
    await desk.form(`/catalogue/${bib}/reservations`, { card: next.login, item: '', pickup: 'main' })
    const back = await scan('in', 'I-000001')
    expect(wordsOf(back.html))
      .to.include(`Keep for pickup`)
      .and.include(`For F. N. ${next.login.slice(-4)}, until 9 March 2026`)
    expect(wordsOf(back.html)).not.to.include('Farid')
    const slip = /href="(\/desk\/slip\/[^"]+)"/.exec(back.html)![1]!
    const printed = await (await desk.get(slip)).text()
    const main = wordsOf(printed.slice(printed.indexOf('<main'), printed.indexOf('</main')))
    expect(main)
      .to.include(`F. N. ${next.login.slice(-4)}`)
      .and.include('Keep until 9 March 2026')
      .and.include('I-000001')
    expect(main).not.to.include('Farid').and.not.include(next.login)
    expect(printed).to.include('aria-label="Barcode of I-000001"')
    await lend('I-000001', next.id)
    await scan('in', 'I-000001')
  })

  it('takes the last scan back, for half a minute', async () => {
    const { id } = await patron()
    const lent = await lend('I-000001', id)
    const token = /name="undo" value="([^"]+)"/.exec(lent.html)![1]!
    const form = { mode: 'out', branch: 'main', patron: id, earlier: stateOf(lent.html)['earlier']!, undo: token }
    const undone = wordsOf(await (await desk.form('/desk/undo', form)).text())
    expect(undone).to.include('Taken back: it is not lent').and.include('0 of 30 loans').and.include('2 scans done')
    expect(await loansOf(site.database.db, circulation, id, clock.now())).to.deep.equal([])
    const again = await (await desk.form('/desk/undo', form)).text()
    expect(wordsOf(again)).to.include('Not taken back').and.include('The half minute for it is over')
    expect(again).not.to.include('name="undo"')
  })

  it('sends another library’s item to the ILL officer', async () => {
    const { id } = await patron()
    await site.database.tx((tx) =>
      addIllItem(tx, circulation, {
        ...{ bibId: bib, accessionNo: 'ILL-7', lineId: 'l7', requestId: 'r7', patronId: id, pickupBranch: 'main' },
        ...{ dueAtLender: '2026-03-20', by: actor, now: clock.now() },
      }),
    )
    expect(wordsOf((await scan('in', 'ILL-7')).html)).to.include('Keep for pickup')
    expect(wordsOf((await lend('ILL-7', id)).html)).to.include('Lent until 17 March 2026')
    const back = wordsOf((await scan('in', 'ILL-7')).html)
    expect(back).to.include('Send to ILL officer').and.include('Its lender wants it back by 20 March 2026')
  })

  it('hands scans of interlibrary loan on', async () => {
    expect(wordsOf((await scan('receive', 'R-000123')).html)).to.include('Received as loan')
    expect(wordsOf((await scan('return', 'ILL-7')).html))
      .to.include('Not returned')
      .and.include('It is on loan.')
    expect(scans.map(({ what, numbers, branch }) => [what, numbers[0], numbers[1], branch])).to.deep.equal([
      ['receive', 'R-000123', '000123', 'main'],
      ['return', 'ILL-7', undefined, 'main'],
    ])
  })

  it('forgets results that no page of ours can have sent', async () => {
    const bad = [{ tone: 'ok', said: 'x', code: 'x', at: '', links: [{ to: 'https://evil.example', label: 'x' }] }]
    for (const earlier of ['nonsense', JSON.stringify(bad), '[{}]'])
      expect(wordsOf((await scan('in', '4711', { earlier })).html)).to.include('1 scan done')
  })

  it('finds items, and readers by card and name', async () => {
    const { login, id } = await patron('Zoë Quill')
    await lend('4711', id)
    const find = async (q: string) =>
      wordsOf(await (await desk.get(`/desk?mode=find&q=${encodeURIComponent(q)}`)).text())
    expect(await find('4711'))
      .to.include('On loan to Zoë Quill , due 30 March 2026')
      .and.include('Wide tides')
    expect(await find(`P-${login}`)).to.include('Zoë Quill')
    expect(await find('quill')).to.include(login)
    expect(await find('nobody of that name')).to.include('Nothing found')
    await scan('in', '4711')
  })

  it('renews and cancels for a reader', async () => {
    const { id } = await patron('Ivo Lind')
    await lend('4711', id)
    const page = await (await desk.get(`/desk/patrons/${id}`)).text()
    expect(wordsOf(page)).to.include('Ivo Lind').and.include('Due 30 March 2026')
    const [loan] = await loansOf(site.database.db, circulation, id, clock.now())
    const renewed = await desk.form(`/desk/patrons/${id}/renew`, { loan: loan!.id })
    expect([renewed.status, wordsOf(await renewed.text())].join(' '))
      .to.include('409')
      .and.include('It would not be due any later')
    const other = await patron()
    await desk.form(`/catalogue/${bib}/reservations`, {
      card: other.login,
      item: String(await itemId('4711')),
      pickup: 'main',
    })
    const [wish] = await reservationsOf(site.database.db, other.id)
    const wrong = await desk.form(`/desk/patrons/${id}/cancel`, { reservation: wish!.id })
    expect(wrong.status).to.equal(409)
    const cancelled = await desk.form(`/desk/patrons/${other.id}/cancel`, { reservation: wish!.id })
    expect(wordsOf(await cancelled.text())).to.include('Cancelled.')
    await scan('in', '4711')
  })

  it('keeps the queue of a record', async () => {
    const [one, two] = [await patron('First Reader'), await patron('Second Reader')]
    const path = `/catalogue/${bib}/reservations`
    for (const { login } of [one, two]) {
      const placed = await desk.form(path, { card: login, item: '', pickup: 'riverside' })
      expect(placed.headers.get('location')).to.equal(`${path}?done=placed`)
    }
    const twice = await desk.form(path, { card: one.login, item: '', pickup: 'main' })
    expect([twice.status, wordsOf(await twice.text())].join(' '))
      .to.include('409 ')
      .and.include('waits for it already')
    const [wish] = await reservationsOf(site.database.db, two.id)
    await desk.form(`${path}/${wish!.id}/move`, { to: '1' })
    const words = wordsOf(await (await desk.get(path)).text())
    expect(words.indexOf('Second Reader')).to.be.lessThan(words.indexOf('First Reader'))
    for (const { id } of [one, two]) {
      const [open] = await reservationsOf(site.database.db, id)
      await desk.form(`${path}/${open!.id}/cancel`)
    }
    expect(wordsOf(await (await desk.get(path)).text())).to.include('Nobody waits for it')
  })

  it('reserves for a reader who is found by name, once it is seen who', async () => {
    const [one] = [await patron('Nora Namesake One'), await patron('Nora Namesake Two')]
    const path = `/catalogue/${bib}/reservations`
    const item = String(await itemId('4711'))
    const said = { item, pickup: 'riverside' }
    const found = await desk.form(path, { ...said, card: 'namesake', find: '1' })
    const html = await found.text()
    expect(wordsOf(html)).to.include('Choose one of these').and.include('Nora Namesake Two')
    expect(html)
      .to.match(new RegExp(`<option value="${item}" selected`))
      .and.match(/<option value="riverside" selected/)
    const chosen = await desk.form(path, { ...said, card: 'namesake', chosen: one.login })
    expect([chosen.status, wordsOf(await chosen.text()).includes('Nora Namesake One')]).to.deep.equal([200, true])
    expect(await reservationsOf(site.database.db, one.id)).to.deep.equal([])
    const other = await desk.form(path, { ...said, card: 'Namesake Two', shown: one.login })
    expect(wordsOf(await other.text())).to.include('No reader has this card number. Is it this one?')
    const placed = await desk.form(path, { ...said, card: one.login, shown: one.login })
    expect(placed.headers.get('location')).to.equal(`${path}?done=placed`)
    const [wish] = await reservationsOf(site.database.db, one.id)
    expect(wish).to.include({ itemId: Number(item), pickupBranch: 'riverside' })
    await desk.form(`${path}/${wish!.id}/cancel`)
    const nobody = await desk.form(path, { ...said, card: 'Nobody at all' })
    expect([nobody.status, wordsOf(await nobody.text()).includes('No reader has this card number.')]).to.deep.equal([
      409,
      true,
    ])
  })

  it('lists what is to be fetched, is ready, and is overdue', async () => {
    const reader = await patron('Lise Waiting')
    await desk.form(`/catalogue/${bib}/reservations`, {
      card: reader.login,
      item: String(await itemId('4711')),
      pickup: 'main',
    })
    const list = async (name: string) => wordsOf(await (await desk.get(`/desk/shelf?list=${name}&branch=main`)).text())
    expect(await list('fetch'))
      .to.include('4711')
      .and.include('Wide tides')
    await scan('in', '4711')
    expect(await list('fetch')).to.include('Nothing to fetch')
    expect(await list('pickup'))
      .to.include('Lise Waiting')
      .and.include('Until 9 March 2026')
    expect(await list('overdue')).to.include('Nothing is overdue')
    const [wish] = await reservationsOf(site.database.db, reader.id)
    await desk.form(`/desk/patrons/${reader.id}/cancel`, { reservation: wish!.id })
    expect(await list('clear')).to.include('4711')
    await scan('in', '4711')
    expect(await list('clear')).to.include('Nothing to clear')
  })

  it('is where its people may lend, and nowhere else', async () => {
    const bound = await signInWith(site, 'staff', [{ role: 'circulation', branch: 'riverside' }])
    const page = await (await bound.get('/desk?branch=main')).text()
    expect(page).to.include('<option value="riverside" selected>').and.not.include('<option value="main"')
    const sent = await bound.form('/desk/in', { branch: 'main', code: '4711' })
    expect(wordsOf(await sent.text())).to.include('Send to Main Library')
    await scan('in', '4711')
  })
})

describe('What a scanner sends', () => {
  it('is read without its control characters, with and without our prefix', () => {
    expect(numbersIn('\u0002 I-12\u0003\r\n')).to.deep.equal(['I-12', '12'])
    expect(numbersIn('p-ab')).to.deep.equal(['p-ab', 'ab', 'P-AB', 'AB'])
    expect(numbersIn('I-')).to.deep.equal(['I-'])
    expect(numbersIn(' \u0000 ')).to.deep.equal([])
    expect(numbersIn('x'.repeat(500))[0]).to.have.lengthOf(100)
  })
})

describe('A name on the pickup shelf', () => {
  it('is initials and the end of the card number', () => {
    expect(veiled({ name: 'Edda van der Marlowe-Quist', login: '20010001' })).to.equal('E. V. D. M. Q. 0001')
    expect(veiled({ name: '李 明', login: '7' })).to.equal('李. 明. 7')
  })
})
