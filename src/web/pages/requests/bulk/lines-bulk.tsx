import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { sentToLender } from '../../../../ill/index.ts'
import type { Tx } from '../../../../kit/db/index.ts'
import type { MessagePreview } from '../../../../messages/index.ts'
import { Problem } from '../../../../problems.ts'
import { complaintsAbout, controlsOf, saidIn } from '../../../action-form.ts'
import type { Complaints } from '../../../complaints.ts'
import type { Door } from '../../../door.ts'
import { pickupsOf, whoIs } from '../../../requests.ts'
import { type Exchange, exchangeOf, formFields, parse, route } from '../../../route.ts'
import { sendPage } from '../../../send-page.ts'
import { digestOf, LetterPreviews, type LineLetter } from '../letter-preview.tsx'
import { afterAct, mayComplete, type OpenedRequest, openRequest, RequestAddress, received } from '../opened.ts'
import { listsFor } from '../presets.ts'
import { daysOf, isTold } from '../usual.ts'
import { readRow } from './bulk-address.ts'
import { carryOut } from './carry-out.ts'
import type { Choice } from './chosen.ts'
import { ConfirmPage } from './confirm-page.tsx'
import { type Getting, InsteadForAll } from './instead.tsx'
import { LinesAddress, LinesForm } from './lines-address.ts'
import { chooseLines, lendersOf } from './lines-chosen.ts'
import { ResultPage } from './result-page.tsx'
import { TickFirst } from './tick-first.tsx'

/** Asks once more, with exact counts: what can be done with which of the lenders that were ticked. */
export const linesPage = (door: Door): RequestHandler =>
  route(LinesAddress, async ({ id, event, line }, exchange) => {
    const { res, visitor } = exchange
    const opened = await openRequest(door, visitor, id)
    specOf(door, event)
    const choice = await chooseLines(door, visitor, opened, event, new Set(line))
    if (choice.meant === 0) return sendPage(res, <TickFirst {...{ door, of: lendersOf(id), ticked: 0 }} />, 400)
    await confirm(door, exchange, { opened, event, choice, typed: await usualIn(door, opened, event, choice) })
  })

/** Does it, and tells what became of each. The same press again finds what the first one did. */
export const linesAct =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id } = parse(RequestAddress, req.params)
    const exchange = exchangeOf(req, res)
    const { visitor } = exchange
    const form = parse(LinesForm, formFields(req, LinesForm))
    const { event } = form
    const opened = await openRequest(door, visitor, id)
    const rows = form.row.map(readRow)
    const choice = await chooseLines(door, visitor, opened, event, new Set(rows.map((row) => row.id)))
    if (choice.meant === 0) throw new Problem('not-found', { what: 'line' })
    const spec = specOf(door, event)
    const said = saidIn(spec, (req.body ?? {}) as Readonly<Record<string, unknown>>)
    const complaints = { ...complaintsAbout(spec, said), ...ofOneAlone(said, choice) }
    const asked = { opened, event, choice, typed: said, complaints }
    if (Object.keys(complaints).length > 0 || form.preview) return confirm(door, exchange, asked)
    const seen = new Set(form.previewed)
    const sends = event === 'request' && said['transmit'] === true && seen.size > 0
    const unseen = (letter: MessagePreview | undefined, line: number) =>
      letter !== undefined && !seen.has(`${line}:${digestOf(letter)}`)
    if (sends) {
      const letters = await lettersTo(door, exchange, asked)
      if (letters.some(({ line, letter }) => unseen(letter, line)))
        return confirm(door, exchange, { ...asked, isNew: true })
    }
    const doubt = async (tx: Tx, line: number) =>
      unseen(await letterTo(door, exchange, asked, line, tx), line) ? 'its letter is another one by now' : undefined
    const wanted = { event, key: `page:${form.key}`, form: said, rows, ...(sends && { doubt }) }
    const fates = await carryOut(door, exchange, wanted, choice.chosen)
    const completes =
      received.has(event) && fates.some(({ why }) => why === undefined) && (await mayComplete(door, visitor, id))
    const complete = `/requests/${id}/act/complete`
    const [only] = fates
    if (only && fates.length === 1 && only.why === undefined)
      return afterAct(res, completes ? complete : `/requests/${id}/lenders`, event, only.chosen.ticked.id)
    const next = completes ? { to: complete, label: 'Request Complete' } : undefined
    sendPage(res, <ResultPage {...{ door, of: lendersOf(id), event, fates, next }} label={spec.label} />)
  }

