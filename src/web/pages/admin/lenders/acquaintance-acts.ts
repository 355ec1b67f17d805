import type { RequestHandler } from 'express'
import { z } from 'zod'
import { headerComplaints, makePartnerToken, revokePartnerToken, setPartnerHeader } from '../../../../ill/index.ts'
import type { Door } from '../../../door.ts'
import { formFields, parse, route } from '../../../route.ts'
import { LenderAddress, showLender } from './lender.tsx'

const HeaderFields = z.object({ name: z.string().trim().max(200), value: z.string().trim().max(4000) })

/** Gives a library a token. It stands on the answer's page, and nowhere else. */
export const makeTokenAct = (door: Door): RequestHandler =>
  route(LenderAddress, async ({ lender: id }, { res, visitor }) => {
    const token = await door.database.tx((tx) => makePartnerToken(tx, id, visitor.actor, new Date(door.clock.now())))
    res.set('Cache-Control', 'no-store')
    await showLender(door, res, id, { token })
  })

export const endTokenAct = (door: Door): RequestHandler =>
  route(LenderAddress, async ({ lender: id }, { res, visitor }) => {
    await door.database.tx((tx) => revokePartnerToken(tx, id, visitor.actor))
    res.redirect(303, `/admin/lenders/${id}?done=ended`)
  })

/** Sets what we show a library. */
export const setHeaderAct = (door: Door): RequestHandler =>
  route(LenderAddress, async ({ lender: id }, { req, res, visitor }) => {
    const header = parse(HeaderFields, formFields(req, HeaderFields))
    const complaints = headerComplaints(header)
    if (Object.keys(complaints).length > 0) {
      const refusal = 'Nothing was saved: something is to be put right below.'
      return await showLender(door, res, id, { refusal, header: { ...header, value: '', complaints } }, 422)
    }
    const at = new Date(door.clock.now())
    await door.database.tx((tx) => setPartnerHeader(tx, id, header, visitor.actor, at))
    res.redirect(303, `/admin/lenders/${id}?done=header`)
  })

export const removeHeaderAct = (door: Door): RequestHandler =>
  route(LenderAddress, async ({ lender: id }, { res, visitor }) => {
    const at = new Date(door.clock.now())
    await door.database.tx((tx) => setPartnerHeader(tx, id, undefined, visitor.actor, at))
    res.redirect(303, `/admin/lenders/${id}?done=headerless`)
  })
