import { expect } from 'chai'
import type { IllMessage, Receipt } from '../../src/ill/index.ts'
import { createIllServer } from '../../src/illserver/index.ts'
import { createLog, systemClock } from '../../src/kit/index.ts'
import type { TcpServer } from '../../src/kit/tcp/index.ts'
import { needs } from '../peers.ts'
import { runIllClient } from '../yaz-illclient.ts'
import { us } from './apdus.ts'

const parameters = {
  'ill,protocol-version-num': '2',
  'ill,transaction-id,transaction-group-qualifier': 'R-000007',
  'ill,transaction-id,transaction-qualifier': 'R-000007-8',
  'ill,service-date-time,this,date': '20261127',
  'ill,service-date-time,this,time': '174005',
  'ill,requester-id,person-or-institution-symbol,institution': 'DE-T1',
  'ill,responder-id,person-or-institution-symbol,institution': 'DK-2',
  'ill,ill-service-type': '1',
  'ill,item-id,title': 'Odyssey',
  'ill,item-id,author': 'Homer',
  'ill,requester-note': 'Bitte schön',
}

describe('yaz-illclient, which sends a request', () => {
  let server: TcpServer
  let receipt: Receipt = { kind: 'ok' }
  const heard: IllMessage[] = []
  before(async () => {
    server = createIllServer({
      symbols: [us],
      clock: systemClock,
      log: createLog('silent'),
      receive: async (message) => {
        heard.push(message)
        return receipt
      },
    })
    await server.listen(0)
  })
  after(() => server.close())
  const call = async (test: Mocha.Context, given: Readonly<Record<string, string>> = parameters) => {
    const [program] = needs(test, 'yaz-illclient') as [string]
    return await runIllClient(program, `127.0.0.1:${server.port}`, given)
  }

  it('ends with 0 where it is accepted, and is understood', async function () {
    const { code, words } = await call(this)
    expect([code, words]).to.deep.equal([0, 'Ok'])
    expect(heard.at(-1)).to.deep.equal({
      from: 'requester',
      envelope: {
        requester: 'ISIL:DE-T1',
        responder: 'ISIL:DK-2',
        requestId: 'R-000007-8',
        sentAt: '2026-11-27T17:40:05.000Z',
      },
      message: {
        type: 'request',
        kind: 'new',
        wanted: { title: 'Odyssey', author: 'Homer' },
        services: ['loan'],
        hold: 'policy',
        note: 'Bitte schön',
      },
    })
  })

  it('ends with 7 where it is refused, and shows why', async function () {
    receipt = { kind: 'refused', why: 'duplicate-request', what: 'requestId', text: 'There is one of this number.' }
    const { code, answer, words } = await call(this)
    expect([code, words]).to.deep.equal([7, 'Transaction Id Problem: 1:There is one of this number.'])
    expect(answer).to.include("GeneralString 'There is one of this number.'")
  })

  it('ends with 7 where it says not even whose request it is', async function () {
    const count = heard.length
    const { code, words } = await call(this, { 'ill,protocol-version-num': '2' })
    expect([code, words]).to.deep.equal([7, 'Transaction Id Problem: 2:the transaction-id has no qualifier'])
    expect(heard).to.have.length(count)
  })
})
