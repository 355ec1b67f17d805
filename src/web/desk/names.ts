import { namesOf, type PersonName } from '../../accounts/index.ts'
import type { Db } from '../../kit/db/index.ts'

/** Who somebody is for a shelf everybody can read: initials, and the end of the card number. */
export function veiled({ name, login }: PersonName): string {
  const initials = name
    .split(/[\s-]+/)
    .flatMap((part) => [...part].slice(0, 1))
    .map((letter) => `${letter.toUpperCase()}.`)
  return [...initials, login.slice(-4)].join(' ')
}

/** What somebody is called, or what stands for one who is there no more. */
export async function nameOf(db: Db, id: string | undefined): Promise<PersonName> {
  const found = id === undefined ? undefined : (await namesOf(db, [id])).get(id)
  return found ?? { name: 'somebody who has no account any more', login: '' }
}
