import { branches } from '../../catalogue/index.ts'
import {
  addIllItem,
  type CirculationSettings,
  closeIllItem,
  removeIllItem,
  setLenderDue,
} from '../../circulation/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import { auditActor } from '../actors.ts'
import type { Circulation, LineAct } from '../ports.ts'
import { said } from './said.ts'
import { hideVisitingRecord, showVisitingRecord } from './visiting-record.ts'

interface OwnCirculationOptions {
  /** Records that came in for requests alone leave the catalogue of readers with their last item; they do by default. */
  readonly hidesVisitors?: boolean
}

/** What lenders send, circulated by our own desk. */
export function ownCirculation(
  settings: CirculationSettings,
  { hidesVisitors = true }: OwnCirculationOptions = {},
): Circulation {
  const act = ({ line, actor, via, at }: LineAct) => ({
    lineId: String(line.id),
    by: auditActor(actor, via),
    now: at.getTime(),
  })
  return {
    async receive(tx, given) {
      const { request, line, form } = given
      await addIllItem(tx, settings, {
        ...act(given),
        bibId: request.bibId!,
        accessionNo: said(form.accessionNo) ?? 'next',
        location: said(form.location),
        collection: said(form.collection),
        status: said(form.itemStatus),
        staffNote: said(form.privateNote),
        dueAtLender: line.data.dueAtLender ?? undefined,
        requestId: String(request.id),
        patronId: request.patron.id,
        pickupBranch: request.pickupBranch ?? (await firstBranch(tx)),
      })
      await showVisitingRecord(tx, request, act(given).by)
    },
    async unreceive(tx, given) {
      await removeIllItem(tx, act(given))
    },
    async changeDue(tx, given) {
      await setLenderDue(tx, settings, { ...act(given), date: given.line.data.dueAtLender ?? undefined })
    },
    async close(tx, given) {
      const closed = await closeIllItem(tx, act(given))
      if (hidesVisitors && closed.length > 0) await hideVisitingRecord(tx, given.request, act(given).by)
    },
  }
}

/** Where an item goes whose reader chose no place. @throws Problem bad-input when the library has none */
async function firstBranch(tx: Tx): Promise<string> {
  const branch = (await branches(tx)).find(({ active }) => active)
  if (!branch)
    throw new Problem('bad-input', { detail: 'The library has no branch yet: make one under Administration' })
  return branch.code
}
