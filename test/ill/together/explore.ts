import { type Act, type Happened, type Libraries, other, type Who } from './libraries.ts'

/**
 * The way between two libraries, as src/ill/exchange makes it. A message is known by its identity however often it is sent:
 * what comes again has no effect. What gets lost, or whose confirmation does, is sent again, unless it is given up; then its
 * sender is told so, and people may have it sent all the same.
 */
export interface Channel {
  /** Messages on their way at once. */
  readonly most: number
  /** `turn`: of one side one after the other, as our exchange sends them. `any`: whichever comes first. */
  readonly order: 'turn' | 'any'
  readonly duplicates: number
  /** Duplicates have an identity of their own, as of a library that does not keep to the rules. */
  readonly forged?: boolean
  /** One or none. */
  readonly losses: 0 | 1
}

/** How a message on its way stands. */
const flies = 0
/** Its first copy has come: another is on its way. */
const comesAgain = 1
/** It got lost, and will be sent again; `unsure`: it came, and the confirmation got lost. */
const lost = 2
const unsure = 3
const failed = 4
/** Two copies are on their way. */
const doubled = 5
/** It was sent again that had come: as `comesAgain`, but what follows it waits for the confirmation. */
const repeated = 6
const fates = 8
/** Instead of a number of losses that are left. */
const goneForGood = 2

/** Numbers of the libraries' standings, what is left of duplicates and losses, items made, ends told, then messages. */
export type World = readonly number[]
const [borrowerAt, lenderAt, duplicatesAt, lossesAt, itemsAt, endedAt, slotsAt] = [0, 1, 2, 3, 4, 5, 6] as const
const standingAt = { borrower: borrowerAt, lender: lenderAt } as const

type Emit = (next: number[], what: string, about: Act | number, by?: Who, refused?: boolean) => void

/** Everything that can become of two libraries and of what is on its way between them. */
export class Exploration {
  readonly worlds: World[] = []
  /** From where each world was come to first. */
  readonly before: number[] = []
  /** Messages that could not happen where they came to, each with a world in which. */
  readonly refused = new Map<string, number>()
  readonly #known = new Map<string, number>()
  readonly libraries: Libraries
  readonly #channel: Channel

