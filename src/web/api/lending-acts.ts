import type { Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import type { Door } from '../door.ts'
import { clockOf } from '../house-clock.ts'
import { foreseen, type OpenedLending, openedLending } from '../pages/lending/opened.ts'
import type { Exchange } from '../route.ts'
import type { Visitor } from '../visitor.ts'
import type { ActHeaders } from './act.ts'
import { actionViews } from './action-views.ts'
import { lendingView } from './lending-views.ts'
import { type Answered, once, sendAnswered } from './once.ts'
import { seenVersion, versionedAnswer } from './versions.ts'

type Act = (tx: Tx, opened: OpenedLending, expected: { readonly expected?: number }) => Promise<unknown>

/** How programs act on requests of other libraries. */
export function lendingActs(door: Door) {
  async function answerOf(visitor: Visitor, id: number, tx: Tx): Promise<Answered> {
    const today = (await clockOf(door, tx)).today()
    const { lending, actions } = await foreseen(door, await openedLending(door, visitor, id, tx), { tx, today })
    const view = actionViews(tx, 'staff', [])
    const views = await Promise.all(actions.map(view))
    return versionedAnswer(lending.version, lendingView(door.ill.engine, lending, views))
  }

  /** Acts on a request at the version that was seen, once for each key; it is answered as it is then. */
  async function acting(exchange: Exchange, id: number, headers: ActHeaders, act: Act): Promise<void> {
    const { visitor } = exchange
    const seen = seenVersion(headers['if-match'], 'the request')
    const answer = await once(door, exchange, headers['idempotency-key'], async (tx) => {
      await openedLending(door, visitor, id, tx)
      await door.ill.engine.hold(tx, id)
      const opened = await openedLending(door, visitor, id, tx)
      const { version } = opened.lending
      if (seen !== undefined && version !== seen)
        throw new Problem('workflow-stale', { id, changed: `it is at version ${version}` })
      await act(tx, opened, seen === undefined ? {} : { expected: seen })
      return await answerOf(visitor, id, tx)
    })
    sendAnswered(exchange, answer!)
  }

  return { answerOf, acting }
}
