import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect } from 'chai'
import {
  type Apdu,
  type ApduOf,
  apduSplitter,
  decode,
  decodeApdu,
  encodeApdu,
  OPACRecord,
  recordSyntax,
} from '../../../src/standards/z3950/index.ts'
import { needs } from '../../peers.ts'
import { type PeerServer, startZtest } from '../../zoom/peer-servers.ts'

describe('yaz-ztest', () => {
  let server: PeerServer | undefined
  let socket: Socket | undefined

  before(async function () {
    const [ztest] = needs(this, 'yaz-ztest')
    server = await startZtest(ztest!)
    socket = connect(server.port, '127.0.0.1')
    await once(socket, 'connect')
  })

  after(async () => {
    socket?.destroy()
    await server?.stop()
  })

  /** Sends a PDU and waits for the answer of the kind expected. */
  async function ask<T extends Apdu['type']>(request: Apdu, answer: T): Promise<ApduOf<T>> {
    const splitter = apduSplitter()
    socket!.write(encodeApdu(request))
    for (;;) {
      const [chunk] = (await once(socket!, 'data')) as [Buffer]
      const [pdu] = splitter.push(chunk)
      if (!pdu) continue
      const apdu = decodeApdu(pdu)
      expect(apdu.type).to.equal(answer)
      return apdu.value as ApduOf<T>
    }
  }

  const present = (syntax: string) =>
    ask(
      {
        type: 'presentRequest',
        value: {
          resultSetId: 'default',
          resultSetStartPoint: 1,
          numberOfRecordsRequested: 2,
          preferredRecordSyntax: syntax,
          referenceId: Buffer.from('p'),
        },
      },
      'presentResponse',
    )

  it('accepts our init', async () => {
    const response = await ask(
      {
        type: 'initRequest',
        value: {
          protocolVersion: { version1: true, version2: true, version3: true },
          options: { search: true, present: true, scan: true, namedResultSets: true },
          preferredMessageSize: 16 * 1024 * 1024,
          exceptionalRecordSize: 16 * 1024 * 1024,
          implementationName: 'Farshelf',
        },
      },
      'initResponse',
    )
    expect(response).to.include({ result: true })
    expect(response.options).to.deep.equal({ search: true, present: true, scan: true, namedResultSets: true })
  })

  it('answers our search', async () => {
    const response = await ask(
      {
        type: 'searchRequest',
        value: {
          smallSetUpperBound: 0,
          largeSetLowerBound: 1,
          mediumSetPresentNumber: 0,
          replaceIndicator: true,
          resultSetName: 'default',
          databaseNames: ['Default'],
          query: {
            type: 'type1',
            value: {
              attributeSet: '1.2.840.10003.3.1',
              rpn: {
                type: 'op',
                value: {
                  type: 'attrTerm',
                  value: {
                    attributes: [{ attributeType: 1, attributeValue: { type: 'numeric', value: 4 } }],
                    term: { type: 'general', value: Buffer.from('computer') },
                  },
                },
              },
            },
          },
        },
      },
      'searchResponse',
    )
    expect(response.searchStatus).to.equal(true)
    expect(response.resultCount).to.be.above(1)
  })

  it('sends MARC records for our present, and our reference id', async () => {
    const { records, referenceId } = await present(recordSyntax.usmarc)
    expect(referenceId).to.deep.equal(Buffer.from('p'))
    expect(records?.type).to.equal('responseRecords')
    const [first, second] = records?.type === 'responseRecords' ? records.value : []
    for (const record of [first?.record, second?.record]) {
      const external = record?.type === 'retrievalRecord' ? record.value : undefined
      expect(external?.directReference).to.equal(recordSyntax.usmarc)
      const marc = external?.encoding.type === 'octetAligned' ? Buffer.from(external.encoding.value) : Buffer.alloc(0)
      expect(Number(marc.toString('latin1', 0, 5))).to.equal(marc.length)
    }
  })

  it('sends OPAC records that we can read', async () => {
    const { records } = await present(recordSyntax.opac)
    const record = records?.type === 'responseRecords' ? records.value[0]?.record : undefined
    const external = record?.type === 'retrievalRecord' ? record.value : undefined
    const asn1 = external?.encoding.type === 'singleAsn1Type' ? external.encoding.value : Buffer.alloc(0)
    const [holding] = decode(OPACRecord, asn1).holdingsData ?? []
    const { callNumber, circulationData } = holding?.type === 'holdingsAndCirc' ? holding.value : {}
    expect(callNumber).to.match(/\w/)
    expect(circulationData?.[0]).to.include({ availableNow: true, onHold: false })
  })

  it('closes when asked', async () => {
    const response = await ask({ type: 'close', value: { closeReason: 'finished' } }, 'close')
    expect(response.closeReason).to.equal('finished')
  })
})
