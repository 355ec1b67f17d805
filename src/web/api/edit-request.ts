import { citationFilled, editRequest, type Request } from '../../ill/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import type { Action } from '../../workflow/index.ts'
import type { Door } from '../door.ts'
import { detailsAfter, detailsJudgedBy } from '../edited-details.ts'
import { mayAct } from '../pages/requests/opened.ts'
import { whoIs } from '../requests.ts'
import { parse } from '../route.ts'
import type { Visitor } from '../visitor.ts'
import { citationSaid, judgedAsForm } from './citation-said.ts'
import { RequestEdit } from './request-schemas.ts'

/** The event whose form is not the machine's: that one holds what was and what is, which nobody says by hand. */
const edit = 'edit'
const { shape } = RequestEdit
const form = RequestEdit.extend({
  service: shape.service.meta({ title: 'Service', labels: { loan: 'Loan', copy: 'Copy' } }),
  pickupBranch: shape.pickupBranch.meta({ title: 'Pickup place', list: 'branch' }),
})

export const isEdit = ({ event }: Pick<Action, 'event'>): boolean => event === edit

/** The change of a request's details as one of its actions, for staff who may make it. No menu has it: it is possible always. */
export function editAction({ ill: { engine } }: Door, visitor: Visitor, request: Request): readonly Action[] {
  const { label, permission } = engine.machine('request').definition.events[edit]!
  if (!mayAct(visitor, { permission }, request)) return []
  return [
    {
      ...{ event: edit, label, group: 'Details', order: 0, form, notes: {} },
      ...{ permission, primary: false, local: false, obstacles: [] },
    },
  ]
}

/**
 * Changes what is said of a request's details; the rest stays.
 * @throws Problem bad-input, not-your-branch for a pickup place the caller has no right in, and those of `editRequest`
 */
export async function editSaid(
  door: Door,
  visitor: Visitor,
  tx: Tx,
  request: Request,
  body: unknown,
  expected: { readonly expected?: number },
): Promise<void> {
  const said = parse(RequestEdit, body)
  const { id, citation, note, neededBy, pickupBranch, copyrightAt } = request
  const typed = citationFilled(citationSaid(citation, said.citation), {
    service: said.service ?? request.service,
    notes: said.note ?? note,
    neededBy: said.neededBy === undefined ? (neededBy ?? null) : said.neededBy,
    pickup: said.pickupBranch ?? pickupBranch ?? null,
  })
  const fields = judgedAsForm(await detailsJudgedBy(door, tx, request, typed.pickup || undefined), typed)
  const after = detailsAfter(door, visitor, request, fields, said.copyrightAgreed ?? copyrightAt !== null)
  const cause = { actor: whoIs(visitor), via: 'api', ...expected }
  await editRequest(tx, id, after, { ...cause, privateNote: said.privateNote || undefined }, door.ill.engine)
}
