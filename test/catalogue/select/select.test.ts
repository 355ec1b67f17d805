import { expect } from 'chai'
import {
  addBib,
  bibHistory,
  changeBib,
  readBib,
  type SelectOutcome,
  type SelectRequest,
  SelectSettings,
  selectedAs,
  selectRecord,
  setBibState,
} from '../../../src/catalogue/index.ts'
import { Problem } from '../../../src/problems.ts'
import { type Field, type MarcRecord, writeIso2709 } from '../../../src/standards/marc/index.ts'
import { field008, recordWith } from '../../bib/records.ts'
import { useDatabase } from '../../database.ts'

const actor = { name: 'Ada', via: 'web' } as const
const settings = SelectSettings.parse({ agency: 'XX-Far' })
let numbers = 0

/** A record of another library that nothing in the catalogue is like. */
function theirs(title = `Selected ${++numbers}`, ...more: Field[]): MarcRecord {
  return recordWith(
    '00000nam a2200000 i 4500',
    ['001', `r${++numbers}`],
    field008({ dates: '1999    ' }),
    ['100', '1 ', 'a', 'Lem, Stanisław'],
    ['245', '10', 'a', title],
    ['650', ' 0', 'a', 'Planets'],
    ['952', '  ', 'p', 'their item'],
    ...more,
  )
}

const requestFor = (record: MarcRecord, changes: Partial<SelectRequest> = {}): SelectRequest => ({
  source: {
    target: 'riverside',
    label: 'Riverside',
    database: 'Default',
    query: '@attr 1=4 selected',
    syntax: 'usmarc',
    fetchedAt: new Date('2026-11-26T20:00:00Z'),
  },
  decoded: { record, encoding: 'utf-8', lossy: false, lossyFields: [], raw: Buffer.from(writeIso2709(record)) },
  flavour: 'marc21',
  actor,
  settings,
  ...changes,
})

