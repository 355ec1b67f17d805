import { expect } from 'chai'
import { type ReadMessage, readMessage } from '../../../src/standards/iso18626/index.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const namespace = 'http://illtransactions.org/2013/iso18626'

/** Reads what is inside of a message of ours, and fails where it is none. */
function read(inside: string, attributes = 'version="1.2"', root = `xmlns="${namespace}"`): ReadMessage {
  const found = readMessage(bytes(`<ISO18626Message ${root} ${attributes}>${inside}</ISO18626Message>`))
  if (found.kind === 'unreadable') throw new Error(found.detail)
  return found
}

const agencies =
  '<supplyingAgencyId><agencyIdType>ISIL</agencyIdType><agencyIdValue>S</agencyIdValue></supplyingAgencyId>' +
  '<requestingAgencyId><agencyIdType>ISIL</agencyIdType><agencyIdValue>R</agencyIdValue></requestingAgencyId>'
const header = (timestamp = '2026-11-27T22:00:00Z') =>
  `<header>${agencies}<timestamp>${timestamp}</timestamp>` +
  '<requestingAgencyRequestId>R-1</requestingAgencyRequestId></header>'
const action = (said: string, timestamp?: string) =>
  `<requestingAgencyMessage>${header(timestamp)}<action>${said}</action></requestingAgencyMessage>`
const answer = (
  info: string,
  status = '<status>Loaned</status><lastChange>2026-11-27T22:00:00Z</lastChange>',
  rest = '',
) =>
  `<supplyingAgencyMessage>${header()}<messageInfo>${info}</messageInfo><statusInfo>${status}</statusInfo>${rest}` +
  '</supplyingAgencyMessage>'
const change = '<reasonForMessage>StatusChange</reasonForMessage>'
const request = (rest: string, service = '<serviceInfo><serviceType>Loan</serviceType></serviceInfo>') =>
  `<request>${header()}<bibliographicInfo/>${service}${rest}</request>`

