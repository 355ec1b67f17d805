import type { RequestHandler } from 'express'
import { z } from 'zod'
import {
  addLender,
  changeLender,
  exchangeProfiles,
  exchangeVersions,
  type Lender,
  lenderOfTexts,
  lenderTableColumns,
  newLenderCalendar,
  protocols,
  readLender,
  settlements,
} from '../../../../ill/index.ts'
import { Problem } from '../../../../problems.ts'
import type { Complaints } from '../../../complaints.ts'
import { Check, SelectField } from '../../../components/choice.tsx'
import { LinesField, TextField } from '../../../components/field.tsx'
import { Link } from '../../../components/link.tsx'
import { CsrfField } from '../../../components/visit.tsx'
import type { Door } from '../../../door.ts'
import { type Exchange, formFields, route } from '../../../route.ts'
import { sendPage } from '../../../send-page.ts'
import { AdminLayout } from '../admin-layout.tsx'

type Texts = Readonly<Record<string, string>>
type Column = (typeof lenderTableColumns)[number]

const choices: Readonly<Record<string, readonly string[]>> = {
  protocol: protocols,
  settlement: settlements,
  profile: exchangeProfiles,
  protocolVersion: exchangeVersions,
}
const ticked = ['lends', 'copies', 'namesPatron', 'closed', 'lastResort', 'active']
const severalLines = ['street', 'calendar.closedDates', 'notes']

const LenderAddress = z.object({ lender: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })
const Form = z.object({
  version: z.coerce.number().int().min(0).catch(0),
  ...Object.fromEntries(lenderTableColumns.map(({ field }) => [field, z.string().optional()])),
})

/** A lender as the form has it. */
const textsOf = (lender: Parameters<Column['write']>[0]): Texts =>
  Object.fromEntries(lenderTableColumns.map((column) => [column.field, column.write(lender)]))

export const newLenderPage = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { res }) => {
    const calendar = await newLenderCalendar(door.database.db)
    const usual = {
      lends: true,
      copies: true,
      active: true,
      protocol: 'email',
      settlement: 'none',
      profile: 'standard',
      protocolVersion: '1.2',
      calendar,
    }
    const texts = textsOf(usual as unknown as Lender)
    sendPage(res, <LenderPage door={door} texts={texts} />)
  })

export const lenderPage = (door: Door): RequestHandler =>
  route(LenderAddress, async ({ lender: id }, { res }) => {
    const lender = await known(door, id)
    sendPage(res, <LenderPage door={door} lender={lender} texts={textsOf(lender)} />)
  })

export const addLenderAct = (door: Door): RequestHandler =>
  route(z.object({}), (_input, exchange) => save(door, exchange, undefined))

export const changeLenderAct = (door: Door): RequestHandler =>
  route(LenderAddress, async ({ lender: id }, exchange) => save(door, exchange, await known(door, id)))

/** @throws Problem not-found */
async function known(door: Door, id: number): Promise<Lender> {
  const lender = await readLender(door.database.db, id)
  if (!lender) throw new Problem('not-found', { what: 'lender' })
  return lender
}

async function save(door: Door, { req, res, visitor }: Exchange, lender: Lender | undefined): Promise<void> {
  const sent = Form.parse(formFields(req, Form)) as { version: number } & Record<string, string | undefined>
  const texts: Texts = Object.fromEntries(
    lenderTableColumns.map(({ field }) => [field, sent[field] ?? (ticked.includes(field) ? 'no' : '')]),
  )
  const judged = lenderOfTexts(texts, lender, await newLenderCalendar(door.database.db))
  if ('complaints' in judged)
    return sendPage(res, <LenderPage {...{ door, lender, texts }} complaints={judged.complaints} />, 400)
  try {
    await door.database.tx((tx) =>
      lender
        ? changeLender(tx, lender.id, sent.version, judged.fields, visitor.actor)
        : addLender(tx, judged.fields, visitor.actor),
    )
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 409) throw error
    const complaints: Complaints = error.code === 'lender-symbol-taken' ? { symbol: `${error.message}.` } : {}
    return sendPage(res, <LenderPage {...{ door, lender, texts, complaints }} refusal={error.message} />, 409)
  }
  res.redirect(303, `/admin/lenders?saved=${lender ? 'changed' : 'added'}`)
}

interface LenderPageProps {
  readonly door: Door
  /** None for one that is to be added. */
  readonly lender?: Lender | undefined
  readonly texts: Texts
  readonly complaints?: Complaints
  readonly refusal?: string
}

function LenderPage({ door, lender, texts, complaints = {}, refusal }: LenderPageProps) {
  const title = lender?.name ?? 'Add a lender'
  const wrong = Object.keys(complaints).length
  const why =
    refusal ??
    (wrong > 0
      ? `Nothing was saved: ${wrong === 1 ? 'one field is' : `${wrong} fields are`} to be put right.`
      : undefined)
  return (
    <AdminLayout door={door} title={title} part="/admin/lenders" refusal={why}>
      <p class="way-back">
        <Link to="/admin/lenders">‹ Lenders</Link>
      </p>
      <h1>{title}</h1>
      <form method="post" action={lender ? `/admin/lenders/${lender.id}` : '/admin/lenders'} class="panel stacked">
        <CsrfField />
        {lender && <input type="hidden" name="version" value={lender.version} />}
        {lenderTableColumns.map((column) => (
          <Control
            key={column.field}
            column={column}
            value={texts[column.field] ?? ''}
            complaint={complaints[column.field]}
          />
        ))}
        <button type="submit" class="btn primary">
          {lender ? 'Save' : 'Add the lender'}
        </button>
      </form>
    </AdminLayout>
  )
}

interface ControlProps {
  readonly column: Column
  readonly value: string
  readonly complaint: string | undefined
}

/** The control of a column. */
function Control({ column: { field, name, about }, value, complaint }: ControlProps) {
  const label = name.charAt(0).toUpperCase() + name.slice(1)
  const options = choices[field]
  if (options)
    return (
      <SelectField
        id={field}
        label={label}
        complaint={complaint}
        options={options.map((one) => [one, one])}
        value={value}
      />
    )
  if (ticked.includes(field)) return <Check name={field} value="yes" checked={value === 'yes'} words={label} />
  const common = { id: field, label, value, complaint, ...(about && { hint: about }) }
  return severalLines.includes(field) ? (
    <LinesField {...common} rows={3} />
  ) : (
    <TextField {...common} autocomplete="off" />
  )
}
