import { expect } from 'chai'
import { sql } from 'kysely'
import pino from 'pino'
import { createSeal, noSeal } from '../../src/kit/index.ts'
import { TargetsFile } from '../../src/search/index.ts'
import { createZServer, type ZServer } from '../../src/zserver/index.ts'
import { linksOf, wordsOf } from './html.ts'
import { type SignedIn, signIn } from './people.ts'
import { openSite, type Site } from './site.ts'

const canary = 'zy-canary-93'

/** What the form of a page would send, as it stands there. */
function formOf(html: string): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {}
  const form = /<form[^>]*class="panel stacked sections"[^>]*>(.*?)<\/form>/s.exec(html)![1]!
  const unescaped = (text: string) =>
    text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
  const put = (name: string, value: string) => {
    const before = fields[name]
    fields[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]
  }
  for (const [, inside] of form.matchAll(/<input([^>]*)>/g)) {
    const at = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(inside!)?.[1]
    const ticks = at('type') === 'checkbox'
    if (at('name') && at('name') !== 'csrf' && (!ticks || /\schecked/.test(inside!)))
      put(at('name')!, unescaped(at('value') ?? ''))
  }
  for (const [, name, text] of form.matchAll(/<textarea[^>]* name="([^"]*)"[^>]*>(.*?)<\/textarea>/gs))
    put(name!, unescaped(text!.replace(/^\n/, '')))
  for (const [, name, options] of form.matchAll(/<select[^>]* name="([^"]*)"[^>]*>(.*?)<\/select>/gs))
    put(name!, /value="([^"]*)"[^>]*\sselected/.exec(options!)?.[1] ?? '')
  return fields
}

