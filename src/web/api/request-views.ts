import type { z } from 'zod'
import { type Line, openRequestStates, type Request } from '../../ill/index.ts'
import type { Engine, StoredEvent } from '../../workflow/index.ts'
import { eventLabel } from '../../workflow/index.ts'
import type { OwnRequest } from '../own-requests.ts'
import { expectedOn } from '../own-standing.ts'
import { lineStatus, requestStatus } from '../pages/requests/words.ts'
import { obstacleWords } from '../placing.ts'
import type { ActionView } from './action-views.ts'
import type * as schemas from './request-schemas.ts'

type LineView = z.input<typeof schemas.Line>
type Actions = z.input<typeof schemas.Action>[]

/** Only what there is. */
const present = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], null | undefined>
  }

const common = (request: Request) => {
  const { id, number, publicId, version, state, service, title, author, citation, note, placedAt, changedAt } = request
  const { pickupBranch, neededBy } = request
  return {
    ...{ id, number, publicId, version, service, title, author, citation, note },
    ...present({ pickupBranch, neededBy }),
    open: openRequestStates.includes(state),
    placedAt: placedAt.toISOString(),
    changedAt: changedAt.toISOString(),
  }
}

/** A request as its reader sees it: nothing of lenders or staff. */
export const ownView = ({ request, standing: { words, next, loan }, lines }: OwnRequest) => ({
  ...common(request),
  status: words,
  ...present({ next, dueOn: loan?.dueOn, expectedOn: expectedOn(lines) }),
})

/** A request as staff see it. */
export function requestView(
  engine: Engine,
  request: Request,
  lines: readonly Line[],
  actionsOf?: (id: number) => readonly ActionView[],
) {
  const { id, state, patron, source, bibId, despite, data } = request
  const { assignedTo, assignedName, attention, completedAt } = data
  return {
    ...common(request),
    ...{ state, status: requestStatus(engine, request), patron, attention },
    source: {
      kind: source.kind,
      ...(source.kind === 'external' && { target: source.target, label: source.label }),
    },
    ...present({ bibId, completedAt }),
    despite: despite.map((one) => ({ kind: one.kind, words: obstacleWords(one, true) })),
    ...(assignedTo !== null && { assignedTo: { id: assignedTo, name: assignedName ?? '' } }),
    ...(actionsOf && { actions: actionsOf(id) as Actions }),
    lines: lines.map((line) => lineView(engine, line, actionsOf)),
  }
}

export function lineView(engine: Engine, line: Line, actionsOf?: (id: number) => readonly ActionView[]): LineView {
  const { id, position, version, state, changedAt, data } = line
  const { id: lender, symbol, name, open } = line.lender
  const { attention, otherMeans, terminated, closed, shippedService: service, cost } = data
  const { dueAtLender, condition, replyBy, expectedOn, renewProposed } = data
  const { sentAt, shippedAt, receivedAt, renewAskedAt, returnedAt } = data
  return {
    ...{ id, position, version, state, status: lineStatus(engine, line) },
    lender: { id: lender, symbol, name, open },
    ...{ attention, otherMeans, terminated, closed },
    changedAt: changedAt.toISOString(),
    ...present({ service, cost, dueAtLender, condition, replyBy, expectedOn, renewProposed }),
    ...present({ sentAt, shippedAt, receivedAt, renewAskedAt, returnedAt }),
    ...(actionsOf && { actions: actionsOf(id) as Actions }),
  }
}

/** A line of the history of a request, or of one of its lenders. */
export function eventView(engine: Engine, of: 'request' | Line, told: StoredEvent) {
  const { version, event, at, actor, via, form, undoes } = told
  const ofLine = of !== 'request'
  const { definition } = engine.machine(ofLine ? 'borrowing' : 'request')
  return {
    of: ofLine ? ('line' as const) : of,
    ...(ofLine && { line: of.id }),
    ...{ version, event, via },
    label: eventLabel(definition, event) ?? event,
    at: at.toISOString(),
    by: { kind: actor.kind, name: actor.name },
    said: form,
    ...(undoes !== null && { undoes }),
  }
}
