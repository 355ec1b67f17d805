import { expect } from 'chai'
import { createLog } from '../../src/kit/index.ts'
import { parsePqf } from '../../src/standards/query/index.ts'
import {
  type Apdu,
  type ApduOf,
  decodeApdu,
  encodeApdu,
  recordSyntax,
  rpnOf,
  type SearchRequest,
  type SearchResponse,
} from '../../src/standards/z3950/index.ts'
import { Association } from '../../src/zserver/association.ts'
import type { Database, RecordFile, ServerLimits } from '../../src/zserver/index.ts'
import { defaultServerLimits, openRecordFile } from '../../src/zserver/index.ts'
import { bytesOf, iso2709, marc21Records, openBooks, openLivres, unimarcRecords } from './library.ts'
import { initRequest, presentRequest, searchRequest } from './requests.ts'

let books: RecordFile
let livres: RecordFile
before(async () => {
  books = await openBooks()
  livres = await openLivres()
})

const silent = createLog('silent')

function open(databases: readonly Database[] = [books, livres], limits: Partial<ServerLimits> = {}) {
  const association = new Association({
    databases,
    name: 'Test',
    limits: { ...defaultServerLimits, ...limits },
    log: silent,
  })
  const ask = async (request: Apdu) => {
    const { reply, end } = await association.answer(encodeApdu(request))
    return { reply: reply && decodeApdu(reply), end: end ?? false }
  }
  const answered = async <Type extends Apdu['type']>(type: Type, request: Apdu): Promise<ApduOf<Type>> => {
    const { reply } = await ask(request)
    expect(reply?.type).to.equal(type)
    return reply!.value as ApduOf<Type>
  }
  const search = (pqf: string, request: Partial<SearchRequest> = {}) =>
    answered('searchResponse', searchRequest(pqf, request))
  const present = (start: number, count: number, request: Partial<ApduOf<'presentRequest'>> = {}) =>
    answered('presentResponse', presentRequest(start, count, request))
  return { association, ask, answered, search, present }
}

async function opened(
  databases?: readonly Database[],
  limits?: Partial<ServerLimits>,
  init?: Partial<ApduOf<'initRequest'>>,
) {
  const association = open(databases, limits)
  await association.ask(initRequest(init))
  return association
}

type Records = SearchResponse['records']
const octetsOf = (records: Records): Buffer[] =>
  records?.type === 'responseRecords'
    ? records.value.map(({ record }) => {
        if (record.type !== 'retrievalRecord') return Buffer.from(record.type)
        const { encoding } = record.value
        return encoding.type === 'octetAligned' ? Buffer.from(encoding.value) : Buffer.from(encoding.type)
      })
    : []
const diagnosticOf = (records: Records) =>
  records?.type === 'nonSurrogateDiagnostic' ? [records.value.condition, records.value.addinfo.value] : undefined

describe('Initialize', () => {
  const init = (request: Partial<ApduOf<'initRequest'>>) => open().answered('initResponse', initRequest(request))

  it('grants what is asked for and supported, and nothing else', async () => {
    const { options, result } = await init({
      options: { search: true, present: true, scan: true, concurrentOperations: true, extendedServices: true },
    })
    expect(result).to.equal(true)
    expect(options).to.deep.equal({ search: true, present: true, scan: true })
  })

  it('agrees on the versions of the client', async () => {
    const { protocolVersion } = await init({ protocolVersion: { version1: true, version2: true } })
    expect(protocolVersion).to.deep.equal({ version1: true, version2: true })
    expect((await init({})).protocolVersion.version3).to.equal(true)
  })

  it('turns away a client without a version in common, and says so', async () => {
    const { reply, end } = await open().ask(initRequest({ protocolVersion: {} }))
    expect(end).to.equal(true)
    expect(reply).to.have.nested.property('value.result', false)
    expect(reply).to.have.nested.property('value.userInformationField')
  })

  it('agrees on message sizes no larger than either wants, and never uselessly small ones', async () => {
    const asked = { preferredMessageSize: 5000, exceptionalRecordSize: 2 ** 31 }
    expect(await init(asked)).to.include({ preferredMessageSize: 5000, exceptionalRecordSize: 16 * 1024 * 1024 })
    expect((await init({ preferredMessageSize: 1 })).preferredMessageSize).to.equal(1024)
    expect((await init({ preferredMessageSize: 0 })).preferredMessageSize).to.equal(1024 * 1024)
  })

  it('gives every reference id back', async () => {
    const referenceId = Buffer.from('ref')
    const { ask } = open()
    const requests: Apdu[] = [
      initRequest({ referenceId }),
      searchRequest('hamlet', { referenceId }),
      searchRequest('@attr 1=9999 x', { referenceId }),
      presentRequest(1, 1, { referenceId }),
      presentRequest(99, 1, { referenceId }),
      { type: 'deleteResultSetRequest', value: { referenceId, deleteFunction: 'all' } },
      { type: 'close', value: { referenceId, closeReason: 'finished' } },
    ]
    for (const request of requests) {
      const { reply } = await ask(request)
      expect(Buffer.from(reply!.value.referenceId!).toString(), request.type).to.equal('ref')
    }
  })
})

