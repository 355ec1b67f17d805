import { expect } from 'chai'
import { createLog, systemClock } from '../../src/kit/index.ts'
import {
  createSearchService,
  lastingMemory,
  type Memory,
  type SearchQuery,
  type SearchService,
  TargetsFile,
} from '../../src/search/index.ts'
import { type FieldName, fields } from '../../src/standards/query/index.ts'
import type { NamePlusRecord } from '../../src/standards/z3950/index.ts'
import { useDatabase } from '../database.ts'
import { until } from '../until.ts'
import { type Conversation, condition, presentRefusal, presentResponse, startTarget } from '../zoom/hostile-target.ts'
import { marcRecord } from '../zoom/some-records.ts'

const patience = 100_000
const log = createLog('silent')
const usmarc = '1.2.840.10003.5.10'

interface SearchAsked {
  /** Attributes and text of each term, `1=4 4=6 two words`. */
  readonly terms: readonly string[]
  readonly resultSetName: string
  readonly connection: number
}

/** What a target does with a search: takes it (undefined), or refuses it with a diagnostic. */
type Judge = (asked: SearchAsked, nth: number) => readonly [code: number, addinfo?: string] | undefined

const book: NamePlusRecord = {
  name: 'Default',
  record: {
    type: 'retrievalRecord',
    value: {
      directReference: usmarc,
      encoding: {
        type: 'octetAligned',
        value: marcRecord([
          ['001', 'b1'],
          ['245', '10$aA book'],
        ]),
      },
    },
  },
}

const termsOf = (rpn: unknown): string[] => {
  const found: string[] = []
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const one = node as Record<string, unknown>
    if (Array.isArray(node)) for (const inner of node) walk(inner)
    else if ('attributes' in one && 'term' in one) {
      const attributes = (one['attributes'] as { attributeType: number; attributeValue: { value: unknown } }[]).map(
        ({ attributeType, attributeValue }) => `${attributeType}=${attributeValue.value}`,
      )
      const { value } = one['term'] as { value: Uint8Array }
      found.push([...attributes, Buffer.from(value).toString()].join(' '))
    } else for (const inner of Object.values(one)) walk(inner)
  }
  walk(rpn)
  return found
}

/** A target that judges searches, and gives its one book in the syntaxes it has. */
async function judged(
  judge: Judge,
  syntaxes: readonly string[] = [usmarc],
  hitsOf: (asked: SearchAsked) => number = () => 1,
) {
  const asked: SearchAsked[] = []
  const server = await startTarget(async (c: Conversation, connection) => {
    await c.init()
    for (;;) {
      const request = await c.next()
      if (request.type === 'close') return c.goodbye()
      if (request.type === 'presentRequest') {
        const { preferredRecordSyntax = usmarc } = request.value
        c.send(
          syntaxes.includes(preferredRecordSyntax)
            ? presentResponse(request.value, [book])
            : presentRefusal(request.value, 239),
        )
      }
      if (request.type !== 'searchRequest') continue
      const { referenceId, query, resultSetName } = request.value
      const search = { terms: termsOf(query), resultSetName, connection }
      asked.push(search)
      const refusal = judge(search, asked.length)
      c.send({
        type: 'searchResponse',
        value: {
          ...(referenceId && { referenceId }),
          resultCount: refusal ? 0 : hitsOf(search),
          numberOfRecordsReturned: 0,
          nextResultSetPosition: 1,
          searchStatus: !refusal,
          ...(refusal && {
            records: { type: 'nonSurrogateDiagnostic', value: condition(refusal[0], refusal[1] ?? '') },
          }),
        },
      })
    }
  })
  return { asked, server }
}

function serviceAt(port: number, settings: object = {}, memory?: Memory): SearchService {
  const targets = [{ id: 't', label: 'T', host: '127.0.0.1', port, searchesPerMinute: 1000, ...settings }]
  return createSearchService({
    targets: TargetsFile.parse({ allowNetworks: ['127.0.0.0/8'], targets }).targets,
    clock: systemClock,
    log,
    ...(memory && { memory }),
  })
}

async function ask(service: SearchService, query: SearchQuery) {
  const search = service.start({ query, audience: 'enquiry' }, { fresh: true })
  await search.settled(patience)
  return search.targets[0]!
}

/** Refuses Use attributes but these, naming the first one that it refuses. */
const knows =
  (...uses: readonly number[]): Judge =>
  ({ terms }) => {
    const use = terms
      .map((term) => /1=(\d+)/.exec(term)?.[1])
      .find((one) => one !== undefined && !uses.includes(Number(one)))
    return use === undefined ? undefined : [114, use]
  }
const withoutType =
  (code: number, type: number): Judge =>
  ({ terms }) =>
    terms.some((term) => term.includes(` ${type}=`)) ? [code] : undefined

