import { expect } from 'chai'
import { readTableRows } from '../../../src/standards/table/index.ts'
import { type SignedIn, signIn } from '../people.ts'
import { type Office, openOffice } from './office.ts'

describe('The list of requests as a file', () => {
  let office: Office
  let staff: SignedIn
  before(async () => {
    office = await openOffice()
    staff = await signIn(office.site, 'requests')
  })
  after(() => office?.close())

  const download = async (query = '') => {
    const answer = await staff.get(`/requests/list/file${query}`)
    const rows = readTableRows(Buffer.from(await answer.arrayBuffer()))
    return { answer, rows: rows.map(({ cells }) => [...cells]) }
  }

  it('has a row for each request the list is of, in its order', async () => {
    const { id } = await office.place('Owls, and "others"')
    await office.link(id)
    await office.act(await office.ask(id, 'Farshore Library'), 'request', { transmit: false })
    const other = await office.place('Badgers', { service: 'copy', citation: { title: 'Badgers', pages: '1-2' } })
    await office.act(other.id, 'cancel')
    const { answer, rows } = await download('?sort=title&completed=1')
    expect(answer.headers.get('content-type')).to.equal('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).to.match(/attachment; filename="?requests-[\d-]+\.csv/)
    const [head, ...body] = rows
    expect(head!.slice(0, 3)).to.deep.equal(['Number', 'Title', 'Author'])
    expect(body.map(([, title]) => title)).to.deep.equal(['Badgers', 'Owls, and "others"'])
    expect(body[1]).to.include.members([
      'Rosa Reader',
      'P-1',
      'Pending review',
      'Farshore Library',
      'Requested',
      'Loan',
    ])
    expect((await download()).rows.length).to.equal(2)
    expect((await download('?text=nonsense')).rows.length).to.equal(1)
  })

  it('holds no formula, whatever people typed', async () => {
    for (const title of ['=cmd|calc', '+1', '-1', '@sum', '\t=1']) await office.place(title)
    const text = await (await staff.get('/requests/list/file')).text()
    for (const cell of text.split(/[\r\n,]+/)) expect(cell).not.to.match(/^"?\s*[=+\-@]/)
    expect(text).to.contain("'=cmd|calc")
  })

  it('goes on beyond what is read at once, each once', async () => {
    await office.place('Many')
    const { db } = office.site.database
    const { sql } = await import('kysely')
    await sql`with made as (insert into workflow_instances (definition, definition_version, state, version, last_event, data,
        created_at, changed_at)
      select i.definition, i.definition_version, 'in-process', 1, 'start', i.data, now(), now()
      from (select * from workflow_instances where definition = 'request' limit 1) i, generate_series(1, 1200) returning id)
      insert into ill_requests (id, patron_id, service, title, author, citation, match_key, words, patron_note, source, placed_at)
      select id, ${office.patronId}, 'loan', 'Copied', '', '{}', 'x', '', '', '{"kind":"form"}', now() from made`.execute(
      db,
    )
    const { rows } = await download('?state=in-process')
    expect(rows.length).to.equal(1201)
    expect(new Set(rows.map(([number]) => number)).size).to.equal(1201)
  })
})
