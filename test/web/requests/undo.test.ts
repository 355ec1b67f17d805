import { expect } from 'chai'
import { addBook } from '../our-catalogue.ts'
import { signIn, signInWith } from '../people.ts'
import { useIllSite } from './ill-site.ts'

describe('Undo', () => {
  const house = useIllSite()
  const undoOf = (html: string) =>
    /<form method="post" action="([^"]+\/undo)">.*?<\/form>(?:<span[^>]*>([^<]*))?/s.exec(html)

  it('is offered with the name of the last action, and takes it back', async () => {
    const { id } = await house.place('Taken Back')
    const base = `/requests/${id}`
    expect((await house.page(base)).text).not.to.contain('Undo')
    await house.press(`${base}/act/inProcess`)
    const { text } = await house.page(base)
    expect(undoOf(text)?.[0]).to.contain('Undo “In Process”').and.not.to.contain('disabled')
    await house.send(`${base}/undo`, { version: String((await house.request(id)).version) })
    expect((await house.request(id)).state).to.equal('pending-review')
    // What was undone is not undone again.
    expect((await house.page(base)).text).not.to.contain('Undo “')
  })

  it('says why not: what colleagues did is theirs, or a supervisor’s', async () => {
    const { id } = await house.place('A Colleague’s')
    await house.press(`/requests/${id}/act/inProcess`)
    const colleague = await signIn(house.site, 'requests')
    const { text } = await house.page(`/requests/${id}`, colleague)
    expect(undoOf(text)?.[0]).to.contain('disabled')
    expect(undoOf(text)?.[2]).to.equal(`it was done by ${house.staff.name}`)
    const supervisor = await signIn(house.site, 'requests', 'admin')
    expect(undoOf((await house.page(`/requests/${id}`, supervisor)).text)?.[0]).not.to.contain('disabled')
  })

  it('is a supervisor’s of the branch, too, at that branch', async () => {
    const roles = [{ role: 'requests' }, { role: 'admin', branch: 'main' }]
    const supervisor = await signInWith(house.site, 'staff', roles, 'Bea Branch')
    const { id } = await house.place('Of the Branch')
    await house.act(id, 'inProcess', { notify: false })
    const { text } = await house.page(`/requests/${id}`, supervisor)
    expect(undoOf(text)?.[0]).not.to.contain('disabled')
    const version = String((await house.request(id)).version)
    expect((await supervisor.form(`/requests/${id}/undo`, { version })).status).to.equal(303)
  })

  it('takes a link back to the record that was linked before, and none from under a lender', async () => {
    const { id } = await house.place('Linked Twice')
    const base = `/requests/${id}`
    const [one, other] = [
      await addBook(house.site.database, { title: 'Linked Once' }),
      await addBook(house.site.database, { title: 'Linked Twice' }),
    ]
    const undo = async () => house.send(`${base}/undo`, { version: String((await house.request(id)).version) })
    await house.send(`${base}/link`, { bib: String(one) })
    await house.send(`${base}/link`, { bib: String(other) })
    expect((await undo()).status).to.equal(303)
    expect((await house.request(id)).bibId).to.equal(one)
    const { request } = await house.line('Linked for a Lender')
    const refused = await house.send(`/requests/${request.id}/undo`, {
      version: String((await house.request(request.id)).version),
    })
    expect([refused.status, refused.text.includes('it has lenders by now')]).to.deep.equal([409, true])
  })

  it('takes back what happened on a lender’s line, until the letter is written', async () => {
    const { request, line } = await house.line('Asked by Mistake')
    const base = `/requests/${request.id}/lenders`
    await house.press(`${base}/${line.id}/act/request`, { transmit: '1' })
    expect(undoOf((await house.page(base)).text)?.[0])
      .to.contain('Undo “Requested”')
      .and.not.to.contain('disabled')
    await house.send(`${base}/${line.id}/undo`, { version: '2' })
    expect((await house.page(base)).text).to.contain('Awaiting')
    await house.press(`${base}/${line.id}/act/request`, { transmit: '1' })
    const written = () => house.messages(request.id)
    await house.work(async () => (await written()).length > 0)
    expect(undoOf((await house.page(base)).text)?.[2]).to.equal('the request to the lender has happened already')
  })
})
