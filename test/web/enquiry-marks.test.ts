import { expect } from 'chai'
import { marcFormats } from '../../src/web/marc-formats.ts'
import { linksOf, wordsOf } from './html.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

describe('Marked hits in Enquiry', () => {
  let site: Site
  let staff: SignedIn

  before(async () => {
    site = await openSite([
      { id: 'northfield', records: 'northfield', settings: { label: 'Northfield City' } },
      { id: 'lakeside', records: 'lakeside', settings: { label: 'Lakeside' } },
    ])
  })
  after(() => site.close())
  beforeEach(async () => {
    staff = await signIn(site, 'enquiry', 'catalogue.edit')
  })

  const search = 'q=history&where=others'
  const page = async (path: string, who = staff) => {
    const answer = await who.get(path)
    expect(answer.status, path).to.equal(200)
    return answer.text()
  }
  const results = (further = '', who = staff) => page(`/enquiry/search?${search}${further}&wait=1`, who)
  const boxes = (html: string) => [...html.matchAll(/name="mark" value="([^"]+)"/g)].map(([, value]) => value!)
  const ticked = (html: string) =>
    [...html.matchAll(/<input [^>]*name="mark"[^>]*>/g)].flatMap(([box]) =>
      /\schecked/.test(box) ? [/value="([^"]+)"/.exec(box)![1]!] : [],
    )
  const shown = (html: string) => [...html.matchAll(/name="shown" value="([^"]+)"/g)].map(([, value]) => value!)
  const press = (path: string, fields: Record<string, string | readonly string[]>) =>
    staff.form(`/enquiry/search/${path}?${search}`, fields)

  it('stay marked from page to page, until they are unmarked', async () => {
    const first = await results()
    const [one, two] = boxes(first)
    expect((await press('marks', { mark: [one!, two!] })).status).to.equal(303)
    const second = await results('&page=2')
    expect(ticked(second)).to.deep.equal([])
    expect(wordsOf(second)).to.include('2 hits are marked')
    const third = boxes(second)[0]!
    await press('marks', { mark: [third], shown: shown(second) })
    const again = await results()
    expect(ticked(again)).to.deep.equal([one, two])
    expect(wordsOf(again)).to.include('3 hits are marked')
    await press('marks', { mark: [two!], shown: shown(again) })
    expect(ticked(await results())).to.deep.equal([two])
    await press('marks', { none: '1' })
    expect(wordsOf(await results('&page=2'))).to.include('Mark hits to place a request')
  })

  it('are kept for a script without a page, for this search and this session alone', async () => {
    const [one] = boxes(await results())
    const quiet = await staff.get(`/enquiry/search/marks?${search}`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrf: staff.csrf, mark: one! }).toString(),
    })
    expect(quiet.status).to.equal(204)
    expect(ticked(await results())).to.deep.equal([one])
    expect(ticked(await results('', await signIn(site, 'enquiry')))).to.deep.equal([])
    expect(ticked(await page('/enquiry/search?q=war&where=others&wait=1'))).to.deep.equal([])
  })

  it('come as one file in every format, in the order in which they were marked', async () => {
    const places = boxes(await results())
      .slice(0, 4)
      .reverse()
    const single = async (format: string, place: string) => {
      const [library, record] = place.split(' ')
      const answer = await staff.get(
        `/enquiry/record/file?${search}&library=${library}&record=${record}&format=${format}`,
      )
      return answer.text()
    }
    for (const format of ['marc', 'json', 'mrk', 'line']) {
      const answer = await press('marked/file', { mark: places, format })
      const { mediaType, extension } = marcFormats[format as 'marc']
      expect(answer.status, format).to.equal(200)
      expect(answer.headers.get('content-type')).to.contain(mediaType)
      expect(answer.headers.get('content-disposition')).to.equal(`attachment; filename=records.${extension}`)
      expect(await answer.text(), format).to.equal(
        (await Promise.all(places.map((one) => single(format, one)))).join(''),
      )
    }
    const xml = await (await press('marked/file', { mark: places, format: 'marcxml' })).text()
    expect(xml.match(/<record/g)).to.have.lengthOf(places.length)
    expect(xml.trim()).to.match(/^<\?xml[\s\S]*<\/collection>$/)
  })

  it('say what is missing before they come without it', async () => {
    const [one] = boxes(await results())
    const mark = [one!, 'northfield 999999']
    const told = await press('marked/file', { mark, format: 'mrk' })
    expect(told.status).to.equal(409)
    expect(wordsOf(await told.text()))
      .to.include('1 of 2 marked records cannot be in the file')
      .and.include('Northfield City, record 999999')
      .and.include('Download the other one')
    const without = ['northfield 999999']
    const file = await press('marked/file', { mark, format: 'mrk', without, despite: '1' })
    expect([file.status, file.headers.get('farshelf-left-out')]).to.deep.equal([200, '1'])
    expect((await file.text()).match(/^=LDR/gm)).to.have.lengthOf(1)
    const none = await press('marked/file', { mark: [mark[1]!], shown: mark, without, format: 'mrk', despite: '1' })
    expect(none.status).to.equal(409)
  })

  it('say it once more where more is missing than was said', async () => {
    const [one] = boxes(await results())
    const mark = [one!, 'northfield 999998', 'northfield 999999']
    const again = await press('marked/file', { mark, format: 'mrk', without: ['northfield 999999'], despite: '1' })
    expect(again.status).to.equal(409)
    const html = await again.text()
    expect(wordsOf(html)).to.include('More are missing now').and.include('2 of 3 marked records')
    const agreed = [...html.matchAll(/name="without" value="([^"]+)"/g)].map(([, place]) => place!)
    expect(agreed).to.deep.equal(mark.slice(1))
    expect((await press('marked/file', { mark, format: 'mrk', without: agreed, despite: '1' })).status).to.equal(200)
    expect((await press('marked/file', { mark, format: 'mrk', without: agreed })).status).to.equal(409)
  })

  it('are compared side by side, two or three of them', async () => {
    const places = boxes(await results())
    const sent = await press('compare', { mark: places.slice(0, 3) })
    const address = sent.headers.get('location')!
    expect(address).to.match(/^\/enquiry\/compare\?/)
    const html = await page(address)
    expect(wordsOf(html))
      .to.match(/different/)
      .and.match(/only in \d/)
      .and.include('Select Record')
    expect([...html.matchAll(/<th scope="row">LDR/g)]).to.have.lengthOf(1)
    expect([...html.matchAll(/<th scope="row">245/g)].length).to.be.greaterThan(0)
    expect(linksOf(html).filter((link) => link.startsWith('/enquiry/record?'))).to.have.lengthOf(3)
    for (const [mark, why] of [
      [places.slice(0, 1), '1 hit is marked. Mark one or two more to compare.'],
      [places.slice(0, 4), 'two or three can be compared'],
    ] as const) {
      await press('marks', { none: '1' })
      const back = await press('compare', { mark })
      expect(wordsOf(await page(`${back.headers.get('location')}&wait=1`))).to.include(why)
    }
  })

  it('are chosen from where they are compared: selected, asked for, or kept marked', async () => {
    const places = boxes(await results()).slice(0, 3)
    const address = (await press('compare', { mark: places })).headers.get('location')!
    const html = await page(address)
    const selects = [...html.matchAll(/action="([^"]*record\/select[^"]*)"/g)].map(([, action]) => action!)
    expect(selects).to.have.lengthOf(3)
    expect(selects[1]!.replaceAll('&amp;', '&')).to.match(
      new RegExp(`library=${places[1]!.split(' ')[0]}&record=${places[1]!.split(' ')[1]}`),
    )
    expect(wordsOf(html)).not.to.include('Place Request')
    expect(ticked(html)).to.deep.equal(places)
    expect(shown(html)).to.deep.equal(places)
    const kept = await press('marks', { mark: [places[2]!], shown: shown(html) })
    expect(kept.headers.get('location')).to.match(/^\/enquiry\/search\?/)
    expect(ticked(await results())).to.deep.equal([places[2]])
    // Opened anew, it shows what is marked by now.
    expect(ticked(await page(address))).to.deep.equal([places[2]])

    const desk = await signIn(site, 'enquiry', 'requests')
    const theirs = await page(address, desk)
    const links = linksOf(theirs).filter((link) => link.startsWith('/enquiry/record/request?'))
    expect(links).to.have.lengthOf(3)
    expect((await desk.get(links[0]!)).status).to.equal(200)
    expect(theirs).not.to.include('record/select')
  })

  it('are compared as far as their libraries still answer with them', async () => {
    const [one, two] = boxes(await results())
    const params = new URLSearchParams([
      ['m', one!],
      ['m', 'northfield 999999'],
      ['m', two!],
    ])
    const answer = await staff.get(`/enquiry/compare?${search}&${params}`)
    expect(answer.status).to.equal(404)
    const html = await answer.text()
    expect(wordsOf(html)).to.include('Northfield City, record 999999: the library no longer answers with it.')
    expect(html).to.contain('<th scope="row">245')
    expect((await staff.get(`/enquiry/compare?${search}&m=northfield+1`)).status).to.equal(400)
  })

  it('are a hundred at most', async () => {
    const mark = Array.from({ length: 150 }, (_, n) => `northfield ${n + 1}`)
    await press('marks', { mark })
    expect(wordsOf(await results())).to.include('100 hits are marked, which is the most.')
  })
})
