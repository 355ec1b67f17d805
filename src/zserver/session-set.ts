import type { Database, ResultSet } from './database.ts'

export interface SetPart {
  readonly database: Database
  readonly set: ResultSet
}

/** A result set of a session: what each of the databases searched has found, one after the other. */
export class SessionSet {
  readonly parts: readonly SetPart[]
  readonly hits: number

  constructor(parts: readonly SetPart[]) {
    this.parts = parts
    this.hits = parts.reduce((sum, { set }) => sum + set.hits, 0)
  }

  /** Where the record at a position from 1 to `hits` is: its part, and its position there. */
  locate(position: number): { readonly part: SetPart; readonly position: number } | undefined {
    let before = 0
    for (const part of this.parts) {
      if (position <= before + part.set.hits) return { part, position: position - before }
      before += part.set.hits
    }
    return undefined
  }

  partOf(database: Database): ResultSet | undefined {
    return this.parts.find((part) => part.database === database)?.set
  }
}
