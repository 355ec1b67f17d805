import type { Tx } from '../kit/db/index.ts'
import { type Actor, audit } from '../kit/index.ts'
import type { EventActor } from './decide.ts'
import type { Outcome } from './engine.ts'
import type { LocalAction, Policy, Who } from './policy/index.ts'
import type { Instance } from './store.ts'

/** What people are told when somebody used a local action. */
export interface LocalAlert {
  readonly instance: Instance
  readonly action: { readonly code: string; readonly label: string }
  /** The name of the alert in the file, and what it has there. */
  readonly template: string
  readonly says: string
  /** By e-mail, too. */
  readonly mail: boolean
  readonly by: EventActor
  /** The reader, and people of the house by their logins: never another library. */
  readonly recipients: { readonly patron: boolean; readonly logins: readonly string[] }
  /** Makes telling the same thing twice one message. */
  readonly key: string
}

/** Sees to it that people are told, in the transaction of the action: by a job of its own. */
export type Alert = (tx: Tx, alert: LocalAlert) => Promise<void>

/** Alerts people of a local action that has been written into the history, and writes it into the audit trail. */
export async function fireLocal(
  tx: Tx,
  alert: Alert,
  policy: Policy,
  action: LocalAction,
  { instance, event }: Outcome,
  who: Who,
): Promise<void> {
  const { code, label } = action
  await alert(tx, {
    instance,
    action: { code, label },
    template: action.alert,
    ...policy.alert(action),
    by: event.actor,
    recipients: policy.recipients(action, who),
    key: `local:${instance.id}:${event.version}`,
  })
  await audit(tx, {
    actor: { ...(who.id !== undefined && { id: who.id }), name: who.name, via: doorOf(event.via) },
    action: `${instance.definition}.local.${code}`,
    subject: { kind: instance.definition, id: instance.id },
    detail: { label, template: action.alert, version: event.version },
  })
}

const doors: Readonly<Record<string, Actor['via']>> = { page: 'web', api: 'api', cli: 'cli' }
/** The door of an event, as the audit trail calls it: protocols and timers are jobs there. */
export const doorOf = (via: string): Actor['via'] => doors[via] ?? 'job'