  constructor(libraries: Libraries, channel: Channel, asked: boolean) {
    this.libraries = libraries
    this.#channel = channel
    const { borrower, lender } = libraries.start(asked)
    this.#number([borrower, lender, channel.duplicates, channel.losses, 0, 0], -1)
    for (let from = 0; from < this.worlds.length; from++)
      this.#each(this.worlds[from]!, (next, what, about, _by, refused) => {
        this.#number(next, from)
        if (!refused) return
        const words = this.#words(this.worlds[from]!, what, about)
        if (!this.refused.has(words)) this.refused.set(words, from)
      })
  }

  #number(world: number[], from: number): number {
    if (this.#channel.order === 'any' && world.length > slotsAt + 1) {
      const slots = world.splice(slotsAt).sort((one, another) => one - another)
      world.push(...slots)
    }
    const key = String.fromCharCode(...world)
    const known = this.#known.get(key)
    if (known !== undefined) return known
    this.#known.set(key, this.worlds.push(world) - 1)
    this.before.push(from)
    return this.worlds.length - 1
  }

  #each(world: World, emit: Emit): void {
    for (let at = slotsAt; at < world.length; at++) this.#carry(world, at, emit)
    for (const who of ['borrower', 'lender'] as const)
      for (const act of this.libraries.acts(who, world[standingAt[who]]!))
        if (world.length - slotsAt + act.says.length <= this.#channel.most)
          emit(happened([...world], who, act), act.what, act, who)
  }

  /** What may become of one message now. */
  #carry(world: World, at: number, emit: Emit): void {
    const message = Math.floor(world[at]! / fates)
    const fate = world[at]! % fates
    const { from } = this.libraries.message(message)
    const become = (fate: number) => world.with(at, message * fates + fate)
    const gone = () => world.toSpliced(at, 1)
    const fails = (next: number[]) => happened(next, from, this.libraries.fails(from, next[standingAt[from]]!, message))
    if (fate === lost || fate === unsure) {
      emit(become(fate === lost ? flies : repeated), 'sent again:', message)
      emit(fails(fate === lost ? become(failed) : gone()), 'given up:', message)
      return
    }
    if (fate === failed) {
      if (this.libraries.mayBeSentAgain(from, world[standingAt[from]]!, message))
        emit(become(flies), 'sent all the same:', message)
      return
    }
    if (fate === comesAgain || fate === repeated) {
      emit(gone(), 'comes twice:', message)
      return
    }
    if (this.#channel.order === 'turn' && this.#waits(world, at, from)) return
    const to = other(from)
    const heard = this.libraries.hear(to, world[standingAt[to]]!, message)
    // What comes again has no effect: of which message it is makes no difference.
    const left = fate === doubled ? world.with(at, comesAgain) : gone()
    if (!heard) {
      emit(fails(left), `${to} refuses`, message, undefined, true)
      return
    }
    emit(happened(left, to, heard), `${to} hears`, message)
    if (fate === doubled) return
    if (world[lossesAt] === 1 && this.#channel.order === 'any') {
      // To be sent again later, before it is given up or after, is to arrive later, as all may here.
      emit(fails(lessOne([...world], lossesAt)), 'given up, and sent all the same:', message)
      emit(fails(world.toSpliced(at, 1).with(lossesAt, goneForGood)), 'lost for good:', message)
      if (this.libraries.minds(message))
        emit(happened(lessOne(become(unsure), lossesAt), to, heard), `unconfirmed: ${to} hears`, message)
    } else if (world[lossesAt] === 1) {
      emit(lessOne(become(lost), lossesAt), 'lost:', message)
      emit(happened(lessOne(become(unsure), lossesAt), to, heard), `unconfirmed: ${to} hears`, message)
    }
    if (world[duplicatesAt]! > 0) {
      if (!this.#channel.forged) emit(lessOne(become(doubled), duplicatesAt), 'doubled:', message)
      else if (world.length - slotsAt < this.#channel.most)
        emit(lessOne(world.toSpliced(at, 0, world[at]!), duplicatesAt), 'forged:', message)
    }
  }

  /** Something of the same side goes before it, and is not settled. */
  #waits(world: World, at: number, from: Who): boolean {
    for (let before = slotsAt; before < at; before++) {
      const fate = world[before]! % fates
      if (
        fate !== failed &&
        fate !== comesAgain &&
        this.libraries.message(Math.floor(world[before]! / fates)).from === from
      )
        return true
    }
    return false
  }

  /** Nothing is on its way any more; what was given up may be left. */
  drained(number: number): boolean {
    return this.worlds[number]!.every((slot, at) => at < slotsAt || slot % fates === failed)
  }

  /** Something was given up, and has not been sent since. */
  wanting(number: number): boolean {
    if (this.worlds[number]![lossesAt] === goneForGood) return true
    return this.worlds[number]!.some((slot, at) => at >= slotsAt && slot % fates === failed)
  }

  /** Whether a world is come to from another; `by` one side's acts, and what is on its way. */
  leads(number: number, to: (number: number) => boolean, by?: Who): boolean {
    const seen = new Set([number])
    for (const from of seen) {
      if (to(from)) return true
      this.#each(this.worlds[from]!, (next, _what, _about, who) => {
        if (by === undefined || who === undefined || who === by) seen.add(this.#number(next, from))
      })
    }
    return false
  }

  standing(number: number, who: Who) {
    return this.libraries.standing(this.worlds[number]![standingAt[who]]!)
  }

  items = (number: number): number => this.worlds[number]![itemsAt]!
  ended = (number: number): number => this.worlds[number]![endedAt]!

  pair = (number: number): string =>
    `${this.standing(number, 'borrower').state} / ${this.standing(number, 'lender').state}`

  #words(world: World, what: string, about: Act | number): string {
    if (typeof about !== 'number') return what
    const { message, from } = this.libraries.message(about)
    const at = what.includes('refuses') ? ` at ${this.libraries.standing(world[standingAt[other(from)]]!).state}` : ''
    return `${what} ${message.type}${at}`
  }

  /** A shortest way to a world, in words. */
  wayTo(number: number): string {
    const words: string[] = []
    for (let to = number; this.before[to]! >= 0; to = this.before[to]!) {
      const from = this.before[to]!
      let word = ''
      this.#each(this.worlds[from]!, (next, what, about) => {
        if (word === '' && this.#number(next, from) === to) word = this.#words(this.worlds[from]!, what, about)
      })
      words.unshift(word)
    }
    return words.join('; ')
  }
}

function happened(next: number[], who: Who, { standing, says, items, ended }: Happened): number[] {
  next[standingAt[who]] = standing
  // Twice is too often, and more would have no end.
  next[itemsAt] = Math.min(2, next[itemsAt]! + items)
  next[endedAt] = Math.min(2, next[endedAt]! + ended)
  for (const message of says) next.push(message * fates + flies)
  return next
}

function lessOne(next: number[], at: number): number[] {
  next[at] = next[at]! - 1
  return next
}
