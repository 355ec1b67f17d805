import { expect } from 'chai'
import fc from 'fast-check'
import { Problem } from '../../../src/problems.ts'
import {
  isSip2,
  patronOf,
  readSip2,
  readSip2Date,
  type Sip2Charset,
  type Sip2Name,
  sip2Charsets,
  sip2Messages,
  sip2Splitter,
  sip2Value,
  sip2Values,
  toOctets,
  writeSip2,
  writeSip2Date,
} from '../../../src/standards/sip2/index.ts'

const at = '20261127    174005'
/** As two systems send it: the first with a checksum that is theirs. */
const acsStatus = '98YYYYYN60000320130424    1135112.00AOEPLMNA|AMEPLMNA|BXYYYYYYYYYYYNNYYY|ANSIPCHK|AY1AZE80C'
const patronAnswer = (status: string, fields: string) =>
  `64${status.padEnd(14)}001${at}000000000001000000000000AOmain|AA12345|${fields}`
const read = (text: string, charset: Sip2Charset = 'utf-8') => readSip2(Buffer.from(text), charset)
const patron = (status: string, fields: string) => {
  const message = read(patronAnswer(status, fields))
  if (!isSip2(message, 'patronInformationResponse')) throw new Error(message.name)
  return patronOf(message)
}
const refused = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
  return 'nothing'
}

describe('A message of SIP2', () => {
  it('is written with its fixed fields, what is needed even where it is empty, its number and its sum', () => {
    const octets = writeSip2(
      {
        name: 'patronStatus',
        fixed: { language: '001', transactionDate: at },
        fields: { AO: 'main', AA: '12345', AD: '6789' },
      },
      { charset: 'utf-8', sequence: 1 },
    )
    expect(octets.toString()).to.equal(`23001${at}AOmain|AA12345|AC|AD6789|AY1AZF2D1\r`)
  })

  it('goes without number and sum, and ends with CR LF, where that is agreed', () => {
    const login = { name: 'login', fixed: { userAlgorithm: '0', passwordAlgorithm: '0' } } as const
    expect(
      writeSip2({ ...login, fields: { CN: 'ill', CO: 'secret' } }, { charset: 'utf-8', terminator: '\r\n' }).toString(),
    ).to.equal('9300CNill|COsecret|\r\n')
  })

  it('is read with the sum it was sent with, or told that the sum is wrong', () => {
    const status = read(acsStatus)
    expect(status).to.include({ name: 'acsStatus', sequence: 1, checksum: 'right' })
    expect(isSip2(status, 'acsStatus') && status.fixed.online).to.equal('Y')
    expect([sip2Value(status, 'AM'), sip2Value(status, 'AN')]).to.deep.equal(['EPLMNA', 'SIPCHK'])
    expect(read(acsStatus.replace('SIPCHK', 'SIPCHX')).checksum).to.equal('wrong')
    expect(read('941')).to.include({ sequence: undefined, checksum: 'none' })
    expect(read('941AY1AZFDFC')).to.include({ sequence: 1, checksum: 'right' })
    expect(read('96AZFEF6')).to.include({ name: 'resendAsked', checksum: 'right' })
  })

  it('keeps fields that nobody knows, that are there twice, or lack their last bar', () => {
    const message = read(patronAnswer('', 'AFone|XI863715|AFtwo||Q|AF |AEAnn Reader'))
    expect(sip2Values(message, 'AF')).to.deep.equal(['one', 'two'])
    expect(message.fields).to.deep.include(['XI', '863715'])
    expect(sip2Value(message, 'AE')).to.equal('Ann Reader')
  })

  it('comes back as it was written, every kind in every character set', () => {
    const text = fc.string({ unit: fc.constantFrom(...'Az09 éüßÆ.,@+-'), maxLength: 12 })
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789Y'), minLength: 18, maxLength: 18 })
    const names = Object.keys(sip2Messages) as Sip2Name[]
    const record = (keys: readonly (readonly [string, fc.Arbitrary<string>])[]) =>
      fc.record(Object.fromEntries(keys)) as fc.Arbitrary<Record<string, string>>
    const aMessage = fc.oneof(
      ...names.map((name) => {
        const { fixed, needed, optional } = sip2Messages[name]
        return fc.record({
          name: fc.constant(name),
          fixed: record(fixed.map(([field, width]) => [field, digits.map((all) => all.slice(0, width))])),
          fields: record([...needed, ...optional].map((field) => [field, text])),
        })
      }),
    )
    const anyForm = fc.record({
      charset: fc.constantFrom(...sip2Charsets),
      sequence: fc.option(fc.nat(9), { nil: undefined }),
    })
    fc.assert(
      fc.property(aMessage, anyForm, ({ name, fixed, fields }, form) => {
        const octets = writeSip2({ name, fixed, fields } as Parameters<typeof writeSip2>[0], form)
        const [line] = sip2Splitter(10_000).push(octets)
        const message = readSip2(line!, form.charset)
        expect(message.name).to.equal(name)
        expect(message.fixed).to.deep.equal(fixed)
        expect(Object.fromEntries(message.fields)).to.deep.equal(fields)
        expect(message.checksum).to.equal(form.sequence === undefined ? 'none' : 'right')
      }),
      { numRuns: 300 },
    )
  })

  it('lets nobody end a field, or say another, by what they type', () => {
    for (const typed of ['1|ADx', '1\rAO', '1\n', '1\u0000', '1\u0085']) {
      const fixed = { transactionDate: at }
      expect(
        refused(() => writeSip2({ name: 'endSession', fixed, fields: { AA: typed } }, { charset: 'utf-8' })),
        JSON.stringify(typed),
      ).to.equal('sip2-unwritable')
    }
    expect(
      refused(() =>
        writeSip2({ name: 'endSession', fixed: { transactionDate: at }, fields: { AA: 'Ж' } }, { charset: 'cp850' }),
      ),
    ).to.equal('sip2-unwritable')
  })

  it('is refused when it ends within its fixed fields, at any place, or is none of ours', () => {
    const whole = patronAnswer('', '')
    const fixed = 2 + 14 + 3 + 18 + 24
    for (let n = 0; n < fixed; n++)
      expect(
        refused(() => read(whole.slice(0, n))),
        String(n),
      ).to.equal('sip2-unreadable')
    expect(read(whole.slice(0, fixed)).fields).to.deep.equal([])
    expect(refused(() => read('HTTP/1.1 400 Bad Request'))).to.equal('sip2-unreadable')
  })

  it('is read whatever is in it, quickly', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        refused(() => readSip2(Buffer.concat([Buffer.from('64'), Buffer.alloc(59, ' '), octets]), 'cp850'))
      }),
    )
    const started = performance.now()
    read(patronAnswer('', ' '.repeat(60_000)))
    expect(performance.now() - started).to.be.below(1000)
  })

  it('has its letters in the set of the system', () => {
    expect(toOctets('Zoë Müller', 'cp850')?.toString('hex')).to.equal('5a6f89204d816c6c6572')
    expect(toOctets('Zoë', 'latin-1')?.toString('hex')).to.equal('5a6feb')
    const octets = Buffer.concat([Buffer.from(patronAnswer('', 'AE')), Buffer.from('5a6f89', 'hex')])
    expect(sip2Value(readSip2(octets, 'cp850'), 'AE')).to.equal('Zoë')
  })
})

