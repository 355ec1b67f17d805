import { expect } from 'chai'
import { RequesterMessage } from '../../../src/ill/exchange/message.ts'
import { fromScript } from '../../../src/ill/mail/script/from-script.ts'
import { toScript } from '../../../src/ill/mail/script/to-script.ts'
import { readScript, writeScript } from '../../../src/standards/generic-script/index.ts'

const about = { requestNo: 'R-000007', title: 'Perl', borrower: 'ISIL:CA-MWPL', lender: 'ISIL:CA-BVAS' }
const written = (message: object) => writeScript(toScript(RequesterMessage.parse(message), about))
const heard = (text: string, service: 'loan' | 'copy' = 'loan') =>
  fromScript(readScript(text)!, { service, at: new Date('2026-04-20T10:00Z') })

describe('What a borrower says in Generic Script', () => {
  it('is a request with all that is wanted, and nothing of the reader', () => {
    const text = written({
      ...{ type: 'request', kind: 'new', services: ['copy'], neededBy: '2026-06-01', note: 'Please hurry.' },
      wanted: {
        title: 'Perl',
        articleTitle: 'Regexps',
        articleAuthor: 'Wall',
        volume: '3',
        pages: '1-9',
        issn: '1234-5679',
      },
      deliverTo: { name: 'Loans', street: '1 Quay Street', postalCode: '12345', place: 'Harbour' },
      deliverEmail: 'copies@library.example',
      mostCost: { amount: '12.50', currency: 'CAD' },
      patron: { id: 'P-1', name: 'Rosa Reader' },
    })
    expect(text).to.equal(`ILL REQUEST/DEMANDE PEB

LSB: CA-MWPL
LSP: CA-BVAS
REQ: R-000007
SER: COPY
TIT: Perl
ARA: Wall
ART: Regexps
VOL: 3
PAG: 1-9
SSN: 1234-5679
N/R: 2026-06-01
CO$: 12.50 CAD
ADR: Loans
    1 Quay Street
    12345 Harbour
    copies@library.example
NOT: Please hurry.
`)
    expect(text).not.to.match(/Rosa|P-1|P\/U/)
  })

  it('has a message for each act, general ones where there is none of its own', () => {
    const kind = (message: object) => written(message).split('\n')[0]
    expect(kind({ type: 'cancel' })).to.equal('CANCELLATION/ANNULATION')
    expect(kind({ type: 'renew', dueOn: '2026-06-01' })).to.equal('RENEWAL REQUEST/DEMANDE DE RENOUVELLEMENT')
    expect(written({ type: 'conditional-reply', agrees: false })).to.match(/^CONDITIONAL REPLY\/.*ANS: NO\n$/s)
    for (const type of ['received', 'returned', 'lost', 'damaged', 'status-query'])
      expect(written({ type })).to.match(/^GENERAL MESSAGE\/.*NOT: \S/s)
    expect(written({ type: 'note', note: 'Hello\nthere' })).to.match(/NOT: Hello\n {4}there\n$/)
  })
})

describe('What a lender says in Generic Script', () => {
  it('is understood where its kind and tags leave no doubt', () => {
    expect(heard('ITEM SHIPPED\nDUE: 2026-05-12\nNOT: With care')).to.deep.equal({
      ...{ type: 'shipped', service: 'loan', dueOn: '2026-05-12', note: 'With care' },
    })
    expect(heard("MESSAGE D'ENVOI\nSER: PHOTOCOPIE")).to.include({ type: 'shipped', service: 'copy' })
    expect(heard('RENEWAL ANSWER\nANS: OUI\nDUE: 1 June 2026')).to.include({ agrees: true, dueOn: '2026-06-01' })
    expect(heard('RENEWAL ANSWER\nANS: No')).to.include({ type: 'renew-reply', agrees: false })
    expect(heard('OVERDUE MESSAGE\nDUE: 2026-04-01')).to.include({ type: 'overdue', dueOn: '2026-04-01' })
    expect(heard('MESSAGE DE RAPPEL')).to.include({ type: 'recall' })
  })

  it('is left to people and words where it does', () => {
    for (const text of [
      'RENEWAL ANSWER\nNOT: see below',
      'REPLY TO AN ILL REQUEST\nNOT: on loan',
      'GENERAL MESSAGE\nNOT: x',
      'ILL REQUEST\nTIT: x',
    ])
      expect(heard(text)).to.equal(undefined)
  })
})
