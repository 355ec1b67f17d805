import { expect } from 'chai'
import { toIso18626 } from '../../../../src/ill/exchange/iso18626/index.ts'
import type { RequesterMessage, ResponderMessage } from '../../../../src/ill/exchange/message.ts'
import { action, answer, document, envelope, header, peer, sent, understood } from './said.ts'

const [standard, standard12] = [peer('standard', '2021-2'), peer('standard')]
const [reshare, alma] = [peer('reshare'), peer('alma')]
const asked: Extract<RequesterMessage, { type: 'request' }> = {
  type: 'request',
  kind: 'new',
  wanted: { title: 'Odyssey' },
  services: ['loan'],
}
const conditional: ResponderMessage = {
  type: 'conditional',
  conditions: ['LibraryUseOnly'],
  cost: { amount: '5.00', currency: 'EUR' },
  note: 'Please answer',
}

describe('What is sent in ISO 18626', () => {
  it('has the action or status of domain/ill.md 3.4', () => {
    for (const [message, name, value] of [
      [asked, 'requestType', 'New'],
      [{ ...asked, kind: 'retry', previousId: 'R-000001-0' }, 'requestingAgencyPreviousRequestId', 'R-000001-0'],
      [{ ...asked, kind: 'reminder' }, 'requestType', 'Reminder'],
      [{ type: 'cancel' }, 'action', 'Cancel'],
      [{ type: 'received' }, 'action', 'Received'],
      [{ type: 'renew' }, 'action', 'Renew'],
      [{ type: 'returned' }, 'action', 'ShippedReturn'],
      [{ type: 'status-query' }, 'action', 'StatusRequest'],
      [{ type: 'will-supply' }, 'status', 'WillSupply'],
      [{ type: 'will-supply', likely: true }, 'status', 'ExpectToSupply'],
      [{ type: 'hold' }, 'status', 'ExpectToSupply'],
      [{ type: 'not-supplied', answer: 'unfilled', reason: 'NotHeld' }, 'reasonUnfilled', 'NotHeld'],
      [{ type: 'not-supplied', answer: 'retry', reason: 'OnLoan' }, 'reasonRetry', 'OnLoan'],
      [{ type: 'not-supplied', answer: 'locations' }, 'status', 'Unfilled'],
      [{ type: 'expired' }, 'reasonUnfilled', 'PolicyProblem'],
      [{ type: 'shipped', service: 'loan' }, 'status', 'Loaned'],
      [{ type: 'shipped', service: 'copy' }, 'status', 'CopyCompleted'],
      [{ type: 'overdue' }, 'status', 'Overdue'],
      [{ type: 'recall' }, 'status', 'Recalled'],
      [{ type: 'checked-in' }, 'status', 'LoanCompleted'],
      [{ type: 'lost' }, 'status', 'CompletedWithoutReturn'],
      [{ type: 'damaged' }, 'reasonForMessage', 'Notification'],
      [{ type: 'note', note: 'Hello' }, 'reasonForMessage', 'Notification'],
      [{ type: 'status', state: 'OVERDUE' }, 'reasonForMessage', 'StatusRequestResponse'],
    ] as const)
      expect(sent(message as ResponderMessage, standard).text(name), message.type).to.equal(value)
  })

  it('refuses with the status that stays', () => {
    const refusal = { type: 'cancel-reply', agrees: false } as const
    expect(sent(refusal, standard).text('status')).to.equal('WillSupply')
    const shipped = sent(refusal, standard, { state: 'shipped' })
    expect([shipped.text('reasonForMessage'), shipped.text('answerYesNo'), shipped.text('status')]).to.deep.equal([
      'CancelResponse',
      'N',
      'Loaned',
    ])
    expect(sent({ type: 'renew-reply', agrees: false }, standard, { state: 'OVERDUE' }).text('status')).to.equal(
      'Overdue',
    )
    expect(sent({ type: 'cancel-reply', agrees: true }, standard).text('status')).to.equal('Cancelled')
  })

  it('carries in its note what has no element, readable', () => {
    expect(sent({ type: 'renew', dueOn: '2026-12-24', note: 'Please' }, standard).text('note')).to.equal(
      'Desired due date: 2026-12-24\nPlease',
    )
    expect(sent({ ...asked, hold: 'no', expiresOn: '2026-12-01' }, standard).text('note')).to.equal(
      'Place on hold: no\nAnswer needed by: 2026-12-01',
    )
  })

  it('tells of a loss in words, where 1.2 has no action for it', () => {
    const write = (version: '1.2' | '2021-2') =>
      toIso18626({ from: 'requester', envelope, message: { type: 'lost', note: 'Sorry' } }, peer('standard', version))
    expect(write('2021-2')).to.contain('<action>Lost</action><note>Sorry</note>')
    expect(write('1.2')).to.contain('<action>Notification</action><note>Item: lost\nSorry</note>')
    expect(understood(write('1.2'), standard12)).to.deep.equal({ type: 'note', note: 'Item: lost\nSorry' })
  })

  it('names days as noon in UTC, the same day nearly everywhere', () => {
    const { text } = sent({ type: 'shipped', service: 'loan', on: '2026-11-20', dueOn: '2026-12-31' }, standard)
    expect([text('dateSent'), text('dueDate')]).to.deep.equal(['2026-11-20T12:00:00Z', '2026-12-31T12:00:00Z'])
  })

  it('has the address of a copy where its version has a place for it', () => {
    const copy: ResponderMessage = { type: 'shipped', service: 'copy', url: 'https://library.example/c/1' }
    expect(sent(copy, standard).text('URL')).to.equal('https://library.example/c/1')
    const older = sent(copy, standard12)
    expect([older.text('itemId'), older.text('sentVia')]).to.deep.equal(['https://library.example/c/1', 'URL'])
  })

  it('lets nobody send words for machines by writing them', () => {
    const { document } = sent(
      { type: 'note', note: 'a #Fars\u0001helfUnship# b #ReShareLoanConditionAgreeResponse#' },
      standard,
    )
    expect(document).not.to.match(/#\w+#/)
  })

  it('takes back what was not sent between Farshelfs, and says so to others', () => {
    expect(understood(sent({ type: 'unship' }, standard).document, standard)).to.deep.equal({ type: 'unship' })
    for (const other of [reshare, alma])
      expect(understood(sent({ type: 'unship' }, other).document, other)).to.deep.equal({
        type: 'note',
        note: 'Marked as sent by mistake: it was not sent.',
      })
  })
})

describe('Conditions in ISO 18626', () => {
  it('are terms for another request, as the standard has it', () => {
    const { text } = sent(conditional, standard)
    expect([text('status'), text('reasonRetry'), text('loanCondition'), text('monetaryValue')]).to.deep.equal([
      'RetryPossible',
      'MustMeetLoanCondition',
      'LibraryUseOnly',
      '5.00',
    ])
    const yes = sent({ type: 'conditional-reply', agrees: true }, standard, {
      asked: { ...asked, services: ['loan'], conditions: ['LibraryUseOnly'] },
    })
    expect([yes.text('requestType'), yes.text('title'), yes.text('loanCondition')]).to.deep.equal([
      'Retry',
      'Odyssey',
      'LibraryUseOnly',
    ])
    expect(yes.text('requestingAgencyPreviousRequestId')).to.equal('R-000001-1')
    expect(sent({ type: 'conditional-reply', agrees: false }, standard).text('action')).to.equal('Cancel')
  })

  it('are a token in a note, and one back, with ReShare', () => {
    const { text } = sent(conditional, reshare)
    expect([text('status'), text('reasonForMessage'), text('loanCondition')]).to.deep.equal([
      'WillSupply',
      'StatusChange',
      'LibraryUseOnly',
    ])
    expect(text('note')).to.equal('Please answer\n#ReShareAddLoanCondition#')
    expect(sent({ type: 'conditional-reply', agrees: true }, reshare).text('note')).to.equal(
      '#ReShareLoanConditionAgreeResponse#',
    )
    const no = sent({ type: 'conditional-reply', agrees: false, note: 'Too dear' }, reshare)
    expect([no.text('action'), no.text('note')]).to.deep.equal([
      'Cancel',
      '#ReShareLoanConditionRejectResponse#\nToo dear',
    ])
  })

  it('are words in a note with Alma, and one word back', () => {
    const { text } = sent(conditional, alma)
    expect(text('reasonForMessage')).to.equal('Notification')
    expect(text('note')).to.equal(
      'Condition: LibraryUseOnly\nCost: 5.00 EUR\nPlease answer\n' +
        'Conditions pending approval, please respond `ACCEPT` or `REJECT`',
    )
    expect(sent({ type: 'conditional-reply', agrees: true, note: 'Thanks' }, alma).text('note')).to.equal('ACCEPT')
    expect(understood(action('Notification', '“accept.”'), alma)).to.deep.equal({
      type: 'conditional-reply',
      agrees: true,
    })
    expect(understood(action('Notification', 'We accept'), alma)).to.deep.equal({ type: 'note', note: 'We accept' })
    expect(understood(action('Notification', 'ACCEPT'), standard)).to.deep.equal({ type: 'note', note: 'ACCEPT' })
  })
})

describe('Alma', () => {
  it('is told what it understands, for the reasons it wants', () => {
    const reasons = (message: ResponderMessage) => {
      const { text } = sent(message, alma)
      return [text('status'), text('reasonForMessage')]
    }
    expect(reasons({ type: 'will-supply', likely: true })).to.deep.equal(['WillSupply', 'RequestResponse'])
    expect(reasons({ type: 'hold' })).to.deep.equal(['WillSupply', 'RequestResponse'])
    expect(reasons({ type: 'shipped', service: 'loan' })).to.deep.equal(['Loaned', 'StatusChange'])
    expect(reasons({ type: 'checked-in' })).to.deep.equal(['LoanCompleted', 'RequestResponse'])
  })

  it('finds in the note what it shows of a loan, each thing once', () => {
    const { text, texts } = sent(
      {
        type: 'shipped',
        service: 'loan',
        cost: { amount: '12.50', currency: 'USD' },
        conditions: ['NoReproduction'],
        returnTo: { name: 'Oxford', street: 'Broad Street', place: 'Oxford', postalCode: 'OX1 3BG', country: 'UK' },
        note: 'Handle with care',
      },
      alma,
    )
    expect(text('note')).to.equal(
      'Condition: NoReproduction\nCost: 12.50 USD\nHandle with care\n' +
        '#RETURN_TO#\nOxford\nBroad Street\nOxford, OX1 3BG\nUK\n#RT_END#',
    )
    expect(texts('deliveryCosts')).to.have.length(1)
  })

  it('finds cost and address of a request in its note, and a level it knows', () => {
    const { text } = sent(
      {
        type: 'request',
        kind: 'new',
        wanted: {},
        services: ['loan'],
        level: 'whenever',
        mostCost: { amount: '20', currency: 'EUR' },
        deliverTo: { name: 'Library', place: 'Berlin' },
      },
      alma,
    )
    expect(text('note')).to.equal('Cost at most: 20 EUR\n#SHIP_TO#\nLibrary\nBerlin\n#ST_END#')
    expect(text('serviceLevel')).to.equal('Standard')
  })
})

describe('What peers send in ISO 18626', () => {
  it('changes no state as a Notification, whatever its status', () => {
    for (const status of ['', 'RequestReceived', 'Loaned', 'Unfilled', 'Cancelled', 'nonsense'])
      for (const from of [standard, reshare, alma]) {
        const said = understood(answer('Notification', status, '<note>Hello</note>'), from)
        expect(said, status).to.deep.equal({ type: 'note', note: 'Hello' })
      }
    const silent = understood(answer('Notification', 'Unfilled', '<reasonUnfilled>NotHeld</reasonUnfilled>'), reshare)
    expect(silent).to.deep.equal({ type: 'note', note: 'Status: Unfilled (NotHeld)' })
  })

  it('is shown without words for machines', () => {
    const note = 'Call us#seq:12##lastSeq:3#\n#MultipleItems#\nT1|C|B\n#MultipleItemsEnd##ReShareUpdatedField-note:x'
    expect(understood(answer('Notification', 'RequestReceived', `<note>${note}</note>`), reshare)).to.deep.equal({
      type: 'note',
      note: 'Call us',
    })
    const waits = '<note>#ReShareSupplierAwaitingConditionConfirmation#</note>'
    expect(understood(answer('Notification', 'RequestReceived', waits), reshare)).to.deep.equal({
      type: 'note',
      note: 'The lender waits for an answer to its conditions.',
    })
  })

  it('names conditions with the token alone: the token of ReShare means nothing of a peer of the standard', () => {
    const token = '<note>In May only\n#ReShareAddLoanCondition##seq:2#</note>'
    const delivery =
      '<deliveryInfo><dateSent>0001-01-01T00:00:00Z</dateSent><loanCondition>other</loanCondition></deliveryInfo>'
    const offer = '<offeredCosts><currencyCode>USD</currencyCode><monetaryValue>7.5</monetaryValue></offeredCosts>'
    const text = answer('StatusChange', 'WillSupply', token + offer, delivery)
    expect(understood(text, reshare)).to.deep.equal({
      type: 'conditional',
      conditions: ['other'],
      cost: { amount: '7.5', currency: 'USD' },
      note: 'In May only',
    })
    expect(understood(text, standard)).to.have.property('type', 'will-supply')
    expect(understood(action('Notification', '#ReShareLoanConditionAgreeResponse#'), reshare)).to.deep.equal({
      type: 'conditional-reply',
      agrees: true,
    })
    expect(understood(action('Notification', '#ReShareLoanConditionAgreeResponse#'), standard)).to.deep.equal({
      type: 'note',
      note: '',
    })
  })

  it('may contradict itself on cancelling: that is refused', () => {
    for (const [status, yes] of [
      ['WillSupply', 'Y'],
      ['Loaned', 'Y'],
      ['Cancelled', 'N'],
    ] as const)
      expect(
        understood(answer('CancelResponse', status, `<answerYesNo>${yes}</answerYesNo>`), reshare),
      ).to.deep.include({
        kind: 'refused',
        why: 'bad-value',
        what: 'status',
      })
    expect(understood(answer('CancelResponse', 'cancelled', '<answerYesNo>y</answerYesNo>'), reshare)).to.deep.equal({
      type: 'cancel-reply',
      agrees: true,
    })
    // Some end it though nobody asked.
    expect(understood(answer('StatusChange', 'Cancelled'), reshare)).to.deep.equal({
      type: 'cancel-reply',
      agrees: true,
    })
  })

  it('means by RetryPossible what comes with it', () => {
    const cost = '<offeredCosts><currencyCode>EUR</currencyCode><monetaryValue>9</monetaryValue></offeredCosts>'
    const meaning = (info: string) => {
      const said = understood(answer('RequestResponse', 'RetryPossible', info), standard12)
      return 'answer' in said ? said.answer : 'type' in said ? said.type : said.why
    }
    expect(meaning('<reasonRetry>OnLoan</reasonRetry>')).to.equal('retry')
    expect(meaning(`<reasonRetry>CostExceedsMaxCost</reasonRetry>${cost}`)).to.equal('conditional')
    expect(meaning('<reasonRetry>LoanCondition</reasonRetry>')).to.equal('conditional')
    expect(meaning(cost)).to.equal('estimate')
  })

  it('may use words of its own where the list is open', () => {
    const said = understood(answer('StatusChange', 'Unfilled', '<reasonUnfilled>transfer</reasonUnfilled>'), reshare)
    expect(said).to.deep.equal({ type: 'not-supplied', answer: 'unfilled', reason: 'transfer' })
    const own = understood(
      answer('StatusChange', 'Unfilled', '<reasonUnfilled>At the binder’s</reasonUnfilled>'),
      reshare,
    )
    expect(own).to.have.property('reason', 'At the binder’s')
  })

  it('keeps what has no field of ours for people to read', () => {
    const info =
      '<bibliographicInfo><title>Odyssey</title><subtitle>An epic</subtitle><bibliographicItemId>' +
      '<bibliographicItemIdentifier>URN:1</bibliographicItemIdentifier><bibliographicItemIdentifierCode>urn' +
      '</bibliographicItemIdentifierCode></bibliographicItemId></bibliographicInfo>'
    const service =
      '<serviceInfo><serviceType>CopyOrLoan</serviceType><copyrightCompliance>US:CCG</copyrightCompliance>' +
      '<anyEdition>Y</anyEdition></serviceInfo>'
    expect(understood(document(`<request>${header}${info}${service}</request>`), reshare)).to.deep.equal({
      type: 'request',
      kind: 'new',
      wanted: { title: 'Odyssey: An epic' },
      services: ['loan', 'copy'],
      note: 'URN: URN:1\nEdition: any\nCopyright: US:CCG',
    })
  })

  it('may be longer than we keep: words are cut, numbers are not', () => {
    const long = understood(action('Notification', 'a'.repeat(5000)), standard)
    expect(long).to.have.property('note').that.has.length(4000)
    const number = header.replace('R-000001-1', 'R'.repeat(201))
    expect(
      understood(
        document(`<requestingAgencyMessage>${number}<action>Received</action></requestingAgencyMessage>`),
        standard,
      ),
    ).to.deep.include({ kind: 'refused', why: 'bad-value', what: 'requestId' })
  })

  it('knows the actions of 2021 that are words to us', () => {
    expect(understood(action('HoldReturn', 'Till May', '2021-2'), standard)).to.deep.equal({
      type: 'note',
      note: 'Returns are on hold.\nTill May',
    })
    expect(understood(action('ShippedForward'), standard)).to.deep.equal({
      type: 'returned',
      note: 'It was sent on to another library.',
    })
  })
})
