import { storableText, type Tx } from '../kit/db/index.ts'
import type { Actor } from '../kit/index.ts'
import { isMailAddress } from '../kit/mail/index.ts'
import { Problem } from '../problems.ts'
import { addPerson, changePerson, findPerson, type Person } from './people.ts'

/** A reader as another system of the library knows them. */
export interface KnownElsewhere {
  /** Of the card. */
  readonly number: string
  readonly name: string
  /** Empty where it is not known. */
  readonly email: string
  /** YYYY-MM-DD */
  readonly expiresOn?: string | undefined
}

/** What another system of the library says of a card's number and its PIN. */
export type ShownElsewhere =
  | { readonly kind: 'right'; readonly reader: KnownElsewhere }
  | { readonly kind: 'wrong' }
  /** It could not be asked, or would not say. */
  | { readonly kind: 'unanswered' }

/**
 * The account of a reader whom another system knows: made where there is none, else brought up to what that system says.
 * Whether it is closed or blocked here stays as it is. Wants a transaction.
 */
export async function keepReader(tx: Tx, reader: KnownElsewhere, actor: Actor): Promise<Person> {
  const login = storableText(reader.number).trim()
  const name = storableText(reader.name).trim() || login
  const said = {
    name,
    ...(isMailAddress(reader.email) && { email: reader.email }),
    ...(reader.expiresOn !== undefined && { expiresOn: reader.expiresOn }),
  }
  const before = await findPerson(tx, 'patron', login)
  if (before) return await changed(tx, before, said, actor)
  const fields = { kind: 'patron', login, email: '', ...said, blocked: false, active: true, roles } as const
  await addPerson(tx, fields, actor).catch((error: unknown) => {
    // Signed in twice at once: somebody was quicker.
    if (!(error instanceof Problem && error.code === 'login-taken')) throw error
  })
  return (await findPerson(tx, 'patron', login))!
}

const roles = [{ role: 'patron' }] as const

async function changed(
  tx: Tx,
  before: Person,
  said: Partial<Pick<Person, 'name' | 'email' | 'expiresOn'>>,
  actor: Actor,
): Promise<Person> {
  const after = { ...before, ...said }
  const isSame = (['name', 'email', 'expiresOn'] as const).every((field) => before[field] === after[field])
  if (!isSame) await changePerson(tx, before.id, after, actor)
  return after
}
