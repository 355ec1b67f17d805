import { expect } from 'chai'
import { CirculationFile } from '../../src/circulation/index.ts'
import { wordsOf } from './html.ts'
import { addLists } from './our-catalogue.ts'
import { type SignedIn, signIn, signInWith } from './people.ts'
import { type Json, script } from './requests/caller.ts'
import { openSite, type Site } from './site.ts'

describe('Which notices a reader is sent', () => {
  const circulation = CirculationFile.parse({ overdue: { notices: [] } })
  let site: Site
  let reader: SignedIn
  before(async () => {
    site = await openSite([], { circulation })
    await addLists(site.database)
    reader = await signInWith(site, 'patron', [{ role: 'patron' }], 'Rosa Reader')
  })
  after(() => site?.close())

  const account = async (who = reader) => (await who.get('/account')).text()
  const ticked = (html: string) =>
    [...html.matchAll(/<input type="checkbox" name="wanted" value="(\w+)"( checked)?/g)].map(
      ([, name, on]) => `${name}${on ? '' : ' off'}`,
    )
  const trail = () =>
    site.database.db
      .selectFrom('audit')
      .select(['actor_name', 'detail'])
      .where('action', '=', 'person.notices')
      .execute()

  it('is chosen in the account: all at first, and never whether something is recalled', async () => {
    const html = await account()
    expect(ticked(html)).to.deep.equal(['pickup', 'dueSoon', 'overdue'])
    expect(wordsOf(html)).to.contain('Something I have is wanted back early always sent')
    expect(wordsOf(html)).to.contain('your library does not send this at present')
    expect(wordsOf(html)).to.contain('We have no e-mail address of yours')
    const saved = await reader.form('/account/notices', { wanted: ['pickup', 'dueSoon', 'nonsense', 'recalled'] })
    expect(saved.headers.get('location')).to.equal('/account?saved=notices')
    expect(ticked(await account())).to.deep.equal(['pickup', 'dueSoon', 'overdue off'])
    await reader.form('/account/notices', { wanted: ['pickup', 'dueSoon'] })
    expect(await trail()).to.deep.equal([{ actor_name: 'Rosa Reader', detail: { without: ['overdue'] } }])
    await reader.form('/account/notices')
    expect(ticked(await account())).to.deep.equal(['pickup off', 'dueSoon off', 'overdue off'])
    const staff = await signIn(site, 'requests')
    expect(ticked(await account(staff))).to.deep.equal([])
    expect((await staff.form('/account/notices')).status).to.equal(403)
  })

  it('is seen at the desk', async () => {
    const desk = await signIn(site, 'circulation')
    const page = async () => wordsOf(await (await desk.get(`/desk/patrons/${reader.id}`)).text())
    expect(await page()).to.contain(
      'Wants no e-mail about what waits on the pickup shelf, about what will be due soon and about what is overdue.',
    )
    await reader.form('/account/notices', { wanted: ['pickup', 'dueSoon', 'overdue'] })
    expect(await page()).not.to.contain('Wants no e-mail')
  })

  it('is chosen over the API, too', async () => {
    const own = script(site, reader)
    const wanted = async () =>
      ((await own.get('/account/notices')).json['notices'] as readonly Json[]).map(
        ({ name, wanted, optional, sent }) => `${name}: ${wanted} ${optional} ${sent}`,
      )
    expect(await wanted()).to.deep.equal([
      'pickup: true true true',
      'dueSoon: true true true',
      'overdue: true true false',
      'recalled: true false true',
    ])
    const done = await own.send('PATCH', '/account/notices', { overdue: false })
    expect(done.status).to.equal(200)
    expect(await wanted())
      .to.include('overdue: false true false')
      .and.include('pickup: true true true')
    await own.send('PATCH', '/account/notices', { pickup: false, dueSoon: false })
    expect(await wanted())
      .to.include('overdue: false true false')
      .and.include('pickup: false true true')
      .and.include('dueSoon: false true true')
    for (const body of [{ recalled: false }, { pickup: 'no' }])
      expect((await own.send('PATCH', '/account/notices', body)).status).to.equal(400)
    const desk = script(site, await signIn(site, 'circulation'))
    expect((await desk.get('/circulation/patrons/Rosa-Reader')).json['noticesOff']).to.deep.equal([
      ...['dueSoon', 'overdue', 'pickup'],
    ])
    expect((await desk.get('/account/notices')).status).to.equal(403)
  })
})
