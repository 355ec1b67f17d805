import type { EventActor } from '../decide.ts'
import { type Definition, localPrefix } from '../definition.ts'
import type { Adjustment } from './adjustment.ts'
import { localise } from './localise.ts'
import { profiles } from './profiles.ts'
import type { AlertTemplate, Automatic, LocalAction, PolicyFile } from './shape.ts'

/** Who acts, as far as local policy asks: by which name they sign in, and where they work. Neither is stored. */
export interface Who extends EventActor {
  readonly login?: string
  readonly branch?: string
}

/** The menu of one person while an instance is in one state. */
export interface Menu {
  /** Hidden actions, and local ones that nobody granted, are neither offered nor done. */
  offers(event: string): boolean
  /** Its label here, where it is another than usual. */
  label(event: string): string | undefined
  /** Its place before all others; undefined where it keeps its own. */
  place(event: string): number | undefined
}

/** What the house wants otherwise than the machines have it. */
export interface Policy {
  localise(definition: Definition): Definition
  menu(machine: string, state: string, who: Who): Menu
  /** What the form of an event says until somebody says otherwise. */
  notes(machine: string, event: string): Readonly<Record<string, string>>
  /** What happens by itself when a state is entered. */
  automatic(machine: string, state: string): readonly Automatic[]
  /** The local action that an event is. */
  localAction(event: string): LocalAction | undefined
  readonly hasLocalActions: boolean
  /** What people are told of it. */
  alert(action: LocalAction): AlertTemplate
  /** Every name the file says that somebody of the house signs in by. */
  readonly logins: readonly string[]
  /** Who is told: the reader, and people of the house by their logins. */
  recipients(action: LocalAction, doer: Who): { readonly patron: boolean; readonly logins: readonly string[] }
}

const sameLogin = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

function loginsIn({ groups, local }: PolicyFile): string[] {
  const named = local.flatMap(({ scope, recipients }) => [
    ...(scope !== 'system' && 'user' in scope ? [scope.user] : []),
    ...recipients.filter((one) => one.startsWith('user:')).map((one) => one.slice('user:'.length)),
  ])
  return [...new Set([...Object.values(groups).flat(), ...named])]
}

export function createPolicy(file: PolicyFile): Policy {
  const everywhere = file.profiles.map((name) => profiles[name]!)
  const isIn = (group: string, { kind, login }: Who) =>
    kind === 'staff' && login !== undefined && (file.groups[group] ?? []).some((one) => sameLogin(one, login))
  const grants = ({ scope, groups }: LocalAction, who: Who) =>
    groups.some((group) => isIn(group, who)) &&
    (scope === 'system' ||
      ('branch' in scope ? scope.branch === who.branch : who.login !== undefined && sameLogin(scope.user, who.login)))
  const localAction = (event: string) =>
    event.startsWith(localPrefix) ? file.local.find(({ code }) => `${localPrefix}${code}` === event) : undefined

  return {
    localise: (definition) => localise(definition, file),
    menu(machine, state, who) {
      const holds = (one: Adjustment) =>
        (!one.in || one.in.includes(state)) && (!one.for || one.for.some((group) => isIn(group, who)))
      const adjustments = [...everywhere, ...(file.machines[machine]?.menu ?? [])].filter(holds)
      // Other libraries, timers and the program itself choose from no menu.
      const chooses = who.kind === 'staff' || who.kind === 'patron'
      const first = adjustments.findLast(({ first }) => first)?.first ?? []
      return {
        offers(event) {
          if (!chooses) return true
          if (adjustments.some(({ hide }) => hide?.includes(event))) return false
          if (!event.startsWith(localPrefix)) return true
          const action = localAction(event)
          return action !== undefined && grants(action, who)
        },
        label: (event) => adjustments.findLast(({ relabel }) => relabel?.[event] !== undefined)?.relabel?.[event],
        place: (event) => (first.includes(event) ? first.indexOf(event) : undefined),
      }
    },
    notes: (machine, event) => file.machines[machine]?.notes[event] ?? {},
    automatic: (machine, state) => file.machines[machine]?.automatic.filter((one) => one.state === state) ?? [],
    localAction,
    hasLocalActions: file.local.length > 0,
    logins: loginsIn(file),
    // The file was checked: it is there.
    alert: ({ alert }) => file.alerts[alert]!,
    recipients({ recipients }, doer) {
      const logins = recipients.flatMap((one) => {
        if (one === 'doer') return doer.login === undefined ? [] : [doer.login]
        if (one.startsWith('user:')) return [one.slice('user:'.length)]
        return one.startsWith('group:') ? (file.groups[one.slice('group:'.length)] ?? []) : []
      })
      return { patron: recipients.includes('patron'), logins: [...new Set(logins)] }
    },
  }
}