describe('A message of ISO 18626 from a peer', () => {
  it('may say its version qualified, plain, empty or not at all', () => {
    for (const [attributes, version] of [
      ['version="1.2"', '1.2'],
      [`xmlns:ill="${namespace}" ill:version="2021-2"`, '2021-2'],
      ['version=""', ''],
      ['', ''],
      ['version="1.0"', '1.0'],
    ] as const) {
      const found = read(action('Received'), attributes)
      expect(found).to.deep.include({ kind: 'requestingAgencyMessage', version, faults: [] })
    }
  })

  it('may have prefixes, or no namespace at all', () => {
    const prefixed = action('Received').replace(/<(\/?)/g, '<$1p4:')
    const whole = `<p4:ISO18626Message xmlns:p4="${namespace}" p4:version="1.2">${prefixed}</p4:ISO18626Message>`
    expect(readMessage(bytes(whole))).to.deep.include({ kind: 'requestingAgencyMessage', faults: [] })
    expect(read(action('Received'), '', '')).to.deep.include({ kind: 'requestingAgencyMessage', faults: [] })
  })

  it('may name the scheme of a code qualified or plain', () => {
    for (const attribute of ['scheme', 'p4:scheme']) {
      const found = read(
        answer(`${change}<reasonUnfilled ${attribute}="http://x.org/codes">not-ours</reasonUnfilled>`),
        `xmlns:p4="${namespace}" version="1.2"`,
      )
      expect(found).to.have.deep.nested.property('body.messageInfo.reasonUnfilled', {
        code: 'not-ours',
        scheme: 'http://x.org/codes',
      })
    }
  })

  it('may have elements in any order, of either version', () => {
    const isbn = '<bibliographicItemIdentifier>0-14</bibliographicItemIdentifier>'
    const code = '<bibliographicItemIdentifierCode>isbn</bibliographicItemIdentifierCode>'
    for (const item of [isbn + code, code + isbn]) {
      const found = read(
        `<request><serviceInfo><serviceType>Loan</serviceType></serviceInfo><bibliographicInfo><bibliographicItemId>${item}` +
          `</bibliographicItemId><title>T</title></bibliographicInfo>${header()}</request>`,
      )
      expect(found).to.deep.include({ kind: 'request', faults: [] })
      expect(found).to.have.deep.nested.property('body.bibliographicInfo.bibliographicItemId', [
        { bibliographicItemIdentifierCode: { code: 'ISBN' }, bibliographicItemIdentifier: '0-14' },
      ])
    }
    const sent = '<deliveryInfo><dateSent>2026-11-27T00:00:00Z</dateSent><sentVia>Mail</sentVia></deliveryInfo>'
    expect(read(answer(change, undefined, sent))).to.have.nested.property(
      'body.deliveryInfo.deliveryMethod.code',
      'Mail',
    )
  })

  it('may spell codes in small letters, and the American way', () => {
    expect(read(action('received'))).to.have.nested.property('body.action', 'Received')
    const status = '<status>canceled</status><lastChange>2026-11-27T22:00:00Z</lastChange>'
    expect(read(answer(change, status))).to.have.nested.property('body.statusInfo.status', 'Cancelled')
    const confirmation =
      `<requestConfirmation><confirmationHeader><timestamp>2026-11-27T22:00:00Z</timestamp>` +
      '<timestampReceived>2026-11-27T22:00:00Z</timestampReceived><messageStatus>Error</messageStatus></confirmationHeader>' +
      '<errorData><errorType>UnrecognizedDataValue</errorType></errorData></requestConfirmation>'
    const found = read(confirmation)
    expect(found).to.deep.include({ faults: [] })
    expect(found).to.have.nested.property('body.errorData[0].errorType', 'UnrecognisedDataValue')
    expect(found).to.have.nested.property('body.confirmationHeader.messageStatus', 'ERROR')
  })

  it('may hold empty elements: they say nothing', () => {
    const found = read(
      request(
        '<supplierInfo></supplierInfo><requestedDeliveryInfo><address><electronicAddress/></address></requestedDeliveryInfo>' +
          '<billingInfo><maximumCosts/></billingInfo>',
        '<serviceInfo><requestType/><serviceType>Loan</serviceType><needBeforeDate> </needBeforeDate><note></note></serviceInfo>',
      ),
    )
    expect(found.faults).to.deep.equal([])
    expect(found.body).to.have.all.keys('header', 'bibliographicInfo', 'serviceInfo')
    expect(found).to.have.deep.nested.property('body.serviceInfo', { serviceType: 'Loan' })
  })

  it('may write its times as programs do', () => {
    for (const [written, meant] of [
      ['2014-03-17T09:30:47+0000', '2014-03-17T09:30:47+00:00'],
      ['2014-03-17T09:30:47.629597710Z', '2014-03-17T09:30:47.629597710Z'],
      ['2014-03-17T09:30:47', '2014-03-17T09:30:47Z'],
      ['2014-03-17T09:30Z', '2014-03-17T09:30:00Z'],
      ['2014-03-17 09:30:47 +02', '2014-03-17T09:30:47+02:00'],
      ['2014-03-17', '2014-03-17T00:00:00Z'],
      [' 2014-03-17t09:30:47z\n', '2014-03-17T09:30:47Z'],
    ] as const) {
      const found = read(action('Received', written))
      expect(found.faults, written).to.deep.equal([])
      expect(found).to.have.nested.property('body.header.timestamp', meant)
    }
  })

  it('may not name a day that is none', () => {
    for (const written of ['2026-02-30T00:00:00Z', '2026-13-01', 'yesterday', '2026-11-27T25:00:00Z', '0000-01-01'])
      expect(read(action('Received', written)).faults).to.deep.equal([
        { fault: 'value', path: 'header/timestamp', value: written },
      ])
  })

  it('tells what it holds that is unknown, missing, or there twice', () => {
    const found = read(
      `<requestingAgencyMessage><header>${agencies}</header><action>Wave</action><wish>x</wish></requestingAgencyMessage>`,
    )
    expect(found.faults).to.have.deep.members([
      { fault: 'element', path: 'wish' },
      { fault: 'missing', path: 'header/timestamp' },
      { fault: 'missing', path: 'header/requestingAgencyRequestId' },
      { fault: 'value', path: 'action', value: 'Wave' },
    ])
    const twice = action('Received').replace('</action>', '</action><action>Renew</action>')
    expect(read(twice).faults).to.deep.equal([{ fault: 'repeated', path: 'action' }])
  })

  it('may hold more where its version is newer than any known', () => {
    const newer = action('Received').replace('<action>', '<urgency>1</urgency><action>')
    expect(read(newer, 'version="2031-1"').faults).to.deep.equal([])
    expect(read(newer, 'version="2021-2"').faults).to.deep.equal([{ fault: 'element', path: 'urgency' }])
    const foreign = newer.replace('<urgency>', '<urgency xmlns="urn:other">')
    expect(read(foreign, 'version="2031-1"').faults).to.deep.equal([{ fault: 'element', path: 'urgency' }])
  })

  it('may be in UTF-8, UTF-16 with a mark, or what its declaration says', () => {
    const body = `<ISO18626Message xmlns="${namespace}">${action('Received').replace('</action>', '</action><note>Müßig</note>')}</ISO18626Message>`
    const note = (sent: Uint8Array) => (readMessage(sent) as { body: { note?: string } }).body.note
    expect(note(bytes(`\ufeff${body}`))).to.equal('Müßig')
    expect(note(Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${body}`, 'utf16le'))).to.equal('Müßig')
    expect(note(Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${body}`, 'latin1'))).to.equal('Müßig')
    expect(readMessage(Buffer.from(body, 'latin1'))).to.include({ kind: 'unreadable', fault: 'encoding' })
  })

  it('is none where the root or what it holds is another, or it is no XML', () => {
    for (const text of [
      '',
      'Hello',
      '<a/>',
      `<ISO18626Message xmlns="urn:other">${action('Received')}</ISO18626Message>`,
      `<ISO18626Message xmlns="${namespace}"/>`,
      `<ISO18626Message xmlns="${namespace}"><hello/></ISO18626Message>`,
    ])
      expect(readMessage(bytes(text)).kind, text).to.equal('unreadable')
  })

  it('that breaks off tells what had been read of it', () => {
    const found = readMessage(bytes(`<ISO18626Message xmlns="${namespace}">${request('').slice(0, -20)}`))
    expect(found).to.deep.include({ kind: 'unreadable', fault: 'malformed' })
    expect(found).to.have.nested.property('seen.kind', 'request')
    expect(found).to.have.nested.property('seen.body.header.requestingAgencyRequestId', 'R-1')
  })
})
