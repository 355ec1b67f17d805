import type { Log } from '../kit/index.ts'
import { condition, refuse } from '../standards/z3950/index.ts'
import type { Credentials } from './credentials.ts'
import type { Database } from './database.ts'
import type { ServerLimits } from './limits.ts'
import type { Admission } from './search-rate.ts'
import type { SessionSet } from './session-set.ts'

/** What is served, to whom, and how. */
export interface ServerSettings {
  readonly databases: readonly Database[]
  /** Says who answers, in the initialize response. */
  readonly name: string
  readonly version?: string
  /** Who may come in; everybody, if not given. */
  readonly credentials?: readonly Credentials[]
  /** Milliseconds each search, present, scan and sort takes at least: a slow library for demonstrations. */
  readonly delay?: number
  readonly limits: ServerLimits
  readonly log: Log
}

/** What client and server have agreed on. */
export interface Agreement {
  readonly version: 2 | 3
  readonly namedSets: boolean
  /** Octets of a response with several records, and with one. */
  readonly messageSize: number
  readonly recordSize: number
}

/** What an association has come to: what was negotiated, and the result sets made. */
export class Session {
  readonly settings: ServerSettings
  readonly admit: Admission
  readonly sets = new Map<string, SessionSet>()
  /** Negotiated by initialize; undefined before it. */
  agreed: Agreement | undefined

  constructor(settings: ServerSettings, admit: Admission = async () => undefined) {
    this.settings = settings
    this.admit = admit
  }

  /** The database of a name; `Default` is the first one. */
  database(name: string): Database {
    const { databases } = this.settings
    const wanted = name.toLowerCase()
    const found = databases.find((database) => database.name.toLowerCase() === wanted)
    return found ?? (wanted === 'default' ? databases[0] : undefined) ?? refuse(condition.noSuchDatabase, name)
  }

  set(name: string): SessionSet {
    return this.sets.get(name) ?? refuse(condition.noSuchResultSet, name)
  }

  /** Whether a result set may be made under this name; refuses it otherwise. */
  checkName(name: string): void {
    if (name !== 'default' && !this.agreed?.namedSets) refuse(condition.namedSets, name)
    if (name.length > 255) refuse(condition.illegalSetName)
    if (!this.sets.has(name) && this.sets.size >= this.settings.limits.resultSets) refuse(condition.tooManyResultSets)
  }
}
