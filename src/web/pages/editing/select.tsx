import type { RequestHandler } from 'express'
import { z } from 'zod'
import type { SelectOutcome } from '../../../catalogue/index.ts'
import { Problem } from '../../../problems.ts'
import { RecordAddress } from '../../address.ts'
import { readDecision } from '../../decisions.ts'
import type { Door } from '../../door.ts'
import { bibHref } from '../../our-address.ts'
import { putDown } from '../../request-in-hand.ts'
import { formFields, parse, route } from '../../route.ts'
import { selectFound } from '../../selection.ts'
import { sendPage } from '../../send-page.ts'
import { sendRecord, theRecord } from '../record.tsx'
import { DecisionPage } from './decision-page.tsx'

const Form = z.object({
  decision: z.string().max(60).default(''),
  request: z.string().max(20).default(''),
  confirm: z.literal('1').optional().catch(undefined),
})

/**
 * Takes a found record into the catalogue and goes to it. Where somebody has to decide, the answer is a page with the
 * choices, each of which comes back here: sending any of them twice does nothing twice.
 */
export const selectAct = (door: Door): RequestHandler =>
  route(RecordAddress, async (wanted, exchange) => {
    const { req, res, visitor } = exchange
    const form = parse(Form, formFields(req, Form))
    const decision = readDecision(form.decision)
    const found = await theRecord(door, wanted, exchange)
    if (!found) return
    /** To the record, or back to the request it is for. */
    const goOn = ({ bibId, kind }: Extract<SelectOutcome, { bibId: number }>) => {
      if (form.request === '') return res.redirect(303, bibHref(bibId, `?notice=${kind}`))
      putDown(req, res)
      res.redirect(303, `/requests/${form.request}?done=linked`)
    }
    const { detail, address } = found
    const requestId = form.request || undefined
    const selection = { decision, confirmLossy: form.confirm !== undefined, requestId }
    const outcome = await selectFound(door, detail, selection, visitor).catch(
      (error: unknown): SelectOutcome | string => {
        // Somebody was quicker: the choices are shown as they are now.
        if (error instanceof Problem && error.status === 409) return error.message
        throw error
      },
    )
    if (typeof outcome !== 'string' && 'bibId' in outcome) return goOn(outcome)
    const asked = typeof outcome === 'string' ? await selectFound(door, detail, { requestId }, visitor) : outcome
    // It was selected before, and ours is no longer what was looked at.
    if ('bibId' in asked && typeof outcome === 'string' && !requestId)
      return sendRecord(door, found, exchange, { complaint: outcome })
    if ('bibId' in asked) return goOn(asked)
    const complaint =
      typeof outcome === 'string'
        ? outcome
        : decision && asked.lossyFields.length > 0
          ? `Tick this box first${asked.matches.length > 0 ? ', or use a record of ours' : ''}.`
          : undefined
    sendPage(
      res,
      <DecisionPage
        {...{ door, address, detail, complaint, request: requestId }}
        question={asked}
        stale={typeof outcome === 'string'}
      />,
      409,
    )
  })
