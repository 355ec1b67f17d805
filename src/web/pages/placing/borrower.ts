import { findPerson, keepReader, listPeople } from '../../../accounts/index.ts'
import type { HouseClock } from '../../../circulation/index.ts'
import { verdictOf } from '../../../ill/index.ts'
import type { Db } from '../../../kit/db/index.ts'
import type { Actor } from '../../../kit/index.ts'
import type { Door } from '../../door.ts'
import { branchNames } from '../../item-lists.ts'
import { findInSystem } from '../../system-patrons.ts'

/** A borrower, as far as staff have to tell one from another. */
export interface Borrower {
  readonly card: string
  readonly name: string
  readonly branch: string
  /** What stands against lending; empty where nothing does. */
  readonly state: '' | 'Blocked' | 'Closed' | 'Card expired'
}

/** Who is meant by what was scanned or typed: one, or some to choose from. */
export interface BorrowerSearch {
  readonly chosen?: Borrower
  readonly found: readonly Borrower[]
  /** How many there are beyond those. */
  readonly more: number
  /** Whom the library's own system knows by the card. */
  readonly elsewhere?: BorrowerElsewhere | undefined
}

/** A borrower as the library's own system tells of them. */
export interface BorrowerElsewhere {
  readonly card: string
  readonly name: string
  readonly email: string
  /** What stands against lending, in words; empty where nothing does. */
  readonly against: string
}

/** Who is meant by a card in the library's own system, or why nobody is, in a sentence. */
export async function findElsewhere(
  door: Door,
  card: string,
  clock: HouseClock,
): Promise<{ readonly search: BorrowerSearch; readonly complaint?: string }> {
  const nobody = { found: [], more: 0 }
  if (card.trim() === '') return { search: nobody, complaint: 'Scan or type the borrower’s card.' }
  const found = await findInSystem(door, card)
  if (found.kind === 'unanswered')
    return { search: nobody, complaint: `The library’s system could not be asked: ${found.detail}.` }
  if (found.kind !== 'known') return { search: nobody, complaint: 'The library’s system knows no such card.' }
  const { number, name, email } = found.patron
  const against = verdictOf(found, clock.today(undefined)).reason
  return { search: { ...nobody, elsewhere: { card: number, name, email, against } } }
}

/** Gives whom that system knows by a card an account here: asks again, for a form may say anything. */
export async function takeFromElsewhere(door: Door, card: string, actor: Actor): Promise<boolean> {
  const found = await findInSystem(door, card)
  if (found.kind !== 'known') return false
  await door.database.tx((tx) => keepReader(tx, found.patron, actor))
  return true
}

const mostFound = 20

/** A card number means its owner; anything else is looked for in names, e-mail addresses and beginnings of card numbers. */
export async function findBorrower(db: Db, text: string, clock: HouseClock): Promise<BorrowerSearch> {
  const words = text.trim()
  if (words === '') return { found: [], more: 0 }
  const branchName = await branchNames(db)
  const borrowerOf = (person: Shown): Borrower => ({
    card: person.login,
    name: person.name,
    branch: person.branch === undefined ? '' : branchName(person.branch),
    state: stateOf(person, clock.today(person.branch)),
  })
  const owner = await findPerson(db, 'patron', words)
  if (owner) return { chosen: borrowerOf(owner), found: [], more: 0 }
  const { people, count } = await listPeople(db, { kind: 'patron', words, page: 1, size: mostFound })
  const [only] = people
  if (only && count === 1) return { chosen: borrowerOf(only), found: [], more: 0 }
  return { found: people.map(borrowerOf), more: count - people.length }
}

interface Shown {
  readonly login: string
  readonly name: string
  readonly branch?: string | undefined
  readonly expiresOn?: string | undefined
  readonly blocked: boolean
  readonly active: boolean
}

function stateOf({ active, blocked, expiresOn }: Shown, today: string): Borrower['state'] {
  if (!active) return 'Closed'
  if (blocked) return 'Blocked'
  return expiresOn !== undefined && expiresOn < today ? 'Card expired' : ''
}
