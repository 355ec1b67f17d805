import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import {
  addBib,
  addBibs,
  changeBib,
  ImportProfilesFile,
  importRecords,
  prepareRecord,
  readBib,
  setBibState,
} from '../../../src/catalogue/index.ts'
import { isPlace, MatchPlace, registeredPlaces, registerPlace, valuesAt } from '../../../src/catalogue/points/index.ts'
import { indexPlace } from '../../../src/catalogue/records/index.ts'
import { parseConfig } from '../../../src/kit/index.ts'
import { Problem } from '../../../src/problems.ts'
import { type Field, MarcRecord } from '../../../src/standards/marc/index.ts'
import { useDatabase } from '../../database.ts'
import { actor, check, fileOf, load, loadFile, profileWith, stage, undo } from './loading.ts'

const by = { actor, action: 'edit' } as const
let made = 0
/** A record that nothing else says is any other's twin. */
function recordWith(...fields: readonly Field[]): MarcRecord {
  const record = new MarcRecord()
  record.leader = '00000nam a2200000 a 4500'
  record.fields = [...fields, ['245', '00', 'a', `Title ${++made} of none but this`]]
  return record
}
const place = (settings: object): MatchPlace => MatchPlace.parse(settings)

describe('A place to match by', () => {
  const of = (settings: object, ...fields: Field[]) => valuesAt(recordWith(...fields), place(settings))

  it('has each value of a subfield, and several of a field together', () => {
    const fields: Field[] = [
      ['024', '3 ', 'a', '4006381333931', 'a', '4006381333932'],
      ['024', '7 ', 'a', '10.1000/182', '2', 'doi'],
      ['001', ' b17 '],
    ]
    expect(of({ place: '024$a' }, ...fields)).to.deep.equal(['4006381333931', '4006381333932', '10.1000/182'])
    expect(of({ place: '024$a', indicator1: 3 }, ...fields)).to.deep.equal(['4006381333931', '4006381333932'])
    expect(of({ place: '024$a2', indicator1: '7', indicator2: ' ' }, ...fields)).to.deep.equal(['10.1000/182 doi'])
    expect(of({ place: '001' }, ...fields)).to.deep.equal(['b17'])
    expect(of({ place: '028$a' }, ...fields)).to.deep.equal([])
  })

  it('has values that mean the same made one', () => {
    const same: Readonly<Record<string, readonly string[]>> = {
      exact: [' a  b', 'a b'],
      text: ['L’Étranger :', 'LETRANGER'],
      digits: ['40-0638 1333931', 'EAN 4006381333931'],
      code: ['STMA 8007', 'stma-8007'],
      controlNumber: ['(DLC)   93004456', '(dlc)93004456'],
      isbn: ['0-306-40615-2 (pbk.)', '9780306406157'],
      issn: ['0028-0836', '00280836'],
      lccn: ['n 85-2', 'n85000002'],
      oclc: ['(OCoLC)ocm00012345', 'ocm12345'],
    }
    for (const [normalise, written] of Object.entries(same)) {
      const values = written.map((text) => of({ place: '099$a', normalise }, ['099', '  ', 'a', text])[0])
      expect(values[0], normalise).to.be.a('string').and.not.equal('')
      expect(new Set(values).size, normalise).to.equal(1)
    }
    for (const oclc of ['(OCoLC)ocm00012345', 'ocm00012345', '(ocolc)12345'])
      expect(of({ place: '035$a', normalise: 'controlNumber' }, ['035', '  ', 'a', oclc])).to.deep.equal([
        '(ocolc)12345',
      ])
    expect(of({ place: '020$a', normalise: 'isbn' }, ['020', '  ', 'a', '9780306406158'])).to.deep.equal([])
    expect(of({ place: '035$a', normalise: 'controlNumber' }, ['035', '  ', 'a', '(DLC)'])).to.deep.equal([])
  })
})

