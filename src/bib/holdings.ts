import { Problem } from '../problems.ts'
import { type Field, type Flavour, type MarcRecord, readRecord, subfields, texts } from '../standards/marc/index.ts'
import type { CircRecord, External, HoldingsAndCircData, HoldingsRecord } from '../standards/z3950/index.ts'
import { codedStatements, linkNumber, type Statement } from './coded-holdings.ts'
import { type Source, textOf } from './display.ts'
import { all, type Tagged, tagged, value } from './tagged.ts'
import { clean, cut } from './text.ts'
import type { Holding } from './types.ts'

/** Holdings of one record in a display. A record with more is a consortium's: the rest is left out. */
const mostHoldings = 500
/** Characters of one text of a holding: a statement or note may stand with every copy. */
const longestText = 2000

/** The copies and serial holdings a bibliographic or holdings record carries itself. */
export function recordHoldings(record: Tagged): Holding[] {
  const found =
    record.flavour === 'marc21'
      ? [...standardHoldings(record), ...all(record, '952').flatMap(kohaItem), ...all(record, '949').flatMap(localItem)]
      : [...all(record, '995').flatMap(recommended995), ...sudocHoldings(record)]
  return found.filter((holding) => Object.keys(holding).length > 0).slice(0, mostHoldings)
}

/** A library that a record names as having it, by its code there, or by its name where it has none. */
export interface HeldBy {
  readonly code: string
  readonly callNumber?: string | undefined
}

/** Whom a record names as having it, each once: MARC 21 850 and 852, UNIMARC 930 and 995, and Koha's items. */
export function heldBy(record: MarcRecord, flavour: Flavour): readonly HeldBy[] {
  const read = tagged(record, flavour)
  const named = flavour === 'marc21' ? all(read, '850').flatMap((field) => texts(field, 'a')) : []
  const copies = [...recordHoldings(read), ...named.map((text): Holding => ({ library: clean(text) }))]
  const found = new Map<string, HeldBy>()
  for (const { library, callNumber } of copies)
    if (library && !found.has(library.toLowerCase())) found.set(library.toLowerCase(), { code: library, callNumber })
  return [...found.values()].slice(0, mostHoldings)
}

function grouped<K>(fields: readonly Field[], keyOf: (field: Field) => K): Map<K, Field[]> {
  const groups = new Map<K, Field[]>()
  for (const field of fields) {
    const group = groups.get(keyOf(field))
    if (group) group.push(field)
    else groups.set(keyOf(field), [field])
  }
  return groups
}

/** A holding of those parts that say something. */
/**
 * A date as libraries write it, `2026-12-24` where it is of a known form: 8 digits, or ISO 8601 with the time, which is
 * that of the library. Any other stays as it was said.
 */
function dayIn(said: string): string {
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})(?:$|[T ]?\d{2}:?\d{2})/.exec(said.trim()) ?? []
  const isDay = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31
  return isDay ? `${year}-${month}-${day}` : said
}

function holding(parts: { [K in keyof Holding]: Holding[K] | undefined }): Holding {
  return Object.fromEntries(
    Object.entries(parts)
      .filter(([, part]) => part !== undefined && part !== '')
      .map(([name, part]) => [name, typeof part === 'string' ? cut(part, longestText) : part]),
  ) as Holding
}

const location: Source = { tags: ['852'], codes: 'bc', before: { c: ', ' } }
const callNumber: Source = { tags: ['852'], codes: 'hijkm' }

/** MARC 21 852 with what is held there: linked by $8, or all to the only 852 there is. */
function standardHoldings(record: Tagged): Holding[] {
  const places = all(record, '852')
  const only = places.length === 1
  const linkOf = (link: string | undefined) => (only ? undefined : link)
  const statements = statementsIn(record).map(({ link, text }) => ({ link: linkOf(link), text }))
  // Once for each group: any number of copies may share it.
  const said = new Map<string | undefined, string>()
  for (const { link, text } of statements) said.set(link, [said.get(link), text].filter(Boolean).join('; '))
  const linked = new Set<string | undefined>()
  const copies = places.map((field) => {
    const link = linkOf(linkNumber(field))
    const own = only || link !== undefined
    if (own) linked.add(link)
    return holding({
      library: value(field, 'a'),
      location: textOf(field, location),
      callNumber: textOf(field, callNumber),
      copy: value(field, 't'),
      note: texts(field, 'z').map(clean).filter(Boolean).join(' '),
      statement: own ? said.get(link) : undefined,
    })
  })
  const rest = statements.filter(({ link }) => !linked.has(link))
  return [...copies, ...rest.map(({ text }) => holding({ statement: text }))]
}

/** What is held, in words where the record has them (866–868), else from its codes. */
function statementsIn(record: Tagged): readonly Statement[] {
  const written = ['866', '867', '868'].flatMap((tag) =>
    all(record, tag).map((field): Statement => ({ link: linkNumber(field), text: statementOf(field) })),
  )
  const links = new Set(written.map(({ link }) => link))
  return [...written, ...codedStatements(record).filter(({ link }) => !links.has(link))]
}

const statementOf = (field: Field): string => textOf(field, { tags: [], codes: 'az', before: { z: ' – ' } })

/** What several systems export of an item in 949; with a barcode and a place it is one, else a local field of any kind. */
function localItem(field: Field): Holding[] {
  const [library, place, barcode, number, copy] = ['m', 'l', 'i', 'a', 'c'].map((code) => value(field, code))
  if (barcode === undefined || (library ?? place) === undefined) return []
  return [holding({ library, location: place, callNumber: number, copy })]
}

