import { addLender, IllSettings, LenderSchema, makePartnerToken, setPartnerHeader } from '../ill/index.ts'
import type { Database } from '../kit/db/index.ts'
import type { Actor } from '../kit/index.ts'
import { first, type MarcRecord } from '../standards/marc/index.ts'
import { booksOnShelves } from './lending.ts'
import type { SampleAccount } from './people.ts'

const actor: Actor = { name: 'Demo', via: 'cli' }

/** How many libraries a network can have. */
export const networkSizes = { least: 2, most: 9 } as const

/** Where they are is what they are called by, everywhere. */
const places = ['Alder', 'Birch', 'Cedar', 'Damson', 'Elm', 'Fir', 'Gorse', 'Hazel', 'Juniper'] as const
const givenNames = ['Ada', 'Bruno', 'Chandra', 'Dilek', 'Emeka', 'Freya', 'Goran', 'Hana', 'Idris', 'Jonna', 'Kofi']
const familyNames = ['Lund', 'Marsh', 'Nwosu', 'Okafor', 'Petit', 'Quist', 'Rossi', 'Sand', 'Tanaka']

/** Who is at each library, and signs in by the same names there. */
const posts: readonly Omit<SampleAccount, 'name'>[] = [
  { kind: 'staff', login: 'admin', roles: ['admin'], does: 'manages people, and everything else' },
  { kind: 'staff', login: 'ill', roles: ['requests', 'lending', 'cataloguing'], does: 'borrows and lends' },
  { kind: 'staff', login: 'desk', roles: ['circulation'], does: 'lends and takes back' },
  { kind: 'patron', login: '20010001', roles: ['patron'], does: 'reads', branch: 'main' },
  { kind: 'patron', login: '20010002', roles: ['patron'], does: 'reads', branch: 'riverside' },
]

/** A library of the network. */
export interface NetworkLibrary {
  /** Names its database and, as a target, itself. */
  readonly id: string
  readonly name: string
  readonly place: string
  readonly symbol: string
  readonly accounts: readonly SampleAccount[]
}

/** The first so many libraries. Nobody works at two of them. */
export const networkLibraries = (size: number): NetworkLibrary[] =>
  places.slice(0, size).map((place, n) => ({
    id: place.toLowerCase(),
    name: `${place} Library`,
    place,
    symbol: `XX-${place}`,
    accounts: posts.map((post, k) => ({
      ...post,
      name: `${givenNames[(n + k * 2) % givenNames.length]} ${familyNames[(n * 2 + k) % familyNames.length]}`,
    })),
  }))

/** What one of them says in ill.yaml: what it is called, whom it may call, and whose holdings the others' targets show. */
export const networkIllSettings = (
  { symbol, name, place }: NetworkLibrary,
  others: readonly NetworkLibrary[],
): IllSettings =>
  IllSettings.parse({
    symbol,
    address: { name, street: '1 Market Street', place, country: 'Nowhere' },
    exchange: { allowNetworks: ['127.0.0.0/8', '::1/128'] },
    rota: { targets: Object.fromEntries(others.map((other) => [other.id, other.symbol])) },
  })

/** Of each three records one library has two for itself, and shares the third with its neighbour. */
const share = 3
const mostRecords = 120

/** Deals records out, so that libraries have some in common, and each has some that no other has. */
export const dealt = (records: readonly MarcRecord[], libraries: readonly NetworkLibrary[]): MarcRecord[][] =>
  libraries.map(({ symbol }, library) =>
    records
      .filter((_record, n) => {
        const owner = n % libraries.length
        const shared = Math.floor(n / libraries.length) % share === 0
        return owner === library || (shared && (owner + 1) % libraries.length === library)
      })
      .slice(0, mostRecords)
      .map((record) => ownedBy(record, symbol)),
  )

/** The record as it is at a library that has the book: 852 $a says whose it is. */
function ownedBy(record: MarcRecord, symbol: string): MarcRecord {
  const own = record.clone()
  for (const field of own.fields.filter(([tag]) => tag === '852')) {
    const at = field.findIndex((part, n) => n > 1 && n % 2 === 0 && part === 'a')
    if (at > 0) field[at + 1] = symbol
  }
  return own
}

/** A library that is open. */
export interface OpenLibrary extends Pick<NetworkLibrary, 'symbol' | 'name' | 'place'> {
  readonly database: Database
  /** Where it takes messages of ISO 18626. */
  readonly endpoint: string
}

/** Enters each library in the directories of the others, with a token for each pair and way. */
export async function acquaintAll(libraries: readonly OpenLibrary[]): Promise<void> {
  const at = new Date()
  /** By who knows, and who is known: its number in the directory, and the token it shows. */
  const known = await Promise.all(
    libraries.map(({ database, symbol }) =>
      database.tx(async (tx) => {
        const entries = new Map<string, { readonly id: number; readonly token: string }>()
        for (const other of libraries.filter((one) => one.symbol !== symbol)) {
          const { id } = await addLender(tx, lenderOf(other), actor)
          entries.set(other.symbol, { id, token: await makePartnerToken(tx, id, actor, at) })
        }
        return entries
      }),
    ),
  )
  await Promise.all(
    libraries.map(({ database, symbol }, n) =>
      database.tx(async (tx) => {
        for (const [m, other] of libraries.entries()) {
          const [entry, theirs] = [known[n]!.get(other.symbol), known[m]!.get(symbol)]
          if (!entry || !theirs) continue
          const header = { name: 'Authorization', value: `Bearer ${theirs.token}` }
          await setPartnerHeader(tx, entry.id, header, actor, at)
        }
      }),
    ),
  )
}

const lenderOf = ({ symbol, name, place, endpoint }: OpenLibrary) =>
  LenderSchema.parse({
    ...{ symbol, name, place, endpoint, country: 'Nowhere', email: `ill@${place.toLowerCase()}.example` },
    ...{ protocol: 'iso18626', protocolVersion: '2021-2', loanDays: 28, renewals: 2 },
  })

const titleOf = (record: MarcRecord): string => (first(record, '245', 'a') ?? '').replace(/\s*[/:=.;]+\s*$/, '').trim()
/** Words that anybody can type. */
const plain = /^[A-Z][A-Za-z' ]{6,32}$/
const onShelves = 200

/** A title that stands on a library's shelf, and that no other library has; undefined where there is none. */
export async function onlyThere(
  { db }: Database,
  others: readonly (readonly MarcRecord[])[],
): Promise<string | undefined> {
  const elsewhere = new Set(others.flat().map((record) => titleOf(record).toLowerCase()))
  const books = await booksOnShelves(db, onShelves)
  return books.map(({ title }) => title).find((title) => plain.test(title) && !elsewhere.has(title.toLowerCase()))
}