describe('A profile that matches by places', () => {
  const data = useDatabase()
  const number = (text: string): Field => ['035', '  ', 'a', text]
  const points = [{ place: '035$a', normalise: 'controlNumber' }]
  const profile = profileWith({ match: points, onMatch: 'keep' })
  const store = async (record: MarcRecord) =>
    (await data.database.tx((tx) => addBib(tx, { record, flavour: 'marc21' }, by))).id
  /** What becomes of a file's records, and which record each is. */
  async function outcomes(records: readonly MarcRecord[], given = profile) {
    const { batch } = await stage(data.database, fileOf(records), { profile: given, again: true })
    const expected = await check(data.database, batch.id)
    const loaded = await load(data.database, batch.id)
    expect(loaded.counts).to.deep.equal(expected.expected)
    const found = await importRecords(data.database.db, batch.id)
    return { batch: batch.id, rows: found.records.map(({ outcome, bibId }) => [outcome, bibId]) }
  }

  it('finds records that were there before it, changed ones by what they say now, and those of its own file', async () => {
    const before = await store(recordWith(number('(XX-Old) 17')))
    const hidden = await store(recordWith(number('(XX-Old)18')))
    await data.database.tx((tx) => setBibState(tx, hidden, 1, 'suppressed', by))
    const first = await outcomes([
      recordWith(number('(xx-old)17')),
      recordWith(number('(XX-Old)18')),
      recordWith(number('(XX-New)1')),
      recordWith(number('(XX-New) 1')),
    ])
    const added = first.rows[2]![1]
    expect(first.rows).to.deep.equal([
      ['kept', before],
      ['kept', hidden],
      ['new', added],
      ['kept', added],
    ])

    const edited = (await readBib(data.database.db, before))!
    edited.record.fields[0] = number('(XX-Old)99')
    await data.database.tx((tx) => changeBib(tx, before, 1, { record: edited.record, flavour: 'marc21' }, by))
    const after = await store(recordWith(number('(XX-Old)20')))
    const second = await outcomes([
      recordWith(number('(XX-Old)99')),
      recordWith(number('(XX-Old)20')),
      recordWith(number('(XX-Old)17')),
    ])
    expect(second.rows.map(([outcome]) => outcome)).to.deep.equal(['kept', 'kept', 'new'])
    expect(second.rows.slice(0, 2).map(([, id]) => id)).to.deep.equal([before, after])

    await undo(data.database, second.batch)
    const third = await outcomes([recordWith(number('(XX-Old)17'))])
    expect(third.rows.map(([outcome]) => outcome)).to.deep.equal(['new'])
  })

  it('lets the first point that finds something decide, and several matches be looked at', async () => {
    const ids = [await store(recordWith(number('(M)1'))), await store(recordWith(number('(M)2')))]
    const ean: Field = ['024', '3 ', 'a', '4006381333931']
    const other = await store(recordWith(ean))
    const match = [{ place: '024$a', indicator1: '3', normalise: 'digits' }, ...points]
    const { rows } = await outcomes(
      [
        recordWith(['024', '3 ', 'a', '4006 3813 33931'], number('(M)1')),
        recordWith(['024', '1 ', 'a', '4006381333931'], number('(M)1')),
        recordWith(number('(M)1'), number('(M)2')),
      ],
      profileWith({ match, onMatch: 'keep' }),
    )
    expect(rows).to.deep.equal([
      ['kept', other],
      ['kept', ids[0]],
      ['skipped', undefined],
    ])
  })

  it('is told of every record, also of one that is being stored while the place is new', async () => {
    const odd = place({ place: '099$a', normalise: 'code' })
    const record = (text: string) => recordWith(['099', '  ', 'a', text])
    const { database } = data
    let store: (() => void) | undefined
    const told = new Promise<void>((resolve) => {
      store = resolve
    })
    let began: (() => void) | undefined
    const beginning = new Promise<void>((resolve) => {
      began = resolve
    })
    const storing = database.tx(async (tx) => {
      const { id } = await addBib(tx, { record: record('a-1'), flavour: 'marc21' }, by)
      began!()
      await told
      return id
    })
    await beginning
    const registering = registerPlace(database, odd)
    // It waits for the record, whose keys were made without the place.
    const waiting = async () =>
      (await database.pool.query("select from pg_locks where mode = 'AccessExclusiveLock' and not granted")).rowCount
    while ((await waiting()) === 0) await new Promise((resolve) => setImmediate(resolve))
    store!()
    await Promise.all([storing, registering])
    const { rows } = await outcomes([record('A 1')], profileWith({ match: [odd], onMatch: 'keep' }))
    expect(rows).to.deep.equal([['kept', await storing]])
  })

  it('goes on with the catalogue where a process that ended came to', async () => {
    const { database } = data
    const records = Array.from({ length: 2500 }, (_, n) => recordWith(['098', '  ', 'a', `n${n}`]))
    const ids = await database.tx((tx) =>
      addBibs(
        tx,
        records.map((record) => prepareRecord(record, 'marc21')),
        'active',
        by,
      ),
    )
    const wanted = place({ place: '098$a' })
    await registerPlace(database, wanted)
    const registered = (await registeredPlaces(database.db)).find((one) => isPlace(one, wanted))!
    let batches = 0
    const ends = () => (++batches === 2 ? Promise.reject(new Error('killed')) : Promise.resolve())
    await indexPlace(database, registered, ends).then(
      () => expect.fail('it should have ended'),
      (error: Error) => expect(error.message).to.equal('killed'),
    )
    const keys = async () =>
      (await database.pool.query('select count(*) n from bib_keys where kind = $1', [registered.kind.slice(1)])).rows[0]
        .n
    expect(await keys()).to.be.lessThan(2500)
    await loadFile(database, fileOf([records[2400]!]), { profile: profileWith({ match: [wanted] }) })
    expect(await keys()).to.equal(2500)
    const { rows } = await outcomes([records[7]!, records[2499]!], profileWith({ match: [wanted], onMatch: 'keep' }))
    expect(rows).to.deep.equal([
      ['unchanged', ids[7]],
      ['unchanged', ids[2499]],
    ])
  })
})

