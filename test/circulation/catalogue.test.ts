import { expect } from 'chai'
import { itemSummaries, noFilters, removeCode, searchCatalogue } from '../../src/catalogue/index.ts'
import { addIllItem, closeIllItem } from '../../src/circulation/index.ts'
import { by, settings, useLibrary } from './library.ts'

describe('What the catalogue says of lent items', () => {
  const library = useLibrary()
  const found = async (title: string, filters: object) => {
    const query = { title }
    return (await searchCatalogue(library.db, { query, filters: { ...noFilters, ...filters }, size: 5 })).count.value
  }

  it('does not find what is lent among what is available', async () => {
    const bib = await library.bib('Lenticular clouds')
    const item = await library.item(bib)
    expect(await found('lenticular', { available: true })).to.equal(1)
    await library.lend(item.id, await library.patron())
    expect(await found('lenticular', { available: true })).to.equal(0)
    expect(await found('lenticular', {})).to.equal(1)
    expect((await itemSummaries(library.db, [bib])).get(bib)).to.include({ count: 1, available: 0 })
    await library.in(item)
    expect(await found('lenticular', { available: true })).to.equal(1)
  })

  it('finds no branch that has nothing but what has gone home', async () => {
    const bibId = await library.bib('Altocumulus clouds')
    const lender = { lineId: 'altocumulus', by, now: library.now }
    const patronId = await library.patron()
    await library.tx((tx) =>
      addIllItem(tx, settings, {
        ...lender,
        bibId,
        accessionNo: 'next',
        requestId: 'r',
        patronId,
        pickupBranch: 'main',
      }),
    )
    expect(await found('altocumulus', { branch: ['main'] })).to.equal(1)
    await library.tx((tx) => closeIllItem(tx, lender))
    expect(await found('altocumulus', { branch: ['main'] })).to.equal(0)
  })

  it('keeps the statuses that programs name', async () => {
    for (const code of ['available', 'on-loan', 'pickup-shelf', 'in-transit', 'ill', 'ill-officer']) {
      const refused = await library.tx((tx) => removeCode(tx, 'item-status', code, by)).catch((error) => error.code)
      expect([code, refused]).to.deep.equal([code, 'code-built-in'])
    }
    await library.tx((tx) => removeCode(tx, 'item-status', 'in-process', by))
  })
})
