import { expect } from 'chai'
import { addBib, changeBib, setBibState } from '../../src/catalogue/index.ts'
import { MarcRecord, writeIso2709 } from '../../src/standards/marc/index.ts'
import { book } from '../catalogue/books.ts'
import { linksOf, wordsOf } from './html.ts'
import { actor, addBook, addLists } from './our-catalogue.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

describe('The page of a record of ours', () => {
  let site: Site
  let staff: SignedIn
  let id: number

  before(async () => {
    site = await openSite([
      {
        id: 'northfield',
        records: 'northfield',
        settings: { label: 'Northfield City', link: 'https://catalogue.example.org/record/{001}' },
      },
    ])
    await addLists(site.database)
    id = await addBook(
      site.database,
      { title: 'The dispossessed', author: 'Le Guin, Ursula K.', subject: 'Anarchism' },
      [
        {
          accessionNo: 'X-77',
          location: 'fiction',
          callNumber: 'PS 3562',
          publicNote: 'Cover torn',
          staffNote: 'Rebind',
        },
        { accessionNo: 'X-78', branch: 'riverside', status: 'on-loan' },
      ],
    )
    staff = await signIn(site, 'catalogue.edit')
  })
  after(() => site.close())

  const read = async (answer: Promise<Response>, status = 200) => {
    expect((await answer).status).to.equal(status)
    return (await answer).text()
  }

  it('shows everybody the description and where the copies are', async () => {
    const html = await read(site.get(`/catalogue/${id}`))
    const words = wordsOf(html)
    expect(words).to.include('1 of 2 copies available')
    expect(words).to.include('Main Library Fiction PS 3562 ✓ Available Cover torn')
    expect(words).to.include('Riverside Branch ○ On loan')
    expect(linksOf(html)).to.include('/search?q=Anarchism&in=subject')
    expect(html).to.include('<bdi lang="en">The dispossessed</bdi>')
    expect(await read(site.get(`/catalogue/${id}?tab=marc`))).to.match(/650<\/th>/)
  })

  it('keeps from readers what is for staff', async () => {
    const words = wordsOf(await read(site.get(`/catalogue/${id}`)))
    expect(words).to.not.match(/X-77|Rebind|Version 1|Add an item/)
    const forStaff = wordsOf(await read(staff.get(`/catalogue/${id}`)))
    expect(forStaff).to.include('X-77').and.include('Rebind').and.include('Version 1, added by Test')
    expect(forStaff).to.include('Add an item')
  })

  it('says whose description it began with, and leads to it there, whatever became of it here', async () => {
    const theirs = new MarcRecord()
    theirs.leader = '00000nam a2200000 a 4500'
    theirs.fields = [
      ['001', 'nfd 7'],
      ['245', '10', 'a', 'A borrowed description'],
    ]
    const { db } = site.database
    const source = await db
      .insertInto('bib_sources')
      .values({
        target: 'northfield',
        target_label: 'Northfield City',
        database: 'Default',
        query: '',
        fetched_at: new Date(),
        syntax: 'usmarc',
        encoding: 'utf-8',
        lossy: false,
        raw: Buffer.from(writeIso2709(theirs)),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const provenance = { actor, action: 'select', sourceId: source.id } as const
    const ours = book({ title: 'A borrowed description', controlNumber: 'our-1' })
    const added = await addBib(db, { record: ours, flavour: 'marc21' }, provenance)
    await changeBib(db, added.id, 1, { record: ours, flavour: 'marc21' }, { actor, action: 'edit' })
    const html = await read(site.get(`/catalogue/${added.id}`))
    expect(wordsOf(html)).to.include('Description from Northfield City')
    expect(linksOf(html)).to.include('https://catalogue.example.org/record/nfd%207')
    expect(wordsOf(await read(site.get(`/catalogue/${id}`)))).to.not.include('Description from')
  })

  it('gives the record away in every format', async () => {
    for (const format of ['marc', 'marcxml', 'json', 'mrk', 'line']) {
      const answer = await site.get(`/catalogue/${id}/file?format=${format}`)
      expect(answer.status, format).to.equal(200)
      expect(answer.headers.get('content-disposition')).to.match(/^attachment/)
      expect(await answer.text(), format).to.include('dispossessed')
    }
    await read(site.get(`/catalogue/${id}/file?format=raw`), 400)
  })

  it('is nowhere for readers once it is suppressed, and marked for staff', async () => {
    const hidden = await addBook(site.database, { title: 'Hidden history' }, [{}])
    await setBibState(site.database.db, hidden, 1, 'suppressed', { actor, action: 'suppress' })
    const views = ['', '?tab=marc', '/file?format=marc', '/file?format=json']
    for (const view of views) {
      const text = await read(site.get(`/catalogue/${hidden}${view}`), 404)
      expect(text, view).to.not.include('Hidden')
    }
    for (const view of ['', '/marc', '/marc?format=marcxml', '/items'])
      expect((await site.get(`/api/v1/catalogue/records/${hidden}${view}`)).status, view).to.equal(404)
    expect(wordsOf(await read(staff.get(`/catalogue/${hidden}`)))).to.include('Suppressed.')
    await read(staff.get(`/catalogue/${hidden}/file?format=marc`))
  })

  it('is nowhere for anybody once it is deleted', async () => {
    const gone = await addBook(site.database, { title: 'Gone with the cat' })
    await setBibState(site.database.db, gone, 1, 'deleted', { actor, action: 'delete' })
    for (const view of ['', '?tab=marc', '/file?format=marc', '/items/new'])
      await read(staff.get(`/catalogue/${gone}${view}`), 404)
    await read(site.get(`/catalogue/${gone}`), 404)
    await read(site.get('/catalogue/999999'), 404)
    await read(site.get('/catalogue/nonsense'), 400)
  })
})
