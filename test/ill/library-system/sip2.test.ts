import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { z } from 'zod'
import { createSip2, type Sip2, Sip2Settings, sip2Patrons } from '../../../src/ill/index.ts'
import { createLog, systemClock } from '../../../src/kit/index.ts'
import { needs } from '../../peers.ts'
import { type Sip2Fault, type Sip2System, type Sip2SystemOptions, startSip2System } from '../../sip2-system.ts'
import { until } from '../../until.ts'

const clock = systemClock
const signal = new AbortController().signal
const ann = { name: 'Reader, Ann', email: 'ann@x.example', pin: '2468', expires: '20291004' }

describe('A library’s system that speaks SIP2', () => {
  const open: { close(): unknown }[] = []
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close()
  })
  let steps: string[] = []

  async function system(options: Sip2SystemOptions = {}): Promise<Sip2System> {
    const started = await startSip2System(options)
    open.push(started)
    started.patrons.set('12345', ann)
    return started
  }
  function client({ port }: Pick<Sip2System, 'port'>, settings: Partial<z.input<typeof Sip2Settings>> = {}): Sip2 {
    steps = []
    const given = { host: '127.0.0.1', allowNetworks: ['127.0.0.0/8'], timeout: 60, institution: 'main' }
    const sip2 = createSip2(Sip2Settings.parse({ ...given, port, ...settings }), {
      ...{ clock, log: createLog('silent') },
      trace: ({ asked, ok, detail }) => steps.push(`${ok ? '' : 'not '}${asked}: ${detail}`),
    })
    open.unshift(sip2)
    return sip2
  }
  const find = (sip2: Sip2, number = '12345', pin?: string) => sip2Patrons(sip2).find(number, { pin, signal })

  it('says who somebody is, how to reach them, and that nothing stands against them', async () => {
    const ils = await system({ login: { user: 'ill', password: 'secret' } })
    const sip2 = client(ils, { login: { user: 'ill', password: 'secret', location: 'desk' } })
    const patron = { number: '12345', name: 'Reader, Ann', email: 'ann@x.example', expiresOn: '2029-10-04' }
    expect(await find(sip2)).to.deep.equal({ kind: 'known', patron: { ...patron, blocked: [], said: [] } })
    expect(await find(sip2, '777')).to.deep.equal({ kind: 'unknown', detail: 'there is no such patron' })
    // Login and status once; then a question for each.
    expect(ils.heard.map((one) => one.slice(0, 2))).to.deep.equal(['93', '99', '63', '63'])
    expect(ils.heard[0]).to.match(/^9300CNill\|COsecret\|CPdesk\|AY0AZ/)
    expect(ils.heard[2]).to.match(/^63000\d{8} {4}\d{6} {10}AOmain\|AA12345\|AY2AZ/)
    expect(ils.connections).to.equal(1)
    expect(steps.join('\n')).to.match(/login: as ill\nstatus: online: Test Library, SIP 2.00/)
    expect(steps.join('\n')).to.not.include('secret')
  })

  it('says what keeps somebody from borrowing, as far as the house counts it', async () => {
    const ils = await system()
    ils.patrons.set('1', { name: 'Bob', status: 'Y Y       Y', said: 'Owes 30.00' })
    expect(await find(client(ils), '1'))
      .to.have.property('patron')
      .that.includes({ name: 'Bob', email: '' })
      .and.deep.includes({ blocked: ['may not borrow'], said: ['Owes 30.00'] })
    expect(await find(client(ils, { blockedBy: ['tooManyFines'] }), '1'))
      .to.have.nested.property('patron.blocked')
      .that.deep.equals(['owes too much in fines'])
  })

  it('checks a PIN, and says nothing of who it is with a wrong one', async () => {
    const sip2 = client(await system())
    expect(await find(sip2, '12345', '2468')).to.have.property('kind', 'known')
    for (const wrong of ['1111', '', '2468|AOx', '24\r68'])
      expect(await find(sip2, '12345', wrong), JSON.stringify(wrong)).to.deep.equal({ kind: 'wrong-pin' })
    expect(await find(sip2, '12345|AD2468')).to.have.property('kind', 'unknown')
  })

  it('lets nobody in where it does not say whether the PIN is right', async () => {
    expect(await find(client(await system({ pinless: true })), '12345', '2468')).to.have.property('kind', 'unanswered')
  })

  it('is asked the shorter way where it knows no better, and told the end where that is set', async () => {
    const ils = await system({ supports: `${'Y'.repeat(7)}NY${'Y'.repeat(7)}` })
    const sip2 = client(ils, { ask: 'patronStatus', endSession: true, terminalPassword: 'tp' })
    expect(await find(sip2, '12345', '2468')).to.have.nested.property('patron.name', 'Reader, Ann')
    expect(ils.heard.map((one) => one.slice(0, 2))).to.deep.equal(['99', '23', '35'])
    expect(ils.heard[1]).to.match(/AOmain\|AA12345\|ACtp\|AD2468\|AY1AZ/)
  })

  it('may have its own letters, line ends and no checksums', async () => {
    const ils = await system({ charset: 'cp850', lineEnd: '\r\n' })
    ils.patrons.set('1', { name: 'Müller, Zoë' })
    const sip2 = client(ils, { charset: 'cp850', lineEnd: 'crlf', checksum: false, status: false })
    expect(await find(sip2, '1')).to.have.nested.property('patron.name', 'Müller, Zoë')
    expect(ils.heard[0]).to.match(/AA1\|$/)
  })

  for (const fault of ['bad-sum', 'resend', 'other-number', 'close'] as const)
    it(`is understood in spite of ${fault}`, async () => {
      const ils = await system()
      const sip2 = client(ils)
      await find(sip2)
      ils.faults.push(fault)
      expect(await find(sip2)).to.have.nested.property('patron.name', 'Reader, Ann')
      if (fault === 'bad-sum') expect(ils.heard.at(-1)).to.match(/^97AZ[0-9A-F]{4}$/)
      if (fault === 'resend') expect(ils.heard.at(-1)).to.equal(ils.heard.at(-2))
      expect(ils.connections).to.equal(fault === 'close' ? 2 : 1)
    })

  const gives: readonly (readonly [Sip2Fault, RegExp])[] = [
    ['garbage', /no SIP2 that can be read/],
    ['huge', /more than 64 KiB/],
    ['cut', /in the middle of a message/],
    ['close', /closed the connection|ECONNRESET|ended/],
  ]
  for (const [fault, detail] of gives)
    it(`gives no answer with ${fault}, and one to the next question`, async () => {
      const ils = await system()
      const sip2 = client(ils)
      ils.faults.push(fault)
      const found = await find(sip2)
      expect(found.kind).to.equal('unanswered')
      expect(found).to.have.property('detail').that.matches(detail)
      expect(await find(sip2)).to.have.property('kind', 'known')
      expect(ils.connections).to.equal(2)
    })

  it('gives no answer that is one to another question: each time a wrong sum or number is too often', async () => {
    const ils = await system()
    const sip2 = client(ils)
    await find(sip2)
    // On the line there was, and on a new one.
    ils.faults.push(...Array<Sip2Fault>(8).fill('resend'))
    expect(await find(sip2))
      .to.have.property('detail')
      .that.includes('do not come through')
  })

  it('is waited for no longer than it may take, and what comes too late is nobody’s answer', async () => {
    const ils = await system()
    ils.faults.push('silence')
    const sip2 = client(ils, { timeout: 1 })
    expect(await find(sip2)).to.deep.equal({ kind: 'unanswered', detail: 'it did not answer in time' })
    await until(async () => (await find(sip2)).kind === 'known')
    expect(ils.connections).to.be.at.least(2)
  })

  it('is not believed when it speaks without being asked', async () => {
    const ils = await system()
    const sip2 = client(ils)
    await find(sip2)
    ils.blurt()
    // The next answer on that line might be this one.
    await until(() => ils.open === 0)
    expect(await find(sip2)).to.have.nested.property('patron.name', 'Reader, Ann')
    expect(ils.connections).to.equal(2)
  })

  it('is asked one thing at a time', async () => {
    const ils = await system()
    for (let n = 0; n < 10; n++) ils.patrons.set(String(n), { name: `Reader ${n}` })
    const sip2 = client(ils)
    const found = await Promise.all(Array.from({ length: 10 }, (_, n) => find(sip2, String(n))))
    expect(found.map((one) => one.kind === 'known' && one.patron.name)).to.deep.equal(
      Array.from({ length: 10 }, (_, n) => `Reader ${n}`),
    )
    expect(ils.connections).to.equal(1)
  })

  it('is connected to again after it hung up', async () => {
    const ils = await system()
    const sip2 = client(ils)
    await find(sip2)
    ils.hangUp()
    expect(await find(sip2)).to.have.property('kind', 'known')
    expect(ils.connections).to.equal(2)
  })

  it('tells why there is no answer: login refused, offline, nobody there, a network that is not allowed', async () => {
    const login = { user: 'ill', password: 'secret' }
    const detail = async (sip2: Sip2) => {
      const found = await find(sip2)
      return found.kind === 'unanswered' ? found.detail : found.kind
    }
    expect(await detail(client(await system({ login }), { login: { ...login, password: 'wrong' } }))).to.equal(
      'it refused our login as ill',
    )
    expect(await detail(client(await system({ online: false })))).to.equal('it says that it is offline')
    // No reader is to blame for a password that the set of characters cannot write.
    expect(
      await detail(client(await system({ login }), { login: { ...login, password: 'Ж' }, charset: 'cp850' })),
    ).to.equal('SIP2 cannot say CO: it holds a letter that cp850 lacks')
    const gone = await startSip2System()
    await gone.close()
    expect(await detail(client(gone))).to.include('ECONNREFUSED')
    const ils = await system()
    expect(await detail(client(ils, { allowNetworks: [] }))).to.include('without TLS only networks of the house')
    expect(ils.connections).to.equal(0)
  })

  it('is left at once when we stop', async () => {
    const ils = await system()
    ils.faults.push('silence')
    const stop = new AbortController()
    const asked = sip2Patrons(client(ils)).find('12345', { signal: stop.signal })
    await until(() => ils.heard.some((one) => one.startsWith('63')))
    stop.abort(new Error('we stop'))
    expect(await asked.catch((error: Error) => error.message)).to.equal('we stop')
  })

  describe('over TLS', () => {
    let folder: string
    /** Its certificate, for 127.0.0.1 and ils.example: nobody vouches for it. */
    let certificate: string
    let pem: { key: string; cert: string }
    before(function () {
      const [openssl] = needs(this, 'openssl')
      folder = mkdtempSync(join(tmpdir(), 'farshelf-sip2-'))
      certificate = join(folder, 'certificate.pem')
      const key = join(folder, 'key.pem')
      execFileSync(
        openssl!,
        [
          ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
          ...['-subj', '/CN=ils.example', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:ils.example'],
          ...['-keyout', key, '-out', certificate],
        ],
        { stdio: 'ignore' },
      )
      pem = { key: readFileSync(key, 'utf8'), cert: readFileSync(certificate, 'utf8') }
    })
    after(() => folder && rmSync(folder, { recursive: true }))
    const login = { user: 'ill', password: 'secret' }
    const detail = async (sip2: Sip2) => {
      const found = await find(sip2)
      return found.kind === 'unanswered' ? found.detail : found.kind
    }

    it('is asked where a file vouches for its certificate, by its address and by a name', async () => {
      const ils = await system({ tls: pem, login })
      for (const tls of [{ certificates: certificate }, { certificates: certificate, serverName: 'ils.example' }]) {
        const sip2 = client(ils, { tls, login })
        expect(await find(sip2, '12345', '2468')).to.have.nested.property('patron.name', 'Reader, Ann')
        expect(await find(sip2, '12345', '1111')).to.deep.equal({ kind: 'wrong-pin' })
        expect(steps[0]).to.equal(`connect: to 127.0.0.1 port ${ils.port}, TLS`)
      }
      expect(ils.connections).to.equal(2)
    })

    it('is asked unchecked where the house says so', async () => {
      const ils = await system({ tls: pem })
      expect(await detail(client(ils, { tls: { rejectUnauthorized: false } }))).to.equal('known')
    })

    it('is told nothing where nobody vouches for it, or for that name', async () => {
      const ils = await system({ tls: pem, login })
      expect(await detail(client(ils, { tls: true, login }))).to.equal(
        'its certificate is not trusted: self-signed certificate',
      )
      expect(steps).to.deep.equal(['not connect: its certificate is not trusted: self-signed certificate'])
      const other = { certificates: certificate, serverName: 'other.example' }
      expect(await detail(client(ils, { tls: other, login }))).to.match(
        /^its certificate is not trusted: .*other\.example/,
      )
      expect(ils.heard).to.deep.equal([])
    })

    it('says so where it does not speak TLS', async () => {
      const plain = createServer((socket) => socket.on('error', () => {}).end('941AY0AZFDFC\r'))
      await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve))
      open.push(plain)
      expect(await detail(client(plain.address() as AddressInfo, { tls: true, login }))).to.equal(
        'it does not speak TLS, or not as we do',
      )
    })

    it('has settings that are refused where the file holds no certificate', () => {
      const given = { host: 'ils.example', institution: 'main', tls: { certificates: join(folder, 'key.pem') } }
      expect(() => Sip2Settings.parse(given)).to.throw('must be a file of certificates, PEM')
    })
  })
})