/** Koha's item field: only with a barcode, call number or branch in Koha's places is it one. */
function kohaItem(field: Field): Holding[] {
  const [home, held, barcode, number] = ['a', 'b', 'p', 'o'].map((code) => value(field, code))
  if ((home ?? held) === undefined || (barcode ?? number) === undefined) return []
  const due = value(field, 'q')
  const lost = /^[1-9]/.test(value(field, '1') ?? '')
  const notForLoan = /^[1-9]/.test(value(field, '7') ?? '')
  return [
    holding({
      library: held ?? home,
      location: value(field, 'c'),
      callNumber: number,
      copy: value(field, 't'),
      note: [notForLoan ? 'Not for loan' : undefined, value(field, 'h'), value(field, 'z')].filter(Boolean).join('. '),
      available: due !== undefined || lost ? false : undefined,
      dueOn: due && dayIn(due),
    }),
  ]
}

/** UNIMARC 995, the French recommendation for items, which Koha uses too: $b owner, $c where it is now, $e place there. */
function recommended995(field: Field): Holding[] {
  const [origin, owner, now, due] = ['a', 'b', 'c', 'n'].map((code) => value(field, code))
  const library = owner ?? now ?? origin
  const places = [now === library ? undefined : now, value(field, 'e')]
  return [
    holding({
      library,
      location: places.filter(Boolean).join(', '),
      callNumber: value(field, 'k'),
      note: value(field, 'u'),
      statement: value(field, 'l'),
      available: due === undefined ? undefined : false,
      dueOn: due && dayIn(due),
    }),
  ]
}

/** UNIMARC 930 with the serial statement 955 of the same copy ($5). */
function sudocHoldings(record: Tagged): Holding[] {
  const statements = grouped(all(record, '955'), (field) => value(field, '5') ?? '')
  const copies = all(record, '930').map((field) => {
    const copy = value(field, '5') ?? ''
    const own = statements.get(copy) ?? []
    statements.delete(copy)
    return holding({
      library: value(field, 'b') ?? copy.split(':', 1)[0],
      location: value(field, 'c'),
      callNumber: value(field, 'a'),
      note: value(field, 'z'),
      statement: own.map(serialStatement).filter(Boolean).join('; '),
    })
  })
  const rest = [...statements.values()].flat()
  return [
    ...copies,
    ...rest.map((field) =>
      holding({ library: value(field, '5')?.split(':', 1)[0], statement: serialStatement(field) }),
    ),
  ]
}

/** 955 $r is the statement in words; without it the coded parts are all there is. */
const serialStatement = (field: Field): string =>
  value(field, 'r') ??
  value(field, 'a') ??
  subfields(field)
    .filter(([code]) => /[b-qs-z]/.test(code))
    .map(([, text]) => clean(text))
    .join(' ')

/**
 * Holdings as an OPAC record brings them (Z39.50-2003, record syntax 102). Where circulation data says nothing of a
 * copy, `available` is left out: many servers fill it without knowing.
 */
export function holdingsOf(records: readonly HoldingsRecord[]): Holding[] {
  return records
    .flatMap((record) => (record.type === 'holdingsAndCirc' ? circulating(record.value) : embedded(record.value)))
    .slice(0, mostHoldings)
}

const text = (said: string | undefined): string | undefined => (said && clean(said)) || undefined

function circulating(data: HoldingsAndCircData): Holding[] {
  const volumes = (data.volumes ?? [])
    .map(
      ({ enumeration, chronology, enumAndChron }) =>
        text(enumAndChron) ?? text([enumeration, chronology].filter(Boolean).join(' ')),
    )
    .filter((volume) => volume !== undefined)
  const place = {
    library: text(data.nucCode),
    location: text([data.localLocation, data.shelvingLocation].map(text).filter(Boolean).join(', ')),
    callNumber: text([data.callNumber, data.shelvingData].map(text).filter(Boolean).join(' ')),
    copy: text(data.copyNumber),
    statement: text([text(data.enumAndChron), ...volumes].filter(Boolean).join('; ')),
  }
  const notes = [data.publicNote, data.reproductionNote, data.termsUseRepro].map(text).filter(Boolean).join('. ')
  const note = cut(notes, longestText)
  const copies = data.circulationData ?? []
  if (copies.length === 0) return [holding({ ...place, note })]
  return copies.slice(0, mostHoldings).map((copy) => holding({ ...place, ...circulation(copy, place, note) }))
}

function circulation(copy: CircRecord, place: Holding, note: string): Holding {
  const due = text(copy.availablityDate)
  const volume = text(copy.enumAndChron)
  return holding({
    location: text(copy.temporaryLocation) ?? place.location,
    statement: volume ?? place.statement,
    note: [note, text(copy.restrictions)].filter(Boolean).join('. '),
    // A date or a hold is knowledge; a bare "no" without either often only means "not said".
    available: copy.availableNow ? true : due !== undefined || copy.onHold ? false : undefined,
    dueOn: copy.availableNow || due === undefined ? undefined : dayIn(due),
  })
}

/** A MARC holdings record inside the OPAC record; none when it cannot be read, as the bibliographic part still can. */
function embedded({ encoding }: External): Holding[] {
  if (encoding.type !== 'octetAligned') return []
  try {
    return recordHoldings(tagged(readRecord(encoding.value).record, 'marc21'))
  } catch (error) {
    if (error instanceof Problem) return []
    throw error
  }
}
