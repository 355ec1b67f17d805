import type { TransactionId } from '../../../standards/iso10161/index.ts'
import { systemId } from './parties.ts'
import { said } from './texts.ts'

/** The group of turns one belongs to, as our own numbers have it: `R-000123` of `R-000123-45`. */
const groupOf = (requestId: string): string => /^(.+)-\d+$/.exec(requestId)?.[1] ?? requestId

const escaped = (part: string) => part.replaceAll('%', '%25').replaceAll('/', '%2F')
const unescaped = (part: string) => part.replaceAll('%2F', '/').replaceAll('%25', '%')

/**
 * The one number of a transaction. Where the group says no more than the qualifier, it is the qualifier; else both, and
 * that of the sub-transaction, joined by slashes. Undefined where the qualifiers are blank or much too long.
 */
export function requestIdOf({
  transactionGroupQualifier,
  transactionQualifier,
  subTransactionQualifier,
}: TransactionId): string | undefined {
  const [group, qualifier, sub] = [
    said(transactionGroupQualifier),
    said(transactionQualifier),
    said(subTransactionQualifier),
  ]
  if (group === undefined && qualifier === undefined) return undefined
  const plain = sub === undefined && qualifier !== undefined && !/[/%]/.test(qualifier) && groupOf(qualifier) === group
  const id = plain
    ? qualifier
    : [group ?? '', qualifier ?? '', ...(sub === undefined ? [] : [sub])].map(escaped).join('/')
  return id.length > 200 ? undefined : id
}

/** The qualifiers of a transaction: for a number that `requestIdOf` gave, those it was made of. */
export function transactionId(requestId: string, requester: string): TransactionId {
  const parts = requestId.split('/').map(unescaped)
  const initialRequesterId = systemId(requester)
  const [group, qualifier, sub] = parts.length === 2 || parts.length === 3 ? parts : [groupOf(requestId), requestId]
  return {
    ...(initialRequesterId && { initialRequesterId }),
    transactionGroupQualifier: group!,
    transactionQualifier: qualifier!,
    ...(sub !== undefined && { subTransactionQualifier: sub }),
  }
}
