import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { endSession } from '../../src/accounts/index.ts'
import { noWords } from '../../src/web/address.ts'
import { createEnquiryMemory, mostMarks, mostSearches } from '../../src/web/enquiry-memory.ts'
import { useDatabase } from '../database.ts'

const words = { ...noWords, audience: 'enquiry', q: 'history' } as const
const places = (n: number) => Array.from({ length: n }, (_, i) => `northfield ${i + 1}`)

describe('What Enquiry keeps for a session', () => {
  const store = useDatabase()
  let [me, you, person] = ['', '', '']

  async function begin(): Promise<string> {
    const now = new Date()
    const { id } = await store.database.db
      .insertInto('sessions')
      .values({ hash: Buffer.from(randomUUID()), person_id: person, created_at: now, seen_at: now, ends_at: now })
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  }
  before(async () => {
    const { rows } = await store.database.pool.query(
      "insert into people (kind, login, name) values ('staff', 'ann', 'Ann') returning id",
    )
    person = rows[0].id
  })
  beforeEach(async () => {
    me = await begin()
    you = await begin()
  })
  const memory = () => createEnquiryMemory(store.database)

  it('is marks by search, with what a page showed and is not ticked any more taken away', async () => {
    const { mark, marks, unmark } = memory()
    await mark(me, words, { shown: [], marked: ['z 1', 'a 2'] })
    expect(await mark(me, words, { shown: ['z 1'], marked: ['b 1'] })).to.deep.equal(['a 2', 'b 1'])
    expect(await marks(me, { ...words, t: ['a'] })).to.deep.equal([])
    expect(await marks(me, { ...words, sort: 'year' })).to.deep.equal([])
    expect(await marks(you, words)).to.deep.equal([])
    // Another process, or this one started anew
    expect(await memory().marks(me, words)).to.deep.equal(['a 2', 'b 1'])
    await unmark(me, words)
    expect(await marks(me, words)).to.deep.equal([])
  })

  it('is no more than can be used, and nothing for a program without a session', async () => {
    const { mark, marks } = memory()
    expect(await mark(me, words, { shown: [], marked: places(mostMarks + 5) })).to.have.lengthOf(mostMarks)
    expect(await marks(me, words)).to.deep.equal(places(mostMarks))
    expect(await mark(undefined, words, { shown: [], marked: places(2) })).to.have.lengthOf(2)
    expect(await marks(undefined, words)).to.deep.equal([])
    for (let n = 0; n < mostSearches; n++) await mark(me, { ...words, q: `w ${n}` }, { shown: [], marked: ['a 1'] })
    expect(await marks(me, words)).to.deep.equal([])
    expect(await marks(me, { ...words, q: 'w 0' })).to.deep.equal(['a 1'])
  })

  it('keeps marks that are made at once', async () => {
    const { mark, marks } = memory()
    await Promise.all(places(8).map((place) => mark(me, words, { shown: [place], marked: [place] })))
    expect(await marks(me, words)).to.have.members(places(8))
  })

  it('is its last searches, each of them once, with what was seen of it at last', async () => {
    const { note, searches, mark, marks, clear } = memory()
    const counted = { value: 3, exact: true }
    for (let n = 0; n < mostSearches + 5; n++) await note(me, { ...words, q: `word ${n}` }, { at: n, ours: counted })
    await note(me, { ...words, q: 'word 20', where: 'others' }, { at: 99, others: 7 })
    const kept = await memory().searches(me)
    expect(kept).to.have.lengthOf(mostSearches)
    expect(kept[0]).to.deep.equal({ words: { ...words, q: 'word 20' }, at: 99, ours: counted, others: 7 })
    expect(kept.at(-1)?.words.q).to.equal('word 5')
    expect([await searches(you), await searches(undefined)]).to.deep.equal([[], []])
    await mark(me, words, { shown: [], marked: ['a 1'] })
    await clear(me)
    expect(await searches(me)).to.deep.equal([])
    expect(await marks(me, words)).to.deep.equal(['a 1'])
  })

  it('is gone with the session', async () => {
    const { note, searches, mark, marks } = memory()
    await mark(me, words, { shown: [], marked: ['a 1'] })
    await note(me, words, { at: 1, others: 2 })
    await endSession(store.database.db, person, me)
    expect([await marks(me, words), await searches(me)]).to.deep.equal([[], []])
    // A page that was still on its way when it ended
    await note(me, words, { at: 2, others: 2 })
    expect(await mark(me, words, { shown: [], marked: ['a 1'] })).to.deep.equal(['a 1'])
    for (const table of ['enquiry_marks', 'enquiry_searches'] as const)
      expect(
        await store.database.db.selectFrom(table).select('search').where('session_id', '=', me).execute(),
      ).to.have.length(0)
  })
})
