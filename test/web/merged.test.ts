import { expect } from 'chai'
import type { Field } from '../../src/standards/marc/index.ts'
import type { HoldingsAndCircData } from '../../src/standards/z3950/index.ts'
import { field008, record } from '../bib/records.ts'
import { openOpacLibrary } from '../search/opac-library.ts'
import { allEvents } from './events.ts'
import { linksOf, wordsOf } from './html.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

const book = (number: string, year: string, ...further: readonly Field[]) =>
  record(
    ['001', number],
    field008({ dates: `${year}    ` }),
    ['020', '  ', 'a', '9780441478125'],
    ['100', '1 ', 'a', 'Le Guin, Ursula K.'],
    ['245', '14', 'a', 'The left hand of darkness'],
    ...further,
  )

const copy = (parts: Partial<HoldingsAndCircData>) => ({ type: 'holdingsAndCirc' as const, value: parts })
const circulating = (availableNow: boolean, due?: string) => [
  { availableNow, renewable: false, onHold: false, ...(due && { availablityDate: due }) },
]

describe('A work that several libraries have', () => {
  let site: Site
  let staff: SignedIn
  const closing: (() => Promise<void>)[] = []

  before(async () => {
    const harbour = await openOpacLibrary('harbour', [
      {
        record: book('h1', '1969', ['250', '  ', 'a', 'First edition']),
        holdings: [
          copy({ localLocation: 'Main', callNumber: 'PS3562.E42', circulationData: circulating(false, '2026-12-24') }),
          copy({ localLocation: 'Branch', callNumber: 'FIC LEG', circulationData: circulating(true) }),
        ],
      },
    ])
    const island = await openOpacLibrary('island', [
      {
        record: book('i9', '1970', ['852', '  ', 'a', 'ISL', 'b', 'Tower', 'h', 'F 12']),
        holdings: [],
      },
      { record: record(['001', 'i10'], field008(), ['245', '00', 'a', 'Dark tides']), holdings: [] },
    ])
    closing.push(harbour.close, island.close)
    site = await openSite([harbour.library, island.library])
    staff = await signIn(site, 'enquiry')
  })
  after(async () => {
    await site.close()
    for (const close of closing) await close()
  })

  const page = async (path: string) => {
    const answer = await staff.get(path)
    expect(answer.status, path).to.equal(200)
    return answer.text()
  }
  const list = '/enquiry/search?q=darkness&where=others&wait=1'

  it('opens what it was merged from: library, place, date, differences, both catalogues', async () => {
    const html = await page(list)
    expect(wordsOf(html)).to.include('merged from 2 records')
    const sources = linksOf(html).find((link) => link.includes('tab=sources'))!
    const inside = await page(sources)
    const words = wordsOf(inside)
    expect(words).to.match(/harbour shown here no\. 1 of 1 in its answer · received \d{4}-\d\d-\d\d \d\d:\d\d UTC/)
    expect(words).to.match(/island no\. 1 of 2 in its answer/)
    expect(words).to.match(/Edition not said – shown: First edition/)
    expect(words).to.match(/Year 1970 – shown: 1969/)
    expect(inside).not.to.include('<dt>Author</dt>')
    const links = linksOf(inside)
    expect(links).to.include('https://harbour.example/h1').and.include('https://island.example/i9')
    expect(links.some((link) => link.includes('library=island') && link.includes('record=1'))).to.equal(true)
  })

  it('shows of every library where its copies are, and which are on the shelf', async () => {
    const first = linksOf(await page(list)).find((link) => link.startsWith('/enquiry/record?'))!
    const words = wordsOf(await page(first))
    expect(words).to.match(/Held by 2 libraries/)
    expect(words).to.match(/Main PS3562\.E42 ○ not on the shelf due 2026-12-24/)
    expect(words).to.match(/Branch FIC LEG ✓ on the shelf/)
    expect(words).to.match(/ISL Tower F 12/)
  })

  it('is among what is on the shelf now, if any of its libraries says so', async () => {
    const html = await page(`${list}&available=1`)
    expect(wordsOf(html)).to.include('1 fits the filters').and.include('The left hand of darkness')
    expect(wordsOf(html)).not.to.include('Dark tides')
    expect(wordsOf(await page(list))).to.match(/On the shelf now 1 result/)
  })

  it('is shown library by library, too', async () => {
    const html = await page(list)
    const rows = [...html.matchAll(/<tr id="library-(\w+)"[\s\S]*?<\/tr>/g)].map(([row]) => wordsOf(row).trim())
    expect(rows).to.deep.equal(['harbour ✓ answered 1 1 View harbour', 'island ✓ answered 2 2 View island'])
    const set = linksOf(html).find((link) => link.includes('set=island'))!
    const island = await page(set)
    expect([...island.matchAll(/id="hit-\d+"/g)]).to.have.length(2)
    expect(wordsOf(island))
      .to.match(/no\. 1 of its list/)
      .and.match(/no\. 2 of its list/)
    expect(wordsOf(island)).to.include('island ✓ answered 2 2 shown below').and.not.include('merged from')
    const back = linksOf(island).find((link) => link.startsWith('/enquiry/search') && !link.includes('set='))!
    expect(wordsOf(await page(back))).to.include('merged from 2 records')
  })

  it('says why it is where it is in the list, to staff, and to all how lists are ordered', async () => {
    expect(wordsOf(await page(list))).to.match(/Why here Title holds it, word by word: 7\d points/)
    expect(wordsOf(await page(`${list}&sort=title`))).not.to.include('Why here')
    const html = await (await site.get('/search/order')).text()
    expect(wordsOf(html)).to.match(/Title 100 85 70 60 up to 40 .*Author 50 43 35 30 up to 20/)
  })

  it('has rows that go on leading to its sets while answers come', async () => {
    const running = await page('/enquiry/search?q=anew&where=others')
    const stream = /data-stream="([^"]+)"/.exec(running)?.[1]?.replaceAll('&amp;', '&')
    // Where both answered at first glance there is nothing to follow.
    if (!stream) return expect(running).to.include('set=harbour')
    const events = await allEvents(await staff.get(stream))
    const row = events.filter(({ event, data }) => event === 'library' && data.includes('library-harbour')).at(-1)!
    expect(row.data).to.match(/^<tr /)
    expect(linksOf(row.data)).to.deep.equal(['/enquiry/search?q=anew&where=others&set=harbour'])
  })
})
