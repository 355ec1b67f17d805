import { type RawBuilder, sql } from 'kysely'

/**
 * Which messages somebody may know of who works for some branches: those about a request that is picked up there, or at
 * no branch, and those about an item of theirs. Undefined for who works for all.
 */
export const messagesWithin = (branches: readonly string[] | undefined): RawBuilder<boolean> | undefined =>
  branches &&
  sql<boolean>`(request_id in (select id from ill_requests
      where pickup_branch is null or pickup_branch = any(${[...branches]}::text[]))
    or (request_id is null and item_id in (select id from items where branch = any(${[...branches]}::text[]))))`
