import type { Actor } from '../kit/index.ts'
import { doorOf, type EventActor } from '../workflow/index.ts'

/** How the ids begin of programs that act: they have no account. */
export const tokenActor = 'token:'

/** Who causes an event, as the audit trail has it. */
export const auditActor = (actor: EventActor, via: string): Actor => ({
  ...(isAccount(actor) && { id: actor.id }),
  name: actor.name,
  via: doorOf(via),
})

/** The program by itself. */
export const system: EventActor = { kind: 'system', name: 'Farshelf' }

const isAccount = (actor: EventActor): actor is EventActor & { readonly id: string } =>
  actor.id !== undefined && (actor.kind === 'staff' || actor.kind === 'patron') && !actor.id.startsWith(tokenActor)
