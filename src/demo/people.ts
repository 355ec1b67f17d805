import { randomInt } from 'node:crypto'
import { addPerson, createSecrets, type PersonKind, pinComplaint, setSecret } from '../accounts/index.ts'
import type { Database } from '../kit/db/index.ts'
import type { Actor } from '../kit/index.ts'

const actor: Actor = { name: 'Demo', via: 'cli' }

/** Somebody who tries the demo. */
export interface SampleAccount {
  readonly kind: PersonKind
  readonly login: string
  readonly name: string
  readonly roles: readonly string[]
  /** In words, behind “and”. */
  readonly does: string
  readonly branch?: string
}

/** Who tries the demo. Names of nobody. */
const people: readonly SampleAccount[] = [
  {
    kind: 'staff',
    login: 'admin',
    name: 'Alma Lindqvist',
    roles: ['admin'],
    does: 'manages people, and everything else',
  },
  {
    kind: 'staff',
    login: 'cataloguer',
    name: 'Benedikt Sørli',
    roles: ['cataloguing'],
    does: 'selects and edits records',
  },
  { kind: 'staff', login: 'loader', name: 'Chiara Fontanel', roles: ['loader'], does: 'loads files of records' },
  { kind: 'staff', login: 'enquiry', name: 'Dawit Berhanu', roles: ['enquiry'], does: 'answers questions at the desk' },
  {
    kind: 'staff',
    login: 'ill',
    name: 'Gudrun Tanaka',
    roles: ['requests', 'lending', 'cataloguing'],
    does: 'gets books from other libraries, and lends them ours',
  },
  {
    kind: 'staff',
    login: 'desk',
    name: 'Hakim Osei',
    roles: ['circulation'],
    does: 'lends and takes back',
  },
  { kind: 'patron', login: '20010001', name: 'Edda Marlowe', roles: ['patron'], does: 'reads', branch: 'main' },
  { kind: 'patron', login: '20010002', name: 'Farid Nasser', roles: ['patron'], does: 'reads', branch: 'riverside' },
]

/** Somebody to sign in as. The secret is stored nowhere. */
export interface SamplePerson {
  readonly kind: PersonKind
  readonly login: string
  readonly name: string
  readonly does: string
  readonly secret: string
}

/** Makes the demo's people, with passwords and PINs of chance. */
export async function addSamplePeople(database: Database, accounts = people): Promise<SamplePerson[]> {
  const secrets = createSecrets()
  const withSecrets = await Promise.all(
    accounts.map(async (person) => {
      const secret = person.kind === 'staff' ? newPassword() : newPin(person.login)
      return { ...person, secret, hash: await secrets.hash(secret) }
    }),
  )
  return await database.tx(async (tx) => {
    const made: SamplePerson[] = []
    for (const { roles, does, secret, hash, ...person } of withSecrets) {
      const fields = {
        ...person,
        email: person.kind === 'patron' ? `${person.login}@readers.example` : '',
        blocked: false,
        active: true,
        roles: roles.map((role) => ({ role })),
      }
      const id = await addPerson(tx, fields, actor)
      await setSecret(tx, { id, hash }, actor)
      made.push({ kind: person.kind, login: person.login, name: person.name, does, secret })
    }
    return made
  })
}

/** Letters and digits that nobody takes for one another. */
const signs = 'abcdefghjkmnpqrstuvwxyz23456789'
const newPassword = () =>
  Array.from({ length: 3 }, () => Array.from({ length: 4 }, () => signs[randomInt(signs.length)]).join('')).join('-')

function newPin(card: string): string {
  for (;;) {
    const pin = String(randomInt(1_000_000)).padStart(6, '0')
    if (pinComplaint(pin, card) === undefined) return pin
  }
}
