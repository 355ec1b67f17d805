import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { type Actor, type AuditEntry, audit } from '../../src/kit/index.ts'
import { actionWords, kindWords } from '../../src/web/pages/admin/audit/words.ts'
import { asOwner } from '../database.ts'
import { linksOf, wordsOf } from './html.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

const ann: Actor = { name: 'Ann Ash', via: 'web' }
const bob: Actor = { name: '100%_Bob', via: 'cli' }

describe('The page of the audit trail', () => {
  let site: Site
  let admin: SignedIn
  before(async () => {
    site = await openSite([])
    admin = await signIn(site, 'admin', 'catalogue.edit')
    await asOwner(site.databaseUrl, 'delete from audit')
    await write(
      { actor: ann, action: 'bib.edit', subject: { kind: 'bib', id: 7 }, detail: { version: 2 } },
      { actor: bob, action: 'library.local.own', subject: { kind: 'shelf', id: '<b>x' }, detail: { note: '=1+1' } },
      { actor: ann, action: 'item.change', subject: { kind: 'item', id: 7 }, detail: { bib: 7, accessionNo: 'I-1' } },
    )
  })
  after(() => site.close())

  const write = (...entries: readonly AuditEntry[]) => audit(site.database.db, ...entries)
  const rows = async (query = '') => {
    const html = await (await admin.get(`/admin/audit?${query}`)).text()
    return [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].slice(1).map(([, row]) => wordsOf(row!).trim())
  }
  const whats = async (query: string) =>
    (await rows(query)).map((row) => /Edited a record|Changed an item|library\.local\.own|Signed in/.exec(row)?.[0])

  it('says who did what to which thing, the last first', async () => {
    const [item, own, bib] = await rows()
    expect(bib).to.match(/UTC Ann Ash page Edited a record Record 7 all version: 2$/)
    expect(own).to.include('100%_Bob command line library.local.own shelf &lt;b>x')
    expect(item).to.include('Changed an item Item 7')
    const links = linksOf(await (await admin.get('/admin/audit')).text())
    expect(links).to.include.members(['/catalogue/7', '/catalogue/7/items/7', '/admin/audit?kind=item&subject=7'])
    expect(linksOf(await (await admin.get('/admin')).text())).to.include('/admin/audit')
  })

  it('is narrowed by person, kind, thing and words, those shown as well as those kept', async () => {
    expect(await whats('who=ann')).to.deep.equal(['Changed an item', 'Edited a record'])
    expect(await whats('who=0%25_b')).to.deep.equal(['library.local.own'])
    expect(await whats('who=%25')).to.deep.equal(['library.local.own'])
    expect(await whats('kind=bib')).to.deep.equal(['Edited a record'])
    expect(await whats('kind=item&subject=7')).to.deep.equal(['Changed an item'])
    expect(await whats('text=i-1')).to.deep.equal(['Changed an item'])
    expect(await whats('text=edited')).to.deep.equal(['Edited a record'])
    expect(await whats('text=LOCAL.own&who=ann')).to.deep.equal([])
    expect(wordsOf(await (await admin.get('/admin/audit?who=nobody')).text())).to.include('Nothing like this was done')
    expect((await admin.get('/admin/audit?who=%00&text=%00&kind=%00&subject=%00')).status).to.equal(200)
    const kinds = await (await admin.get('/admin/audit')).text()
    expect([...kinds.matchAll(/<option value="([^"]+)"/g)].map(([, kind]) => kind)).to.deep.equal([
      'bib',
      'item',
      'shelf',
    ])
  })

  it('is narrowed to a period, whole days of it', async () => {
    const subject = { subject_kind: 'staff', subject_id: 'x', actor_name: 'Old', via: 'web', action: 'login' } as const
    await site.database.db
      .insertInto('audit')
      .values(
        ['2020-02-28T23:59:59.9Z', '2020-02-29T00:00Z', '2020-02-29T23:59:59.9Z', '2020-03-01T00:00Z'].map((at) => ({
          ...subject,
          at: new Date(at),
          detail: '{}',
        })),
      )
      .execute()
    expect(await rows('from=2020-02-29&to=2020-02-29')).to.have.length(2)
    expect(await rows('to=2020-02-28')).to.have.length(1)
    expect(await rows('from=2020-02-29&who=old')).to.have.length(3)
    expect((await admin.get('/admin/audit?from=yesterday')).status).to.equal(400)
  })

  it('turns to older pages, though lines are added meanwhile', async () => {
    const line = (n: number) => ({ actor: ann, action: 'role.add', subject: { kind: 'role', id: `r${n}` } })
    await write(...Array.from({ length: 120 }, (_, n) => line(n)))
    const seen: string[] = []
    for (let path: string | undefined = '/admin/audit?kind=role'; path; ) {
      const html = await (await admin.get(path)).text()
      seen.push(...[...html.matchAll(/Role (r\d+)/g)].map(([, id]) => id!))
      path = linksOf(html).find((link) => link.includes('before=') && !link.includes('file'))
      await write(line(1000))
    }
    expect(seen).to.deep.equal(Array.from({ length: 120 }, (_, n) => `r${119 - n}`))
  })

  it('comes as a table of what is looked for, in which nothing is calculated', async () => {
    const answer = await admin.get('/admin/audit/file?who=bob')
    expect(answer.headers.get('content-type')).to.equal('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).to.include('audit.csv')
    const [head, ...lines] = parse(await answer.text(), { bom: true }) as string[][]
    expect(head).to.deep.equal(['number', 'when', 'who', 'by', 'action', 'about', 'id', 'detail'])
    expect(lines.map((line) => line.slice(2))).to.deep.equal([
      ['100%_Bob', 'cli', 'library.local.own', 'shelf', '<b>x', '{"note":"=1+1"}'],
    ])
    await write({ actor: { name: '=Eve', via: 'web' }, action: 'login', subject: { kind: 'staff', id: 1 } })
    expect(await (await admin.get('/admin/audit/file?who=eve')).text()).to.include(`,"'=Eve",`)
  })

  it('comes whole, however long it is', async () => {
    await sql`insert into audit (actor_name, via, action, subject_kind, subject_id)
      select 'Loader', 'job', 'login', 'staff', n from generate_series(1, 12000) n`.execute(site.database.db)
    const text = await (await admin.get('/admin/audit/file?who=loader')).text()
    const ids = (parse(text, { bom: true, from: 2 }) as string[][]).map((line) => Number(line[6]))
    expect(ids).to.deep.equal(Array.from({ length: 12_000 }, (_, n) => 12_000 - n))
  })

  it('is for administrators only', async () => {
    const other = await signIn(site, 'catalogue.edit', 'requests')
    for (const path of ['/admin/audit', '/admin/audit/file']) expect((await other.get(path)).status).to.equal(403)
  })

  it('has words for every action and kind of thing that is written', () => {
    const root = fileURLToPath(new URL('../../src/', import.meta.url))
    const source = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => readFileSync(root + file, 'utf8'))
      .join('\n')
    const actions = [...source.matchAll(/action: '([a-z-]+\.[a-z.-]+)'/g)].map(([, action]) => action!)
    const kinds = [...source.matchAll(/subject: \{ kind: '([a-z-]+)'/g)].map(([, kind]) => kind!)
    expect(actions.length).to.be.greaterThan(30)
    expect(kinds.length).to.be.greaterThan(20)
    expect(actions.filter((action) => !(action in actionWords))).to.deep.equal([])
    expect(kinds.filter((kind) => !(kind in kindWords))).to.deep.equal([])
  })

  it('finds what somebody did long ago, before all that others have done since', async () => {
    // The few lines of the first stand before more than are looked through one by one.
    await asOwner(
      site.databaseUrl,
      `insert into audit (actor_name, via, action, subject_kind, subject_id)
        select case when n <= 60 then 'Rare Bird' when n % 2 = 0 then 'Busy Bee' else 'Moth ' || n end,
          'web', 'bib.edit', 'bib', n::text from generate_series(1, 21000) n`,
    )
    const page = async (query: string) => await (await admin.get(`/admin/audit?${query}`)).text()
    const numbers = (html: string) => [...html.matchAll(/Record (\d+)/g)].map(([, number]) => Number(number))
    const first = await page('who=rare+b')
    expect(numbers(first)).to.deep.equal(Array.from({ length: 50 }, (_, n) => 60 - n))
    const older = linksOf(first).find((link) => link.includes('before='))
    expect(numbers(await page(older!.split('?')[1]!))).to.deep.equal(Array.from({ length: 10 }, (_, n) => 10 - n))
    expect(numbers(await page('who=busy'))).to.have.length(50)
    // Of more names than are looked up, and with something that holds of none of the newest.
    expect(numbers(await page('who=moth&kind=bib&subject=61'))).to.deep.equal([61])
    expect(numbers(await page('who=rare&kind=bib&subject=17'))).to.deep.equal([17])
  })
})
