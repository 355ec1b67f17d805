import type { Door } from '../../../door.ts'
import { pickupsOf, whoIs } from '../../../requests.ts'
import type { Visitor } from '../../../visitor.ts'
import type { OpenedRequest } from '../opened.ts'
import { lineStatus } from '../words.ts'
import { type Choice, type Chosen, type Several, whyNot } from './chosen.ts'

/** The lenders of a request, to be ticked on its page. */
export const lendersOf = (id: number): Several => ({
  ...{
    noun: 'lender',
    box: 'line',
    path: `/requests/${id}/lenders/bulk`,
    back: `/requests/${id}/lenders`,
    backWords: 'Manage ILL',
  },
})

/** Lines of a request, in the order they are asked, each judged for an event. What is no line of it is left out. */
export async function chooseLines(
  door: Door,
  visitor: Visitor,
  { request, lines }: OpenedRequest,
  event: string,
  ids: ReadonlySet<number>,
): Promise<Choice> {
  const { engine } = door.ill
  const meant = lines.filter(({ id }) => ids.has(id))
  const actions = await engine.actions(
    door.database.db,
    meant.map(({ id }) => id),
    whoIs(visitor),
  )
  const chosen = meant.map((line): Chosen => {
    const { id, version, state, lender } = line
    const status = lineStatus(engine, line)
    const action = actions.get(id)?.find((one) => one.event === event)
    return {
      ticked: {
        id,
        version,
        to: `/requests/${request.id}/lenders#line-${id}`,
        name: lender.name,
        title: lender.symbol,
      },
      why: whyNot(door, visitor, request, action, { machine: 'borrowing', event, state, status }),
    }
  })
  return { chosen, meant: meant.length, pickups: pickupsOf(request) }
}
