import { expect } from 'chai'
import {
  cancelReservation,
  changePickup,
  expirePickups,
  moveReservation,
  pickupShelf,
  reservationsOf,
  reservationsOfBib,
  toClear,
  toFetch,
} from '../../src/circulation/index.ts'
import { by, settings, useLibrary } from './library.ts'

describe('Reservations', () => {
  const library = useLibrary()
  const cancel = (id: string, patronId?: string) =>
    library.tx((tx) => cancelReservation(tx, { id, patronId, by, now: library.now }))
  const move = (id: string, to: number) => library.tx((tx) => moveReservation(tx, { id, to, by, now: library.now }))
  const waitingFor = async (bib: number) =>
    (await reservationsOfBib(library.db, bib)).map(({ patronId, place }) => [patronId, place])

  it('of a title are given a copy in the order they came', async () => {
    const bib = await library.bib()
    const [one, two] = [await library.item(bib), await library.item(bib)]
    await library.lend(one.id, await library.patron())
    await library.lend(two.id, await library.patron())
    const [first, second] = [await library.patron(), await library.patron()]
    await library.wish({ bibId: bib }, first)
    await library.wish({ bibId: bib }, second)
    expect(await waitingFor(bib)).to.deep.equal([
      [first, 1],
      [second, 2],
    ])
    const back = await library.in(two)
    expect(back.to === 'pickup' && back.reservation).to.include({ patronId: first, state: 'ready' })
    // Seven open days on: a Sunday does not count.
    expect(back.to === 'pickup' && back.reservation.keepUntil).to.equal('2026-03-10')
    expect((await library.look(two.id)).circulation).to.equal('pickup-shelf')
    expect(await library.out(two.id, second)).to.include({ done: false, why: 'reserved' })
    const again = await library.in(two)
    expect(again).to.deep.include({ to: 'pickup', fresh: false })
    expect((await library.out(two.id, first)).done).to.equal(true)
    expect(await reservationsOf(library.db, first)).to.deep.equal([])
    const other = await library.in(one)
    expect(other.to === 'pickup' && other.reservation.patronId).to.equal(second)
  })

  it('of a copy come before those of its title', async () => {
    const bib = await library.bib()
    const item = await library.item(bib)
    await library.lend(item.id, await library.patron())
    const [title, copy] = [await library.patron(), await library.patron()]
    await library.wish({ bibId: bib }, title)
    await library.wish({ itemId: item.id }, copy)
    const back = await library.in(item)
    expect(back.to === 'pickup' && back.reservation).to.include({ patronId: copy, level: 'copy' })
  })

  it('are fetched where the patron said, by way of another branch', async () => {
    const item = await library.item(await library.bib())
    await library.lend(item.id, await library.patron())
    const patron = await library.patron()
    await library.wish({ bibId: item.bibId }, patron, 'riverside')
    const back = await library.in(item, 'main')
    expect(back).to.deep.include({ to: 'transfer', branch: 'riverside' })
    expect((await library.in(item, 'main')).to).to.equal('transfer')
    expect((await pickupShelf(library.db, 'riverside')).map(({ state }) => state)).to.deep.equal(['transit'])
    const there = await library.in(item, 'riverside')
    expect(there).to.deep.include({ to: 'pickup', fresh: true })
    const [line] = await reservationsOf(library.db, patron)
    expect(line).to.include({ state: 'ready', pickupBranch: 'riverside', accessionNo: item.accessionNo })
  })

  it('are placed once, by who may, for what is lent', async () => {
    const bib = await library.bib()
    const item = await library.item(bib)
    const patron = await library.patron()
    const why = async (wanted: Parameters<typeof library.reserve>[0], who = patron, branch = 'main') => {
      const answer = await library.reserve(wanted, who, branch)
      return answer.done || answer.why
    }
    expect(await why({ bibId: bib })).to.equal(true)
    expect(await why({ bibId: bib })).to.equal('twice')
    expect(await why({ itemId: item.id })).to.equal(true)
    expect(await why({ itemId: item.id })).to.equal('twice')
    expect(await why({ bibId: bib }, await library.patron(), 'nowhere')).to.equal('no-such-branch')
    expect(await why({ bibId: bib }, await library.patron({ blocked: true }))).to.equal('blocked')
    const kept = await library.item(await library.bib(), { status: 'reference' })
    expect(await why({ itemId: kept.id })).to.equal('nothing-to-lend')
    expect(await why({ bibId: kept.bibId })).to.equal('nothing-to-lend')
    expect(await why({ bibId: await library.bib() })).to.equal('nothing-to-lend')
    const reader = await library.patron()
    const lent = await library.item(await library.bib())
    await library.lend(lent.id, reader)
    expect(await why({ bibId: lent.bibId }, reader)).to.equal('has-it')
    for (let n = 0; n < 3; n++) await library.wish({ bibId: (await library.item(await library.bib())).bibId }, reader)
    expect(await why({ bibId: bib }, reader)).to.equal('limit')
    const gone = await library.reserve({ bibId: 999_999 }, reader).catch((error) => error.code)
    expect(['limit', 'bib-gone']).to.include(gone.why ?? gone)
  })

  it('are placed once of many that are sent at once', async () => {
    const item = await library.item(await library.bib())
    const patron = await library.patron()
    const answers = await Promise.all(Array.from({ length: 8 }, () => library.reserve({ bibId: item.bibId }, patron)))
    expect(answers.filter(({ done }) => done)).to.have.lengthOf(1)
  })

  it('let whoever waits first have a copy from the shelf, and others where there are enough', async () => {
    const bib = await library.bib()
    const [one, two] = [await library.item(bib), await library.item(bib)]
    const [first, stranger] = [await library.patron(), await library.patron()]
    await library.wish({ bibId: bib }, first)
    expect((await library.out(one.id, stranger)).done).to.equal(true)
    expect(await library.out(two.id, await library.patron())).to.include({ done: false, why: 'reserved' })
    expect((await library.out(two.id, first)).done).to.equal(true)
    expect(await reservationsOfBib(library.db, bib)).to.deep.equal([])
  })

  it('tell the desk what to fetch: no more than is waited for, and not what is out', async () => {
    const bib = await library.bib()
    const near = await library.item(bib, { callNumber: 'B 2' })
    await library.item(bib, { callNumber: 'B 3' })
    const copy = await library.item(await library.bib(), { callNumber: 'A 1' })
    await library.wish({ bibId: bib }, await library.patron())
    await library.wish({ itemId: copy.id }, await library.patron())
    const mine = (lines: readonly { readonly itemId: number; readonly bibId: number }[]) =>
      lines.filter(({ bibId }) => [bib, copy.bibId].includes(bibId)).map(({ itemId }) => itemId)
    const list = mine(await toFetch(library.db, 'main'))
    expect(list).to.include.members([near.id, copy.id])
    expect(list).to.have.lengthOf(2)
    expect(mine(await toFetch(library.db, 'riverside'))).to.deep.equal([])
    await library.in(near)
    expect(mine(await toFetch(library.db, 'main'))).to.deep.equal([copy.id])
    await library.in(copy)
  })

  it('are cancelled by whose they are; the copy goes to the next', async () => {
    const item = await library.item(await library.bib())
    await library.lend(item.id, await library.patron())
    const [first, second] = [await library.patron(), await library.patron()]
    const wish = await library.wish({ bibId: item.bibId }, first)
    await library.wish({ bibId: item.bibId }, second)
    await library.in(item)
    expect(await cancel(wish.id, second)).to.equal(undefined)
    expect(await cancel(wish.id, first)).to.include({ id: wish.id, state: 'ready' })
    expect(await cancel(wish.id, first)).to.equal(undefined)
    expect((await toClear(library.db, 'main')).map(({ itemId }) => itemId)).to.deep.equal([item.id])
    expect(await toClear(library.db, 'riverside')).to.deep.equal([])
    const next = await library.in(item)
    expect(next.to === 'pickup' && next.reservation.patronId).to.equal(second)
    expect(await toClear(library.db, 'main')).to.deep.equal([])
  })

  it('change places in their queue, and where they are fetched', async () => {
    const item = await library.item(await library.bib())
    await library.lend(item.id, await library.patron())
    const patrons = [await library.patron(), await library.patron(), await library.patron()]
    const [, , third] = [
      await library.wish({ bibId: item.bibId }, patrons[0]!),
      await library.wish({ bibId: item.bibId }, patrons[1]!),
      await library.wish({ bibId: item.bibId }, patrons[2]!),
    ]
    expect(await move(third.id, 1)).to.equal(true)
    expect(await waitingFor(item.bibId)).to.deep.equal([
      [patrons[2], 1],
      [patrons[0], 2],
      [patrons[1], 3],
    ])
    expect(await move(third.id, 99)).to.equal(true)
    expect((await waitingFor(item.bibId)).map(([who]) => who)).to.deep.equal(patrons)
    const change = (pickupBranch: string) =>
      library.tx((tx) => changePickup(tx, { id: third.id, pickupBranch, by, now: library.now }))
    expect(await change('nowhere')).to.equal(false)
    expect(await change('riverside')).to.equal(true)
    await move(third.id, 1)
    await library.in(item)
    expect(await change('main')).to.equal(false)
    expect(await move(third.id, 2)).to.equal(false)
  })

  it('end when the pickup shelf has kept them long enough, by the clock of the branch', async () => {
    const item = await library.item(await library.bib())
    await library.lend(item.id, await library.patron())
    const [late, next] = [await library.patron(), await library.patron()]
    await library.wish({ bibId: item.bibId }, late)
    await library.wish({ bibId: item.bibId }, next)
    const back = await library.in(item)
    const id = back.to === 'pickup' ? back.reservation.id : ''
    const start = library.now
    const expired = async () =>
      (await expirePickups(library.database, settings, library.now)).filter((one) => one.id === id)
    library.setNow(Date.UTC(2026, 2, 10, 23, 59))
    expect(await expired()).to.deep.equal([])
    library.setNow(Date.UTC(2026, 2, 11, 0, 0))
    expect(await expired()).to.have.lengthOf(1)
    expect(await expired()).to.have.lengthOf(0)
    expect((await toClear(library.db, 'main')).map(({ itemId }) => itemId)).to.include(item.id)
    const found = await library.in(item)
    expect(found.to === 'pickup' && found.reservation.patronId).to.equal(next)
    library.setNow(start)
  })

  it('give two copies that come back at once to the first two', async () => {
    const bib = await library.bib()
    const items = await Promise.all(Array.from({ length: 6 }, () => library.item(bib)))
    for (const { id } of items) await library.lend(id, await library.patron())
    const patrons: string[] = []
    for (let n = 0; n < 8; n++) {
      const patron = await library.patron()
      await library.wish({ bibId: bib }, patron)
      patrons.push(patron)
    }
    const back = await Promise.all(items.map((item) => library.in(item)))
    const given = back.flatMap((one) => (one.to === 'pickup' ? [one.reservation.patronId] : []))
    expect(given).to.have.members(patrons.slice(0, 6))
  })
})
