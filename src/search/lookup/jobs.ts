import { z } from 'zod'
import { type Database, inBatches, storableJson, storableText, type Tx } from '../../kit/db/index.ts'
import type { Clock } from '../../kit/index.ts'
import { beginRecurring, enqueue, type Handlers, type JobContext, recurring } from '../../kit/jobs/index.ts'
import { Problem } from '../../problems.ts'
import type { SearchService } from '../types.ts'
import { internalFailure } from '../words.ts'
import { findFirst } from './find-first.ts'
import { askOnceMore, forgetLists, listsKeptDays, lookupJob } from './kept-lists.ts'
import { inLanes } from './lanes.ts'
import type { ListedNumber, NumberKind } from './numbers.ts'
import { resultOf } from './result.ts'

const forgetting = 'lookup.forget'
const day = 86_400_000
const atOnce = 100

export interface LookupMeans {
  readonly database: Database
  readonly service: Pick<SearchService, 'lookUp'>
  readonly clock: Clock
  /** Milliseconds after which what failed is tried once more by itself: a minute by default. */
  readonly pause?: number
  /** Numbers of a list that are looked up before other lists have their turn. */
  readonly share?: number
}

/** Lets lists be forgotten when their time is over; once is enough, more does no harm. */
export const tendLookups = (tx: Tx): Promise<void> => beginRecurring(tx, forgetting)

const Payload = z.object({ list: z.number() })

/** What a worker does for lists of numbers. */
export function lookupHandlers(means: LookupMeans): Handlers {
  const { database, clock } = means
  return {
    [lookupJob]: {
      // Failures are counted with the list. How often a process was killed on the way says nothing.
      attempts: Number.MAX_SAFE_INTEGER,
      run: (payload, job) => runList(means, Payload.parse(payload).list, job),
    },
    ...recurring(database, clock, {
      kind: forgetting,
      every: day,
      async run(now, { signal }) {
        const before = new Date(now - listsKeptDays * day)
        await inBatches(database, atOnce, (tx, most) => forgetLists(tx, before, most), signal)
      },
    }),
  }
}

/** Numbers of one list looked up side by side. */
const lanes = 4
/** So often in a row may a job fail without getting anywhere. */
const mostFailures = 5

/**
 * Looks up a share of what waits on a list, each number stored as soon as it is known, and queues again behind other
 * lists. Whenever the process ends, what is stored stands, and whoever is next goes on there.
 */
async function runList(means: LookupMeans, id: number, job: JobContext): Promise<void> {
  const { database, share = 20 } = means
  try {
    const waiting = await waitingNumbers(means, id, share)
    const stop = new AbortController()
    const signal = AbortSignal.any([job.signal, stop.signal])
    const list = await database.db.selectFrom('lookup_lists').selectAll().where('id', '=', id).executeTakeFirst()
    if (list?.state === 'running')
      await inLanes(waiting, lanes, async (listed) => {
        if (stop.signal.aborted) return
        const { sources, full_only: fullOnly } = list
        const finding = await findFirst(listed.wanted!, { service: means.service, sources, fullOnly, signal }).catch(
          (error: unknown) => {
            if (stop.signal.aborted && !job.signal.aborted) return undefined
            throw error
          },
        )
        if (finding && !(await store(means, id, listed, finding, job))) stop.abort(new Error('the list was stopped'))
      })
    await goOn(means, id, job)
  } catch (error) {
    await noteFailure(means, id, job, error)
  }
}

/** Those that wait, the first first. Once their time has come, those that failed wait again. */
async function waitingNumbers({ database, clock }: LookupMeans, id: number, most: number): Promise<ListedNumber[]> {
  const rows = await database.tx(async (tx) => {
    const due = await tx
      .updateTable('lookup_lists')
      .set({ again_at: null })
      .where('id', '=', id)
      .where('state', '=', 'running')
      .where('again_at', '<=', new Date(clock.now()))
      .returning('id')
      .executeTakeFirst()
    if (due) await askOnceMore(tx, id)
    return await tx
      .selectFrom('lookup_numbers')
      .select(['line', 'given', 'kind', 'number'])
      .where('list_id', '=', id)
      .where('outcome', '=', 'waiting')
      .orderBy('line')
      .limit(most)
      .execute()
  })
  return rows.map(({ line, given, kind, number }) => ({
    ...{ line, given },
    wanted: { kind: kind as NumberKind, value: number! },
  }))
}

