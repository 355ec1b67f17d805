import { expect } from 'chai'
import { full, holdingsOf } from '../../src/bib/index.ts'
import { type Field, writeIso2709 } from '../../src/standards/marc/index.ts'
import { record, recordWith } from './records.ts'

const circulating = { availableNow: false, renewable: false, onHold: false }

describe('Holdings in the record', () => {
  it('are read from 852, with call number, copy and note', () => {
    const made = record([
      '852',
      '0 ',
      'a',
      'DLC',
      'b',
      'c-GenColl',
      'h',
      'PS3558',
      'i',
      '.E63',
      't',
      '2',
      'z',
      'Ask at the desk',
    ])
    expect(full(made, 'marc21').holdings).to.deep.equal([
      { library: 'DLC', location: 'c-GenColl', callNumber: 'PS3558 .E63', copy: '2', note: 'Ask at the desk' },
    ])
  })

  it('have their serial statements, linked by $8 or by being the only ones', () => {
    const linked = record(
      ['852', '  ', '8', '1', 'a', 'A'],
      ['852', '  ', '8', '2', 'a', 'B'],
      ['866', ' 0', '8', '1.1', 'a', 'v.1-10'],
      ['866', ' 0', '8', '2.1', 'a', 'v.3-'],
      ['868', ' 0', '8', '9.1', 'a', 'Index'],
    )
    expect(full(linked, 'marc21').holdings).to.deep.equal([
      { library: 'A', statement: 'v.1-10' },
      { library: 'B', statement: 'v.3-' },
      { statement: 'Index' },
    ])
    const only = record(['852', '  ', 'a', 'A'], ['866', ' 0', 'a', 'v.1-10', 'z', 'some missing'])
    expect(full(only, 'marc21').holdings).to.deep.equal([{ library: 'A', statement: 'v.1-10 – some missing' }])
  })

  it('have their statements from codes under captions, where none is written out', () => {
    const volumes = (...values: readonly Field[]) =>
      full(
        record(
          ['852', '  ', 'a', 'A'],
          ['853', '20', '8', '1', 'a', 'v.', 'b', 'no.', 'i', '(year)', 'j', '(month)'],
          ['855', '20', '8', '2', 'a', 'Index', 'i', '(year)'],
          ...values,
        ),
        'marc21',
      ).holdings.map(({ statement }) => statement)
    expect(volumes(['863', '40', '8', '1.1', 'a', '1-10', 'i', '1990-1999'])).to.deep.equal([
      'v.1 (1990) – v.10 (1999)',
    ])
    expect(volumes(['863', '40', '8', '1.1', 'a', '5', 'b', '1-4', 'i', '1994', 'j', '01-12'])).to.deep.equal([
      'v.5:no.1 (1994:Jan.) – v.5:no.4 (1994:Dec.)',
    ])
    expect(
      volumes(
        ['863', '40', '8', '1.1', 'a', '1', 'i', '1990', 'z', 'damaged'],
        ['863', '40', '8', '1.2', 'a', '3-', 'i', '1992-'],
        ['865', '40', '8', '2.1', 'a', '1', 'i', '2000'],
      ),
    ).to.deep.equal(['v.1 (1990) – damaged; v.3 (1992)–; Index 1 (2000)'])
    // Codes without their captions are numbers without a meaning; written words are better than codes.
    expect(volumes(['863', '40', '8', '7.1', 'a', '1-10'])).to.deep.equal([undefined])
    expect(
      volumes(['863', '40', '8', '1.1', 'a', '1-10'], ['866', ' 0', '8', '1.1', 'a', 'Volumes 1 to 10']),
    ).to.deep.equal(['Volumes 1 to 10'])
  })

  it('are read from 949 where it holds an item', () => {
    const made = record(
      ['949', '  ', 'a', '813 H', 'c', '2', 'i', '39001', 'l', 'STACKS', 'm', 'MAIN'],
      ['949', '  ', 'a', '*recs=b;ov=.b1234'],
      ['949', '  ', 'i', '39002', 'l', 'REF'],
    )
    expect(full(made, 'marc21').holdings).to.deep.equal([
      { library: 'MAIN', location: 'STACKS', callNumber: '813 H', copy: '2' },
      { location: 'REF' },
    ])
  })

  it('are read from Koha’s 952, with what is known of the loan', () => {
    const made = record(
      ['952', '  ', 'a', 'CPL', 'b', 'FPL', 'c', 'Stacks', 'o', '813 H', 'p', '3900', 't', '1'],
      ['952', '  ', 'a', 'CPL', 'o', '813 H', 'q', '2026-12-01'],
      ['952', '  ', 'a', 'CPL', 'o', '813 H', '7', '1'],
      ['952', '  ', 'a', 'some other local field'],
    )
    expect(full(made, 'marc21').holdings).to.deep.equal([
      { library: 'FPL', location: 'Stacks', callNumber: '813 H', copy: '1' },
      { library: 'CPL', callNumber: '813 H', available: false, dueOn: '2026-12-01' },
      { library: 'CPL', callNumber: '813 H', note: 'Not for loan' },
    ])
  })

  it('are read from UNIMARC 995, and 930 with 955', () => {
    const items = record(['995', '  ', 'b', 'Lyon', 'c', 'Lyon 2', 'e', 'Magasin', 'k', '840 HER', 'n', '2026-12-01'])
    expect(full(items, 'unimarc').holdings).to.deep.equal([
      { library: 'Lyon', location: 'Lyon 2, Magasin', callNumber: '840 HER', available: false, dueOn: '2026-12-01' },
    ])
    const sudoc = record(
      ['930', '  ', '5', '751052105:1', 'b', '751052105', 'a', 'P 12'],
      ['930', '  ', '5', '693832101:2', 'a', 'Q 1'],
      ['955', '41', '5', '751052105:1', 'r', 'vol. 1 (1990)-'],
    )
    expect(full(sudoc, 'unimarc').holdings).to.deep.equal([
      { library: '751052105', callNumber: 'P 12', statement: 'vol. 1 (1990)-' },
      { library: '693832101', callNumber: 'Q 1' },
    ])
  })
})

