import { sql } from 'kysely'
import { type Branch, branches, codeList } from '../catalogue/index.ts'
import type { HouseClock } from '../circulation/index.ts'
import { messagesWithin, type Request, type RequestQuery, tokenActor } from '../ill/index.ts'
import type { Tx } from '../kit/db/index.ts'
import type { MessagesWithin } from '../messages/index.ts'
import type { Who } from '../workflow/index.ts'
import { mayIn } from './may.ts'
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

/** Staff who may work on everything that is picked up at these places. */
async function colleagues(tx: Tx, pickups: readonly string[]): Promise<Choices> {
  const wanted = [...new Set(pickups)]
  const people = await tx
    .selectFrom('people')
    .innerJoin('role_grants', 'role_grants.person_id', 'people.id')
    .innerJoin('roles', 'roles.name', 'role_grants.role')
    .select(['people.id', 'people.name'])
    .where('people.kind', '=', 'staff')
    .where('people.active', '=', true)
    .where((eb) => eb(eb.val('requests'), '=', eb.fn.any('roles.permissions')))
    .groupBy(['people.id', 'people.name'])
    .having(
      sql<boolean>`bool_or(role_grants.branch is null) or count(distinct role_grants.branch)
        filter (where role_grants.branch = any(${wanted}::text[])) = ${wanted.length}`,
    )
    .orderBy('people.name')
    .execute()
  return people.map(({ id, name }) => [id, name] as const)
}

/** The lists of the house: codes, and colleagues who work on requests. */
const houseLists: Readonly<Record<string, (tx: Tx, pickups: readonly string[]) => Promise<Choices>>> = {
  location: codes('location'),
  collection: codes('collection'),
  'item-status': codes('item-status'),
  branch: async (tx) =>
    (await branches(tx)).filter(({ active }) => active).map(({ code, label }) => [code, label] as const),
  colleagues,
}

/**
 * Those of the house's lists that are named; others are not the house's.
 * @param pickups where what is acted on is picked up
 */
export async function actionLists(tx: Tx, names: Iterable<string>, pickups: readonly string[]): Promise<ActionLists> {
  const lists: Record<string, Choices> = {}
  for (const name of new Set(names)) {
    const read = Object.hasOwn(houseLists, name) ? houseLists[name] : undefined
    if (read) lists[name] = await read(tx, pickups)
  }
  return lists
}

/** Where a request is picked up, as lists of those who may work on it are asked for. */
export const pickupsOf = (...requests: readonly Pick<Request, 'pickupBranch'>[]): readonly string[] =>
  requests.flatMap(({ pickupBranch }) => pickupBranch ?? [])

/** Whether somebody works on a request: all that staff see or do with one goes by this. */
export const worksOn = (visitor: Visitor, { pickupBranch }: Pick<Request, 'pickupBranch'>): boolean =>
  mayIn(visitor, 'requests', pickupBranch)

/** The places to which somebody may send a request, and the one it goes to already. */
export const pickupChoices = (
  all: readonly Branch[],
  { actor: { branches: bound } }: Visitor,
  now?: string,
): readonly Branch[] => all.filter(({ code }) => (bound?.has(code) ?? true) || code === now)

/** The messages somebody may know of; undefined for all. */
export const messagesFor = (visitor: Visitor): MessagesWithin | undefined => messagesWithin(branchesOf(visitor))

/** What holds of every list somebody sees: requests of their branches, placed on days that are the house's. */
export const listedFor = (visitor: Visitor, clock: HouseClock): Pick<RequestQuery, 'branches' | 'timeZone'> => ({
  branches: branchesOf(visitor),
  timeZone: clock.timeZone(),
})

/** The branches somebody's permission holds in; undefined for all. */
export const branchesOf = ({ actor }: Visitor): readonly string[] | undefined => actor.branches && [...actor.branches]
