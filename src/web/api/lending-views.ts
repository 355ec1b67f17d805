import type { z } from 'zod'
import type { Candidate, Lending } from '../../ill/index.ts'
import { type Engine, eventLabel, type StoredEvent, stateLabel } from '../../workflow/index.ts'
import type { ActionView } from './action-views.ts'
import type * as schemas from './lending-schemas.ts'

/** Only what there is. */
const present = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], null | undefined>
  }

/** A request of another library as staff's programs see it. */
export function lendingView(
  engine: Engine,
  lending: Lending,
  actions?: readonly ActionView[],
): z.input<typeof schemas.Lending> {
  const { id, number, version, state, lastEvent, via, theirNumber, partner, wanted, title, author, services } = lending
  const { neededBy, mostCost, hold, note, deliverTo, bibId, itemId, data, openedAt, changedAt } = lending
  const { attention, closed, closedByPartner, service, news: _, ...rest } = data
  return {
    ...{ id, number, version, state, via, theirNumber, wanted, title, author, hold, note, service },
    status: stateLabel(engine.machine('lending').definition, { state, lastEvent }) ?? state,
    library: { id: partner.id, symbol: partner.symbol, name: partner.name },
    services: [...services],
    ...{ attention, closed, closedByPartner },
    ...present({ neededBy, mostCost, deliverTo, bibId, itemId }),
    ...present(rest),
    openedAt: openedAt.toISOString(),
    changedAt: changedAt.toISOString(),
    ...(actions && { actions: actions as z.input<typeof schemas.Lending>['actions'] }),
  }
}

export function lendingEventView(engine: Engine, told: StoredEvent) {
  const { version, event, at, actor, via, form, undoes } = told
  return {
    ...{ version, event, via },
    label: eventLabel(engine.machine('lending').definition, event) ?? event,
    at: at.toISOString(),
    by: { kind: actor.kind, name: actor.name },
    said: form,
    ...(undoes !== null && { undoes }),
  }
}

export const availabilityView = (candidates: readonly Candidate[]): z.input<typeof schemas.Availability> => ({
  records: candidates.map(({ copies, ...record }) => ({
    ...record,
    copies: copies.map(({ item, status, available, dueOn }) => ({
      itemId: item.id,
      ...{ accessionNo: item.accessionNo, branch: item.branch, callNumber: item.callNumber, status, available },
      ...(dueOn !== undefined && { dueOn }),
    })),
  })),
})
