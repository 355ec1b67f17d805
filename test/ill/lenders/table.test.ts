import { expect } from 'chai'
import fc from 'fast-check'
import { saveBranchCalendar } from '../../../src/catalogue/index.ts'
import {
  addLender,
  findLender,
  importLenders,
  type LenderFields,
  lendersCsv,
  lenderTableColumns,
} from '../../../src/ill/index.ts'
import { readTableRows } from '../../../src/standards/table/index.ts'
import { useDatabase } from '../../database.ts'
import { actor, lender } from './lender.ts'

describe('A table of lenders', () => {
  const at = useDatabase()
  const load = (table: string | Uint8Array) => at.database.tx((tx) => importLenders(tx, Buffer.from(table), { actor }))
  const check = (table: string | Uint8Array) => at.database.tx((tx) => importLenders(tx, Buffer.from(table)))
  const find = (symbol: string) => findLender(at.database.db, symbol)
  const written = async () => {
    let text = ''
    for await (const piece of lendersCsv(at.database.db)) text += piece
    return text
  }
  const trail = async () =>
    (
      await at.database.db
        .selectFrom('audit')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
    ).n
  const faults = async (table: string) =>
    (await check(table)).faults.map(({ line, column = '', detail }) => [line, column, detail.split(/[.:]/)[0]] as const)

  it('adds lenders, changes those there are, and leaves what it has no column for', async () => {
    const first = await load(
      'Symbol;Name;E-Mail;Loan_Days\r\nDE-12;Staatsbibliothek;ill@bsb.example;28\r\nOCLC:ONE;One;;\r\n',
    )
    expect(first).to.deep.equal({
      added: [
        { symbol: 'ISIL:DE-12', name: 'Staatsbibliothek' },
        { symbol: 'OCLC:ONE', name: 'One' },
      ],
      changed: [],
      same: 0,
      faults: [],
    })
    expect(await find('DE-12')).to.include({ email: 'ill@bsb.example', protocol: 'email', loanDays: 28, lends: true })
    expect(await find('OCLC:ONE')).to.include({ protocol: 'none', loanDays: null })

    const second = await load('symbol,loan days,place\nde-12,14,München\noclc:one,,\n')
    expect(second).to.deep.equal({
      added: [],
      changed: [{ symbol: 'ISIL:DE-12', name: 'Staatsbibliothek', columns: ['place', 'loan days'] }],
      same: 1,
      faults: [],
    })
    expect(await find('DE-12')).to.include({ name: 'Staatsbibliothek', loanDays: 14, place: 'München', version: 2 })
  })

  it('changes nothing when it is only looked at, or taken in again', async () => {
    const table = 'symbol,name,closed weekdays,closed dates\nXX-Two,Two,Sun,2027-12-24/2027-12-26\n'
    const before = await trail()
    expect((await check(table)).added).to.deep.equal([{ symbol: 'ISIL:XX-Two', name: 'Two' }])
    expect(await find('XX-Two')).to.equal(undefined)
    expect(await trail()).to.equal(before)
    await load(table)
    const [known, told] = [await find('XX-Two'), await trail()]
    expect(known!.calendar)
      .to.include({ timeZone: known!.calendar.timeZone })
      .and.deep.include({
        closedWeekdays: [7],
        closedDates: ['2027-12-24', '2027-12-25', '2027-12-26'],
      })
    expect(told).to.equal(before + 1)
    expect(await load(table)).to.deep.equal({ added: [], changed: [], same: 1, faults: [] })
    expect(await find('XX-Two')).to.deep.equal(known)
    expect(await trail()).to.equal(told)
  })

  it('gives new lenders our weekdays and time zone, not our holidays', async () => {
    const ours = { timeZone: 'Pacific/Auckland', closedWeekdays: [7], closedDates: ['2027-02-06'] }
    await at.database.tx((tx) => saveBranchCalendar(tx, null, 0, ours, actor))
    await load('symbol,name\nXX-Days,Days\n')
    expect((await find('XX-Days'))!.calendar).to.deep.equal({ ...ours, closedDates: [] })
  })

  it('says in which line and column something is wrong, and is not taken in then', async () => {
    const table = [
      'symbol,name,protocol,email,loan days,lends,time zone,closed dates,currency,loan cost',
      'XX-Good,Good,,,,,,,,',
      'XX-A,,fax,nobody,many,perhaps,Mars/North,Christmas,,',
      '',
      '"XX-B","B\nand more",email,,0,,,,,3.50',
      'Oxford,O,none,,,,,,,',
      'xx-good,Again,none,,,,,,,',
      'XX-C,C,none,,,,,,,,surplus',
    ].join('\n')
    expect(await faults(table)).to.have.deep.members([
      [3, 'lends', 'Say yes or no'],
      [3, 'closed dates', '“Christmas” is no date such as 2027-12-31'],
      [5, 'email', 'It is asked by e-mail'],
      [5, 'loan days', 'Give a number from 1 to 365'],
      [5, 'currency', 'Say which currency the costs are in'],
      [7, 'symbol', 'An ISIL looks like GB-UkOxU'],
      [8, 'symbol', 'Line 2 has the same symbol'],
      [9, '', 'There is something in cell 11, which has no column'],
    ])
    const before = await trail()
    expect((await load(table)).added).to.have.length.greaterThan(0)
    expect(await find('XX-Good')).to.equal(undefined)
    expect(await trail()).to.equal(before)
    expect(
      await faults('symbol,name,protocol,email,loan days,time zone\nXX-A,,fax,nobody,many,Mars/North'),
    ).to.have.deep.members([
      [2, 'name', 'Give the library’s name'],
      [2, 'protocol', 'Choose one of email, iso18626, iso10161, script, none'],
      [2, 'email', 'This is no e-mail address'],
      [2, 'loan days', 'Give a whole number'],
      [2, 'time zone', 'must be a time zone such as Europe/London'],
    ])
  })

  it('wants columns it knows', async () => {
    expect(await faults('')).to.deep.equal([[1, '', 'There is nothing in this file']])
    expect(await faults('DE-12,Staatsbibliothek\n')).to.deep.equal([
      [1, '', 'The first row must name the columns, one of them symbol'],
    ])
    expect(await faults('symbol,fax,name,Name\nDE-12,1,2,3\n')).to.deep.equal([
      [1, 'fax', 'There is no such column'],
      [1, 'name', 'This column is there twice'],
    ])
    expect(await faults('symbol,name\n"DE-99,never closed\nDE-98,Fine')).to.deep.include([
      2,
      '',
      'A quote in this row is never closed',
    ])
  })

  it('is read in the encodings of spreadsheets', async () => {
    const text = 'symbol,name\nXX-Enc,Bücherei Straßburg\n'
    for (const bytes of [
      Buffer.from(text, 'latin1'),
      Buffer.from(`\ufeff${text}`),
      Buffer.from(`\ufeff${text}`, 'utf16le'),
    ])
      expect((await check(bytes)).added).to.deep.equal([{ symbol: 'ISIL:XX-Enc', name: 'Bücherei Straßburg' }])
  })

  it('is written, has no formula in it, and changes nothing when it is read back', async () => {
    const odd: Partial<LenderFields>[] = [
      {
        symbol: 'XX-Odd',
        name: '=HYPERLINK("https://evil.example")',
        notes: '\'=1\n+2;"3"',
        street: '@home\n2nd floor',
      },
      {
        symbol: 'OCLC:-1+1',
        name: "'quoted'",
        protocol: 'iso18626',
        endpoint: 'https://a.example/x?a=1,2',
        loanCost: '3',
        copyCost: '0.25',
        currency: 'GBP',
        renewals: 0,
        settlement: 'laser',
        namesPatron: true,
        suspendedUntil: '2027-01-31',
        closed: true,
        lastResort: true,
        active: false,
        calendar: { timeZone: 'Asia/Kolkata', closedWeekdays: [], closedDates: ['2027-01-26', '2027-08-15'] },
      },
    ]
    for (const fields of odd) await at.database.tx((tx) => addLender(tx, lender(fields), actor))
    const table = await written()
    expect(table.split('\r\n')[0]).to.equal(`\ufeff${lenderTableColumns.map(({ name }) => name).join(',')}`)
    for (const cell of readTableRows(Buffer.from(table)).flatMap(({ cells }) => cells))
      expect(cell).not.to.match(/^\s*[=+\-@]/)
    const { same, ...rest } = await load(table)
    expect(rest).to.deep.equal({ added: [], changed: [], faults: [] })
    expect(same).to.be.greaterThan(4)
  })

  it('may hold anything', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('', 'yes', 'XX-1', '2027-01-01', '__proto__', 'constructor', '=1', '"', '\ud800', '\0'),
    )
    const names = fc.constantFrom(...lenderTableColumns.map(({ name }) => name), '', '__proto__')
    const table = fc
      .tuple(fc.array(names), fc.array(fc.array(cell), { maxLength: 4 }))
      .map(([head, rows]) =>
        [['symbol', ...head], ...rows]
          .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(','))
          .join('\n'),
      )
    await fc.assert(
      fc.asyncProperty(table, async (text) => {
        const { added, faults } = await check(text)
        for (const { line } of faults) expect(line).to.be.greaterThan(0)
        if (faults.length === 0) for (const { symbol } of added) expect(symbol).to.match(/^[A-Z][A-Z0-9]*:\S+$/)
      }),
      { numRuns: 40 },
    )
  })

  it('of hundreds is taken in at once, or by one of two who try', async () => {
    const rows = Array.from({ length: 500 }, (_, n) => `OCLC:N${n},Library ${n},Town ${n}`)
    const table = ['symbol,name,place', ...rows].join('\n')
    const tries = await Promise.allSettled([load(table), load(table)])
    const done = tries.filter(({ status }) => status === 'fulfilled')
    expect(done).not.to.deep.equal([])
    expect(await load(table)).to.deep.equal({ added: [], changed: [], same: 500, faults: [] })
    const again = await load(table.replaceAll('Town', 'City'))
    expect(again.changed).to.have.length(500)
  })
})
