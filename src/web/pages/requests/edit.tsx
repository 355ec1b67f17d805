import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { branches } from '../../../catalogue/index.ts'
import {
  CitationFields,
  citationFilled,
  citationForm,
  citationTyped,
  editRequest,
  type Request,
} from '../../../ill/index.ts'
import { Problem } from '../../../problems.ts'
import { type Complaints, complaintsOf } from '../../complaints.ts'
import type { Door } from '../../door.ts'
import { detailsAfter, detailsJudgedBy } from '../../edited-details.ts'
import { pickupChoices, whoIs } from '../../requests.ts'
import { type Exchange, exchangeOf, formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { EditPage, type TypedDetails } from './edit-page.tsx'
import { afterAct, openRequest, RequestAddress } from './opened.ts'

const Extra = z.object({
  version: z.coerce.number().int().positive(),
  key: z.string().max(80).default(''),
  agreed: z.literal('1').optional().catch(undefined),
  privateNote: z.string().max(4000).default(''),
})

/** The details of a request, to be changed. */
export const editPage = (door: Door): RequestHandler =>
  route(RequestAddress, async ({ id }, exchange) => {
    const { request } = await openRequest(door, exchange.visitor, id)
    await show(door, exchange, request, typedOf(request), {})
  })

/** Save & Close. */
export const editAct =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id } = parse(RequestAddress, req.params)
    const exchange = exchangeOf(req, res)
    const { request } = await openRequest(door, exchange.visitor, id)
    const fields = formFields(req, CitationFields)
    const extra = parse(Extra, formFields(req, Extra))
    const typed: TypedDetails = {
      citation: citationTyped(fields),
      agreed: extra.agreed !== undefined,
      privateNote: extra.privateNote,
    }
    const options = await detailsJudgedBy(door, door.database.db, request, typed.citation.pickup || undefined)
    const judged = citationForm(options).safeParse(fields)
    const note = extra.privateNote.trim()
    const complaints: Complaints = {
      ...(judged.success ? {} : complaintsOf(judged.error)),
      ...(note.length > 2000 && { privateNote: 'Use at most 2000 characters.' }),
    }
    if (!judged.success || Object.keys(complaints).length > 0) return show(door, exchange, request, typed, complaints)
    const after = detailsAfter(door, exchange.visitor, request, judged.data, typed.agreed)
    const { engine } = door.ill
    const key = extra.key.startsWith('page:') ? extra.key : undefined
    // Pressed twice: what the first press did stands.
    if (key === undefined || !(await engine.knows(door.database.db, id, key))) {
      const cause = { actor: whoIs(exchange.visitor), via: 'page', expected: extra.version, key } as const
      const told = await door.database
        .tx((tx) => editRequest(tx, id, after, { ...cause, privateNote: note || undefined }, engine))
        .catch((error: unknown) => {
          if (error instanceof Problem && error.code === 'workflow-stale') return error.message
          throw error
        })
      if (told !== undefined) {
        const { request: now } = await openRequest(door, exchange.visitor, id)
        return show(door, exchange, now, typed, {}, told)
      }
    }
    afterAct(res, `/requests/${id}`, 'edit')
  }

const typedOf = (request: Request): TypedDetails => ({
  citation: citationFilled(request.citation, {
    service: request.service,
    notes: request.note,
    neededBy: request.neededBy ?? null,
    pickup: request.pickupBranch ?? null,
  }),
  agreed: request.copyrightAt !== null,
  privateNote: '',
})

async function show(
  door: Door,
  { res, visitor }: Pick<Exchange, 'res' | 'visitor'>,
  request: Request,
  typed: TypedDetails,
  complaints: Complaints,
  stale?: string,
): Promise<void> {
  const status = stale ? 412 : Object.keys(complaints).length > 0 ? 422 : 200
  const pickups = pickupChoices(await branches(door.database.db), visitor, request.pickupBranch)
  const formKey = `page:${randomUUID()}`
  sendPage(res, <EditPage {...{ door, request, typed, complaints, stale, pickups, formKey }} />, status)
}