describe('Authentication', () => {
  const settings = {
    databases: [],
    name: 'Test',
    limits: defaultServerLimits,
    log: silent,
    credentials: [
      { type: 'idPass', user: 'u', password: 'p' },
      { type: 'idPass', user: 'u', group: 'g', password: 'q' },
      { type: 'open', value: 'u/p' },
    ],
  } as const
  const admitted = async (idAuthentication: ApduOf<'initRequest'>['idAuthentication']) => {
    const { reply, end } = await new Association(settings).answer(encodeApdu(initRequest({ idAuthentication })))
    const response = decodeApdu(reply!).value as ApduOf<'initResponse'>
    expect(end ?? false).to.equal(!response.result)
    return response.result
  }

  it('lets in who shows one of the credentials, in the same form', async () => {
    expect(await admitted({ type: 'open', value: 'u/p' })).to.equal(true)
    expect(await admitted({ type: 'idPass', value: { userId: 'u', password: 'p' } })).to.equal(true)
    expect(await admitted({ type: 'idPass', value: { userId: 'u', groupId: '', password: 'p' } })).to.equal(true)
    expect(await admitted({ type: 'idPass', value: { userId: 'u', groupId: 'g', password: 'q' } })).to.equal(true)
  })

  it('turns away everybody else', async () => {
    for (const shown of [
      undefined,
      { type: 'anonymous', value: null },
      { type: 'open', value: 'u' },
      { type: 'open', value: '' },
      { type: 'idPass', value: { userId: 'u' } },
      { type: 'idPass', value: { userId: 'u', groupId: 'g', password: 'p' } },
      { type: 'idPass', value: {} },
    ] as const)
      expect(await admitted(shown), JSON.stringify(shown)).to.equal(false)
  })
})