describe('The settings of imports', () => {
  const read = (text: string) => parseConfig(text, 'import.yaml', ImportProfilesFile)

  it('are sound in the sample', () => {
    const sample = readFileSync(new URL('../../../config/import.sample.yaml', import.meta.url), 'utf8')
    expect(Object.keys(read(sample))).to.include.members(['default', 'vendor', 'better', 'spreadsheet'])
  })

  it('are refused with line and field where a match point is wrong', () => {
    const refusals: [string, string][] = [
      ['[isnb]', 'profiles.p.match[0]: must be one of standard, agencyNumber'],
      ['[standard, { place: 35a }]', 'profiles.p.match[1].place: must be a place such as 035$a'],
      ['[{ place: 035$a, normalise: loud }]', 'profiles.p.match[0].normalise'],
      ['[{ place: 024$a, indicator1: 33 }]', 'profiles.p.match[0].indicator1: must be one digit or small letter'],
      ["[{ place: '001', indicator2: 1 }]", 'profiles.p.match[0].indicator2: does not exist in 001'],
      ['[{ place: 024$a, normaliser: digits }]', 'profiles.p.match[0].normaliser: is not a known setting'],
      ['[{ place: 990$a }]\n    cleanUp: { drop: [9XX] }', 'profiles.p.match[0].place: cleanUp drops 990'],
      ["[{ place: '001' }]\n    cleanUp: {}", 'profiles.p.match[0].place: cleanUp takes 001 out'],
      ['[{ place: 952$p }]\n    items: { tag: "952", accessionNo: p }', 'profiles.p.match[0].place: 952 holds items'],
    ]
    for (const [match, said] of refusals)
      expect(() => read(`profiles:\n  p:\n    match: ${match}\n`), match).to.throw(Problem, `line 3: ${said}`)
  })
})
