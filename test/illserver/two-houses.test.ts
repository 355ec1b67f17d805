import { expect } from 'chai'
import { type IllMessage, iso10161 } from '../../src/ill/index.ts'
import { encode, utf8String } from '../../src/standards/asn1/index.ts'
import type { ILLAPDU } from '../../src/standards/iso10161/index.ts'
import { acquaint, type Library, openLibrary } from '../ill/exchange/library.ts'
import { needs } from '../peers.ts'
import { until } from '../until.ts'
import { runIllClient } from '../yaz-illclient.ts'
import { RawClient } from './raw-client.ts'

const due = '2027-04-30'

describe('Two libraries whose systems speak ISO 10161', () => {
  let north: Library
  let south: Library
  let toSouth: number
  before('open both houses', async () => {
    north = await openLibrary('ISIL:XX-North', { protocol: 'iso10161' })
    south = await openLibrary('ISIL:XX-South', { protocol: 'iso10161' })
    ;[toSouth] = await acquaint(north, south)
  })
  after('close both houses', async () => {
    await north?.close()
    await south?.close()
  })

  /** Asked by north, and come in at south. */
  async function asked(title: string) {
    const { item } = await south.book(title)
    const line = await north.line(toSouth, title)
    const before = await south.db.selectFrom('ill_lendings').select('id').execute()
    await north.act(line, 'request', { transmit: true, expiresAt: '2031-01-01T00:00:00Z' })
    await north.quiet(line)
    let lending = await south.lending()
    for (; before.some(({ id }) => id === lending); ) lending = await south.lending()
    return { line, lending, item }
  }

  it('take a loan from asking to checking in, and nobody copies anything', async () => {
    const { line, lending, item } = await asked('Silent Spring')
    expect(await south.stateOf(lending)).to.equal('in-process')
    await south.act(lending, 'willSupply', { supplyOn: '2027-03-03' })
    await south.act(lending, 'shipped', { itemNo: item.accessionNo, dueOn: due })
    await north.is(line, 'shipped')
    expect(await north.dataOf(line)).to.include({ dueAtLender: due, shippedService: 'loan' })
    await north.act(line, 'receivedAsLoan', { dueAtLender: due })
    await north.act(line, 'requestRenewal', { dueDate: '2027-05-31', publicNote: 'Please' })
    await south.is(lending, 'renew-pending')
    await south.act(lending, 'renewYes', { dueOn: '2027-05-31' })
    await north.is(line, 'received')
    expect(await north.dataOf(line)).to.include({ dueAtLender: '2027-05-31' })
    await north.act(line, 'returned')
    await north.quiet(line)
    await south.act(lending, 'checkedIn')
    await south.quiet(lending)
    expect([await south.stateOf(lending), await north.stateOf(line)]).to.deep.equal(['checked-in', 'returned'])
    await until(async () => (await north.dataOf(line))['closedByPartner'] === true)
    const types = async (library: Library, id: number, way: string) =>
      (await library.messages(id)).filter(({ direction }) => direction === way).map(({ type, state }) => [type, state])
    const expected = ['request', 'received', 'renew', 'returned'].map((type) => [type, 'confirmed'])
    expect(await types(north, line, 'out')).to.deep.equal(expected)
    expect(await types(south, lending, 'in')).to.deep.equal(expected)
    expect(await types(north, line, 'in')).to.deep.equal(await types(south, lending, 'out'))
  })

  it('agree to terms, and part where they do not', async () => {
    const { line, lending } = await asked('On Terms')
    await south.act(lending, 'answerConditional', { condition: 'LibraryUseOnly' })
    await north.is(line, 'conditional')
    await north.act(line, 'acceptCondition')
    await south.is(lending, 'in-process')
    await south.act(lending, 'unfilled', { reason: 'NotOnShelf' })
    await north.is(line, 'not-supplied')
  })

  it('go on where they were when one of them was away', async () => {
    const { line, lending, item } = await asked('Away')
    await north.shut()
    await south.act(lending, 'shipped', { itemNo: item.accessionNo, dueOn: due })
    await until(async () => (await south.messages(lending)).some(({ error }) => error !== null))
    await north.open()
    await south.hurry()
    await north.is(line, 'shipped')
    await south.quiet(lending)
  })

  it('say where a loan stands when they are asked', async () => {
    const { line, lending } = await asked('Where Is It')
    const [first] = await north.messages(line)
    const { envelope } = first!.body as IllMessage
    const message = { from: 'requester', envelope, message: { type: 'status-query' } } as const
    const client = new RawClient(Number(new URL(south.url).port))
    client.send(iso10161.toIso10161(message, new Date())).socket.end()
    // What it answers goes the way of its other messages.
    expect(await client.rest()).to.deep.equal([])
    await client.leave()
    await until(async () => (await north.messages(line)).some(({ type }) => type === 'status'))
    const told = (await north.messages(line)).find(({ type }) => type === 'status')
    expect((told!.body as IllMessage).message).to.deep.include({ type: 'status', state: 'IN-PROCESS' })
    await south.quiet(lending)
  })

  describe('of which one says what is not understood', () => {
    const extension = [{ identifier: 77, critical: true, item: encode(utf8String, 's3cret') }]
    const happened = async (library: Library, id: number) =>
      (await library.ill.engine.history(library.db, id))
        .filter(({ event }) => event === 'message')
        .map(({ form }) => form)
    const refusals = async () =>
      (
        await south.db
          .selectFrom('audit')
          .select('detail')
          .where('action', '=', 'exchange.refuse')
          .orderBy('id')
          .execute()
      ).map(({ detail }) => detail)
    const strange = (requestId: string) => {
      const envelope = {
        requester: north.symbol,
        responder: south.symbol,
        requestId,
        sentAt: '2026-11-27T17:40:05.000Z',
      }
      const sound = iso10161.toIso10161({ from: 'requester', envelope, message: { type: 'cancel' } }, new Date(0))
      return { ...sound, value: { ...sound.value, cancelExtensions: extension } } as ILLAPDU
    }
    const send = async (...parts: (ILLAPDU | Uint8Array)[]) => {
      const client = new RawClient(Number(new URL(south.url).port))
      client.send(...parts).socket.end()
      const said = await client.rest()
      await client.leave()
      return said
    }

    it('shows it to staff once, without its values', async () => {
      const { line, lending } = await asked('Strange Words')
      const [first] = await north.messages(line)
      const apdu = strange((first!.body as IllMessage).envelope.requestId)
      const refused = 'generalProblem unrecognized-APDU'
      expect(await send(apdu, apdu)).to.deep.equal([refused, refused])
      expect(await happened(south, lending)).to.deep.equal([
        { publicNote: 'sent a message that is not understood here, of which nothing was done: CANCEL, extension' },
      ])
      expect(await south.dataOf(lending)).to.include({ attention: true })
      expect((await refusals()).map((detail) => (detail as { shown: boolean }).shown)).to.deep.equal([true, true])
    })

    it('writes down what is about no request of ours, or cannot be read', async () => {
      const before = (await refusals()).length
      await send(strange('N-404'))
      await send(Buffer.from('66023000', 'hex'))
      // Of these not even the end can be found.
      await send(Buffer.from('GET /s3cret HTTP/1.1\r\n\r\n'))
      // It is told so at once, and that is kept meanwhile.
      await until(async () => (await refusals()).length === before + 3)
      const over = 'iso10161'
      expect((await refusals()).slice(before)).to.deep.equal([
        { over, type: 'CANCEL', transaction: 'N-404', why: 'unsupported', what: 'extension', shown: false },
        { over, type: 'unknown', transaction: '', why: 'malformed', what: 'APDU', shown: false },
        { over, type: 'unknown', transaction: '', why: 'malformed', what: 'APDU', shown: false },
      ])
    })
  })

  describe('and yaz-illclient', () => {
    const parameters = {
      'ill,protocol-version-num': '2',
      'ill,transaction-id,transaction-group-qualifier': 'Y-1',
      'ill,transaction-id,transaction-qualifier': '1',
      'ill,service-date-time,this,date': '20261127',
      'ill,requester-id,person-or-institution-symbol,institution': 'ISIL:XX-North',
      'ill,responder-id,person-or-institution-symbol,institution': 'ISIL:XX-South',
      'ill,ill-service-type': '1',
      'ill,item-id,title': 'The Odyssey',
    }
    const call = async (test: Mocha.Context, more: object = {}) => {
      const [program] = needs(test, 'yaz-illclient') as [string]
      return await runIllClient(program, south.url.replace('tcp://', ''), { ...parameters, ...more })
    }

    it('asks for a loan, and is told of it', async function () {
      const { code, words } = await call(this)
      expect([code, words]).to.deep.equal([0, 'Ok'])
      const row = await south.db
        .selectFrom('ill_messages')
        .select(['type', 'protocol', 'state', 'transaction', 'raw', 'body'])
        .where('direction', '=', 'in')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
      expect(row).to.include({ type: 'request', protocol: 'iso10161', state: 'confirmed', transaction: 'Y-1/1' })
      // It always has a client, if only an empty one: what may tell of a reader is not kept as it came.
      expect(row?.raw).to.equal(null)
      expect(row?.body).to.have.nested.property('message.wanted.title', 'The Odyssey')
      expect(await south.stateOf(await south.lending())).to.equal('in-process')
    })

    it('is told the same again when it sends the same again, and nothing happens twice', async function () {
      const count = async () => (await south.db.selectFrom('ill_lendings').select('id').execute()).length
      const before = await count()
      expect((await call(this)).code).to.equal(0)
      expect(await count()).to.equal(before)
    })

    it('is refused where it uses a number for something else', async function () {
      const { code, words } = await call(this, { 'ill,item-id,title': 'Another book' })
      expect(code).to.equal(7)
      expect(words).to.match(/^Transaction Id Problem: 1/)
    })

    it('is refused as a stranger, and that is written down', async function () {
      const { code, words } = await call(this, {
        'ill,requester-id,person-or-institution-symbol,institution': 'ISIL:XX-Other',
      })
      expect([code, words]).to.deep.equal([7, 'Security problem: This library is not known here at this address.'])
      const noted = await south.db
        .selectFrom('audit')
        .select('detail')
        .where('action', '=', 'exchange.forged')
        .execute()
      expect(noted.map(({ detail }) => detail)).to.deep.equal([{ saysItIs: 'ISIL:XX-Other' }])
    })
  })
})
