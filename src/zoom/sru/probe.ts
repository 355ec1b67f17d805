import type { RpnQuery } from '../../standards/query/index.ts'
import { explainParameters, sruVersions } from '../../standards/sru/index.ts'
import { beginAttempt } from '../attempt.ts'
import { surroundingsOf } from '../client.ts'
import { connectStep, type ProbeOptions, type ProbeStep, sizeOf, timed } from '../probe-steps.ts'
import { type SruSettings, TargetFailure } from '../types.ts'
import { openLine } from './client.ts'
import { refuse } from './diagnostics.ts'
import type { SruLine } from './line.ts'
import { SruSet } from './set.ts'
import { orUnread } from './unread.ts'

/** The schemas tried after the target's own, where the server does not say which it has. */
const usualSchemas = ['marcxml', 'dc']
const mostSchemas = 6

/**
 * Tries an SRU target: connect, what the server explains of itself (many do not, and work), a search, and the schemas in
 * which it gives the first record.
 */
export async function* probeSru(
  target: SruSettings,
  query: RpnQuery,
  { signal, ...options }: ProbeOptions,
): AsyncGenerator<ProbeStep, void, undefined> {
  const attempt = () => beginAttempt(target.deadlines.total, signal && { signal })
  const surroundings = surroundingsOf(options)
  let line: SruLine | undefined
  const lineAgain = async ({ resolve } = surroundings) => {
    if (!line?.alive) line = await openLine(target, { ...surroundings, resolve }, attempt())
    return line
  }
  try {
    const connecting = await connectStep(
      surroundings.resolve,
      async (resolve) => (await lineAgain({ ...surroundings, resolve })).peer,
    )
    yield connecting
    if (!connecting.ok) return
    let offered: readonly string[] = usualSchemas
    yield await timed('explain', async () => {
      const { version, deadlines } = target
      const asked = explainParameters(sruVersions[version])
      const reader = await (await lineAgain()).ask(asked, 'init', deadlines.init, attempt())
      const { title, indexes, schemas, diagnostics } = orUnread(reader.explained(), 'init')
      if (diagnostics.length > 0) refuse('init', diagnostics)
      if (schemas.length > 0) offered = schemas.map(({ name, identifier }) => name || identifier)
      const said = [title, indexes.length > 0 && `indexes ${indexes.join(', ')}`, `schemas ${offered.join(', ')}`]
      return said.filter(Boolean).join('; ')
    })
    const set = new SruSet({ settings: target, use: async (_, work) => await work(await lineAgain()) }, query)
    const search = await timed('search', async () => {
      await set.make(await lineAgain(), 0, attempt())
      return `${set.hits} ${set.hits === 1 ? 'hit' : 'hits'}`
    })
    yield search
    if (!search.ok || set.hits === 0) return
    for (const schema of [...new Set([target.schema ?? '', ...offered])].slice(0, mostSchemas))
      yield await timed('syntax', () => tried(set, schema, signal), schema || "the server's own")
  } finally {
    await line?.close()
  }
}

/** Fetches the first record in a schema. */
async function tried(set: SruSet, schema: string, signal: AbortSignal | undefined): Promise<string> {
  const [record] = await set.fetch(1, 1, { ...(schema && { elementSet: schema }), ...(signal && { signal }) })
  if (record?.type === 'diagnostic')
    throw new TargetFailure({ kind: 'diagnostic', phase: 'present', diagnostics: [record.diagnostic] })
  return `${schema || "the server's own"}: ${record ? sizeOf(record) : 'no record came'}`
}
