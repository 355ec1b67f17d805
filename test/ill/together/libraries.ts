import { requesterMessageOf } from '../../../src/ill/exchange/borrower-says.ts'
import { borrowingEventOf } from '../../../src/ill/exchange/lender-said.ts'
import type { RequesterMessage, ResponderMessage } from '../../../src/ill/exchange/message.ts'
import { type IllPorts, illMachines, lendingEventOf } from '../../../src/ill/index.ts'
import type { LendingData } from '../../../src/ill/machines/lending-data.ts'
import { lendingMessages, type SendingEffect } from '../../../src/ill/machines/lending-messages.ts'
import type { LenderMessage, LineAct } from '../../../src/ill/ports.ts'
import { type ActorKind, decide, type Fields, type Machine } from '../../../src/workflow/index.ts'
import { actors } from '../walk.ts'

/** Both libraries' machines as they are in a house, for one loan or copy, with everything numbered that can be of them. */

export type Service = 'loan' | 'copy'
export type Who = 'borrower' | 'lender'
export const other = (who: Who): Who => (who === 'borrower' ? 'lender' : 'borrower')

/** How a library stands. */
export interface Standing {
  readonly state: string
  readonly data: Fields
}
type Said = RequesterMessage | ResponderMessage
export interface Message {
  readonly from: Who
  readonly message: Said
}

/** What became of an event. */
export interface Happened {
  /** The number of how it stands now. */
  readonly standing: number
  /** Numbers of what it says to the other. */
  readonly says: readonly number[]
  /** Items and reservations made. */
  readonly items: number
  /** Times that the rota was told to go on. */
  readonly ended: number
}

/** Something a library may do by itself, or that its clock does. */
export interface Act extends Happened {
  readonly what: string
  readonly kind: ActorKind
}

const machines = illMachines({} as IllPorts)
const newest = (of: string): Machine => machines.findLast(({ definition: { name } }) => name === of)!
const machineOf: Readonly<Record<Who, Machine>> = { borrower: newest('borrowing'), lender: newest('lending') }

const start = {
  borrower: machineOf.borrower.definition.start as Fields,
  lender: machineOf.lender.definition.start as Fields,
}

const at = new Date('2026-03-02T10:00:00Z')
const later = (from: Date) => new Date(from.getTime() + 7 * 86_400_000)
const calendar = { timeZone: 'UTC', closedWeekdays: [], closedDates: [] }

/** A date due when it is shipped, and after each renewal; before it the day a borrower guesses who was told of none. */
const [guessed, ...dates] = ['2026-04-13', '2026-04-20', '2026-05-20'] as const

const saidBy: Readonly<Record<string, LenderMessage>> = {
  ...{ sendRequest: 'request', sendAcceptance: 'condition-accepted', sendRefusal: 'condition-declined' },
  ...{ sendCancel: 'cancel', sendReceived: 'received', sendRenewal: 'renew', sendReturned: 'returned' },
  ...{ sendLost: 'lost', sendMessage: 'note' },
}
/** What changes nothing where it comes to; a table test shows that. */
const idle: ReadonlySet<string> = new Set(['note', 'status'])

const mayBeAsked = new Set(['pending', 'conditional', 'cancel-pending'])

const repeatable = new Set(['willSupply', 'overdue', 'recall'])

type Form = (data: Fields) => object | undefined
type Acts = Readonly<Record<string, readonly [kind: ActorKind, form?: Form]>>

