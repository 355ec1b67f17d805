import { once } from 'node:events'
import { copyFileSync, writeFileSync } from 'node:fs'
import { request, type Server } from 'node:https'
import { type AddressInfo, connect as connectTcp } from 'node:net'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { expect } from 'chai'
import { defaultCirculation } from '../../../src/circulation/index.ts'
import {
  addLender,
  createIll,
  followCalling,
  IllSettings,
  iso18626,
  type LenderFields,
  makePartnerToken,
  overHttp,
  type Partner,
  readPartner,
} from '../../../src/ill/index.ts'
import { reachOf } from '../../../src/kit/http/index.ts'
import { createLog, systemClock } from '../../../src/kit/index.ts'
import { startMessageDoor } from '../../../src/our-message-door.ts'
import { type Certificates, makeCertificates, type Pair } from '../../certificates.ts'
import { lender } from '../../ill/lenders/lender.ts'
import { until } from '../../until.ts'
import { wordsOf } from '../html.ts'
import { signIn } from '../people.ts'
import { openSite, type Site } from '../site.ts'

const by = { name: 'Test', via: 'cli' } as const
const log = createLog('silent')
const home = 'ISIL:XX-Home'

describe('The door of ISO 18626 over TLS of our own', () => {
  let certificates: Certificates
  let authority: Pair
  let site: Site
  let door: Server
  let port: number
  /** What the door shows: files that a test may renew. */
  let files: { certificate: string; key: string; authorities: string }
  let ours: Pair
  /** Milliseconds our clock goes before the machine's. */
  let ahead = 0
  before(async function () {
    certificates = makeCertificates(this)
    authority = certificates.authority('Consortium')
    ours = certificates.signedBy(authority, 'home.example')
    files = {
      certificate: join(certificates.folder, 'ours.pem'),
      key: join(certificates.folder, 'ours.key'),
      authorities: authority.certFile,
    }
    show(ours)
    const settings = IllSettings.parse({
      symbol: home,
      exchange: {
        tls: { ...files, port: 0 },
        calling: [{ certificate: files.certificate, key: files.key }],
        certificateHeader: 'X-Client-Cert',
        trustedProxies: ['127.0.0.1'],
      },
    })
    const clock = { now: () => systemClock.now() + ahead }
    site = await openSite([], { clock, ill: createIll({ clock, settings, circulation: defaultCirculation }) })
    door = (await startMessageDoor(site.web.messages, settings, log))!
    port = (door.address() as AddressInfo).port
  })
  after(async () => {
    await new Promise((resolve) => (door ? door.close(resolve) : resolve(undefined)))
    await site?.close()
    certificates?.remove()
  })
  function show(pair: Pair) {
    copyFileSync(pair.certFile, files.certificate)
    copyFileSync(pair.keyFile, files.key)
  }

  it('gives no address more connections than its own, so that others come in', async () => {
    const open = Array.from({ length: 10 }, () => connectTcp(port, '127.0.0.1'))
    await Promise.all(open.map((socket) => once(socket, 'connect')))
    const further = connectTcp(port, '127.0.0.1')
    await once(further, 'close')
    open[0]!.destroy()
    await until(() =>
      post('ISIL:XX-Nobody').then(
        (status) => status === 401,
        () => false,
      ),
    )
    for (const socket of open) socket.destroy()
  })

  let libraries = 0
  const library = async (fields: Partial<LenderFields>) =>
    await addLender(site.database.db, lender({ symbol: `ISIL:XX-${++libraries}`, ...fields }), by)
  const request18626 = (from: string, requestId: string) =>
    iso18626.toIso18626(
      {
        from: 'requester',
        envelope: { requester: from, responder: home, requestId, sentAt: '2026-11-27T20:00:00Z' },
        message: { type: 'request', kind: 'new', wanted: { title: 'Odyssey' }, services: ['loan'] },
      },
      { profile: 'standard', version: '1.2' },
    )
  /** Posts a request of a library, showing a pair; gives the status. */
  const post = (from: string, shown?: Pair, headers: Record<string, string> = {}, path = '/iso18626') =>
    new Promise<number>((resolve, reject) => {
      const body = request18626(from, `N-${Math.random()}`)
      const sent = request(
        {
          ...{ host: '127.0.0.1', port, path, method: 'POST', agent: false, ca: authority.cert },
          ...(shown && { cert: shown.cert, key: shown.key }),
          headers: { 'content-type': 'application/xml', ...headers },
        },
        (answer) => {
          answer.resume()
          answer.on('end', () => resolve(answer.statusCode!))
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })

  it('knows a library by the fingerprint of its certificate, whoever vouches for it', async () => {
    const pair = certificates.selfSigned('north.example')
    const { symbol } = await library({ certificate: pair.fingerprint })
    expect(await post(symbol, pair)).to.equal(200)
    expect(await post(symbol), 'without one').to.equal(401)
    expect(await post(symbol, certificates.selfSigned('north.example')), 'another of that name').to.equal(401)
    const [line] = await site.database.db
      .selectFrom('audit')
      .select('detail')
      .where('action', '=', 'exchange.stranger')
      .orderBy('id', 'desc')
      .execute()
    expect(line!.detail)
      .to.have.property('certificate')
      .that.matches(/^[0-9a-f]{64}$/)
  })

  it('knows it by a name in a certificate that our authority vouches for', async () => {
    const { symbol } = await library({ certificate: 'south.example' })
    expect(await post(symbol, certificates.signedBy(authority, 'south.example'))).to.equal(200)
    expect(await post(symbol, certificates.signedBy(authority, 'north.example')), 'another name').to.equal(401)
    expect(await post(symbol, certificates.selfSigned('south.example')), 'nobody vouches').to.equal(401)
    const another = certificates.authority('Consortium')
    expect(await post(symbol, certificates.signedBy(another, 'south.example')), 'somebody else does').to.equal(401)
  })

  it('takes either of two while one is renewed', async () => {
    const [old, next] = [certificates.selfSigned('west.example'), certificates.selfSigned('west.example')]
    const { symbol } = await library({ certificate: `${old.fingerprint}, ${next.fingerprint}` })
    expect([await post(symbol, old), await post(symbol, next)]).to.deep.equal([200, 200])
  })

  it('takes none that is out of its dates', async () => {
    const pair = certificates.selfSigned('late.example')
    const { symbol } = await library({ certificate: pair.fingerprint })
    for (const days of [-1, 3]) {
      ahead = days * 86_400_000
      expect(await post(symbol, pair), `${days} days from now`).to.equal(401)
    }
    ahead = 0
    expect(await post(symbol, pair)).to.equal(200)
  })

  it('takes no library for another by its certificate, and asks for its token where it has one', async () => {
    const [one, other] = [certificates.selfSigned('one.example'), certificates.selfSigned('other.example')]
    const { symbol, id } = await library({ certificate: one.fingerprint })
    await library({ certificate: other.fingerprint })
    expect(await post(symbol, other)).to.equal(403)
    const token = await makePartnerToken(site.database.db, id, by, new Date())
    expect(await post(symbol, one)).to.equal(401)
    expect(await post(symbol, one, { authorization: `Bearer ${token}` })).to.equal(200)
    expect(await post(symbol, undefined, { authorization: `Bearer ${token}` })).to.equal(401)
  })

  it('lets a library in without a certificate for which none is set', async () => {
    const { symbol, id } = await library({})
    const token = await makePartnerToken(site.database.db, id, by, new Date())
    expect(await post(symbol, undefined, { authorization: `Bearer ${token}` })).to.equal(200)
  })

  it('believes no header, and no address but that of the connection', async () => {
    const pair = certificates.selfSigned('head.example')
    const { symbol } = await library({ certificate: pair.fingerprint })
    expect(await post(symbol, undefined, { 'x-client-cert': pair.fingerprint })).to.equal(401)
    const far = await library({ networks: '192.0.2.7' })
    expect(await post(far.symbol, undefined, { 'x-forwarded-for': '192.0.2.7' })).to.equal(401)
  })

  it('has no pages', async () => {
    expect(await post(home, undefined, {}, '/login')).to.equal(404)
  })

  it('speaks TLS from 1.2 on', async () => {
    const speaks = (version: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3') =>
      new Promise((resolve) => {
        const socket = connect({
          ...{ host: '127.0.0.1', port, ca: authority.cert, minVersion: version, maxVersion: version },
          // Else our own side would refuse the old one.
          ciphers: 'DEFAULT@SECLEVEL=0',
        })
        socket.on('secureConnect', () => resolve(socket.end().getProtocol()))
        socket.on('error', ({ message }) => resolve(message))
      })
    expect([await speaks('TLSv1.2'), await speaks('TLSv1.3')]).to.deep.equal(['TLSv1.2', 'TLSv1.3'])
    expect(await speaks('TLSv1.1')).to.match(/alert protocol version/)
  })

  it('shows a renewed certificate at the next connection, and the old one until its key is there', async () => {
    const shown = () =>
      new Promise<string>((resolve, reject) => {
        const socket = connect({ host: '127.0.0.1', port, ca: authority.cert }, () => {
          resolve(socket.getPeerX509Certificate()!.fingerprint256)
          socket.end()
        })
        socket.on('error', reject)
      })
    expect(await shown()).to.equal(ours.fingerprint)
    const renewed = certificates.signedBy(authority, 'home.example')
    copyFileSync(renewed.certFile, files.certificate)
    expect(await shown(), 'its key is still the old one').to.equal(ours.fingerprint)
    copyFileSync(renewed.keyFile, files.key)
    expect(await shown()).to.equal(renewed.fingerprint)
    writeFileSync(files.certificate, 'half a certif')
    expect(await shown()).to.equal(renewed.fingerprint)
    show(ours)
    expect(await shown()).to.equal(ours.fingerprint)
  })

  it('tells staff on the page of a library what is seen and shown', async () => {
    const admin = await signIn(site, 'admin')
    const page = async (fields: Partial<LenderFields>) => {
      const { id } = await library({ protocol: 'iso18626', endpoint: 'https://lender.example/', ...fields })
      return wordsOf(await (await admin.get(`/admin/lenders/${id}`)).text())
    }
    const words = await page({ certificate: 'page.example' })
    expect(words).to.include('Where it shows a certificate, it posts there at port').and.include('show its certificate')
    expect(words).to.include(`to be known by: ${ours.fingerprint}`).and.include('The certificate of CN=home.example')
    expect(words).not.to.include('certificates are not seen here')
    expect(await page({ endpoint: 'http://lender.example/' })).not.to.include(ours.fingerprint)
  })

  describe('called by one of ours', () => {
    const carry = async (partner: Partner, calling: object[], from: string) => {
      const { exchange } = IllSettings.parse({ symbol: from, exchange: { calling } })
      const carrier = overHttp({
        reach: reachOf(['127.0.0.0/8'], 'ill.yaml'),
        timeout: 5000,
        header: async () => undefined,
        tls: followCalling(exchange.calling, log),
      })
      const written = request18626(from, `C-${Math.random()}`)
      const message = { from: 'requester' } as Parameters<typeof carrier.carry>[1]
      return await carrier.carry(partner, message, new AbortController().signal, written)
    }
    const pem = ({ certFile: certificate, keyFile: key }: Pair) => ({ certificate, key })
    let partner: Partner
    before(async () => {
      const endpoint = `https://127.0.0.1:${port}/iso18626`
      const { id } = await library({ protocol: 'iso18626', endpoint })
      partner = await readPartner(site.database.db, id)
    })

    it('is shown the certificate that is set for it, and its server is vouched for by a file', async () => {
      const pair = certificates.selfSigned('east.example')
      const { symbol } = await library({ certificate: pair.fingerprint })
      const another = { ...pem(certificates.selfSigned('other.example')), authorities: authority.certFile }
      const calling = [another, { libraries: [partner.symbol], ...pem(pair), authorities: authority.certFile }]
      expect(await carry(partner, calling, symbol)).to.deep.equal({ kind: 'answered', receipt: { kind: 'ok' } })
      expect(await carry(partner, [another], symbol)).to.deep.equal({
        ...{ kind: 'again', detail: 'it answered 401', arrived: false, nobody: true },
      })
    })

    it('is told nothing where nobody vouches for its server', async () => {
      const pair = certificates.selfSigned('east2.example')
      const { symbol } = await library({ certificate: pair.fingerprint })
      const tried = await carry(partner, [pem(pair)], symbol)
      expect(tried).to.deep.include({ kind: 'again', arrived: false, nobody: true })
      expect(tried)
        .to.have.property('detail')
        .that.matches(/^its certificate is not trusted: /)
    })
  })
})