/** What can be said of one item alone, and was said of several. */
function ofOneAlone({ accessionNo }: Readonly<Record<string, unknown>>, { chosen }: Choice): Complaints {
  const items = chosen.filter(({ why }) => why === undefined).length
  if (typeof accessionNo !== 'string' || accessionNo.trim() === '' || items < 2) return {}
  return {
    accessionNo: `One number cannot be that of ${items} items: leave it empty for the next of ours, or receive them one by one.`,
  }
}

/** @throws Problem not-found for what nobody does by hand */
function specOf({ ill: { engine } }: Door, event: string) {
  const { events } = engine.machine('borrowing').definition
  const spec = Object.hasOwn(events, event) ? events[event] : undefined
  if (!spec?.group || !spec.by.includes('staff')) throw new Problem('not-found', { what: 'action' })
  return { label: spec.label, form: spec.form }
}

async function usualIn(
  door: Door,
  { request, lines }: OpenedRequest,
  event: string,
  { chosen }: Choice,
): Promise<Readonly<Record<string, unknown>>> {
  const names = new Set(controlsOf(specOf(door, event)).map(({ name }) => name))
  const meant = new Set(chosen.filter(({ why }) => why === undefined).map(({ ticked }) => ticked.id))
  const usual = {
    ...door.ill.engine.policy.notes('borrowing', event),
    ...(await daysOf(door, request.pickupBranch)),
    transmit: lines.filter(({ id }) => meant.has(id)).every(isTold),
  }
  return Object.fromEntries(Object.entries(usual).filter(([name]) => names.has(name)))
}

interface Asked {
  readonly opened: OpenedRequest
  readonly event: string
  readonly choice: Choice
  readonly typed: Readonly<Record<string, unknown>>
  readonly complaints?: Complaints
  /** The letters were to be sent, and are not what was seen before. */
  readonly isNew?: boolean
}

async function confirm(door: Door, exchange: Exchange, asked: Asked): Promise<void> {
  const { opened, event, choice, typed, complaints = {}, isNew = false } = asked
  const { res, visitor } = exchange
  const spec = specOf(door, event)
  const letters = await lettersTo(door, exchange, asked)
  const page = {
    ...{ door, event, choice, typed, complaints },
    of: lendersOf(opened.request.id),
    label: spec.label,
    controls: controlsOf(spec),
    lists: await listsFor(door.database.db, spec, visitor.person?.id, pickupsOf(opened.request)),
    key: randomUUID(),
  }
  const getting = await whatTheyGet(door, opened, event, choice)
  sendPage(
    res,
    <ConfirmPage {...page}>
      <InsteadForAll getting={getting} />
      {letters.length > 0 && <LetterPreviews letters={letters} isNew={isNew} />}
    </ConfirmPage>,
    Object.keys(complaints).length > 0 ? 422 : 200,
  )
}

/** What the systems of the lenders would be told of whom it can be done for. */
async function whatTheyGet(
  door: Door,
  { request, lines }: OpenedRequest,
  event: string,
  { chosen }: Choice,
): Promise<readonly Getting[]> {
  const about = { engine: door.ill.engine, event, at: new Date(door.clock.now()) }
  const can = new Set(chosen.filter(({ why }) => why === undefined).map(({ ticked }) => ticked.id))
  const getting: Getting[] = []
  for (const line of lines.filter(({ id }) => can.has(id)))
    getting.push({
      partner: line.lender.name,
      sendings: await sentToLender(door.database.db, { line, request }, about),
    })
  return getting
}

/** What each lender would be sent that can be asked. */
async function lettersTo(door: Door, exchange: Exchange, asked: Asked): Promise<readonly LineLetter[]> {
  const letters: LineLetter[] = []
  for (const { ticked, why } of asked.choice.chosen) {
    const letter = why === undefined ? await letterTo(door, exchange, asked, ticked.id) : undefined
    if (letter) letters.push({ line: ticked.id, name: ticked.name, letter })
  }
  return letters
}

async function letterTo(
  door: Door,
  { visitor }: Exchange,
  { opened: { request, lines }, event, typed }: Asked,
  id: number,
  tx: Tx = door.database.db,
): Promise<MessagePreview | undefined> {
  const line = lines.find((one) => one.id === id)
  if (!line || event !== 'request') return undefined
  return await door.ill.preview?.(tx, 'request', {
    ...{ line, request, form: typed, actor: whoIs(visitor), via: 'page' },
    at: new Date(door.clock.now()),
  })
}
