import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

export interface ExchangeTables {
  partner_secrets: PartnerSecretsTable
  ill_messages: IllMessagesTable
}

/** How a library and we know each other. Never shown again once it is set. */
interface PartnerSecretsTable {
  lender_id: number
  /** SHA-256 of the token it shows us. */
  token_hash: Buffer | null
  token_made_at: Date | null
  /** What we show it: it has to be known as it is. */
  header_name: string | null
  header_value: string | null
  header_set_at: Date | null
}

/** Written as the text of its JSON. */
type Json = ColumnType<unknown, string, string>

/** A message to or from another library, as its protocol carried it. */
export interface IllMessagesTable {
  id: GeneratedAlways<number>
  /** The lender it is to, or the library it is from. */
  partner_id: number
  /** The lender's line, or the request of another library; none where it is of no transaction there is. */
  instance_id: number | null
  direction: 'in' | 'out'
  protocol: 'iso18626' | 'iso10161'
  /** The requester's number of the turn. */
  transaction: string
  type: string
  /** What a repetition of it is known by. */
  identity: string
  /** What its sender in the house knows it by; none of those that came in. */
  key: string | null
  body: Json
  /** As it came, where it was short. */
  raw: string | null
  /** `sent` is one that may have arrived, without an answer. One that came in is confirmed or refused. */
  state: 'queued' | 'sent' | 'confirmed' | 'refused' | 'failed'
  /** What was answered. */
  receipt: Json | null
  /** What the last attempt failed of. */
  error: string | null
  attempts: Generated<number>
  /** From when on it is tried: the beginning of the days after which it is given up. */
  queued_at: Date
  /** When it is tried next; none once that is over. */
  due_at: Date | null
  created_at: Date
  tried_at: Date | null
  settled_at: Date | null
}