describe('Search', () => {
  it('makes a set and sends no record that was not asked for', async () => {
    const { search } = await opened()
    const response = await search('@attr 1=4 prince')
    expect(response).to.include({
      resultCount: 3,
      numberOfRecordsReturned: 0,
      nextResultSetPosition: 1,
      searchStatus: true,
    })
    expect(response).to.not.have.property('records')
  })

  for (const [what, small, large, medium, returned] of [
    ['all of a small set', 3, 4, 0, 3],
    ['none of a large set', 0, 3, 2, 0],
    ['some of a medium set', 0, 4, 2, 2],
    ['all of a medium set that has fewer than asked for', 0, 100, 50, 3],
    ['all of a set that is small and large', 3, 1, 0, 3],
    ['none for a negative number', 0, 100, -1, 0],
  ] as const)
    it(`sends ${what} with the answer`, async () => {
      const { search } = await opened()
      const response = await search('@attr 1=4 prince', {
        smallSetUpperBound: small,
        largeSetLowerBound: large,
        mediumSetPresentNumber: medium,
      })
      expect(response.numberOfRecordsReturned).to.equal(returned)
      expect(response.nextResultSetPosition).to.equal(returned === 3 ? 0 : returned + 1)
      expect(octetsOf(response.records).map((octets) => octets.equals(iso2709(marc21Records[0]!)))).to.deep.equal(
        Array.from({ length: returned }, (_, at) => at === 0),
      )
    })

  it('takes the element set of the size the set has', async () => {
    const { search } = await opened()
    const names = (value: string) => ({ type: 'genericElementSetName', value }) as const
    const sets = { smallSetElementSetNames: names('B'), mediumSetElementSetNames: names('X') }
    const piggyback = { smallSetUpperBound: 1, largeSetLowerBound: 100, mediumSetPresentNumber: 1, ...sets }
    const small = await search('hamlet', piggyback)
    expect(octetsOf(small.records)[0]!.length).to.be.below(iso2709(marc21Records[0]!).length)
    const medium = await search('prince', piggyback)
    expect(medium).to.include({ searchStatus: true, resultCount: 3, presentStatus: 'failure' })
    expect(diagnosticOf(medium.records)).to.deep.equal([25, 'X'])
  })

  it('searches several databases as one', async () => {
    const { search, present } = await opened()
    const response = await search('@or @attr 1=4 hamlet @attr 1=4 peste', { databaseNames: ['livres', 'BOOKS'] })
    expect(response.resultCount).to.equal(2)
    const { records } = await present(1, 2)
    expect(records?.type === 'responseRecords' && records.value.map(({ name }) => name)).to.deep.equal([
      'livres',
      'books',
    ])
  })

  it('takes Default for the first database', async () => {
    const { search } = await opened()
    expect((await search('hamlet', { databaseNames: ['Default'] })).resultCount).to.equal(1)
  })

  it('keeps named sets, and finds what is in them', async () => {
    const { search } = await opened()
    await search('@attr 1=4 prince', { resultSetName: 'A' })
    await search('@attr 1=21 history', { resultSetName: 'B' })
    expect((await search('@and @set A @set B', { resultSetName: 'A' })).resultCount).to.equal(1)
    expect((await search('@set A')).resultCount).to.equal(1)
  })

  for (const [what, request, pqf, condition, addinfo] of [
    ['a database there is not', { databaseNames: ['nowhere'] }, 'x', 235, 'nowhere'],
    ['no database', { databaseNames: [] }, 'x', 235, ''],
    ['a set there is not', {}, '@set Z', 30, 'Z'],
    ['an existing set it may not replace', { replaceIndicator: false, resultSetName: 'A' }, 'x', 21, 'A'],
    ['a set too many', { resultSetName: 'C' }, 'x', 112, ''],
    ['a name beyond measure', { resultSetName: 'n'.repeat(256) }, 'x', 128, ''],
    ['a query of another type', { query: { type: 'type2', value: Buffer.from('x') } }, 'x', 107, '2'],
    ['what the database refuses', {}, '@attr 1=9999 x', 114, '9999'],
  ] as const)
    it(`refuses ${what} with diagnostic ${condition}`, async () => {
      const { search } = await opened(undefined, { resultSets: 2 })
      await search('x', { resultSetName: 'A' })
      await search('x', { resultSetName: 'B' })
      const response = await search(pqf, { resultSetName: 'A', ...request })
      expect(response).to.include({ searchStatus: false, resultCount: 0, resultSetStatus: 'none' })
      expect(diagnosticOf(response.records)).to.deep.equal([condition, addinfo])
    })

  it('has one set only where named ones were not granted', async () => {
    const { search } = await opened(undefined, {}, { options: { search: true } })
    expect(diagnosticOf((await search('x', { resultSetName: 'A' })).records)).to.deep.equal([22, 'A'])
    expect((await search('hamlet')).resultCount).to.equal(1)
  })

  it('leaves no set behind when it fails', async () => {
    const { search, present } = await opened()
    await search('hamlet')
    await search('@attr 1=9999 x')
    expect(diagnosticOf((await present(1, 1)).records)).to.deep.equal([30, 'default'])
  })

  it('writes diagnostics for version 2 in its own form', async () => {
    const { search } = await opened(undefined, {}, { protocolVersion: { version2: true } })
    const { records } = await search('@attr 1=é x')
    expect(records).to.deep.nested.include({ 'value.addinfo': { type: 'v2Addinfo', value: '?' } })
  })

  it('reads terms in Latin-1 where they are not UTF-8', async () => {
    const { answered } = await opened()
    const query = rpnOf(parsePqf('@attr 1=59 København'), (text) => Buffer.from(text, 'latin1'))
    const request = searchRequest('x', { query: { type: 'type1', value: query } })
    expect((await answered('searchResponse', request)).resultCount).to.equal(1)
  })

  it('goes on when a database fails, and says that it is not the client', async () => {
    const broken: Database = {
      ...books,
      name: 'broken',
      search: () => Promise.reject(new Error('disk')),
      scan: books.scan,
    }
    const { search } = await opened([books, broken])
    expect(diagnosticOf((await search('x', { databaseNames: ['broken'] })).records)).to.deep.equal([2, ''])
    expect((await search('hamlet')).resultCount).to.equal(1)
  })
})

