import type { RpnQuery } from '../standards/query/index.ts'
import { oidName, recordSyntax } from '../standards/z3950/index.ts'
import { Association } from './association.ts'
import { type Attempt, beginAttempt } from './attempt.ts'
import { type ClientOptions, surroundingsOf } from './client.ts'
import { connect } from './connect.ts'
import { initialize } from './initialize.ts'
import { breachLog, openAssociation } from './open.ts'
import { connectStep, type ProbeOptions, type ProbeStep, sizeOf, timed } from './probe-steps.ts'
import { type Lender, RemoteSet } from './remote-set.ts'
import { TargetFailure, type Z3950Settings } from './types.ts'

/** The syntaxes tried, in this order, after the target's own. */
const syntaxes: readonly string[] = [
  recordSyntax.usmarc,
  recordSyntax.unimarc,
  recordSyntax.xml,
  recordSyntax.opac,
  recordSyntax['grs-1'],
  recordSyntax.sutrs,
]

/**
 * Tries a target step by step, on a connection of its own and past breaker and limits: connect, Init, the options
 * granted, a search, and the syntaxes in which it gives the first record.
 */
export async function* probeZ3950(
  target: Z3950Settings,
  query: RpnQuery,
  { signal, ...options }: ProbeOptions,
): AsyncGenerator<ProbeStep, void, undefined> {
  const { resolve, pace, implementation, log } = surroundingsOf(options)
  const attempt = () => beginAttempt(target.deadlines.total, signal && { signal })
  const line = new ProbeLine(target, options)
  try {
    yield await connectStep(resolve, async (noting) => {
      const connection = await connect(target, noting, attempt())
      line.association = new Association(connection, pace, breachLog(target, log))
      return `${connection.socket.remoteAddress} port ${connection.socket.remotePort}`
    })
    const { association } = line
    if (!association) return
    const init = await timed('init', async () => {
      await initialize(association, target, implementation, attempt())
      const { version, implementation: name } = association.granted
      return `version ${version}${name && `, ${name}`}`
    })
    yield init
    if (!init.ok) return
    yield { step: 'options', ms: 0, ok: true, detail: association.granted.options.join(', ') || 'none' }
    const set = new RemoteSet(line, query)
    const search = await timed('search', async () => {
      await line.use(attempt(), (open) => set.make(open, 0, attempt()))
      return `${set.hits} ${set.hits === 1 ? 'hit' : 'hits'}`
    })
    yield search
    if (!search.ok || set.hits === 0) return
    for (const syntax of new Set([target.syntax, ...syntaxes])) {
      yield await timed('syntax', () => tried(set, syntax, signal), oidName(syntax) ?? syntax)
    }
  } finally {
    await line.association?.close()
  }
}

/** Fetches the first record in a syntax. */
async function tried(set: RemoteSet, syntax: string, signal: AbortSignal | undefined): Promise<string> {
  const [record] = await set.fetch(1, 1, { syntax, ...(signal && { signal }) })
  if (record?.type === 'diagnostic')
    throw new TargetFailure({ kind: 'diagnostic', phase: 'present', diagnostics: [record.diagnostic] })
  const name = oidName(syntax) ?? syntax
  if (!record) return `${name}: no record came`
  const came = record.syntax === syntax ? '' : ` came as ${oidName(record.syntax) ?? record.syntax}`
  return `${name}${came}: ${sizeOf(record)}`
}

/** The probe's one association; opened again when a target hangs up, as some do when asked for a syntax they lack. */
class ProbeLine implements Lender {
  readonly settings: Z3950Settings
  association: Association | undefined
  readonly #options: ClientOptions

  constructor(settings: Z3950Settings, options: ClientOptions) {
    this.settings = settings
    this.#options = options
  }

  async use<T>(attempt: Attempt, work: (association: Association) => Promise<T>): Promise<T> {
    if (!this.association?.alive)
      this.association = await openAssociation(this.settings, surroundingsOf(this.#options), attempt)
    return await work(this.association)
  }
}
