import type { RequestHandler } from 'express'
import { z } from 'zod'
import {
  type ApiToken,
  isPermission,
  listTokens,
  makeToken,
  type Permission,
  permissions,
  revokeToken,
} from '../../../accounts/index.ts'
import { type Complaints, complaintsOf } from '../../complaints.ts'
import { SelectField } from '../../components/choice.tsx'
import { TextField } from '../../components/field.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { type Exchange, formFields, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { AdminLayout } from './admin-layout.tsx'
import { OneTimeText } from './one-time-text.tsx'
import { plainText } from './plain-text.ts'
import { PermissionChecks } from './roles.tsx'

const lifetimes = [
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', 'One year'],
  ['', 'Until it is revoked'],
] as const
const day = 24 * 60 * 60_000

const TokensAddress = z.object({ saved: z.literal('revoked').optional() })
const TokenForm = z.object({
  name: plainText(100, 'Say which program it is for.'),
  days: z.enum(['30', '90', '365', '']).default('365'),
  permission: z
    .array(z.string().max(64))
    .max(50)
    .refine((names) => names.some(isPermission), 'Tick at least one: a token that allows nothing is of no use.'),
})

interface Typed {
  readonly name: string
  readonly days: string
  readonly permission: readonly Permission[]
}
const nothing: Typed = { name: '', days: '365', permission: [] }

interface Shown {
  readonly form?: Typed
  readonly complaints?: Complaints
  readonly notice?: string | undefined
  /** A token just made, shown this once. */
  readonly made?: { readonly name: string; readonly token: string }
}

async function show(door: Door, { res }: Exchange, shown: Shown, status = 200): Promise<void> {
  const now = door.clock.now()
  sendPage(res, <Tokens door={door} now={now} tokens={await listTokens(door.database.db)} {...shown} />, status)
}

/** The tokens programs use instead of signing in. */
export const tokensPage = (door: Door): RequestHandler =>
  route(TokensAddress, ({ saved }, exchange) =>
    show(door, exchange, { notice: saved && 'The token is revoked: it opens nothing any more.' }),
  )

/** Makes a token. It stands on the answer's page, and nowhere else. */
export const addTokenAct = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, exchange) => {
    const given = formFields(exchange.req, TokenForm)
    const parsed = TokenForm.safeParse(given)
    if (!parsed.success) {
      const form = {
        name: String(given['name'] ?? ''),
        days: String(given['days'] ?? nothing.days),
        permission: [given['permission'] ?? []].flat().filter(isPermission),
      }
      return await show(door, exchange, { form, complaints: complaintsOf(parsed.error) }, 400)
    }
    const { name, days, permission } = parsed.data
    const expiresAt = days === '' ? undefined : new Date(door.clock.now() + Number(days) * day)
    const fields = { name, permissions: permission.filter(isPermission), expiresAt }
    const token = await door.database.tx((tx) => makeToken(tx, fields, exchange.visitor.actor))
    await show(door, exchange, { made: { name, token } })
  })

/** Ends a token for good. */
export const revokeTokenAct = (door: Door): RequestHandler =>
  route(z.object({ token: z.uuid() }), async ({ token }, { res, visitor }) => {
    await door.database.tx((tx) => revokeToken(tx, token, visitor.actor, door.clock.now()))
    res.redirect(303, '/admin/tokens?saved=revoked')
  })

const dateOf = (date: Date | undefined, otherwise: string) => date?.toISOString().slice(0, 10) ?? otherwise

interface TokensProps extends Shown {
  readonly door: Door
  readonly tokens: readonly ApiToken[]
  readonly now: number
}

function Tokens({ door, tokens, now, form = nothing, complaints = {}, notice, made }: TokensProps) {
  return (
    <AdminLayout door={door} title="API tokens" part="/admin/tokens" notice={notice}>
      <h1>API tokens</h1>
      <p class="hint">
        Programs that use the API show a token instead of signing in. Give each program one of its own.
      </p>
      {made && (
        <OneTimeText text={made.token} is="token">
          The token for {made.name}. Copy it now: it is stored nowhere and can’t be shown again.
        </OneTimeText>
      )}
      {tokens.length === 0 ? (
        <div class="panel nothing">
          <p>No program has a token.</p>
        </div>
      ) : (
        <div class="panel wide-table">
          <table class="rows">
            <thead>
              <tr>
                <th scope="col">Program</th>
                <th scope="col">Allows to</th>
                <th scope="col">Made</th>
                <th scope="col">Last used</th>
                <th scope="col">Good until</th>
                <th scope="col">
                  <span class="hidden">Revoke</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {tokens.map((token) => (
                <tr key={token.id}>
                  <th scope="row">{token.name}</th>
                  <td data-label="Allows to">{token.permissions.map((name) => permissions[name]).join('; ')}</td>
                  <td data-label="Made">
                    {dateOf(token.createdAt, '')} by {token.createdBy}
                  </td>
                  <td data-label="Last used">{dateOf(token.lastUsedAt, 'never')}</td>
                  <td data-label="Good until">
                    {token.expiresAt && token.expiresAt.getTime() <= now ? (
                      <span class="badge wait">△ Expired</span>
                    ) : (
                      dateOf(token.expiresAt, 'revoked')
                    )}
                  </td>
                  <td>
                    <form method="post" action={`/admin/tokens/${token.id}/revoke`}>
                      <CsrfField />
                      <button type="submit" class="btn" aria-label={`Revoke the token for ${token.name}`}>
                        Revoke
                      </button>
                    </form>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <section class="panel">
        <h2>Make a token</h2>
        <form method="post" action="/admin/tokens" class="stacked">
          <CsrfField />
          <TextField
            id="name"
            label="Program"
            hint="What it is for, so that somebody knows when it may go."
            value={form.name}
            complaint={complaints['name']}
            autocomplete="off"
            required
          />
          <SelectField id="days" label="Good for" options={lifetimes} value={form.days} />
          <div>
            {complaints['permission'] && <p class="complaint">✕ {complaints['permission']}</p>}
            <PermissionChecks legend="Allows to" chosen={form.permission} />
          </div>
          <button type="submit" class="btn primary">
            Make the token
          </button>
        </form>
      </section>
    </AdminLayout>
  )
}
