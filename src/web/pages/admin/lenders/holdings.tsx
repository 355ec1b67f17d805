import type { RequestHandler } from 'express'
import { z } from 'zod'
import {
  findLender,
  type HoldingOwner,
  HoldingOwnerFields,
  holdingOwners,
  removeHoldingOwner,
  saveHoldingOwner,
} from '../../../../ill/index.ts'
import { type Complaints, complaintsOf } from '../../../complaints.ts'
import { SelectField } from '../../../components/choice.tsx'
import { TextField } from '../../../components/field.tsx'
import { Link } from '../../../components/link.tsx'
import { CsrfField } from '../../../components/visit.tsx'
import type { Door } from '../../../door.ts'
import { parse, route } from '../../../route.ts'
import { sendPage } from '../../../send-page.ts'
import { count as counted } from '../../../text.ts'
import { AdminLayout } from '../admin-layout.tsx'

export const holdingsPath = '/admin/lenders/holdings'

const notices = { saved: 'Saved: rotas that are built from now on go by it.', removed: 'Removed.' } as const
const Typed = z.object({
  target: z.string().max(400).default(''),
  code: z.string().max(400).default(''),
  symbol: z.string().max(200).default(''),
})
type Typed = z.output<typeof Typed>

/** Which lender a target of the search, or a library code in its records, means. */
export const holdingsPage = (door: Door): RequestHandler =>
  route(Typed.extend({ done: z.enum(['saved', 'removed']).optional() }), async ({ done, ...typed }, { res }) => {
    const owners = await holdingOwners(door.database.db)
    sendPage(res, <Holdings {...{ door, owners, typed }} notice={done && notices[done]} />)
  })

/** Says so. */
export const saveHoldingAct = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { req, res, visitor }) => {
    const typed = parse(Typed, req.body)
    const { target, code, symbol } = typed
    const lender = symbol.trim() === '' ? undefined : await findLender(door.database.db, symbol)
    const judged = HoldingOwnerFields.safeParse({ target, code, lenderId: lender?.id ?? 1 })
    const complaints: Complaints = {
      ...(judged.success ? {} : complaintsOf(judged.error)),
      ...(lender ? {} : { symbol: 'No lender has this symbol: take one of the directory.' }),
    }
    if (!judged.success || !lender) {
      const owners = await holdingOwners(door.database.db)
      return sendPage(res, <Holdings {...{ door, owners, typed, complaints }} />, 422)
    }
    await door.database.tx((tx) => saveHoldingOwner(tx, judged.data, visitor.actor))
    res.redirect(303, `${holdingsPath}?done=saved`)
  })

export const removeHoldingAct = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { req, res, visitor }) => {
    const { id } = parse(z.object({ id: z.coerce.number().int().positive() }), req.body)
    await door.database.tx((tx) => removeHoldingOwner(tx, id, visitor.actor))
    res.redirect(303, `${holdingsPath}?done=removed`)
  })

interface HoldingsProps {
  readonly door: Door
  readonly owners: readonly HoldingOwner[]
  readonly typed: Typed
  readonly complaints?: Complaints
  readonly notice?: string | undefined
}

function Holdings({ door, owners, typed, complaints = {}, notice }: HoldingsProps) {
  const targets = door.service.targets('enquiry').map(({ id, label }) => [id, label] as const)
  const labels = new Map<string, string>(targets)
  const wrong = Object.keys(complaints).length > 0
  return (
    <AdminLayout
      door={door}
      title="Whose holdings"
      part="/admin/lenders"
      notice={notice}
      refusal={wrong ? 'Nothing was saved.' : undefined}
    >
      <p class="way-back">
        <Link to="/admin/lenders">‹ Lenders</Link>
      </p>
      <h1>Whose holdings</h1>
      <p class="hint">
        A rota begins with libraries that are known to have the title: those whose catalogue showed it, and those its
        record names. Say here which lender a library that is searched is, or a code in records means. A code that is a
        lender’s symbol, such as an ISIL, is understood without it.
      </p>
      {owners.length > 0 && (
        <>
          <p class="hint">{counted(owners.length, 'entry', 'entries')}</p>
          <div class="panel wide-table">
            <table class="rows">
              <thead>
                <tr>
                  <th scope="col">Searched library</th>
                  <th scope="col">Code in records</th>
                  <th scope="col">Lender</th>
                  <th scope="col">
                    <span class="hidden">What to do</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {owners.map((owner) => (
                  <tr key={owner.id}>
                    <td data-label="Searched library">{labels.get(owner.target) ?? (owner.target || 'any')}</td>
                    <td data-label="Code in records">{owner.code || 'whatever it shows'}</td>
                    <th scope="row">
                      <Link to={`/admin/lenders/${owner.lenderId}`}>{owner.lender}</Link>{' '}
                      <span class="hint">{owner.symbol}</span>
                    </th>
                    <td>
                      <form method="post" action={`${holdingsPath}/remove`} class="inline">
                        <CsrfField />
                        <button type="submit" class="btn" name="id" value={owner.id}>
                          Remove<span class="hidden"> {owner.code || labels.get(owner.target) || owner.target}</span>
                        </button>
                      </form>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      <form method="post" action={holdingsPath} class="panel stacked">
        <h2>Add one</h2>
        <CsrfField />
        <SelectField
          id="target"
          label="Searched library"
          options={[['', 'Any'], ...targets]}
          value={typed.target}
          complaint={complaints['target']}
        />
        <TextField
          id="code"
          label="Code in records"
          hint="As MARC 850 or 852 has it. Leave it empty where the catalogue is one library’s."
          value={typed.code}
          complaint={complaints['code']}
          autocomplete="off"
          maxLength={100}
        />
        <TextField
          id="symbol"
          label="Symbol of the lender"
          value={typed.symbol}
          complaint={complaints['symbol']}
          autocomplete="off"
          maxLength={60}
          required
        />
        <div class="acts">
          <button type="submit" class="btn primary">
            Save
          </button>
        </div>
      </form>
    </AdminLayout>
  )
}
