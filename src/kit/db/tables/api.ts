export interface ApiTables {
  idempotency_keys: IdempotencyKeysTable
}

/** A call that may be sent twice. */
export interface IdempotencyKeysTable {
  /** Account or token that sent it: keys of others are others. */
  owner: string
  key: string
  /** SHA-256 of what was asked for. */
  fingerprint: Buffer
  /** JSON of status, headers and body; null until the call is answered, within its transaction. */
  answer: string | null
  expires_at: Date
}
