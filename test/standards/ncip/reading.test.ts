import { expect } from 'chai'
import { type NcipReading, readResponse, readTime, type Service } from '../../../src/standards/ncip/index.ts'

const read = (xml: string, service: Service): NcipReading => readResponse(Buffer.from(xml), service)

const user = (n: string) => `
  <${n}NCIPMessage xmlns${n ? ':x' : ''}="http://www.niso.org/2008/ncip" ${n}version="2.02">
    <${n}LookupUserResponse>
      <${n}UserOptionalFields>
        <${n}BlockOrTrap><${n}AgencyId>A</${n}AgencyId><${n}BlockOrTrapType>Blocked</${n}BlockOrTrapType></${n}BlockOrTrap>
        <${n}UserId><${n}UserIdentifierValue> 21234 </${n}UserIdentifierValue></${n}UserId>
        <${n}NameInformation><${n}PersonalNameInformation><${n}StructuredPersonalUserName>
          <${n}GivenName>Ada</${n}GivenName><${n}Surname>Byron</${n}Surname>
        </${n}StructuredPersonalUserName></${n}PersonalNameInformation></${n}NameInformation>
        <${n}UserAddressInformation><${n}UserAddressRoleType>Home</${n}UserAddressRoleType>
          <${n}ElectronicAddress><${n}ElectronicAddressType>mailto</${n}ElectronicAddressType>
          <${n}ElectronicAddressData>ada@example.org</${n}ElectronicAddressData></${n}ElectronicAddress>
        </${n}UserAddressInformation>
      </${n}UserOptionalFields>
      <${n}UserId><${n}UserIdentifierValue>U1</${n}UserIdentifierValue></${n}UserId>
    </${n}LookupUserResponse>
  </${n}NCIPMessage>`

describe('An answer of a circulation system', () => {
  for (const [what, xml] of [
    ['with a namespace', user('')],
    ['with prefixes', user('x:')],
    ['without a namespace', user('').replace(/ xmlns="[^"]*"/, '')],
  ] as const)
    it(`is read ${what}, in whatever order`, () => {
      const reading = read(xml, 'LookupUser')
      if (reading.kind !== 'response') throw new Error(JSON.stringify(reading))
      expect(reading.response.user).to.deep.equal({
        id: 'U1',
        otherIds: ['21234'],
        name: 'Ada Byron',
        email: 'ada@example.org',
        blocks: ['Blocked'],
        privileges: [],
      })
    })

  it('says what became of an item', () => {
    const reading = read(
      `<NCIPMessage><CheckOutItemResponse><DateDue>2026-05-01T22:59:59.000+0000</DateDue>
        <ItemOptionalFields><ItemDescription><CopyNumber>3001</CopyNumber><CallNumber>QA 1</CallNumber></ItemDescription>
        <CirculationStatus Scheme="x">On Loan</CirculationStatus></ItemOptionalFields>
        <ItemTransaction><CurrentBorrower><UserId><UserIdentifierValue>INST-1</UserIdentifierValue></UserId></CurrentBorrower></ItemTransaction>
        <ItemId><ItemIdentifierValue>i1</ItemIdentifierValue></ItemId></CheckOutItemResponse></NCIPMessage>`,
      'CheckOutItem',
    )
    expect(reading.kind === 'response' && reading.response).to.deep.include({
      ...{ itemId: 'i1', dateDue: '2026-05-01T22:59:59.000+0000', callNumber: 'QA 1', copyNumber: '3001' },
      ...{ circulationStatus: 'On Loan', borrower: 'INST-1', pending: false },
    })
  })

  it('has problems, of the service or of the whole message', () => {
    const problem = `<Problem><ProblemType Scheme="x">Unknown User</ProblemType><ProblemDetail>no such</ProblemDetail>
      <ProblemElement>UserId</ProblemElement><ProblemValue>P9</ProblemValue></Problem>`
    const told = { type: 'Unknown User', detail: 'no such', element: 'UserId', value: 'P9' }
    for (const xml of [
      `<NCIPMessage><LookupUserResponse>${problem}</LookupUserResponse></NCIPMessage>`,
      `<NCIPMessage>${problem}</NCIPMessage>`,
    ])
      expect(read(xml, 'LookupUser')).to.deep.equal({ kind: 'problems', problems: [told] })
    expect(read('<NCIPMessage><Problem/></NCIPMessage>', 'LookupUser').kind).to.equal('problems')
  })

  it('is none where it answers something else, is no message, is cut off, or is more than can be', () => {
    const unreadable = [
      '<NCIPMessage><CheckInItemResponse/></NCIPMessage>',
      '<NCIPMessage xmlns="urn:other"><LookupUserResponse/></NCIPMessage>',
      '<html><body>Log in</body></html>',
      '<!DOCTYPE a [<!ENTITY b "c">]><NCIPMessage/>',
      `<NCIPMessage>${'<a>'.repeat(100)}`,
      'x'.repeat(300_000),
      '',
    ]
    for (const xml of unreadable) expect(read(xml, 'LookupUser').kind, xml.slice(0, 60)).to.equal('unreadable')
    const whole = user('').trim()
    for (let n = 0; n < whole.length; n += 7)
      expect(read(whole.slice(0, n), 'LookupUser').kind, String(n)).to.equal('unreadable')
  })

  it('has times with and without a zone', () => {
    expect(readTime('2026-05-01T23:59:59-05:00')).to.deep.equal({ at: Date.UTC(2026, 4, 2, 4, 59, 59) })
    expect(readTime('2026-05-01T23:59:59.000+0000')).to.deep.equal({ at: Date.UTC(2026, 4, 1, 23, 59, 59) })
    expect(readTime('2026-05-01T23:59:59')).to.deep.equal({ day: '2026-05-01' })
    expect(readTime(' 2026-05-01 ')).to.deep.equal({ day: '2026-05-01' })
    for (const text of ['', 'soon', '2026-13-45', '01/05/2026']) expect(readTime(text), text).to.equal(undefined)
  })
})