describe('Present', () => {
  it('sends the range asked for, byte for byte', async () => {
    const { search, present } = await opened()
    await search('@attr 1=54 eng')
    const response = await present(2, 3)
    expect(response).to.include({ numberOfRecordsReturned: 3, nextResultSetPosition: 5, presentStatus: 'success' })
    expect(Buffer.concat(octetsOf(response.records)).equals(bytesOf(marc21Records.slice(1, 4)))).to.equal(true)
    expect((await present(4, 4)).nextResultSetPosition).to.equal(0)
    expect(await present(1, 0)).to.include({ numberOfRecordsReturned: 0, presentStatus: 'success' })
  })

  it('refuses what is out of range', async () => {
    const { search, present } = await opened()
    await search('hamlet')
    for (const [start, count] of [
      [0, 1],
      [2, 1],
      [1, 2],
      [-1, 2],
      [1, -1],
      [2 ** 31 - 1, 2 ** 31 - 1],
    ] as const) {
      const response = await present(start, count)
      expect(diagnosticOf(response.records), `${start}+${count}`).to.deep.equal([13, ''])
      expect(response.presentStatus).to.equal('failure')
    }
  })

  it('refuses sets, syntaxes, element sets and ranges that there are not', async () => {
    const { search, present } = await opened()
    await search('hamlet')
    const element = (value: string) => ({ type: 'simple', value: { type: 'genericElementSetName', value } }) as const
    const refused = async (request: Partial<ApduOf<'presentRequest'>>) =>
      diagnosticOf((await present(1, 1, request)).records)
    expect(await refused({ resultSetId: 'Z' })).to.deep.equal([30, 'Z'])
    expect(await refused({ preferredRecordSyntax: '1.2.3' })).to.deep.equal([239, '1.2.3'])
    expect(await refused({ preferredRecordSyntax: recordSyntax.unimarc })).to.deep.equal([238, recordSyntax.unimarc])
    expect(await refused({ recordComposition: element('full') })).to.deep.equal([25, 'full'])
    expect(await refused({ additionalRanges: [{ startingPosition: 1, numberOfRecords: 1 }] })).to.deep.equal([243, ''])
  })

  it('takes syntax and element set from a composition specification', async () => {
    const { search, present } = await opened()
    await search('hamlet')
    const generic = { elementSpec: { type: 'elementSetName', value: 'B' } } as const
    const composed = (value: object) =>
      present(1, 1, {
        recordComposition: { type: 'complex', value: { selectAlternativeSyntax: false, ...value } },
      })
    const { records } = await composed({ generic, recordSyntax: [recordSyntax.xml] })
    expect(octetsOf(records)[0]!.toString())
      .to.match(/^<record/)
      .and.not.include('tag="650"')
    const schema = { type: 'uri', value: 'urn:x' }
    expect(diagnosticOf((await composed({ generic: { schema } })).records)).to.deep.equal([1066, 'urn:x'])
  })

  it('stops where the message is full, and goes on where it stopped', async () => {
    const { search, present } = await opened(undefined, {}, { preferredMessageSize: 1500 })
    await search('@attr 1=54 eng')
    const first = await present(1, 7)
    expect(first.presentStatus).to.equal('partial2')
    expect(first.numberOfRecordsReturned).to.be.within(1, 6)
    const rest = await present(first.nextResultSetPosition, 1)
    const there = octetsOf(rest.records)[0]!
    expect(there.equals(iso2709(marc21Records[first.numberOfRecordsReturned]!))).to.equal(true)
  })

  it('sends no message longer than agreed', async () => {
    for (const preferredMessageSize of [1024, 1200, 1700, 2500, 4000]) {
      const { association, search } = await opened(undefined, {}, { preferredMessageSize })
      await search('@attr 1=54 eng')
      const { reply } = await association.answer(encodeApdu(presentRequest(1, 7)))
      expect(reply!.length).to.be.at.most(preferredMessageSize)
    }
  })

  it('never stops before the first record, or a client would ask for it for ever', async () => {
    for (let length = 600; length < 1100; length += 10) {
      const record = iso2709([
        ['001', 'x-tight'],
        ['245', `10$a${'x'.repeat(length)}`],
      ])
      const file = await openRecordFile(Buffer.concat([record, record]), { name: 'tight', flavour: 'marc21' })
      const { search, present } = await opened([file], {}, { preferredMessageSize: 1024 })
      await search('@attr 1=12 @attr 2=103 x', { databaseNames: ['tight'] })
      expect((await present(1, 2)).numberOfRecordsReturned, `${record.length} bytes`).to.be.at.least(1)
    }
  })

  describe('with a record larger than a message', () => {
    const long = iso2709([
      ['001', 'x-long'],
      ['245', `10$aLong ${'word '.repeat(600)}`],
    ])
    const association = async (sizes: object) => {
      const bytes = Buffer.concat([long, bytesOf(marc21Records)])
      const file = await openRecordFile(bytes, { name: 'long', flavour: 'marc21' })
      const opening = await opened([file], {}, { preferredMessageSize: 2048, ...sizes })
      await opening.search('@attr 1=12 @attr 2=103 x', { databaseNames: ['long'] })
      return opening
    }
    const kinds = (records: Records) =>
      records?.type === 'responseRecords'
        ? records.value.map(({ record }) =>
            record.type === 'surrogateDiagnostic' && record.value.type === 'defaultFormat'
              ? record.value.value.condition
              : record.type,
          )
        : []

    it('sends it alone', async () => {
      const { present } = await association({})
      expect(octetsOf((await present(1, 1)).records)[0]!.equals(long)).to.equal(true)
    })

    it('puts a diagnostic in its place among others', async () => {
      const { present } = await association({})
      expect(kinds((await present(1, 2)).records)).to.deep.equal([16, 'retrievalRecord'])
    })

    it('puts a diagnostic in its place when it is too large even alone', async () => {
      const { present } = await association({ exceptionalRecordSize: 2048 })
      const response = await present(1, 1)
      expect(kinds(response.records)).to.deep.equal([17])
      expect(response).to.include({ presentStatus: 'success', numberOfRecordsReturned: 1 })
    })
  })

  it('sends as many records at once as it may, and no more', async () => {
    const { search, present } = await opened(undefined, { recordsPerPresent: 2 })
    await search('@attr 1=54 eng')
    expect(await present(1, 7)).to.include({
      numberOfRecordsReturned: 2,
      nextResultSetPosition: 3,
      presentStatus: 'partial4',
    })
  })

  it('sends no message longer than agreed when most of it is diagnostics', async () => {
    const many = await openRecordFile(Buffer.concat(Array.from({ length: 60 }, () => bytesOf(unimarcRecords))), {
      name: 'many',
      flavour: 'unimarc',
    })
    const { association, search, present } = await opened([books, many], {}, { preferredMessageSize: 2048 })
    await search('@or @attr 1=4 hamlet @attr 1=4 peste', { databaseNames: ['books', 'many'] })
    const request = { preferredRecordSyntax: recordSyntax.usmarc }
    const { reply } = await association.answer(encodeApdu(presentRequest(1, 61, request)))
    expect(reply!.length).to.be.at.most(2048)
    expect(await present(1, 61, request)).to.include({ presentStatus: 'partial2' })
  })

  it('puts a diagnostic in the place of a later record that fails', async () => {
    const { search, present } = await opened()
    await search('@or @attr 1=4 hamlet @attr 1=4 peste', { databaseNames: ['books', 'livres'] })
    const { records } = await present(1, 2, { preferredRecordSyntax: recordSyntax.usmarc })
    expect(records?.type === 'responseRecords' && records.value.map(({ record }) => record.type)).to.deep.equal([
      'retrievalRecord',
      'surrogateDiagnostic',
    ])
  })
})