describe('Select Record', () => {
  const data = useDatabase()
  const select = (request: SelectRequest) => data.database.tx((tx) => selectRecord(tx, request))
  const count = async (table: 'bibs' | 'bib_sources') =>
    Number((await data.database.pool.query(`select count(*) as n from ${table}`)).rows[0].n)
  const add = (record: MarcRecord) =>
    data.database.tx((tx) => addBib(tx, { record, flavour: 'marc21' }, { actor, action: 'create' }))
  const read = async (id: number) => (await readBib(data.database.db, id, 'all'))!
  const idOf = (outcome: SelectOutcome) => {
    expect(outcome).to.have.property('bibId')
    return (outcome as { bibId: number }).bibId
  }
  const undecided = (outcome: SelectOutcome) => {
    expect(outcome.kind).to.equal('undecided')
    return outcome as Extract<SelectOutcome, { kind: 'undecided' }>
  }
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: Problem) => error,
    )

  it('adds what has no twin in one press, cleaned, with where it came from', async () => {
    const record = theirs()
    const outcome = await select(requestFor(record))
    expect(outcome).to.include({ kind: 'created', version: 1 })
    const bib = await read(idOf(outcome))
    expect(bib).to.include({ state: 'active', action: 'select' })
    expect(bib.record.fields.map(([tag]) => tag)).to.deep.equal(['008', '035', '040', '100', '245', '650'])
    expect(bib.record.fields[1]).to.deep.equal(['035', '  ', 'a', `(riverside)${record.fields[0]![1]}`])
    const { rows } = await data.database.pool.query('select * from bib_sources where id = $1', [bib.sourceId])
    expect(rows[0]).to.include({ target: 'riverside', query: '@attr 1=4 selected', bib_id: bib.id, lossy: false })
    expect(rows[0].fetched_at.toISOString()).to.equal('2026-11-26T20:00:00.000Z')
    expect(Buffer.from(writeIso2709(record)).equals(rows[0].raw)).to.equal(true)
  })

  it('keeps where a record came from, whatever characters that is told in', async () => {
    const record = theirs()
    const { source } = requestFor(record)
    const odd = (text: string) => `${text}\0 \ud83d e\u0301`
    const outcome = await select(
      requestFor(record, {
        source: {
          ...source,
          label: odd('Riverside'),
          database: odd('Default'),
          query: odd('@attr 1=4'),
          syntax: odd('usmarc'),
        },
      }),
    )
    const { sourceId } = await read(idOf(outcome))
    const { rows } = await data.database.pool.query('select * from bib_sources where id = $1', [sourceId])
    expect(rows[0]).to.include({
      target_label: 'Riverside \ufffd é',
      database: 'Default \ufffd é',
      query: '@attr 1=4 \ufffd é',
      syntax: 'usmarc \ufffd é',
    })
  })

  it('makes one record of twenty selections at once', async () => {
    const before = [await count('bibs'), await count('bib_sources')]
    const request = requestFor(theirs())
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => select(request)))
    expect(new Set(outcomes.map(idOf)).size).to.equal(1)
    expect(outcomes.filter(({ kind }) => kind === 'created')).to.have.length(1)
    expect([await count('bibs'), await count('bib_sources')]).to.deep.equal(before.map((n) => n + 1))
  })

  it('knows the source record again by its number, and without one by its bytes', async () => {
    const [numbered, bare] = [theirs(), theirs()]
    bare.fields.shift()
    for (const record of [numbered, bare]) {
      const first = await select(requestFor(record))
      expect(await select(requestFor(record))).to.deep.equal({ ...first, kind: 'existing' })
    }
    const elsewhere = await select(
      requestFor(numbered, { source: { ...requestFor(numbered).source, database: 'Other' } }),
    )
    expect(undecided(elsewhere).matches[0]?.reason).to.equal('control-number')
  })

  it('answers a retry with the record as it is by now', async () => {
    const request = requestFor(theirs())
    const id = idOf(await select(request))
    const { record } = await read(id)
    await data.database.tx((tx) => changeBib(tx, id, 1, { record, flavour: 'marc21' }, { actor, action: 'edit' }))
    expect(await select(request)).to.deep.equal({ kind: 'existing', bibId: id, version: 2 })
  })

  describe('where the catalogue has a twin', () => {
    /** Ours: a brief record with a local field; theirs: a full one. */
    async function twins() {
      const record = theirs()
      const title = record.fields[3]![3]!
      const brief = recordWith(
        '00000nam a22000005i 4500',
        ['008', record.fields[1]![1]],
        ['100', '1 ', 'a', 'Lem, Stanisław'],
        ['245', '10', 'a', title],
        ['500', '  ', 'a', 'Our note'],
        ['590', '  ', 'a', 'Ours only'],
      )
      const { id } = await add(brief)
      return { record, id }
    }
    const tagsOf = async (id: number) => (await read(id)).record.fields.map(([tag]) => tag)

    it('changes nothing and says what it may be, why, and what laying it over would change', async () => {
      const { record, id } = await twins()
      const before = [await count('bibs'), await count('bib_sources')]
      const outcome = undecided(await select(requestFor(record)))
      expect(outcome.matches).to.have.length(1)
      const [match] = outcome.matches
      expect(match).to.include({ bibId: id, version: 1, reason: 'title-author-year', poorer: false })
      expect(
        match!.changes!.filter(({ kind }) => kind !== 'unchanged').map(({ tag, kind }) => `${tag} ${kind}`),
      ).to.deep.equal(['LDR changed', '035 added', '040 added', '500 removed', '650 added'])
      expect([await count('bibs'), await count('bib_sources')]).to.deep.equal(before)
    })

    it('says when theirs is the poorer one', async () => {
      const rich = theirs(undefined, ['520', '  ', 'a', 'Summary'], ['300', '  ', 'a', '200 p.'])
      await add(rich)
      const poor = theirs(rich.fields[3]![3]!)
      expect(undecided(await select(requestFor(poor))).matches[0]).to.include({ poorer: true })
    })

    it('uses the one we have, and from then on without a question', async () => {
      const { record, id } = await twins()
      const decided = await select(requestFor(record, { decision: { kind: 'existing', bibId: id } }))
      expect(decided).to.deep.equal({ kind: 'existing', bibId: id, version: 1 })
      expect(await select(requestFor(record))).to.deep.equal(decided)
      expect(await bibHistory(data.database.db, id)).to.have.length(1)
    })

    it('overlays it and keeps what is local, once however often it is sent', async () => {
      const { record, id } = await twins()
      const request = requestFor(record, { decision: { kind: 'overlay', bibId: id, version: 1 } })
      expect(await select(request)).to.deep.equal({ kind: 'overlaid', bibId: id, version: 2 })
      expect(await tagsOf(id)).to.deep.equal(['008', '035', '040', '100', '245', '590', '650'])
      expect(await read(id)).to.include({ action: 'overlay', level: 'full' })
      expect(await select(request)).to.deep.equal({ kind: 'existing', bibId: id, version: 2 })
      expect(await bibHistory(data.database.db, id)).to.have.length(2)
    })

    it('completes it with what only theirs has', async () => {
      const { record, id } = await twins()
      const outcome = await select(requestFor(record, { decision: { kind: 'complete', bibId: id, version: 1 } }))
      expect(outcome).to.deep.equal({ kind: 'completed', bibId: id, version: 2 })
      expect(await tagsOf(id)).to.deep.equal(['008', '035', '100', '245', '500', '590', '650'])
    })

    it('overlays nothing that changed since it was looked at', async () => {
      const { record, id } = await twins()
      const decision = { kind: 'overlay', bibId: id, version: 7 } as const
      expect(await refusal(select(requestFor(record, { decision })))).to.include({ code: 'version-conflict' })
      expect(await refusal(select(requestFor(record, { decision: { ...decision, bibId: 999_999 } })))).to.include({
        code: 'bib-gone',
      })
      expect(await refusal(select(requestFor(record, { flavour: 'unimarc', decision })))).to.include({
        code: 'select-flavour',
      })
      expect(undecided(await select(requestFor(record))).matches).to.have.length(1)
    })

    it('makes another one where that is wanted', async () => {
      const { record, id } = await twins()
      const request = requestFor(record, { decision: { kind: 'create' } })
      const made = idOf(await select(request))
      expect(made).not.to.equal(id)
      expect(idOf(await select(request))).to.equal(made)
    })

    it('overlays a newer state of a record that was selected before, and keeps the bytes of both', async () => {
      const record = theirs()
      const id = idOf(await select(requestFor(record)))
      const newer = recordWith(record.leader, ...record.fields, ['520', '  ', 'a', 'Now with a summary'])
      const decision = { kind: 'overlay', bibId: id, version: 1 } as const
      expect(await select(requestFor(record, { decision }))).to.include({ kind: 'existing', version: 1 })
      expect(await select(requestFor(newer, { decision }))).to.include({ kind: 'overlaid', version: 2 })
      expect(await select(requestFor(newer, { decision }))).to.include({ kind: 'existing', version: 2 })
      const history = await bibHistory(data.database.db, id)
      expect(new Set(history.map(({ sourceId }) => sourceId)).size).to.equal(2)
    })
  })

  it('asks before it takes a record with characters that were lost, once', async () => {
    const lossy = (changes: Partial<SelectRequest> = {}) => {
      const request = requestFor(record, changes)
      return { ...request, decoded: { ...request.decoded, lossy: true, lossyFields: ['245'] } }
    }
    const record = theirs('Lost \ufffd')
    const question = undecided(await select(lossy()))
    expect(question).to.deep.include({ matches: [], lossyFields: ['245'] })
    expect(undecided(await select(lossy({ decision: { kind: 'create' } }))).lossyFields).to.deep.equal(['245'])
    const id = idOf(await select(lossy({ confirmLossy: true })))
    expect(await select(lossy())).to.deep.equal({ kind: 'existing', bibId: id, version: 1 })
  })

  it('asks as well before it lays a state with lost characters over a record that was selected before', async () => {
    const record = theirs()
    const id = idOf(await select(requestFor(record)))
    const newer = requestFor(recordWith(record.leader, ...record.fields, ['520', '  ', 'a', 'Lost \ufffd']))
    const lossy = { ...newer, decoded: { ...newer.decoded, lossy: true, lossyFields: ['520'] } }
    for (const kind of ['overlay', 'complete'] as const) {
      const question = undecided(await select({ ...lossy, decision: { kind, bibId: id, version: 1 } }))
      expect(question.lossyFields).to.deep.equal(['520'])
      expect(question.matches.map(({ bibId }) => bibId)).to.deep.equal([id])
    }
    expect(await select(lossy)).to.deep.equal({ kind: 'existing', bibId: id, version: 1 })
    const decision = { kind: 'overlay', bibId: id, version: 1 } as const
    expect(await select({ ...lossy, decision, confirmLossy: true })).to.include({ kind: 'overlaid', version: 2 })
    // The retry of an act that was done asks nothing.
    expect(await select({ ...lossy, decision })).to.deep.equal({ kind: 'existing', bibId: id, version: 2 })
  })

  it('says what a newer state would change in ours, and nothing of a state that changes nothing', async () => {
    const record = theirs()
    const asked = (of: SelectRequest) => selectedAs(data.database.db, of)
    expect(await asked(requestFor(record))).to.equal(undefined)
    const id = idOf(await select(requestFor(record)))
    const bib = await read(id)
    expect(await asked(requestFor(record))).to.deep.equal({ bibId: id, version: 1, since: bib.createdAt })
    const newer = requestFor(recordWith(record.leader, ...record.fields, ['520', '  ', 'a', 'New']))
    const { newer: found } = (await asked(newer))!
    expect(found!.changes.filter(({ kind }) => kind !== 'unchanged')).to.deep.equal([
      { kind: 'added', tag: '520', after: ['520', '  ', 'a', 'New'] },
    ])
    expect(found!.poorer).to.equal(false)
    // Other bytes that clean-up makes the same record of
    const local = requestFor(recordWith(record.leader, ...record.fields, ['999', '  ', 'a', 'theirs alone']))
    expect(await asked(local)).to.not.have.property('newer')
    await data.database.tx((tx) => setBibState(tx, id, 1, 'deleted', { actor, action: 'delete' }))
    expect(await asked(newer)).to.equal(undefined)
  })

  it('offers to bring back the record it was when that was deleted, or to make it anew', async () => {
    const deletedOnes = []
    for (let n = 0; n < 2; n++) {
      const record = theirs()
      const id = idOf(await select(requestFor(record)))
      await data.database.tx((tx) => setBibState(tx, id, 1, 'deleted', { actor, action: 'delete' }))
      const { matches } = undecided(await select(requestFor(record)))
      expect(matches[0]).to.include({ bibId: id, version: 2, reason: 'origin', state: 'deleted' })
      deletedOnes.push({ record, id })
    }
    const [first, second] = deletedOnes as [(typeof deletedOnes)[0], (typeof deletedOnes)[0]]
    const back = await select(requestFor(first.record, { decision: { kind: 'restore', bibId: first.id, version: 2 } }))
    expect(back).to.deep.equal({ kind: 'restored', bibId: first.id, version: 3 })
    expect((await read(first.id)).state).to.equal('active')
    expect(await select(requestFor(first.record))).to.deep.equal({ ...back, kind: 'existing' })
    const anew = idOf(await select(requestFor(second.record, { decision: { kind: 'create' } })))
    expect(anew).not.to.equal(second.id)
    expect(idOf(await select(requestFor(second.record)))).to.equal(anew)
    expect((await read(second.id)).sourceId).to.equal(undefined)
  })

  it('links what belongs to it in the same transaction, or does nothing', async () => {
    const linked: number[] = []
    const link = async (_: unknown, bibId: number) => void linked.push(bibId)
    const record = theirs()
    const id = idOf(await select(requestFor(record, { link })))
    await select(requestFor(record, { link }))
    expect(linked).to.deep.equal([id, id])
    const before = await count('bibs')
    const broken = async () => {
      throw new Problem('unknown-request', { request: '7' })
    }
    expect(await refusal(select(requestFor(theirs(), { link: broken })))).to.include({ code: 'unknown-request' })
    expect(await count('bibs')).to.equal(before)
  })

  it('leaves UNIMARC as UNIMARC', async () => {
    const record = recordWith(
      '00000nam0 2200000   450 ',
      ['001', 'FRBNF1'],
      ['003', 'http://catalogue.bnf.fr/ark:/12148/cb1'],
      ['200', '1 ', 'a', 'Solaris unimarc'],
    )
    const bib = await read(idOf(await select(requestFor(record, { flavour: 'unimarc' }))))
    expect(bib.flavour).to.equal('unimarc')
    expect(bib.record.fields).to.deep.equal([
      ['035', '  ', 'a', '(riverside)FRBNF1'],
      ['200', '1 ', 'a', 'Solaris unimarc'],
      ['801', ' 2', 'b', 'XX-Far'],
    ])
  })
})
