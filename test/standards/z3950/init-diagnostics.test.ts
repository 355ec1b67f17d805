import { expect } from 'chai'
import {
  type DefaultDiagFormat,
  decodeApdu,
  dumpApdu,
  encodeApdu,
  type InitializeResponse,
  initDiagnostic,
  initDiagnostics,
} from '../../../src/standards/z3950/index.ts'

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