describe('Scan and sort', () => {
  const scanRequest = (pqf: string, request: Partial<ApduOf<'scanRequest'>> = {}): Apdu => {
    const { attributeSet, rpn } = rpnOf(parsePqf(pqf))
    const start = rpn.type === 'op' && rpn.value.type === 'attrTerm' ? rpn.value.value : undefined
    return {
      type: 'scanRequest',
      value: {
        databaseNames: ['books'],
        attributeSet,
        termListAndStartPoint: start!,
        numberOfTermsRequested: 3,
        ...request,
      },
    }
  }
  const scanned = async (pqf: string, request?: Partial<ApduOf<'scanRequest'>>) =>
    (await opened(undefined, { scanEntries: 20 })).answered('scanResponse', scanRequest(pqf, request))

  it('lists terms', async () => {
    const response = await scanned('@attr 1=4 denmark', { preferredPositionInResponse: 1 })
    expect(response).to.include({ scanStatus: 'success', numberOfEntriesReturned: 3, positionOfTerm: 1, stepSize: 0 })
    const [entry] = response.entries!.entries!
    expect(entry).to.deep.nested.include({ 'value.term': { type: 'general', value: Buffer.from('denmark') } })
    expect(entry).to.have.nested.property('value.globalOccurrences', 3)
  })

  it('says when the list ended', async () => {
    expect(await scanned('@attr 1=1018 university')).to.include({ scanStatus: 'partial5', numberOfEntriesReturned: 1 })
  })

  for (const [what, request, condition] of [
    ['no terms', { numberOfTermsRequested: 0 }, 228],
    ['too many terms', { numberOfTermsRequested: 21 }, 1029],
    ['a place outside the answer', { preferredPositionInResponse: 5 }, 233],
    ['a negative step', { stepSize: -1 }, 206],
    ['two databases', { databaseNames: ['books', 'livres'] }, 23],
    ['no database', { databaseNames: [] }, 235],
    ['another database', { databaseNames: ['nowhere'] }, 235],
  ] as const)
    it(`refuses ${what} with diagnostic ${condition}`, async () => {
      const response = await scanned('@attr 1=4 x', request)
      expect(response).to.include({ scanStatus: 'failure', numberOfEntriesReturned: 0 })
      expect(response).to.have.nested.property('entries.nonsurrogateDiagnostics[0].value.condition', condition)
    })

  const byTitle = {
    sortElement: { type: 'generic', value: { type: 'sortfield', value: 'title' } },
    sortRelation: 'descending',
    caseSensitivity: 'caseInsensitive',
  } as const
  const sortRequest = (request: Partial<ApduOf<'sortRequest'>> = {}): Apdu => ({
    type: 'sortRequest',
    value: {
      inputResultSetNames: ['default'],
      sortedResultSetName: 'sorted',
      sortSequence: [byTitle],
      ...request,
    },
  })

  it('sorts a set into another', async () => {
    const { search, present, answered } = await opened()
    await search('@attr 1=4 prince')
    expect(await answered('sortResponse', sortRequest())).to.include({ sortStatus: 'success', resultCount: 3 })
    const numbers = async (resultSetId: string) =>
      octetsOf((await present(1, 3, { resultSetId })).records).map((octets) => /x-(\w+)/.exec(octets.toString())![1])
    expect(await numbers('sorted')).to.deep.equal(['hamlet', 'anon', 'denmark'])
    expect(await numbers('default')).to.deep.equal(['hamlet', 'denmark', 'anon'])
  })

  for (const [what, request, condition] of [
    ['two sets', { inputResultSetNames: ['default', 'default'] }, 230],
    ['no set', { inputResultSetNames: [] }, 30],
    ['a set there is not', { inputResultSetNames: ['Z'] }, 30],
    ['a set of two databases', { inputResultSetNames: ['both'] }, 231],
    ['too many keys', { sortSequence: Array.from({ length: 9 }, () => byTitle) }, 211],
    ['an order by frequency', { sortSequence: [{ ...byTitle, sortRelation: 'ascendingByFrequency' }] }, 214],
    [
      'a value for missing ones',
      { sortSequence: [{ ...byTitle, missingValueAction: { type: 'missingValueData', value: Buffer.from('x') } }] },
      213,
    ],
    [
      'a key for each database',
      { sortSequence: [{ ...byTitle, sortElement: { type: 'datbaseSpecific', value: [] } }] },
      210,
    ],
  ] as const)
    it(`refuses to sort ${what} with diagnostic ${condition}`, async () => {
      const { search, answered } = await opened()
      await search('@attr 1=4 prince')
      await search('prince', { resultSetName: 'both', databaseNames: ['books', 'livres'] })
      const response = await answered('sortResponse', sortRequest(request as Partial<ApduOf<'sortRequest'>>))
      expect(response).to.include({ sortStatus: 'failure', resultSetStatus: 'unchanged' })
      expect(response).to.have.nested.property('diagnostics[0].value.condition', condition)
    })
})

