import { branches, codeList } from '../catalogue/index.ts'
import { messagesWithin, tokenActor } from '../ill/index.ts'
import type { Tx } from '../kit/db/index.ts'
import type { MessagesWithin } from '../messages/index.ts'
import type { Who } from '../workflow/index.ts'
import type { Visitor } from './visitor.ts'

/** A visitor as the workflow knows it. */
export function whoIs({ person, tokenId, actor }: Visitor): Who {
  // A program has no account, and may take back what it did all the same.
  const id = person?.id ?? actor.id ?? (tokenId && `${tokenActor}${tokenId}`)
  return {
    kind: person?.kind ?? 'staff',
    name: actor.name,
    ...(id !== undefined && { id }),
    ...(person && { login: person.login }),
    ...(person?.branch !== undefined && { branch: person.branch }),
  }
}

/** What controls of actions choose from, by the names their forms use. */
export type ActionLists = Readonly<Record<string, readonly (readonly [value: string, label: string])[]>>

type Choices = ActionLists[string]

const codes =
  (list: 'location' | 'collection' | 'item-status') =>
  async (tx: Tx): Promise<Choices> =>
    (await codeList(tx, list)).filter(({ active }) => active).map(({ code, label }) => [code, label] as const)

async function colleagues(tx: Tx): Promise<Choices> {
  const people = await tx
    .selectFrom('people')
    .innerJoin('role_grants', 'role_grants.person_id', 'people.id')
    .innerJoin('roles', 'roles.name', 'role_grants.role')
    .select(['people.id', 'people.name'])
    .distinct()
    .where('people.kind', '=', 'staff')
    .where('people.active', '=', true)
    .where((eb) => eb(eb.val('requests'), '=', eb.fn.any('roles.permissions')))
    .orderBy('people.name')
    .execute()
  return people.map(({ id, name }) => [id, name] as const)
}

/** The lists of the house: codes, and colleagues who work on requests. */
const houseLists: Readonly<Record<string, (tx: Tx) => Promise<Choices>>> = {
  location: codes('location'),
  collection: codes('collection'),
  'item-status': codes('item-status'),
  branch: async (tx) =>
    (await branches(tx)).filter(({ active }) => active).map(({ code, label }) => [code, label] as const),
  colleagues,
}

/** Those of the house's lists that are named; others are not the house's. */
export async function actionLists(tx: Tx, names: Iterable<string>): Promise<ActionLists> {
  const lists: Record<string, Choices> = {}
  for (const name of new Set(names)) {
    const read = Object.hasOwn(houseLists, name) ? houseLists[name] : undefined
    if (read) lists[name] = await read(tx)
  }
  return lists
}

/** The messages somebody may know of; undefined for all. */
export const messagesFor = (visitor: Visitor): MessagesWithin | undefined => messagesWithin(branchesOf(visitor))

/** The branches somebody's permission holds in; undefined for all. */
export const branchesOf = ({ actor }: Visitor): readonly string[] | undefined => actor.branches && [...actor.branches]