describe('Holdings of an OPAC record', () => {
  it('give one line for each copy in circulation', () => {
    expect(
      holdingsOf([
        {
          type: 'holdingsAndCirc',
          value: {
            nucCode: 'DLC',
            localLocation: 'Main',
            shelvingLocation: 'Stacks',
            callNumber: 'PS3558',
            publicNote: 'Fragile',
            circulationData: [
              { ...circulating, availableNow: true, itemId: '1' },
              { ...circulating, availablityDate: '2026-12-01', enumAndChron: 'v.2', restrictions: 'In library only' },
              circulating,
            ],
          },
        },
      ]),
    ).to.deep.equal([
      { library: 'DLC', location: 'Main, Stacks', callNumber: 'PS3558', note: 'Fragile', available: true },
      {
        library: 'DLC',
        location: 'Main, Stacks',
        callNumber: 'PS3558',
        statement: 'v.2',
        note: 'Fragile. In library only',
        available: false,
        dueOn: '2026-12-01',
      },
      // Three times "no" without a date is how servers say nothing.
      { library: 'DLC', location: 'Main, Stacks', callNumber: 'PS3558', note: 'Fragile' },
    ])
  })

  for (const [said, dueOn] of [
    ['20261224', '2026-12-24'],
    ['20261224183000', '2026-12-24'],
    ['2026-12-24T18:30:00Z', '2026-12-24'],
    ['12/24/26', '12/24/26'],
    ['20269924', '20269924'],
    ['2026122', '2026122'],
    ['after the holidays', 'after the holidays'],
  ] as const)
    it(`are due on ${dueOn} where it says ${said}`, () => {
      const circulationData = [{ ...circulating, availablityDate: said }]
      expect(holdingsOf([{ type: 'holdingsAndCirc', value: { circulationData } }])).to.deep.equal([
        { available: false, dueOn },
      ])
    })

  it('share a long note in bounded space', () => {
    const circulationData = Array.from({ length: 20_000 }, () => circulating)
    const found = holdingsOf([
      { type: 'holdingsAndCirc', value: { publicNote: 'long '.repeat(1 << 17), circulationData } },
    ])
    expect(found.length).to.equal(500)
    expect(JSON.stringify(found).length).to.be.lessThan(2 << 20)
  })

  it('give the volumes as a statement where there is no circulation', () => {
    const volumes = [{ enumeration: 'v.1', chronology: '1990' }, { enumAndChron: 'v.2 (1991)' }]
    expect(holdingsOf([{ type: 'holdingsAndCirc', value: { callNumber: 'X', volumes } }])).to.deep.equal([
      { callNumber: 'X', statement: 'v.1 1990; v.2 (1991)' },
    ])
  })

  it('are read from a MARC holdings record, and none from bytes that are no record', () => {
    const bytes = writeIso2709(recordWith('00000nx  a2200000zn 4500', ['852', '  ', 'a', 'DLC', 'h', 'PS1']))
    const external = (value: Uint8Array) =>
      ({
        type: 'marcHoldingsRecord',
        value: { directReference: '1.2.840.10003.5.10', encoding: { type: 'octetAligned', value } },
      }) as const
    expect(holdingsOf([external(bytes)])).to.deep.equal([{ library: 'DLC', callNumber: 'PS1' }])
    expect(holdingsOf([external(Buffer.from('nothing'))])).to.deep.equal([])
  })
})