describe('Delete', () => {
  it('forgets the sets listed and says which there were not', async () => {
    const { search, present, answered } = await opened()
    await search('hamlet', { resultSetName: 'A' })
    await search('hamlet', { resultSetName: 'B' })
    const response = await answered('deleteResultSetResponse', {
      type: 'deleteResultSetRequest',
      value: { deleteFunction: 'list', resultSetList: ['A', 'Z'] },
    })
    expect(response.deleteOperationStatus).to.equal('notAllRequestedResultSetsDeleted')
    expect(response.deleteListStatuses).to.deep.equal([
      { id: 'A', status: 'success' },
      { id: 'Z', status: 'resultSetDidNotExist' },
    ])
    expect(diagnosticOf((await present(1, 1, { resultSetId: 'A' })).records)).to.deep.equal([30, 'A'])
    expect((await present(1, 1, { resultSetId: 'B' })).presentStatus).to.equal('success')
  })

  it('forgets all', async () => {
    const { search, present, answered } = await opened()
    await search('hamlet', { resultSetName: 'A' })
    await search('hamlet')
    const request: Apdu = { type: 'deleteResultSetRequest', value: { deleteFunction: 'all' } }
    expect((await answered('deleteResultSetResponse', request)).deleteOperationStatus).to.equal('success')
    for (const resultSetId of ['A', 'default'])
      expect(diagnosticOf((await present(1, 1, { resultSetId })).records)).to.deep.equal([30, resultSetId])
  })
})