describe('A stream of SIP2', () => {
  it('is cut the same, whatever its chunks and whichever way lines end', () => {
    for (const end of ['\r', '\r\n', '\n', '\r\r\n']) {
      const stream = Buffer.from(`941${end}${acsStatus}${end}`)
      for (let n = 0; n <= stream.length; n++) {
        const splitter = sip2Splitter(1000)
        const lines = [...splitter.push(stream.subarray(0, n)), ...splitter.push(stream.subarray(n))]
        expect(lines.map(String), `${JSON.stringify(end)} at ${n}`).to.deep.equal(['941', acsStatus])
      }
    }
  })

  it('has no message longer than it may', () => {
    const splitter = sip2Splitter(10)
    expect(splitter.push(Buffer.from('0123456789')).length).to.equal(0)
    expect(refused(() => splitter.push(Buffer.from('0')))).to.equal('sip2-too-long')
  })
})

describe('What a system says of a patron', () => {
  it('is who it is, until when, and what stands against it', () => {
    expect(
      patron('  Y       Y', 'AEReader, Ann|BEann@x.example|BLY|CQN|PA20291004|AFOwes 3.20|AFOwes 3.20|'),
    ).to.deep.equal({
      ...{ id: '12345', exists: true, passwordRight: false, name: 'Reader, Ann', email: 'ann@x.example' },
      ...{ expiresOn: '2029-10-04', status: ['recallDenied', 'tooManyFines'], said: ['Owes 3.20'] },
    })
  })

  it('is understood without a word on whether they are valid, and with an expiry elsewhere', () => {
    expect(patron('', 'AEReader, Ann|PA1|PX20180609    235959|')).to.include({ exists: true, expiresOn: '2018-06-09' })
    expect(patron('YYYY', 'AE, |PX|')).to.include({ exists: false, passwordRight: undefined })
    expect(patron('YYYY', 'AEReader, Ann|BLN|')).to.include({ exists: false })
  })
})

describe('A date of SIP2', () => {
  it('is written in the time of a place without its zone, or in universal time with it', () => {
    const now = new Date('2026-01-02T23:04:05Z')
    expect(writeSip2Date(now)).to.equal('20260102   Z230405')
    expect(writeSip2Date(now, 'Europe/Berlin')).to.equal('20260103    000405')
  })

  it('is read with and without a zone and a time, and not where it is no day', () => {
    expect(readSip2Date('20110102')).to.deep.equal({ day: '2011-01-02' })
    expect(readSip2Date('20110102    102030')).to.deep.equal({ day: '2011-01-02', time: '10:20:30' })
    expect(readSip2Date('20110102UTC102030')).to.deep.equal({ day: '2011-01-02', time: '10:20:30' })
    expect(readSip2Date('2011-01-02')).to.deep.equal({ day: '2011-01-02' })
    for (const none of ['', '1', '20110230', '99999999', 'Adult']) expect(readSip2Date(none), none).to.equal(undefined)
  })
})