describe('The pages of targets', () => {
  const logged: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })
  const config = TargetsFile.parse({
    allowNetworks: ['127.0.0.0/8'],
    targets: [
      { id: 'filed', label: 'Filed Library', host: '127.0.0.1', port: 1, link: 'https://f.example/{001}' },
      {
        ...{ id: 'filed-off', label: 'Filed and Off', host: 'z.example', enabled: false },
        authentication: { type: 'open', value: canary },
      },
    ],
  })
  const seal = createSeal(() => Buffer.alloc(32, 1))
  let site: Site
  let admin: SignedIn
  let server: ZServer
  before(async () => {
    server = createZServer({ databases: [], name: 'Peer', log })
    await server.listen(0)
    site = await openSite([], { follows: { config, seal }, log })
    admin = await signIn(site, 'admin', 'enquiry')
  })
  after(async () => {
    await site?.close()
    await server?.close()
  })
  afterEach(() => site.database.db.deleteFrom('targets').execute())

  const html = async (path: string) => (await admin.get(path)).text()
  const words = async (path: string) => wordsOf(await html(path))
  const begun = async (more: object, protocol = 'z3950') => ({
    ...formOf(await html(`/admin/new-target?protocol=${protocol}`)),
    ...more,
  })
  const add = async (more: object, protocol = 'z3950') =>
    admin.form(`/admin/targets?protocol=${protocol}`, await begun(more, protocol))
  const acme = { id: 'acme', label: 'Acme', host: '93.184.216.34', enabled: 'yes' }
  const signingIn = { 'authentication.type': 'idPass', 'authentication.user': 'fs', secret: canary }
  /** Saves what stands in a target's form, with other settings. */
  const change = async (id: string, more: object) =>
    admin.form(`/admin/targets/${id}`, { ...formOf(await html(`/admin/targets/${id}`)), ...more })
  const stored = async () =>
    (await sql<{ id: string; entry: object }>`select id, entry from targets order by id`.execute(site.database.db)).rows
  const searched = () => site.service.targets('enquiry').map(({ id }) => id)

  it('are led to from Administration, and show the file’s, to be read and tested alone', async () => {
    expect(linksOf(await html('/admin'))).to.include('/admin/targets')
    expect((await (await signIn(site, 'enquiry')).get('/admin/targets')).status).to.equal(403)
    const list = await words('/admin/targets')
    expect(list).to.match(/Filed Library filed, of the file 127\.0\.0\.1:1\/Default OPAC, Enquiry General ✓ Searched/)
    expect(list).to.contain('Turned off, so nobody sees it: Filed and Off')
    const page = await html('/admin/targets/filed')
    expect(wordsOf(page)).to.contain('It stands in targets.yaml').and.contain('Host 127.0.0.1')
    expect(page).not.to.contain('name="host"')
    expect((await admin.form('/admin/targets/filed', formOf(await html('/admin/new-target')))).status).to.equal(409)
    expect((await admin.form('/admin/targets/filed/enable')).status).to.equal(409)
  })

  it('add one that is searched at once, and keep nothing of it that is as usual', async () => {
    const made = await add(acme)
    expect(made.headers.get('location')).to.equal('/admin/targets/acme?done=added')
    expect(await stored()).to.deep.equal([{ id: 'acme', entry: { label: 'Acme', host: '93.184.216.34' } }])
    expect(searched()).to.deep.equal(['acme', 'filed'])
    expect(await words('/admin/targets')).to.match(/Acme acme 93\.184\.216\.34:210\/Default OPAC, Enquiry General/)
  })

  it('lead from what cannot be done back to where staff were, and others to the search page', async () => {
    const refused = await admin.get('/admin/targets/filed/remove')
    const page = await refused.text()
    expect(refused.status).to.equal(409)
    expect(wordsOf(page)).to.include('it is changed there.')
    expect(page).to.match(/class="btn primary" href="\/admin\/targets">Go to Targets</)
    const stranger = await (await fetch(`${site.url}/admin/nothing-here`)).text()
    expect(stranger).to.not.include('Go to Administration')
  })

  it('take every setting there is, show each as it was typed, and save the same again', async () => {
    const all = {
      ...{ ...acme, ...signingIn, origin: 'a list', port: '2100', databases: 'One\nTwo & "Three"', tls: 'unchecked' },
      ...{ 'tls.serverName': 'z.example', 'authentication.group': 'g', audience: 'enquiry', categories: 'Far\nNear' },
      ...{ order: '-3', preselected: 'yes', syntax: 'unimarc', elementSet: '', flavour: 'unimarc' },
      ...{ recordEncoding: 'iso-5426', link: 'https://l.example/{020a}', queryEncoding: 'marc-8', piggyback: [] },
      ...{ 'attributes.title': '1=4 4=1', 'attributes.any': 'none', extraAttributes: '5=1', presentChunk: '7' },
      ...{ firstRecords: '8', mostRecords: '9', searchesPerMinute: '6', 'pool.associations': '2', 'pool.idle': '11' },
      ...{ 'pool.queue': '12', 'deadlines.connect': '13', 'deadlines.init': '14', 'deadlines.search': '15' },
      ...{ 'deadlines.present': '16', 'deadlines.total': '17' },
    }
    expect((await add(all)).status).to.equal(303)
    const entry = {
      ...{ label: 'Acme', host: '93.184.216.34', origin: 'a list', port: 2100, databases: ['One', 'Two & "Three"'] },
      ...{ tls: { rejectUnauthorized: false, serverName: 'z.example' }, audience: ['enquiry'] },
      authentication: { type: 'idPass', group: 'g', user: 'fs' },
      ...{ categories: ['Far', 'Near'], order: -3, preselected: true, syntax: 'unimarc', elementSet: null },
      ...{ flavour: 'unimarc', recordEncoding: 'iso-5426', link: 'https://l.example/{020a}', queryEncoding: 'marc-8' },
      ...{ piggyback: false, attributes: { any: '', title: '1=4 4=1' }, extraAttributes: '5=1', presentChunk: 7 },
      ...{ firstRecords: 8, mostRecords: 9, searchesPerMinute: 6, pool: { associations: 2, idle: 11, queue: 12 } },
      deadlines: { connect: 13, init: 14, search: 15, present: 16, total: 17 },
    }
    expect((await stored())[0]!.entry).to.deep.equal(entry)
    expect((await change('acme', {})).headers.get('location')).to.equal('/admin/targets/acme?done=saved')
    expect((await stored())[0]!.entry).to.deep.equal(entry)

    const sru = {
      ...{ id: 'sru', label: 'S', url: 'https://93.184.216.34/db', version: '2.0', method: 'post', schema: '' },
      ...{ 'credentials.user': 'u', secret: canary, 'indexes.title': 'pica.tit', enabled: 'yes' },
    }
    expect((await add(sru, 'sru')).status).to.equal(303)
    await change('sru', {})
    expect((await stored())[1]!.entry).to.deep.equal({
      ...{ label: 'S', protocol: 'sru', url: 'https://93.184.216.34/db', version: '2.0', method: 'post', schema: null },
      ...{ credentials: { user: 'u', password: '' }, indexes: { title: 'pica.tit' } },
    })
    expect(site.service.targets('enquiry').map(({ id }) => id)).to.include('sru')
  })

  it('say beside each setting what is wrong with it, in words, and keep what was typed', async () => {
    const refused = async (more: object) => {
      const answer = await add({ ...acme, ...more })
      return `${answer.status} ${wordsOf(await answer.text())}`
    }
    expect(await refused({ id: 'A b', label: '', host: 'http://x/' })).to.match(
      /^422 .*3 fields are to be put right.*Must be lower-case letters.*Fill this in\..*Must be a host name or an address/,
    )
    expect(await refused({ port: '70000', 'deadlines.total': '1' })).to.match(
      /Give at most 65535\..*Limits.*Give at least 10\./,
    )
    expect(await refused({ port: 'many' })).to.contain('Give a whole number.')
    expect(await refused({ firstRecords: '9', mostRecords: '8' })).to.contain('Is more than mostRecords.')
    expect(await refused({ link: 'ftp://x' })).to.contain('Must begin with http:// or https://')
    expect(await refused({ 'attributes.title': 'title' })).to.contain('Attributes are written like "1=4 4=6".')
    expect(await refused({ host: '10.0.0.8' })).to.match(/^422 .*allowNetworks in targets\.yaml/)
    expect(await refused({ id: 'filed' })).to.match(/^409 .*stands in targets\.yaml/)
    expect((await add(acme)).status).to.equal(303)
    expect(await refused({ label: '<b>&' })).to.match(/^409 .*There is a target with the id acme already/)
    expect(await stored()).to.have.length(1)
  })

  it('show what the pattern of a link makes of a record, before it is saved', async () => {
    const answer = await add({ ...acme, link: 'https://l.example/{001}?n={020a}', preview: '1', secret: canary })
    const page = await answer.text()
    expect(answer.status).to.equal(200)
    expect(linksOf(page)).to.include('https://l.example/000123456?n=9780441478125')
    expect(page).to.contain('value="Acme"').and.not.to.contain(canary)
    expect(await stored()).to.deep.equal([])
  })

  it('never show a password again, whatever is asked', async () => {
    await add({ ...acme, ...signingIn, port: String(server.port) })
    expect((await change('acme', { label: 'Other' })).status).to.equal(303)
    expect(site.service.targets('enquiry').map(({ label }) => label)).to.include('Other')
    const places = [
      ...['/admin/targets', '/admin/targets/acme', '/admin/targets/acme/remove', '/admin/targets/filed-off'],
      ...['/admin/audit', '/enquiry', '/api/v1/targets'],
    ]
    for (const path of places) {
      const answer = await admin.get(path)
      expect(answer.status, path).to.equal(200)
      expect(await answer.text(), path).not.to.contain(canary)
    }
    expect(wordsOf(await html('/admin/targets/acme'))).to.contain('One is kept, encrypted, and not shown')
    const moved = await change('acme', { host: '93.184.216.35' })
    expect(moved.status).to.equal(422)
    expect(wordsOf(await moved.text())).to.contain('enter it again, or have it removed')
    expect((await change('acme', { host: '93.184.216.35', forget: '1' })).status).to.equal(303)
    expect(wordsOf(await html('/admin/targets/acme'))).to.contain('It is kept encrypted, and never shown again')
    expect(logged.length).to.be.greaterThan(0)
    expect(logged.join('')).not.to.contain(canary)
  })

  it('refuse what was changed meanwhile, and show what was typed', async () => {
    await add(acme)
    const mine = { ...formOf(await html('/admin/targets/acme')), label: 'Mine' }
    await change('acme', { label: 'Theirs' })
    const late = await admin.form('/admin/targets/acme', mine)
    expect(late.status).to.equal(409)
    const page = await late.text()
    expect(wordsOf(page)).to.contain('changed meanwhile')
    expect(page).to.contain('value="Mine"')
    expect((await admin.form('/admin/targets/acme', { ...formOf(page) })).status).to.equal(303)
  })

  it('warn of a target that nobody sees, and turn one on and off', async () => {
    await add({ ...acme, audience: [] })
    expect(await words('/admin/targets')).to.match(
      /Turned on, and yet nobody can find anything there: Acme \. .*nowhere General ✕ Nobody sees it/,
    )
    await change('acme', { audience: ['opac'] })
    const off = await admin.form('/admin/targets/acme/enable')
    expect(off.headers.get('location')).to.equal('/admin/targets?done=off&n=1')
    expect(await words('/admin/targets')).to.match(/Turned off, so nobody sees them: Acme and Filed and Off/)
    expect(searched()).not.to.include('acme')
    await admin.form('/admin/targets/acme/enable?on=1')
    expect(site.service.targets('opac').map(({ id }) => id)).to.include('acme')
  })

  it('test one step by step, be it off', async () => {
    await add({ id: 'here', label: 'Here', host: '127.0.0.1', port: String(server.port), ...signingIn })
    const page = wordsOf(await (await admin.form('/admin/targets/here/test')).text())
    expect(page).to.match(/It does not answer a search .*Connect ✓ Done connected to 127\.0\.0\.1 port \d+ \d+ ms/)
    expect(page).to.match(/Open a session ✓ Done .*Search ✕ Failed/)
    expect(page).not.to.contain(canary)
    const dead = wordsOf(await (await admin.form('/admin/targets/filed/test')).text())
    expect(dead).to.match(/Connect ✕ Failed/)
    expect((await admin.form('/admin/targets/nobody/test')).status).to.equal(404)
  })

  it('have an API beside them that gives no password back either', async () => {
    const api = async (method: string, path: string, body?: unknown, seen?: string) => {
      const answer = await admin.get(`/api/v1/target-entries${path}`, {
        method,
        headers: {
          ...{ 'content-type': 'application/json', 'x-csrf-token': admin.csrf },
          ...(seen !== undefined && { 'if-match': seen }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      expect(text).not.to.contain(canary)
      return {
        status: answer.status,
        etag: answer.headers.get('etag') ?? '',
        json: text ? JSON.parse(text) : undefined,
      }
    }
    const entry = { id: 'acme', label: 'Acme', host: '127.0.0.1', port: server.port, elementSet: null }
    const authentication = { type: 'idPass', user: 'fs' }
    const made = await api('POST', '', { ...entry, authentication: { ...authentication, password: canary } })
    expect(made).to.deep.include({ status: 201 })
    expect(made.json).to.include({ id: 'acme', source: 'kept', version: 1, hasPassword: true, state: 'searched' })
    expect(made.json.settings).to.deep.include({ ...entry, authentication, presentChunk: 10 })
    expect(searched()).to.include('acme')
    expect((await api('POST', '', { ...entry, id: 'x', host: '10.0.0.8' })).json.detail).to.contain('allowNetworks')
    expect((await api('POST', '', { ...entry, id: 'x', port: 0 })).json.detail).to.match(/^port: /)
    expect((await api('POST', '', entry)).status).to.equal(409)

    expect((await api('PATCH', '/acme', { label: 'New' })).status).to.equal(428)
    const changed = await api('PATCH', '/acme', { label: 'New', order: -5 }, made.etag)
    expect(changed.json).to.include({ version: 2, hasPassword: true })
    expect(changed.json.settings).to.include({ label: 'New', order: -5, elementSet: null, port: server.port })
    expect((await api('PATCH', '/acme', { label: 'Late' }, made.etag)).status).to.equal(412)
    expect((await api('PATCH', '/acme', { port: 210 }, '*')).status).to.equal(422)
    expect((await api('PATCH', '/acme', { order: null, authentication: null }, '*')).json).to.include({
      ...{ version: 3, hasPassword: false },
    })
    expect((await api('GET', '/acme')).json.settings.order).to.equal(0)
    const { targets } = (await api('GET', '')).json
    expect(targets.map(({ id, source, state }: Record<string, string>) => `${id} ${source} ${state}`)).to.deep.equal([
      ...['filed file searched', 'filed-off file off', 'acme kept searched'],
    ])
    expect(targets[1].hasPassword).to.equal(true)
    const { works, steps } = (await api('POST', '/acme/test')).json
    expect(works).to.equal(false)
    expect(steps.map(({ step }: { step: string }) => step)).to.deep.equal(['connect', 'init', 'options', 'search'])
    expect((await api('PATCH', '/filed', { label: 'x' }, '*')).status).to.equal(409)
    expect((await api('DELETE', '/filed', undefined, '*')).status).to.equal(409)
    expect((await api('DELETE', '/acme', undefined, '"2"')).status).to.equal(412)
    expect((await api('DELETE', '/acme', undefined, '"3"')).status).to.equal(204)
    expect(searched()).to.deep.equal(['filed'])
  })

  it('ask before one is removed', async () => {
    await add({ ...acme, ...signingIn })
    expect(await words('/admin/targets/acme/remove')).to.contain('Its settings and its password are forgotten')
    expect((await admin.form('/admin/targets/acme/remove', { version: '9' })).status).to.equal(409)
    const gone = await admin.form('/admin/targets/acme/remove', { version: '1' })
    expect(gone.headers.get('location')).to.equal('/admin/targets?done=removed')
    expect(await stored()).to.deep.equal([])
    expect(searched()).to.deep.equal(['filed'])
    expect((await admin.get('/admin/targets/acme')).status).to.equal(404)
    expect((await admin.get('/admin/targets/filed/remove')).status).to.equal(409)
  })

  it('say that no password can be kept without a key, and find one by its words among many', async () => {
    const other = await openSite([], { follows: { config: TargetsFile.parse({}), seal: noSeal } })
    try {
      const her = await signIn(other, 'admin')
      const form = async (more: object) => ({
        ...formOf(await (await her.get('/admin/new-target')).text()),
        ...acme,
        ...more,
      })
      expect(wordsOf(await (await her.get('/admin/targets')).text())).to.contain('There is no target yet')
      const refused = await her.form('/admin/targets', await form(signingIn))
      expect(refused.status).to.equal(409)
      expect(wordsOf(await refused.text())).to.contain('set FARSHELF_SECRET_KEY')
      for (let n = 0; n < 12; n++) await her.form('/admin/targets', await form({ id: `a-${n}`, categories: `Of ${n}` }))
      const found = wordsOf(await (await her.get('/admin/targets?q=of+11')).text())
      expect(found).to.match(/1 target .*a-11/)
      expect(wordsOf(await (await her.get('/admin/targets?q=nothing')).text())).to.contain('No target has these words')
    } finally {
      await other.close()
    }
  })
})
