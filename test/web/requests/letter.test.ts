import { expect } from 'chai'
import { IllSettings, type Order, placeRequest } from '../../../src/ill/index.ts'
import { readTemplate, saveTemplate } from '../../../src/messages/index.ts'
import { actor } from '../our-catalogue.ts'
import { useIllSite } from './ill-site.ts'

const letterIn = (html: string) =>
  /<pre class="letter panel">(.*?)<\/pre>/s
    .exec(html)?.[1]
    ?.replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')

const transmitTicked = /<input[^>]* name="transmit"[^>]* checked/

describe('The letter of a request to a lender', () => {
  const house = useIllSite()
  const asking = async (title: string, lender: object = {}) => {
    const { request, line } = await house.line(title, { citation: { title, isbn: '9780306406157' } }, lender)
    return { request, line, path: `/requests/${request.id}/lenders/${line.id}/act/request` }
  }
  const seen = (html: string) => ({
    version: house.hidden(html, 'version'),
    key: house.hidden(html, 'key'),
    previewed: house.hidden(html, 'previewed'),
    transmit: '1',
  })

  it('is shown with real data, and what was shown is what is sent', async () => {
    const { request, path } = await asking('Seen Before Sent')
    const first = await house.page(path)
    // Whoever can be told is told, unless somebody says otherwise.
    expect(first.text).to.match(transmitTicked)
    expect(letterIn(first.text)).to.contain('Seen Before Sent').and.to.contain('9780306406157')
    const note = 'The red one, please.'
    const previewed = await house.send(path, { ...seen(first.text), publicNote: note, preview: '1' })
    expect(letterIn(previewed.text)).to.contain(note)
    expect(await house.messages(request.id)).to.deep.equal([])
    const sent = await house.send(path, { ...seen(previewed.text), publicNote: note, privateNote: 'ours alone' })
    expect(sent.status).to.equal(303)
    await house.work(async () => (await house.messages(request.id)).length > 0)
    const [message] = await house.messages(request.id)
    expect(message!.text.trim()).to.equal(letterIn(previewed.text)!.trim())
    expect(previewed.text).to.contain(message!.subject)
    expect(message!.text).not.to.contain('ours alone')
  })

  it('is not sent before it was seen as it is: with a note of the last moment, or of another template', async () => {
    const { request, path } = await asking('Not Sent Unseen')
    const first = await house.page(path)
    const again = await house.send(path, { ...seen(first.text), publicNote: 'One more word' })
    expect([again.status, again.text.includes('Nothing is sent yet')]).to.deep.equal([200, true])
    const where = { kind: 'ill-request-to-lender', language: 'en' } as const
    const template = { subject: 'Another', text: 'Dear all,\n\n{title}\n\n{note}' }
    await house.site.database.tx((tx) => saveTemplate(tx, where, template, 0, actor))
    const changed = await house.send(path, { ...seen(again.text), publicNote: 'One more word' })
    expect(changed.text).to.contain('Nothing is sent yet').and.to.contain('Dear all,')
    expect((await house.send(path, { ...seen(changed.text), publicNote: 'One more word' })).status).to.equal(303)
    await house.work(async () => (await house.messages(request.id)).length > 0)
  })

  it('says what would keep it from being sent', async () => {
    const { path } = await asking('Nowhere to Send', { email: '' })
    const nowhere = (await house.page(path)).text
    expect(nowhere).to.contain('there is no e-mail address it could go to').and.not.to.match(transmitTicked)
    const { path: telling } = await asking('Telling Too Much')
    const told = await house.send(telling, {
      ...seen((await house.page(telling)).text),
      ...{ publicNote: 'It is for Rosa Reader.', preview: '1' },
    })
    expect(told.text).to.contain('it names the reader')
  })

  it('is sent as it was seen, whatever becomes of template, record and address before it goes', async () => {
    const { request, line, path } = await asking('Seen and Settled')
    const first = await house.page(path)
    const said = { ...seen(first.text), publicNote: 'As agreed.' }
    const previewed = await house.send(path, { ...said, preview: '1' })
    expect((await house.send(path, { ...seen(previewed.text), publicNote: 'As agreed.' })).status).to.equal(303)
    const { db, tx } = house.site.database
    const where = { kind: 'ill-request-to-lender', language: 'en' } as const
    const seenVersion = (await readTemplate(db, where.kind, where.language))!.version
    const late = { subject: 'Late', text: 'Too late: {title}' }
    const version = await tx((one) => saveTemplate(one, where, late, seenVersion, actor))
    await db.updateTable('lenders').set({ email: 'elsewhere@example.org' }).where('id', '=', line.lender.id).execute()
    await db.updateTable('ill_requests').set({ title: 'Renamed' }).where('id', '=', request.id).execute()
    await house.work(async () => (await house.messages(request.id)).length > 0)
    const [message] = await house.messages(request.id)
    expect(message!.text.trim()).to.equal(letterIn(previewed.text)!.trim())
    expect(message).to.deep.include({
      to: { name: line.lender.name, address: line.lender.email },
      templateVersion: seenVersion,
    })
    await tx((one) => saveTemplate(one, where, { subject: 'Now', text: 'In use: {title}' }, version, actor))
    const { request: next, path: another } = await asking('By the New One')
    await house.send(another, seen((await house.page(another)).text))
    await house.work(async () => (await house.messages(next.id)).length > 0)
    expect((await house.messages(next.id))[0]!.text).to.contain('In use: By the New One')
  })
})

describe('A reader whose request is placed', () => {
  const house = useIllSite({ ill: { settings: IllSettings.parse({ tellPlaced: true }), library: 'Our Library' } })

  it('is told once, where the house tells', async () => {
    const order: Order = {
      patronId: house.patronId,
      service: 'loan',
      citation: { title: 'Told at Once' },
      pickupBranch: 'main',
      note: '',
      copyrightAgreed: false,
      source: { kind: 'form' },
    }
    const place = () =>
      house.site.database.tx((tx) =>
        placeRequest(
          tx,
          order,
          { actor: { kind: 'patron', id: house.patronId, name: 'Rosa Reader' }, via: 'page', key: 'once' },
          { ...house.ill, now: new Date() },
        ),
      )
    const outcome = await place()
    await place()
    if (outcome.kind !== 'placed') throw new Error('refused')
    const messages = await house.messages(outcome.request.id)
    expect(messages.map(({ kind, to }) => [kind, to.address])).to.deep.equal([['request-placed', 'rosa@example.org']])
    expect(messages[0]!.text).to.contain('Told at Once').and.to.contain('Main Library')
  })
})