describe('A target that refuses what it is asked', () => {
  const rungs: [what: string, judge: Judge, query: SearchQuery, terms: readonly (readonly string[])[], said: RegExp][] =
    [
      [
        '114: the field by another attribute, in the end anywhere',
        knows(1016),
        { author: 'le guin' },
        [['1=1003 4=6 le guin'], ['1=1004 4=6 le guin'], ['1=1 4=6 le guin']],
        /Unsupported Use attribute: 1/,
      ],
      [
        '114 of one field: the others as they were',
        knows(4, 1016),
        { title: 'left', subject: 'hand' },
        [
          ['1=4 4=6 left', '1=21 4=6 hand'],
          ['1=4 4=6 left', '1=1016 4=6 hand'],
        ],
        /1=21 4=6 → 1=1016 4=6/,
      ],
      [
        '114 without a name: every field',
        ({ terms }) => (terms[0]!.includes('1=1016') ? undefined : [114]),
        { title: 'left' },
        [['1=4 4=6 left'], ['1=1016 4=6 left']],
        /1=4 4=6 → 1=1016/,
      ],
      [
        '113: without that type',
        withoutType(113, 4),
        { title: 'left' },
        [['1=4 4=6 left'], ['1=4 left']],
        /1=4 4=6 → 1=4 /,
      ],
      [
        '117: without relation',
        withoutType(117, 2),
        { pqf: '@attr 1=4 @attr 2=3 left' },
        [['1=4 2=3 left'], ['1=4 left']],
        /1=4 2=3 → 1=4 /,
      ],
      [
        '117: for each year of a span',
        withoutType(117, 2),
        { year: '1990-1992' },
        [
          ['1=31 2=4 1990', '1=31 2=2 1992'],
          ['1=31 1990', '1=31 1991', '1=31 1992'],
        ],
        /each year/,
      ],
      [
        '117: never for one year where a wide span was meant',
        withoutType(117, 2),
        { year: '1890-1992' },
        [['1=31 2=4 1890', '1=31 2=2 1992']],
        /nothing/,
      ],
      [
        '123: never for what equals a term where what is after it was meant',
        withoutType(123, 2),
        { cql: 'date > 1990' },
        [['1=31 2=5 1990']],
        /nothing/,
      ],
      [
        '114 of a year: as a year, then without a structure',
        ({ terms }) => (/1=31|4=4/.test(terms[0]!) ? [114, /1=(\d+)/.exec(terms[0]!)![1]!] : undefined),
        { year: '1990' },
        [['1=31 1990'], ['1=30 4=4 1990'], ['1=30 1990']],
        /1=31 → 1=30 /,
      ],
      ['118: without structure', withoutType(118, 4), { title: 'left' }, [['1=4 4=6 left'], ['1=4 left']], /118/],
      [
        '119: without position',
        withoutType(119, 3),
        { pqf: '@attr 1=4 @attr 3=1 left' },
        [['1=4 3=1 left'], ['1=4 left']],
        /119/,
      ],
      [
        '120: without truncation',
        withoutType(120, 5),
        { pqf: '@attr 1=4 @attr 5=1 left' },
        [['1=4 5=1 left'], ['1=4 left']],
        /120/,
      ],
      [
        '122: without completeness',
        withoutType(122, 6),
        { pqf: '@attr 1=4 @attr 6=3 left' },
        [['1=4 6=3 left'], ['1=4 left']],
        /122/,
      ],
      [
        '123: by the field alone',
        ({ terms }) => (terms[0] === '1=4 left' ? undefined : [123]),
        { pqf: '@attr 1=4 @attr 3=1 @attr 4=1 left' },
        [['1=4 3=1 4=1 left'], ['1=4 left']],
        /123/,
      ],
      [
        '3: the first words alone',
        (_, nth) => (nth === 1 ? [3] : undefined),
        { title: 'one two three four five' },
        [['1=4 4=6 one two three four five'], ['1=4 4=6 one two three']],
        /three words/,
      ],
      [
        '5: the first words alone',
        (_, nth) => (nth === 1 ? [5] : undefined),
        { title: 'one two three four' },
        [['1=4 4=6 one two three four'], ['1=4 4=6 one two three']],
        /three words/,
      ],
      [
        '126: the words in plain letters',
        ({ terms }) => (/[^ -~]/.test(terms[0]!) ? [126] : undefined),
        { author: 'Åkesson Đæ' },
        [['1=1003 4=6 Åkesson Đæ'], ['1=1003 4=6 Akesson Dae']],
        /plain letters/,
      ],
      [
        '110: of alternatives the first',
        (_, nth) => (nth === 1 ? [110] : undefined),
        { isbn: '9780306406157' },
        [['1=7 9780306406157', '1=7 0306406152'], ['1=7 9780306406157']],
        /first alternative/,
      ],
      [
        '2: once more, on a new connection',
        (_, nth) => (nth === 1 ? [2] : undefined),
        { title: 'left' },
        [['1=4 4=6 left'], ['1=4 4=6 left']],
        /asked again/,
      ],
    ]
  for (const [what, judge, query, terms, said] of rungs)
    it(`with ${what}`, async () => {
      const { asked, server } = await judged(judge)
      const service = serviceAt(server.port)
      try {
        const status = await ask(service, query)
        expect(asked.map((one) => one.terms)).to.deep.equal(terms)
        const last = judge(asked.at(-1)!, asked.length)
        expect(status.state).to.equal(last ? 'failed' : 'done')
        if (!last) expect(status.adapted!.map(({ detail }) => detail).join('\n')).to.match(said)
      } finally {
        await service.close()
        await server.stop()
      }
    })

  it('for the moment, is asked again over a new connection', async () => {
    const { asked, server } = await judged((_, nth) => (nth === 1 ? [2] : undefined))
    const service = serviceAt(server.port)
    try {
      expect(await ask(service, { title: 'left' })).to.include({ state: 'done' })
      expect(asked.map(({ connection }) => connection)).to.deep.equal([1, 2])
    } finally {
      await service.close()
      await server.stop()
    }
  })

  for (const code of [21, 22, 112])
    it(`with ${code} is asked for a result set of the usual name`, async () => {
      const { asked, server } = await judged(({ resultSetName }) => (resultSetName === 'default' ? undefined : [code]))
      const service = serviceAt(server.port)
      try {
        expect(await ask(service, { title: 'left' })).to.include({ state: 'done', fetched: 1 })
        expect(asked.map(({ resultSetName }) => resultSetName)).to.deep.equal(['1', 'default'])
      } finally {
        await service.close()
        await server.stop()
      }
    })

  it('is asked for records in another syntax when it has none in its own', async () => {
    const { server } = await judged(() => undefined, [usmarc])
    const service = serviceAt(server.port, { syntax: 'xml' })
    try {
      const status = await ask(service, { title: 'left' })
      expect(status).to.include({ state: 'done', fetched: 1, unreadable: 0 })
      expect(status.adapted).to.deep.equal([
        { detail: 'Records asked for as usmarc (it said: 239 Record syntax not supported)' },
      ])
    } finally {
      await service.close()
      await server.stop()
    }
  })

  for (const code of [101, 1012, 1015, 1016, 109, 235])
    it(`with ${code} is asked nothing more`, async () => {
      const { asked, server } = await judged(() => [code])
      const service = serviceAt(server.port)
      try {
        expect(await ask(service, { title: 'left' })).to.include({ state: 'failed' })
        expect(asked).to.have.lengthOf(1)
      } finally {
        await service.close()
        await server.stop()
      }
    })

  it('finds nothing, is asked in plain letters as well, where fields were filled in', async () => {
    const { asked, server } = await judged(
      () => undefined,
      [usmarc],
      ({ terms }) => (/[^ -~]/.test(terms[0]!) ? 0 : 1),
    )
    const service = serviceAt(server.port)
    try {
      const status = await ask(service, { title: 'Röda rummet' })
      expect(asked.map(({ terms }) => terms)).to.deep.equal([['1=4 4=6 Röda rummet'], ['1=4 4=6 Roda rummet']])
      expect(status).to.include({ state: 'done', hits: 1, fetched: 1 })
      expect(status.adapted).to.deep.include({
        phrase: 'searched for the words without accents',
        detail: 'It refused the words as they were typed, or found nothing: they were sent in plain letters',
      })
      expect(await ask(service, { pqf: '@attr 1=4 Röda' })).to.include({ state: 'done', hits: 0 })
      expect(asked).to.have.lengthOf(3)
    } finally {
      await service.close()
      await server.stop()
    }
  })

  for (const [what, judge] of [
    ['finds nothing then either', (_, nth) => (nth > 2 ? [114] : undefined)],
    ['refuses that', (_, nth) => (nth === 2 ? [1] : undefined)],
  ] as const satisfies readonly (readonly [string, Judge])[])
    it(`has answered when it ${what}`, async () => {
      const { asked, server } = await judged(judge, [usmarc], () => 0)
      const service = serviceAt(server.port)
      try {
        const status = await ask(service, { title: 'Röda rummet' })
        expect(asked).to.have.lengthOf(2)
        expect(status).to.include({ state: 'done', hits: 0 })
        expect(status).not.to.have.property('adapted')
        expect(status).not.to.have.property('failure')
      } finally {
        await service.close()
        await server.stop()
      }
    })

  it('may name the attribute of a written query, whatever stands in it', async () => {
    const named = `(.+)+~${'a'.repeat(40)}`
    const { asked, server } = await judged(() => [114, named])
    const service = serviceAt(server.port)
    try {
      expect(await ask(service, { pqf: `@attr "1=${named}" left` })).to.include({ state: 'failed' })
      expect(asked).to.have.lengthOf(1)
    } finally {
      await service.close()
      await server.stop()
    }
  })

  it('is asked at most three times for one search of ours', async () => {
    const { asked, server } = await judged(() => [114])
    const service = serviceAt(server.port)
    try {
      const status = await ask(service, { author: 'le guin' })
      expect(status).to.include({ state: 'failed' })
      expect(status.failure!.detail).to.contain('114')
      expect(asked).to.have.lengthOf(3)
    } finally {
      await service.close()
      await server.stop()
    }
  })

  it('is not asked for what comes after a year anywhere', async () => {
    const { asked, server } = await judged(knows(1016))
    const service = serviceAt(server.port)
    try {
      expect(await ask(service, { year: '1990-' })).to.include({ state: 'failed' })
      expect(asked.map(({ terms }) => terms)).to.deep.equal([
        ['1=31 2=4 1990'],
        ['1=30 4=4 2=4 1990'],
        ['1=30 2=4 1990'],
      ])
    } finally {
      await service.close()
      await server.stop()
    }
  })

  it('has searched for the year where it searched for the date alone', async () => {
    const { server } = await judged(knows(30))
    const service = serviceAt(server.port)
    try {
      const { adapted } = await ask(service, { year: '1990-1999' })
      expect(adapted!.filter(({ phrase }) => phrase)).to.deep.equal([])
      expect(adapted).to.have.lengthOf(2)
    } finally {
      await service.close()
      await server.stop()
    }
  })

  it('is quoted with what it said of the field itself, where several are searched as one', async () => {
    const { server } = await judged(knows(1016))
    const service = serviceAt(server.port)
    try {
      await ask(service, { subject: 'gender' })
      const { adapted } = await ask(service, { publisher: 'ace' })
      expect(adapted![0]!.detail).to.match(/^1=1018 4=6 → 1=1016 4=6 \(it said: 114 .*1018\)$/)
    } finally {
      await service.close()
      await server.stop()
    }
  })

  it('is asked rightly from the start the next time, and tells what was learned each time', async () => {
    const { asked, server } = await judged(knows(1, 1016))
    const service = serviceAt(server.port)
    try {
      const first = await ask(service, { author: 'le guin' })
      expect(asked).to.have.lengthOf(3)
      const second = await ask(service, { author: 'butler' })
      expect(asked.slice(3).map(({ terms }) => terms)).to.deep.equal([['1=1 4=6 butler']])
      expect(second.adapted).to.deep.equal(first.adapted)
      expect(second.adapted![0]!.detail).to.match(/^1=1003 4=6 → 1=1 4=6 \(it said: 114 /)
    } finally {
      await service.close()
      await server.stop()
    }
  })
})

describe('A library that knows few fields, as the Library of Congress does since 2025', () => {
  const few = knows(1, 4, 7, 8, 12, 21, 31, 1003, 1016)
  const typed: Readonly<Record<FieldName, string>> = {
    any: 'hand',
    title: 'hand',
    author: 'le guin',
    subject: 'gender',
    isbn: '9780306406157',
    issn: '0317-8471',
    lccn: '2001627090',
    controlNumber: '123',
    publisher: 'ace',
    year: '1969',
    dewey: '813.54',
  }
  for (const field of fields)
    it(`answers a search by ${field}`, async () => {
      const { server } = await judged(few)
      const service = serviceAt(server.port)
      try {
        expect(await ask(service, { [field]: typed[field] })).to.include({ state: 'done', hits: 1 })
      } finally {
        await service.close()
        await server.stop()
      }
    })
})

describe('What targets taught us', () => {
  const house = useDatabase()

  it('is known after a restart, and forgotten after a month', async () => {
    const { asked, server } = await judged(knows(1016))
    const open = async (at = Date.now()) =>
      serviceAt(server.port, {}, await lastingMemory(house.database.db, { now: () => at }, log))
    const rows = () => house.database.db.selectFrom('target_lessons').selectAll().execute()
    try {
      const first = await open()
      await ask(first, { subject: 'gender' })
      await first.close()
      await until(async () => (await rows()).length === 1)
      expect((await rows())[0]).to.include({ target: 't', kind: 'attributes', asked: '1=21 4=6', works: '1=1016 4=6' })
      const second = await open()
      await ask(second, { subject: 'war' })
      await second.close()
      expect(asked.slice(2).map(({ terms }) => terms)).to.deep.equal([['1=1016 4=6 war']])
      const later = await open(Date.now() + 31 * 86_400_000)
      await ask(later, { subject: 'peace' })
      await later.close()
      expect(asked[3]!.terms).to.deep.equal(['1=21 4=6 peace'])
    } finally {
      await server.stop()
    }
  })
})
