import { z } from 'zod'
import type { Database, Tx } from '../../kit/db/index.ts'
import type { Clock } from '../../kit/index.ts'
import { enqueue, type Handlers } from '../../kit/jobs/index.ts'
import { Problem, type ProblemCode } from '../../problems.ts'
import type { Engine } from '../../workflow/index.ts'
import { system } from '../actors.ts'
import { linesOf } from '../lines/read.ts'
import type { Line } from '../lines/types.ts'
import { type LineState, liveLineStates } from '../machines/borrowing.ts'
import { openRequestStates } from '../machines/request.ts'
import { isHeldBack } from '../requests/held-back.ts'
import { readRequest } from '../requests/read.ts'
import { advanceJob } from './ended.ts'

/** What came of a turn that ended. */
export type Advance =
  /** The next lender is asked. */
  | { readonly kind: 'asked'; readonly line: number }
  /** Nobody is left: end of rota. */
  | { readonly kind: 'exhausted' }
  /** Somebody has to look at the next line first. */
  | { readonly kind: 'stopped'; readonly line: number; readonly why: string }
  /** It is no time to ask anybody. */
  | {
      readonly kind: 'stays'
      readonly why: 'done' | 'over' | 'frozen' | 'by-hand' | 'another' | 'not-ended' | 'duplicate' | 'patron'
    }

export interface AdvanceMeans {
  readonly engine: Engine
  readonly now: Date
  /** Our own symbol: nobody asks itself without looking. */
  readonly symbol?: string | undefined
}

const ended: ReadonlySet<LineState> = new Set(['not-supplied', 'cancelled'])
const live: ReadonlySet<LineState> = new Set(liveLineStates)

/**
 * Asks the next lender after a turn that ended, in one step and once: marks that turn, passes over lenders that cannot be
 * asked, and lets the first that can be asked. It never asks for a request that is over or terminated, beside another
 * lender, or where the last one said that it has the request already; for an invalid
 * patron it waits. domain/ill.md 4.
 */
export async function advance(tx: Tx, requestId: number, from: number, means: AdvanceMeans): Promise<Advance> {
  const { engine, now } = means
  await engine.hold(tx, requestId)
  const lines = (await linesOf(tx, [requestId], now)).get(requestId)!
  const why = await whyNot(tx, requestId, from, lines)
  if (why) return { kind: 'stays', why }
  const first = await tx
    .insertInto('ill_advances')
    .values({ request_id: requestId, from_line: from, to_line: null, at: now })
    .onConflict((oc) => oc.doNothing())
    .returning('from_line')
    .executeTakeFirst()
  if (!first) return { kind: 'stays', why: 'done' }
  const next = await askNext(tx, lines, `advance:${from}`, means)
  if (next.kind === 'asked')
    await tx.updateTable('ill_advances').set({ to_line: next.line }).where('from_line', '=', from).execute()
  return next
}

async function whyNot(tx: Tx, requestId: number, from: number, lines: readonly Line[]) {
  const rota = await tx
    .selectFrom('ill_rotas')
    .select('automatic')
    .where('request_id', '=', requestId)
    .executeTakeFirst()
  const request = await readRequest(tx, { id: requestId })
  if (!rota?.automatic) return 'by-hand'
  if (!request || !openRequestStates.includes(request.state)) return 'over'
  if (lines.some(({ data }) => data.terminated)) return 'frozen'
  const last = lines.find(({ id }) => id === from)
  if (!last || !ended.has(last.state)) return 'not-ended'
  if (lines.some(({ state, data }) => live.has(state) && !data.closed)) return 'another'
  if (isDuplicate(last.data.reason)) return 'duplicate'
  return (await isHeldBack(tx, requestId)) ? 'patron' : undefined
}

/** The lender has this request already: another one would get it twice. */
const isDuplicate = (reason: string | null | undefined) => reason?.trim().toLowerCase() === 'duplicate'

async function askNext(
  tx: Tx,
  lines: readonly Line[],
  key: string,
  { engine, symbol }: AdvanceMeans,
): Promise<Advance> {
  for (const line of lines.filter(({ state }) => state === 'idle')) {
    const { id, lender } = line
    const stop = stopsAt(line, symbol)
    if (stop) {
      await mark(tx, id, stop)
      return { kind: 'stopped', line: id, why: stop }
    }
    if (!lender.open) {
      await mark(tx, id, 'takes no requests now')
      continue
    }
    try {
      await engine.act(tx, id, 'request', { actor: system, via: 'rota', key, form: { transmit: true } })
      await mark(tx, id, null)
      return { kind: 'asked', line: id }
    } catch (error) {
      // Refused before anything was stored: the next one may do.
      if (!(error instanceof Problem && refusals.has(error.code))) throw error
      await mark(tx, id, String(error.context['reasons'] ?? 'cannot be asked now'))
    }
  }
  return { kind: 'exhausted' }
}

const refusals: ReadonlySet<string> = new Set<ProblemCode>(['workflow-refused', 'workflow-illegal', 'workflow-hidden'])

/** Why somebody has to look before this lender is asked, and those behind it have to wait. */
function stopsAt({ lender, data }: Line, symbol: string | undefined): string | undefined {
  if (symbol !== undefined && lender.symbol.toLowerCase() === symbol.toLowerCase()) return 'this is our own library'
  if (!data.approved) return 'waits for approval'
  return lender.reachable ? undefined : 'has to be asked by other means'
}

const mark = (tx: Tx, id: number, skipped: string | null) =>
  tx.updateTable('ill_lines').set({ skipped }).where('id', '=', id).execute()

/** Milliseconds after which it is looked again whether the patron is still in doubt; when that ends, it goes on at once. */
const waitsFor = 3_600_000
const Payload = z.object({ request: z.number(), from: z.number() })

/** Carries on with rotas, each time a turn has ended. */
export const advanceHandlers = (
  database: Database,
  { engine, symbol, clock }: Omit<AdvanceMeans, 'now'> & { readonly clock: Clock },
): Handlers => ({
  [advanceJob]: {
    async run(payload, job) {
      const { request, from } = Payload.parse(payload)
      await database.tx(async (tx) => {
        const came = await advance(tx, request, from, { engine, symbol, now: new Date(clock.now()) })
        await job.finish(tx)
        if (came.kind === 'stays' && came.why === 'patron')
          await enqueue(tx, advanceJob, payload, {
            ...(job.key !== null && { key: job.key }),
            runAt: new Date(clock.now() + waitsFor),
          })
      })
    },
  },
})
