import type { Database, Tx } from '../../kit/db/index.ts'
import { get, type Lookup, type Reach } from '../../kit/http/index.ts'
import type { Clock } from '../../kit/index.ts'
import type { Handlers, JobContext } from '../../kit/jobs/index.ts'
import { Problem } from '../../problems.ts'
import { partnerActor } from '../exchange/attention.ts'
import { readLines } from '../lines/read.ts'
import type { Line } from '../lines/types.ts'
import { readRequest } from '../requests/read.ts'
import { type DeliverOptions, deliverCopy, isCopyHere } from './deliver.ts'
import { CopyToFetch, fetchCopyJob } from './fetch-job.ts'
import { documentMediaTypes, documentTypeWords } from './media-types.ts'
import { hasCurrent } from './read.ts'
import { dropTaken, type TakenDocument, takeDocument } from './take.ts'

export interface FetchCopyOptions extends Omit<DeliverOptions, 'now'> {
  readonly database: Database
  readonly clock: Clock
  /** Networks of the house where lenders' copies may lie. */
  readonly reach: Reach
  /** Gives the addresses of a name: the system's by default. */
  readonly lookup?: Lookup
}

/** How a copy came that was fetched: histories tell it so. */
export const viaAddress = 'fetched'

/** Over an afternoon, where the first pause is a minute. */
const attempts = 9
/** Milliseconds for a file to be here whole: the largest one, over a slow line. */
const patience = 10 * 60_000
/** Answers that another attempt does not change. */
const forGood: ReadonlySet<number> = new Set([400, 401, 402, 403, 405, 406, 410, 451])

/**
 * Fetches copies from where their lenders' systems say they lie, stores each as its reader's, and lets that be its receipt.
 * However often it runs, one message brings one copy.
 */
export const fetchCopyHandlers = (options: FetchCopyOptions): Handlers => ({
  [fetchCopyJob]: { attempts, run: (payload, job) => fetchCopy(options, CopyToFetch.parse(payload), job) },
})

async function fetchCopy(options: FetchCopyOptions, { line: id, url }: CopyToFetch, job: JobContext): Promise<void> {
  const { database, clock } = options
  const now = new Date(clock.now())
  // Whatever was in its place meanwhile, or was taken back, stands.
  if (!(await awaited(database.db, id, now))) return
  const taken = await take(options, new URL(url), job.signal, now)
  try {
    await database.tx(async (tx) => {
      await job.finish(tx)
      const line = await awaited(tx, id, now)
      if (line) await deliver(tx, line, taken, job.key ?? `copy:${id}`, { ...options, now })
    })
  } finally {
    await dropTaken(database, taken)
  }
}

/** The line, while a copy is to come on it. */
async function awaited(tx: Tx, id: number, now: Date): Promise<Line | undefined> {
  const line = (await readLines(tx, [id], now)).get(id)
  if (!line) return undefined
  const onItsWay = line.state === 'shipped' && line.data.shippedService === 'copy'
  return onItsWay || (isCopyHere(line) && !(await hasCurrent(tx, id))) ? line : undefined
}

async function deliver(tx: Tx, line: Line, taken: TakenDocument, key: string, options: DeliverOptions): Promise<void> {
  const request = await readRequest(tx, { id: line.requestId })
  // Without an address it would only be work for somebody: the page of the reader's requests shows it.
  const notify = request !== undefined && request.patron.email !== ''
  const cause = { actor: partnerActor(line.lender), via: viaAddress, key, notify }
  await deliverCopy(tx, line.id, taken, cause, options).catch((error: unknown) => {
    throw error instanceof Problem ? new Problem('job-hopeless', { detail: error.message }, { cause: error }) : error
  })
}

/** @throws Problem job-hopeless for what no further attempt changes; those of `get` */
async function take(
  { database, settings, reach, lookup }: FetchCopyOptions,
  url: URL,
  signal: AbortSignal,
  now: Date,
): Promise<TakenDocument> {
  const most = settings.downloadMiB * 1024 ** 2
  const headers = { 'user-agent': 'Farshelf', accept: `${documentMediaTypes.join(', ')}, application/octet-stream` }
  const getting = { url, headers, reach, timeout: patience, signal, ...(lookup && { lookup }) }
  try {
    return await get(getting, async ({ mediaType, name, bytes }) => {
      const taken = await takeDocument(database, bytes, { fileName: name, most, now })
      // A page to sign in on is a text, too.
      if (taken.mediaType !== 'text/plain' || mediaType === 'text/plain') return taken
      await dropTaken(database, taken)
      throw new Problem('document-type', { types: documentTypeWords })
    })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { code, context } = error
    const lasts =
      code === 'call-refused' ||
      code === 'document-type' ||
      code === 'document-too-large' ||
      forGood.has(Number(context['status']))
    throw lasts ? new Problem('job-hopeless', { detail: error.message }, { cause: error }) : error
  }
}