/** Stores what became of a number; false when the list is to be looked up no longer. */
async function store(
  { database, clock }: LookupMeans,
  id: number,
  listed: ListedNumber,
  finding: Awaited<ReturnType<typeof findFirst>>,
  job: JobContext,
): Promise<boolean> {
  const { outcome, source, label, title, level, tries } = resultOf(listed, finding)
  const found = finding.outcome === 'found' ? finding.record : undefined
  const { leader, fields } = found?.decoded.record ?? {}
  return await database.tx(async (tx) => {
    // The list before the job, as whoever presses a button takes them.
    const list = await tx
      .updateTable('lookup_lists')
      .set({ failures: 0, last_error: null, changed_at: new Date(clock.now()) })
      .where('id', '=', id)
      .where('state', '=', 'running')
      .returning('id')
      .executeTakeFirst()
    if (!list) return false
    await job.hold(tx)
    await tx
      .updateTable('lookup_numbers')
      .set({
        ...{ outcome, source: source ?? null, label: label ?? null, level: level ?? null },
        title: title === undefined ? null : storableText(title),
        tries: storableJson(tries),
        marc: found ? storableJson({ leader, fields }) : null,
        flavour: found?.flavour ?? null,
      })
      .where('list_id', '=', id)
      .where('line', '=', listed.line)
      .execute()
    return true
  })
}

/** Ends the job: the list is done, or goes on later behind others; what failed is tried once more by itself. */
async function goOn({ database, clock, pause = 60_000 }: LookupMeans, id: number, job: JobContext): Promise<void> {
  job.signal.throwIfAborted()
  await database.tx(async (tx) => {
    const list = await tx
      .selectFrom('lookup_lists')
      .select(['state', 'round', 'again_at'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    await job.finish(tx)
    if (list?.state !== 'running') return
    const left = async (outcome: 'waiting' | 'failed') =>
      (await tx
        .selectFrom('lookup_numbers')
        .select('line')
        .where('list_id', '=', id)
        .where('outcome', '=', outcome)
        .limit(1)
        .executeTakeFirst()) !== undefined
    const again = (runAt?: Date) =>
      enqueue(tx, lookupJob, { list: id }, { key: `${lookupJob}:${id}`, ...(runAt && { runAt }) })
    if (await left('waiting')) return void (await again())
    if (list.again_at) return void (await again(list.again_at))
    const changed_at = new Date(clock.now())
    const isFirst = list.round === 1 && (await left('failed'))
    const again_at = isFirst ? new Date(clock.now() + pause) : null
    await tx
      .updateTable('lookup_lists')
      .set(isFirst ? { round: 2, again_at, changed_at } : { state: 'done', changed_at })
      .where('id', '=', id)
      .execute()
    if (again_at) await again(again_at)
  })
}

/** Counts a failure; after too many in a row the list has failed, and the job is over. @throws the error, until then */
async function noteFailure({ database }: LookupMeans, id: number, job: JobContext, error: unknown): Promise<void> {
  if (job.signal.aborted || (error instanceof Problem && error.code === 'job-lost')) throw error
  const over = await database
    .tx(async (tx) => {
      const list = await tx
        .updateTable('lookup_lists')
        .set((eb) => ({
          failures: eb('failures', '+', 1),
          // What it was is for the log alone, unless it was meant for people.
          last_error: storableText(error instanceof Problem ? error.message : internalFailure.phrase),
        }))
        .where('id', '=', id)
        .where('state', '=', 'running')
        .returning('failures')
        .executeTakeFirst()
      await job.hold(tx)
      if (list && list.failures < mostFailures) return false
      await tx
        .updateTable('lookup_lists')
        .set({ state: 'failed' })
        .where('id', '=', id)
        .where('state', '=', 'running')
        .execute()
      await job.finish(tx)
      return true
    })
    .catch(() => false)
  if (!over) throw error
}
