import { newToken, tokenHash } from '../../accounts/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { type Actor, audit, readNetworks } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import type { ExchangeProfile, ExchangeVersion, Lender, ShownCertificate } from '../lenders/index.ts'
import { isAmong, readLender } from '../lenders/index.ts'

/** A library that messages are exchanged with. */
export interface Partner {
  readonly id: number
  readonly symbol: string
  readonly name: string
  readonly protocol: Lender['protocol']
  readonly endpoint: string
  readonly profile: ExchangeProfile
  readonly protocolVersion: ExchangeVersion
}

/** How a partner and we know each other: when that was set, never what it is. */
export interface Acquaintance {
  /** When it was given the token it shows us. */
  readonly tokenMadeAt: Date | null
  /** The header we show it, and since when. */
  readonly headerName: string | null
  readonly headerSetAt: Date | null
}

/** What a caller shows. */
export interface Shown {
  readonly token?: string | undefined
  /** The caller's address. */
  readonly address: string
  readonly certificate?: ShownCertificate | undefined
}

const columns = [
  ...(['id', 'symbol', 'name', 'protocol', 'endpoint', 'profile'] as const),
  'protocol_version as protocolVersion',
] as const

/** The lender of an id, as one that messages are exchanged with. @throws Problem not-found */
export async function readPartner(tx: Tx, id: number): Promise<Partner> {
  const partner = await tx.selectFrom('lenders').select(columns).where('id', '=', id).executeTakeFirst()
  if (!partner) throw new Problem('not-found', { what: 'lender' })
  return partner
}

/**
 * Who a caller may be, by what it shows. Everything that is set for a partner has to fit; one for which nothing is set is
 * not let in, and neither is one that is no longer used.
 */
export async function partnersShowing(tx: Tx, { token, address, certificate }: Shown): Promise<readonly Partner[]> {
  const hash = token === undefined ? undefined : tokenHash(token)
  const rows = await tx
    .selectFrom('lenders')
    .leftJoin('partner_secrets', 'lender_id', 'id')
    .select([...columns, 'networks', 'certificate', 'token_hash'])
    .where('active', '=', true)
    .where(({ or, and, eb }) =>
      or([
        ...(hash ? [eb('token_hash', '=', hash)] : []),
        and([eb('token_hash', 'is', null), or([eb('networks', '<>', ''), eb('certificate', '<>', '')])]),
      ]),
    )
    .execute()
  return rows
    .filter(
      (row) =>
        (row.networks === '' || (readNetworks(row.networks)?.has(address) ?? false)) &&
        (row.certificate === '' || isAmong(row.certificate, certificate)),
    )
    .map(({ networks, certificate: _, token_hash, ...partner }) => partner)
}

/**
 * Libraries that are asked over ISO 10161 and call from an address: that protocol shows nothing else, so one without
 * networks is not let in.
 */
export async function partnersAt(tx: Tx, address: string): Promise<readonly Partner[]> {
  const rows = await tx
    .selectFrom('lenders')
    .select([...columns, 'networks'])
    .where('active', '=', true)
    .where('protocol', '=', 'iso10161')
    .where('networks', '<>', '')
    .execute()
  return rows
    .filter(({ networks }) => readNetworks(networks)?.has(address) ?? false)
    .map(({ networks: _, ...partner }) => partner)
}

export async function readAcquaintance(tx: Tx, lender: number): Promise<Acquaintance> {
  const row = await tx
    .selectFrom('partner_secrets')
    .select(['token_made_at as tokenMadeAt', 'header_name as headerName', 'header_set_at as headerSetAt'])
    .where('lender_id', '=', lender)
    .executeTakeFirst()
  return row ?? { tokenMadeAt: null, headerName: null, headerSetAt: null }
}

/** Tells tokens of partners from others in logs and scans; the rest is chance. */
const prefix = 'fsp_'

/** Gives a partner a new token to show us; the old one is good no more. It is shown this once. @throws Problem not-found */
export async function makePartnerToken(tx: Tx, lender: number, actor: Actor, at: Date): Promise<string> {
  const token = prefix + newToken()
  await store(tx, lender, { token_hash: tokenHash(token), token_made_at: at })
  await told(tx, lender, 'lender.token-make', actor)
  return token
}

/** Ends a partner's token. @throws Problem not-found */
export async function revokePartnerToken(tx: Tx, lender: number, actor: Actor): Promise<void> {
  await store(tx, lender, { token_hash: null, token_made_at: null })
  await told(tx, lender, 'lender.token-revoke', actor)
}

/** A header by which a partner knows us. */
export interface PartnerHeader {
  readonly name: string
  readonly value: string
}

/** What we cannot say for ourselves: it belongs to the call, or to those on its way. */
const ours =
  /^(host|connection|content-.*|transfer-.*|te|trailer|upgrade|expect|proxy-.*|keep-alive|user-agent|accept)$/i

/** Why a header cannot be shown, by its parts; empty where it can. */
export function headerComplaints({ name, value }: PartnerHeader): Partial<Record<keyof PartnerHeader, string>> {
  return {
    ...(!/^[A-Za-z0-9-]{1,60}$/.test(name) && { name: 'Give the name of a header, such as Authorization.' }),
    ...(ours.test(name) && { name: 'This header says other things: use Authorization, or one of the library’s own.' }),
    ...(!/^[\x21-\x7e](?:[\x20-\x7e]{0,1998}[\x21-\x7e])?$/.test(value) && {
      value: 'Give what the library expects: letters, digits and signs without accents.',
    }),
  }
}

/** Sets what we show a partner with each call, or with undefined nothing. @throws Problem not-found, bad-input */
export async function setPartnerHeader(
  tx: Tx,
  lender: number,
  header: PartnerHeader | undefined,
  actor: Actor,
  at: Date,
): Promise<void> {
  const [complaint] = header ? Object.values(headerComplaints(header)) : []
  if (complaint) throw new Problem('bad-input', { detail: complaint })
  await store(tx, lender, {
    header_name: header?.name ?? null,
    header_value: header?.value ?? null,
    header_set_at: header ? at : null,
  })
  await told(tx, lender, header ? 'lender.header-set' : 'lender.header-remove', actor)
}

/** What a partner is shown with each call. */
export async function readPartnerHeader(tx: Tx, lender: number): Promise<PartnerHeader | undefined> {
  const row = await tx
    .selectFrom('partner_secrets')
    .select(['header_name', 'header_value'])
    .where('lender_id', '=', lender)
    .executeTakeFirst()
  return row?.header_name && row.header_value !== null ? { name: row.header_name, value: row.header_value } : undefined
}

interface Secrets {
  readonly token_hash?: Buffer | null
  readonly token_made_at?: Date | null
  readonly header_name?: string | null
  readonly header_value?: string | null
  readonly header_set_at?: Date | null
}

async function store(tx: Tx, lender: number, secrets: Secrets): Promise<void> {
  if (!(await readLender(tx, lender))) throw new Problem('not-found', { what: 'lender' })
  await tx
    .insertInto('partner_secrets')
    .values({ lender_id: lender, ...secrets })
    .onConflict((conflict) => conflict.column('lender_id').doUpdateSet(secrets))
    .execute()
}

const told = (tx: Tx, lender: number, action: string, actor: Actor) =>
  audit(tx, { actor, action, subject: { kind: 'lender', id: lender } })
