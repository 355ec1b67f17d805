import { expect } from 'chai'
import { wordsOf } from '../html.ts'
import { useLendingSite } from './lending-site.ts'

describe('Shipped, for several requests of other libraries', () => {
  const house = useLendingSite({ lendingDays: 28 })
  const state = async (id: number) => (await house.read(id)).state
  const ask = (...ids: readonly number[]) =>
    house.page(`/lending/bulk?event=shipped&${ids.map((id) => `id=${id}`).join('&')}`)
  const lineOf = (html: string, id: number) => new RegExp(`<input[^>]*name="item-${id}"[^>]*>`).exec(html)?.[0]
  const all = (html: string, name: string) =>
    [...html.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, 'g'))].map(([, value]) => value!)
  /** Sends the form that was shown, with what is scanned and said. */
  const send = async (html: string, said: Readonly<Record<string, string>>) => {
    const fields = { event: 'shipped', key: all(html, 'key')[0]!, row: all(html, 'row'), list: '/lending/list' }
    const answer = await house.staff.form('/lending/bulk', { ...fields, renewable: '1', ...said })
    const text = await answer.text()
    return { status: answer.status, text, words: wordsOf(text) }
  }

  it('takes a number for each, and lends each copy until the day of its own library', async () => {
    const [one, two] = [
      await house.lending('Ship one', { held: true }),
      await house.lending('Ship two', { held: true }),
    ]
    const short = await house.lender({ lentDays: 7 })
    const three = await house.lending('Ship three', { held: true, partnerId: short.id })
    const copy = await house.lending('Sent as a copy', { services: ['copy'] })
    const asked = await ask(one.lending.id, two.lending.id, three.lending.id, copy.lending.id)
    expect(wordsOf(asked.text))
      .to.include('Shipped: 3 requests')
      .and.include('3 of 4 can be done')
      .and.include('it is dealt with as a copy')
      .and.include(`On our shelves: ${one.item!.accessionNo}`)
      .and.not.include('Address where the copy can be fetched')
    expect(lineOf(asked.text, one.lending.id), 'it is waiting').to.include('autofocus')
    expect(lineOf(asked.text, two.lending.id)).not.to.include('autofocus')
    const scans = {
      [`item-${one.lending.id}`]: one.item!.accessionNo,
      [`item-${three.lending.id}`]: ` ${three.item!.accessionNo} `,
    }
    const done = await send(asked.text, scans)
    expect(done.status).to.equal(200)
    expect(done.words).to.include('Shipped: 2 of 3 done').and.include('1 request stayed as it was')
    expect(done.words).to.include(`${two.lending.number} Ship two : no copy was scanned for it`)
    const [first, second, third] = await Promise.all([one, two, three].map(({ lending }) => house.read(lending.id)))
    expect([first!.state, second!.state, third!.state]).to.deep.equal(['shipped', 'in-process', 'shipped'])
    const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000
    expect(days(third!.data.dueOn!, first!.data.dueOn!), 'each by its library’s rules').to.equal(21)
    expect([first!.itemId, first!.data.renewable]).to.deep.equal([one.item!.id, true])
    const again = await send(asked.text, scans)
    expect(again.words, 'the same press again').to.include('Shipped: 2 of 3 done')
    const loans = await house.site.database.db
      .selectFrom('loans')
      .select('id')
      .where('returned_at', 'is', null)
      .execute()
    expect(loans).to.have.length(2)
  })

  it('only looks when a scanner presses Enter, and goes on to the next line', async () => {
    const [one, two] = [
      await house.lending('Look one', { held: true }),
      await house.lending('Look two', { held: true }),
    ]
    const asked = await ask(one.lending.id, two.lending.id)
    const field = (id: number) => `item-${id}`
    const first = /<button[^>]*name="look"/.exec(asked.text)!.index
    expect(first, 'what Enter presses').to.be.lessThan(asked.text.indexOf('class="btn primary"'))
    const looked = await send(asked.text, { look: '1', [field(one.lending.id)]: one.item!.accessionNo })
    expect(looked.status).to.equal(200)
    expect(looked.words).to.include('Shipped: those with a number')
    expect(looked.words).to.include(`✓ ${one.item!.accessionNo} · Look one`)
    expect(lineOf(looked.text, two.lending.id)).to.include('autofocus')
    expect(lineOf(looked.text, one.lending.id)).to.include(`value="${one.item!.accessionNo}"`)
    expect([await state(one.lending.id), await state(two.lending.id)]).to.deep.equal(['in-process', 'in-process'])
  })

  it('says beside its line what cannot go, and ships nothing until it is put right', async () => {
    const [one, two, three] = [
      await house.lending('Wrong one', { held: true }),
      await house.lending('Wrong two', { held: true }),
      await house.lending('Wrong three', { held: true }),
    ]
    const asked = await ask(one.lending.id, two.lending.id, three.lending.id)
    const scans = (a: string, b: string, c: string) => ({
      [`item-${one.lending.id}`]: a,
      [`item-${two.lending.id}`]: b,
      [`item-${three.lending.id}`]: c,
    })
    const [a, b] = [one.item!.accessionNo, two.item!.accessionNo]
    const wrong = await send(asked.text, scans(b, b, 'NOBODY-1'))
    expect(wrong.status).to.equal(422)
    expect(wrong.words)
      .to.include(`${b} is a copy of “Wrong two”.`)
      .and.include(`${b} is scanned for another request already.`)
      .and.include('No item of ours has the number NOBODY-1.')
    for (const { lending } of [one, two, three]) expect(await state(lending.id)).to.equal('in-process')
    expect(lineOf(wrong.text, three.lending.id), 'the next scan begins anew').not.to.include('NOBODY')
    const late = await send(asked.text, { ...scans(a, b, ''), dueOn: 'tomorrow' })
    expect([late.status, late.words.includes('Give a day')]).to.deep.equal([422, true])
    expect(late.text, 'what was scanned stays').to.include(`value="${a}"`)
  })

  it('names each that is refused, and why, and keeps none of the others', async () => {
    const [one, two] = [
      await house.lending('Gone one', { held: true }),
      await house.lending('Gone two', { held: true }),
    ]
    const reader = await house.lending('Gone one', { wanted: { title: 'Gone one' } })
    await house.act(reader.lending.id, 'shipped', { itemNo: one.item!.accessionNo, dueOn: '2031-01-01' })
    const asked = await ask(one.lending.id, two.lending.id)
    const done = await send(asked.text, {
      [`item-${one.lending.id}`]: one.item!.accessionNo,
      [`item-${two.lending.id}`]: two.item!.accessionNo,
      dueOn: '2031-02-03',
    })
    expect(done.words).to.include('Shipped: 1 of 2 done').and.include('it is on loan').and.include(one.lending.number)
    expect(await state(one.lending.id)).to.equal('in-process')
    expect(await house.read(two.lending.id)).to.have.nested.property('data.dueOn', '2031-02-03')
  })
})