const acts = (service: Service): Readonly<Record<Who, Acts>> => ({
  borrower: {
    request: ['staff', () => ({ transmit: true })],
    acceptCondition: ['staff'],
    declineCondition: ['staff'],
    cancel: ['staff', () => ({ transmit: true })],
    cancelUnanswered: ['clock', ({ noAnswerAt }) => (noAnswerAt === null ? undefined : {})],
    closeAsCancelled: ['staff'],
    expired: ['clock', ({ expiresAt }) => (expiresAt === null ? undefined : {})],
    ...(service === 'loan'
      ? { receivedAsLoan: ['staff', ({ dueAtLender }) => ({ dueAtLender: dueAtLender ?? guessed })] }
      : { receivedAsCopy: ['staff'] }),
    requestRenewal: ['staff'],
    returned: ['staff'],
    lost: ['staff'],
    found: ['staff'],
  },
  lender: {
    willSupply: ['staff'],
    answerConditional: ['staff', () => ({ condition: 'LibraryUseOnly' })],
    unfilled: ['staff', () => ({ reason: 'NotOnShelf' })],
    expired: ['clock', ({ expiresAt }) => (expiresAt === null ? undefined : {})],
    cancelYes: ['staff'],
    cancelNo: ['staff'],
    shipped: ['staff', () => (service === 'loan' ? { dueOn: dates[0] } : {})],
    overdue: ['staff', ({ dueOn }) => ({ dueOn: dueOn ?? dates[0] })],
    recall: ['staff'],
    renewYes: ['staff', ({ dueOn }) => nextDate(dueOn)],
    renewNo: ['staff'],
    checkedIn: ['staff'],
    lost: ['staff'],
    found: ['staff'],
  },
})

function nextDate(due: unknown): { dueOn: string } | undefined {
  const dueOn = dates.find((date) => due === null || date > (due as string))
  return dueOn === undefined ? undefined : { dueOn }
}

/** What people read, and nothing else depends on: left as it was at first. */
const unheeded: ReadonlySet<string> = new Set([
  ...['attention', 'newNote', 'news', 'condition', 'replyBy', 'cost', 'reason', 'expectedOn', 'retryAfter', 'answer'],
  ...['answerBy', 'renewTo', 'renewProposed', 'renewAskedAt', 'renewAnswer', 'renewable', 'promised', 'checkedInAt'],
])

/** Numbers for things: the same thing has the same one. */
class Numbers<T> {
  readonly all: T[] = []
  readonly #known = new Map<string, number>()
  of(thing: T): number {
    const key = JSON.stringify(thing)
    const known = this.#known.get(key)
    if (known !== undefined) return known
    this.#known.set(key, this.all.push(thing) - 1)
    return this.all.length - 1
  }
}

/** The day it is due, as far as the one knows who has it or lent it. */
export const dueOf = ({ data }: Standing): unknown => data['dueAtLender'] ?? data['dueOn'] ?? null

/** More than there are standings or messages. */
const mostNumbers = 65_536

export class Libraries {
  readonly #standings = new Numbers<Standing>()
  readonly #messages = new Numbers<Message>()
  readonly #heard = new Map<number, Happened | undefined>()
  readonly #acts = new Map<number, readonly Act[]>()
  readonly #failed = new Map<number, Happened>()
  readonly #forms = new Map<string, Readonly<Record<string, unknown>>>()
  /** For each standing the one that stands for it. */
  readonly #same = new Map<number, number>()
  readonly #minded = new Set<number>()
  readonly #own: Readonly<Record<Who, Acts>>
  /** A request that nobody has heard of. */
  readonly nobody: number
  readonly service: Service

  constructor(service: Service) {
    this.service = service
    this.#own = acts(service)
    this.nobody = this.#standings.of({ state: 'none', data: {} })
    this.#join(this.#reach())
  }

