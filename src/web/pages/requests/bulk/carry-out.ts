import { callsAbout } from '../../../../ill/index.ts'
import type { Tx } from '../../../../kit/db/index.ts'
import { Problem } from '../../../../problems.ts'
import type { Door } from '../../../door.ts'
import { whoIs } from '../../../requests.ts'
import type { Exchange } from '../../../route.ts'
import { seenFirst } from '../../../seen-first.ts'
import type { SeenRow } from './bulk-address.ts'
import type { Chosen } from './chosen.ts'

/** What became of one of several. */
export interface Fate {
  readonly chosen: Chosen
  /** Why nothing was done with it; undefined where it was done. */
  readonly why: string | undefined
  /** The library’s own system has not done its part of it yet. */
  readonly waits: boolean
}

interface Wanted {
  readonly event: string
  /** The whole act's: with it, nothing is done twice. */
  readonly key: string
  readonly form: Readonly<Record<string, unknown>>
  /** What is said of one alone, by its id. */
  readonly own?: ReadonlyMap<number, Readonly<Record<string, unknown>>>
  readonly rows: readonly SeenRow[]
  /** Looked at within the transaction, once it is done: gives why it must not be after all. */
  readonly doubt?: ((tx: Tx, id: number) => Promise<string | undefined>) | undefined
}

/**
 * Does the same with several, one after the other, each in a transaction of its own. One that cannot be done
 * keeps none of the others; after a failure that is nobody's doing the rest is left as it was.
 */
export async function carryOut(
  { ill: { engine }, database }: Pick<Door, 'ill' | 'database'>,
  { req, visitor }: Pick<Exchange, 'req' | 'visitor'>,
  { event, key, form, own, rows, doubt }: Wanted,
  chosen: readonly Chosen[],
): Promise<readonly Fate[]> {
  const versions = new Map(rows.map(({ id, version }) => [id, version]))
  const fates: Pick<Fate, 'chosen' | 'why'>[] = []
  let broken = false
  for (const one of chosen) {
    const why: string | undefined = broken ? notTried : await attempt(one)
    broken ||= why === failed
    fates.push({ chosen: one, why })
  }
  const done = fates.filter(({ why }) => why === undefined).map(({ chosen: { ticked } }) => ticked.id)
  const asked = (await callsAbout(database.db, done)).filter(({ state }) => unsettled.has(state))
  const waiting = new Set(asked.map(({ instanceId }) => instanceId))
  return fates.map((fate) => ({ ...fate, waits: waiting.has(fate.chosen.ticked.id) }))

  async function attempt({ ticked: { id }, why }: Chosen): Promise<string | undefined> {
    try {
      // What the first press did stands, though it could not be done once more.
      if (await engine.knows(database.db, id, key)) return undefined
      if (why !== undefined) return why
      const expected = versions.get(id)!
      const cause = { actor: whoIs(visitor), via: 'page', form: { ...form, ...own?.get(id) }, expected, key }
      await database.tx(async (tx) => {
        await engine.act(tx, id, event, await seenFirst(tx, engine, id, event, cause))
        const doubts = await doubt?.(tx, id)
        if (doubts !== undefined) throw new Doubted(doubts)
      })
      return undefined
    } catch (error) {
      if (error instanceof Doubted) return error.message
      if (error instanceof Problem && error.status < 500) return error.message
      req.log.error({ err: error, id, event }, 'an act on one of several failed')
      return failed
    }
  }
}

const unsettled: ReadonlySet<string> = new Set(['waiting', 'failed', 'manual'])

/** It was done, and is taken back. */
class Doubted extends Error {}

const failed = 'something went wrong here: nothing was done with it'
const notTried = 'not tried, because of the failure before'
