import { expect } from 'chai'
import {
  DefaultDiagFormat,
  decodeApdu,
  diagnosticsIn,
  dumpApdu,
  encode,
  encodeApdu,
  type InitializeResponse,
  initDiagnostic,
  initDiagnostics,
} from '../../../src/standards/z3950/index.ts'
import { samples } from './samples.ts'

const refused: InitializeResponse = {
  protocolVersion: { version1: true, version2: true, version3: true },
  options: {},
  preferredMessageSize: 1024,
  exceptionalRecordSize: 1024,
  result: false,
}
const badPassword: DefaultDiagFormat = {
  diagnosticSetId: '1.2.840.10003.4.1',
  condition: 1011,
  addinfo: { type: 'v2Addinfo', value: 'user x' },
}

/** Over the wire and back. */
function received(response: InitializeResponse): InitializeResponse {
  const apdu = decodeApdu(encodeApdu({ type: 'initResponse', value: response }))
  if (apdu.type !== 'initResponse') throw new TypeError(apdu.type)
  return apdu.value
}

describe('The diagnostics of a refused init', () => {
  it('are found in userInformationField', () => {
    const response = received({ ...refused, userInformationField: initDiagnostic(badPassword) })
    expect(initDiagnostics(response)).to.deep.equal([badPassword])
  })

  it('are found in otherInfo', () => {
    const response = received({
      ...refused,
      otherInfo: [
        { information: { type: 'characterInfo', value: 'sorry' } },
        { information: { type: 'externallyDefinedInfo', value: initDiagnostic(badPassword) } },
      ],
    })
    expect(initDiagnostics(response)).to.deep.equal([badPassword])
  })

  it('are none where the server gives none, or something else', () => {
    expect(initDiagnostics(received(refused))).to.deep.equal([])
    const other = { directReference: '1.2.3', encoding: { type: 'octetAligned', value: Buffer.from('?') } } as const
    expect(initDiagnostics(received({ ...refused, userInformationField: other }))).to.deep.equal([])
  })

  it('are found where Zebra puts them', () => {
    const refusal = samples.find(({ name }) => name === 'init-response-refused')
    const apdu = decodeApdu(refusal!.bytes)
    expect(apdu.type === 'initResponse' && initDiagnostics(apdu.value)).to.deep.equal([
      { ...badPassword, addinfo: { type: 'v2Addinfo', value: 'reader' } },
    ])
  })

  it('may come as Bib-1 without a wrapper', () => {
    const value = encode(DefaultDiagFormat, badPassword)
    const bare = { directReference: '1.2.840.10003.4.1', encoding: { type: 'singleAsn1Type', value } } as const
    expect(diagnosticsIn(bare)).to.deep.equal([badPassword])
  })

  it('are none where the data are not what their name says', () => {
    const value = Buffer.from('0500', 'hex')
    for (const directReference of ['1.2.840.10003.10.3', '1.2.840.10003.4.2', '1.2.840.10003.4.1'])
      expect(diagnosticsIn({ directReference, encoding: { type: 'singleAsn1Type', value } })).to.deep.equal([])
  })

  it('are shown in a dump', () => {
    const bytes = encodeApdu({
      type: 'initResponse',
      value: { ...refused, userInformationField: initDiagnostic(badPassword) },
    })
    expect(dumpApdu(bytes))
      .to.match(/condition: 1011/)
      .and.not.contain('? ')
  })
})