  /** Every standing that either can come to, whatever it does and hears: of each library those that are its. */
  #reach(): Readonly<Record<Who, ReadonlySet<number>>> {
    const { borrower } = this.start(false)
    const reached = { borrower: new Set([borrower]), lender: new Set([this.nobody]) }
    for (let before = -1, now = 0; before !== now; ) {
      before = now
      for (const who of ['borrower', 'lender'] as const)
        for (const standing of reached[who]) {
          const heard = this.#messages.all.map((_, message) => this.#comes(who, standing, message))
          for (const happened of [...this.acts(who, standing), ...heard])
            if (happened) reached[who].add(happened.standing)
        }
      now = reached.borrower.size + reached.lender.size + this.#messages.all.length
    }
    return reached
  }

  /** A message comes to its receiver, or comes back to its sender. */
  #comes(who: Who, standing: number, message: number): Happened | undefined {
    return this.message(message).from === who ? this.fails(who, standing, message) : this.hear(who, standing, message)
  }

  /**
   * Standings that nothing can tell apart are one: the same state and date due, the same acts, and after whatever happens
   * again such. The coarsest such joining is found by splitting until nothing has to be split.
   */
  #join(reached: Readonly<Record<Who, ReadonlySet<number>>>): void {
    for (const who of ['borrower', 'lender'] as const) {
      const all = [...reached[who]]
      let kinds = this.#kinds(all, (standing) => [this.standing(standing).state, dueOf(this.standing(standing))])
      for (let before = 0; before !== new Set(kinds.values()).size; ) {
        before = new Set(kinds.values()).size
        const was = kinds
        const seen = (happened: Happened | undefined) =>
          happened && { ...happened, standing: was.get(happened.standing) }
        kinds = this.#kinds(all, (standing) => [
          was.get(standing),
          this.acts(who, standing).map(seen),
          this.#messages.all.map((_, message) => seen(this.#comes(who, standing, message)) ?? null),
        ])
      }
      const first = new Map<number, number>()
      for (const standing of all) {
        const kind = kinds.get(standing)!
        if (!first.has(kind)) first.set(kind, standing)
        this.#same.set(standing, first.get(kind)!)
      }
    }
    for (const standing of reached.borrower)
      for (const [message, { from }] of this.#messages.all.entries())
        if (from === 'borrower' && this.fails(from, standing, message).standing !== standing) this.#minded.add(message)
    this.#heard.clear()
    this.#acts.clear()
    this.#failed.clear()
  }

  #kinds(all: readonly number[], look: (standing: number) => unknown): Map<number, number> {
    const kinds = new Numbers<unknown>()
    return new Map(all.map((standing) => [standing, kinds.of(look(standing))]))
  }

  standing(number: number): Standing {
    return this.#standings.all[number]!
  }

  message(number: number): Message {
    return this.#messages.all[number]!
  }

  /** Both before anything has happened, or once the lender has the request. */
  start(asked: boolean): Readonly<Record<Who, number>> {
    const idle = this.#number('borrower', { state: 'idle', data: start.borrower })
    if (!asked) return { borrower: idle, lender: this.nobody }
    const { standing } = this.#happen('borrower', idle, 'request', 'staff', { transmit: true })!
    return { borrower: standing, lender: this.#opened() }
  }

  /** What the one library may do, as it stands. */
  acts(who: Who, standing: number): readonly Act[] {
    let found = this.#acts.get(standing)
    if (!found) {
      found = [...this.#possible(who, standing)]
      this.#acts.set(standing, found)
    }
    return found
  }

  *#possible(who: Who, standing: number): Generator<Act> {
    if (standing === this.nobody) return
    for (const [event, [kind, form = () => ({})]] of Object.entries(this.#own[who])) {
      const said = form(this.standing(standing).data)
      const happened = said && this.#happen(who, standing, event, kind, said)
      // To say the same again is to the other as a duplicate.
      const again = happened?.standing === standing && repeatable.has(event)
      if (happened && !again) yield { ...happened, kind, what: `${who} ${event}` }
    }
  }

  /** What comes of a message that has come to a library; undefined where it is refused as not possible now. */
  hear(who: Who, standing: number, message: number): Happened | undefined {
    const key = standing * mostNumbers + message
    if (!this.#heard.has(key)) this.#heard.set(key, this.#hearing(who, standing, message))
    return this.#heard.get(key)
  }

  #hearing(who: Who, standing: number, number: number): Happened | undefined {
    const { message } = this.message(number)
    if (standing === this.nobody)
      return message.type === 'request' ? { standing: this.#opened(), says: [], items: 0, ended: 0 } : undefined
    const { event, form } =
      who === 'lender' ? lendingEventOf(message as RequesterMessage) : borrowingEventOf(message as ResponderMessage)
    return this.#happen(who, standing, event, 'partner', form)
  }

  /** A message of its own did not get through, or was refused. */
  fails(who: Who, standing: number, message: number): Happened {
    // A lender has no such event: somebody there has to look.
    if (who === 'lender') return { standing, says: [], items: 0, ended: 0 }
    const key = standing * mostNumbers + message
    let found = this.#failed.get(key)
    if (!found) {
      const form = { message: this.message(message).message.type, reason: 'It did not get there' }
      found = this.#happen('borrower', standing, 'sendFailed', 'system', form)!
      this.#failed.set(key, found)
    }
    return found
  }

  /** Whether its sender stands otherwise once it could not be sent. */
  minds(message: number): boolean {
    return this.#minded.has(message)
  }

  /** May people have a message sent that was given up? */
  mayBeSentAgain(who: Who, standing: number, message: number): boolean {
    const { type } = this.message(message).message
    return type !== 'request' || who === 'lender' || mayBeAsked.has(this.standing(standing).state)
  }

  #opened(): number {
    const data = { ...start.lender, service: this.service, expiresAt: later(at).toISOString() }
    return this.#number('lender', { state: 'in-process', data })
  }

  #number(who: Who, { state, data }: Standing): number {
    const heeded = Object.entries(data).map(([name, value]) => [name, unheeded.has(name) ? start[who][name] : value])
    const number = this.#standings.of({ state, data: Object.fromEntries(heeded) })
    return this.#same.get(number) ?? number
  }

  #happen(who: Who, number: number, event: string, kind: ActorKind, said: object): Happened | undefined {
    const standing = this.standing(number)
    const { definition, guards, values } = machineOf[who]
    const form = this.#parsed(who, event, said)
    const facts = who === 'borrower' ? this.#borrowersFacts() : this.#lendersFacts()
    const grounds = { facts, guards, later, ...(values && { values }) }
    const decision = decide(definition, standing, { event, actor: actors[kind], at, form }, grounds)
    if (decision.kind !== 'move') return undefined
    const { to, patch, effects } = decision
    const after = { state: to, data: { ...standing.data, ...patch } }
    const says = effects.flatMap((effect): readonly Said[] =>
      who === 'borrower' ? this.#asks(effect, form, after) : this.#answers(effect, event, form, after),
    )
    const count = (name: string) => effects.filter((effect) => effect === name).length
    return {
      standing: this.#number(who, after),
      says: says.filter(({ type }) => !idle.has(type)).map((message) => this.#messages.of({ from: who, message })),
      items: count('createItem'),
      ended: count('lineEnded'),
    }
  }

  #parsed(who: Who, event: string, said: object): Readonly<Record<string, unknown>> {
    const key = `${who} ${event} ${JSON.stringify(said)}`
    let form = this.#forms.get(key)
    if (!form) {
      form = machineOf[who].definition.events[event]?.form?.parse(said) ?? {}
      this.#forms.set(key, form)
    }
    return form
  }

  #asks(effect: string, form: object, { data }: Standing): readonly RequesterMessage[] {
    const message = saidBy[effect]
    if (!message) return []
    const request = { service: this.service, citation: {}, title: 'A book', author: '', patron: { id: '' } }
    const line = { data, lender: { timeZone: 'UTC' } }
    return [requesterMessageOf(message, { line, request, at, form } as unknown as LineAct)]
  }

  #answers(
    effect: string,
    event: string,
    form: Readonly<Record<string, unknown>>,
    { state, data }: Standing,
  ): readonly ResponderMessage[] {
    const writes = lendingMessages[effect as SendingEffect]
    return writes?.({ event, form, state, data: data as LendingData, today: '2026-03-02' }) ?? []
  }

  #borrowersFacts() {
    return {
      ...{ linked: true, service: this.service, email: '', endpoint: 'https://x.example', protocol: 'iso18626' },
      ...{ settlement: 'none', open: true, otherLive: false, terminated: false, ended: false, calendar },
      ...{ neededBy: null, automatic: true },
    }
  }

  #lendersFacts() {
    return { via: 'iso18626', hold: 'yes', services: [this.service], settlement: 'none', calendar }
  }
}