describe('An association ends with a Close', () => {
  const closed = async (association: ReturnType<typeof open>, request: Apdu) => {
    const { reply, end } = await association.ask(request)
    expect(end).to.equal(true)
    expect(reply?.type).to.equal('close')
    return reply!.value as ApduOf<'close'>
  }

  it('that answers the client’s', async () => {
    const close: Apdu = { type: 'close', value: { closeReason: 'finished' } }
    expect((await closed(await opened(), close)).closeReason).to.equal('finished')
  })

  it('when a request comes before initialize', async () => {
    for (const request of [searchRequest('x'), presentRequest(1, 1)])
      expect((await closed(open(), request)).closeReason).to.equal('protocolError')
  })

  it('when initialize comes twice', async () => {
    expect((await closed(await opened(), initRequest())).closeReason).to.equal('protocolError')
  })

  it('when a service is asked for that is not offered, or a response sent', async () => {
    const requests: Apdu[] = [
      { type: 'triggerResourceControlRequest', value: { requestedAction: 'resourceReport' } },
      { type: 'resourceReportRequest', value: {} },
      { type: 'deleteResultSetResponse', value: { deleteOperationStatus: 'success' } },
    ]
    for (const request of requests) {
      const close = await closed(await opened(), request)
      expect(close.closeReason).to.equal('protocolError')
      expect(close.diagnosticInformation).to.include(request.type)
    }
  })
})
