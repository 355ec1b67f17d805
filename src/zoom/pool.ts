import type { AssociationLimit, Sharer } from './association-limit.ts'
import { type Attempt, now, throwIfCancelled, timeLeft, whyLeft } from './attempt.ts'
import { type PoolLimits, TargetFailure } from './types.ts'

/** What a pool holds: an association, or anything that can be used by one operation at a time. */
export interface Member {
  /** False once it can do no further operation. */
  readonly alive: boolean
  /** True while an operation is under way, wanted or not. */
  readonly busy: boolean
  /** Called when it becomes free after its lender has left, and once when it is gone. */
  onChange: (() => void) | undefined
  /** Ends it, politely. */
  close(): Promise<void>
}

/** A member taken from the pool. `fresh` when it was opened for this request. */
export interface Loan<M> {
  readonly member: M
  readonly fresh: boolean
}

interface Waiter<M> {
  /** Only this member will do, as long as it is alive. */
  readonly wanted: M | undefined
  readonly open: () => Promise<Loan<M>>
  readonly resolve: (loan: Loan<M> | Promise<Loan<M>>) => void
}

const any = () => true

/** Idle for so long, a member of a pool that is given up is closed: a search asks again sooner. Milliseconds. */
const lingering = 1000

/** How long the pool stays smaller after a target said that it allows no further session. */
const shrunkFor = 5 * 60_000

/**
 * The associations with one target: at most so many, each lent to one operation at a time. Who comes when all are
 * lent waits in line.
 */
export class Pool<M extends Member> implements Sharer {
  #limits: PoolLimits
  readonly #shared: AssociationLimit | undefined
  readonly #idle: { readonly member: M; readonly since: number }[] = []
  readonly #lent = new Set<M>()
  /** Given back before their last answer came. */
  readonly #returning = new Set<M>()
  #opening = 0
  #waiting: Waiter<M>[] = []
  #closed = false
  #sweep: NodeJS.Timeout | undefined
  #shrunk: { readonly to: number; readonly until: number } | undefined

  constructor(limits: PoolLimits, shared?: AssociationLimit) {
    this.#limits = limits
    this.#shared = shared
    shared?.join(this)
  }

  get counts(): { readonly open: number; readonly busy: number; readonly waiting: number } {
    const busy = this.#lent.size + this.#opening
    return { open: this.#idle.length + this.#lent.size, busy, waiting: this.#waiting.length }
  }

  /**
   * Borrows `wanted` while it is alive; else an idle member, rather one that `prefer` likes; else a new one that `open`
   * makes. Everything borrowed must be given back.
   * @throws TargetFailure busy when nothing came free in time; whatever `open` throws
   */
  borrow(
    attempt: Attempt,
    open: () => Promise<M>,
    wanted?: M,
    prefer: (member: M) => boolean = any,
  ): Loan<M> | Promise<Loan<M>> {
    throwIfCancelled(attempt)
    if (this.#closed) throw new TargetFailure({ kind: 'cancelled' })
    const waitFor = wanted?.alive ? wanted : undefined
    const member = this.#takeIdle(waitFor, prefer)
    if (member) return { member, fresh: false }
    if (!waitFor) {
      if (this.#takeRoom()) return this.#open(attempt, open)
      const other = this.#takeIdle(undefined, any)
      if (other) return { member: other, fresh: false }
    }
    attempt.onProgress?.('queued')
    return this.#wait(attempt, open, waitFor)
  }

  /** Closes what is idle: one of them turned out to be dead, so the others are likely to be. */
  retire(): void {
    for (const { member } of this.#idle.splice(0)) {
      void member.close()
    }
  }

  /** From now on nothing is kept open for long: who still asks gets what he asks for, and others come no more. */
  windDown(): void {
    this.#limits = { ...this.#limits, idle: Math.min(this.#limits.idle, lingering) }
    clearTimeout(this.#sweep)
    this.#closeIdle()
  }

  /** Takes a member back. One that still waits for an answer nobody wants any more becomes free when it came. */
  giveBack(member: M): void {
    if (!this.#lent.has(member)) return
    if (member.alive && member.busy) {
      this.#returning.add(member)
      return
    }
    this.#lent.delete(member)
    if (!member.alive) {
      this.serve()
      return
    }
    if (this.#closed) {
      void member.close()
      return
    }
    const index =
      this.#waiting.length > 0 ? this.#waiting.findIndex(({ wanted }) => !wanted?.alive || wanted === member) : -1
    if (index >= 0) {
      const [waiter] = this.#waiting.splice(index, 1)
      this.#lent.add(member)
      waiter!.resolve({ member, fresh: false })
      return
    }
    if (this.#shared?.isWantedFrom(this)) {
      void member.close()
      return
    }
    this.#idle.push({ member, since: now() })
    this.#sweep ??= this.#sweepIn(this.#limits.idle)
  }

  /** Closes every member that is idle, now, and the others when they come back; nothing is lent any more. */
  async close(): Promise<void> {
    this.#closed = true
    this.#shared?.leave(this)
    clearTimeout(this.#sweep)
    for (const { resolve } of this.#waiting.splice(0)) resolve(Promise.reject(new TargetFailure({ kind: 'cancelled' })))
    const members = [...this.#idle.splice(0).map(({ member }) => member), ...this.#lent]
    await Promise.all(members.map((member) => member.close()))
  }

  #takeIdle(wanted: M | undefined, prefer: (member: M) => boolean): M | undefined {
    // The last one used is the likeliest to be alive still, and lets the others grow old and be closed.
    for (let index = this.#idle.length - 1; index >= 0; index--) {
      const { member } = this.#idle[index]!
      if (wanted ? member !== wanted : !prefer(member)) continue
      if (index === this.#idle.length - 1) this.#idle.pop()
      else this.#idle.splice(index, 1)
      this.#lent.add(member)
      return member
    }
    return undefined
  }

  /** Takes room for one more member, here and in what all pools share. */
  #takeRoom(): boolean {
    if (this.#shrunk && this.#shrunk.until < now()) this.#shrunk = undefined
    const most = Math.min(this.#limits.associations, this.#shrunk?.to ?? Number.POSITIVE_INFINITY)
    if (this.#idle.length + this.#lent.size + this.#opening >= most) return false
    return this.#shared?.take(this) ?? true
  }

  async #open(attempt: Attempt, open: () => Promise<M>): Promise<Loan<M>> {
    this.#opening++
    let member: M
    try {
      member = await open()
    } catch (error) {
      this.#opening--
      this.#shared?.give()
      const others = this.#idle.length + this.#lent.size
      if (others > 0 && isSessionLimit(error)) {
        this.#shrunk = { to: others, until: now() + shrunkFor }
        return this.borrow(attempt, open)
      }
      this.serve()
      throw error
    }
    this.#opening--
    this.#lent.add(member)
    member.onChange = () => this.#changed(member)
    if (this.#closed) {
      this.giveBack(member)
      throw new TargetFailure({ kind: 'cancelled' })
    }
    return { member, fresh: true }
  }

  #wait(attempt: Attempt, open: () => Promise<M>, wanted: M | undefined): Promise<Loan<M>> {
    return new Promise((resolve, reject) => {
      const leave = (failure: TargetFailure) => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter)
        finish()
        reject(failure)
      }
      const cancel = () => leave(whyLeft(attempt.signal))
      const giveUp = () => {
        // Whoever waited for one member in vain takes what others there are.
        const other = wanted && this.#takeIdle(undefined, any)
        if (other) waiter.resolve({ member: other, fresh: false })
        else if (wanted && this.#takeRoom()) waiter.resolve(waiter.open())
        else
          leave(
            new TargetFailure({
              kind: 'busy',
              limit: 'connections',
              detail: `No connection to it came free within ${this.#limits.queue} ms`,
            }),
          )
        this.#waiting = this.#waiting.filter((one) => one !== waiter)
      }
      const timer = setTimeout(giveUp, timeLeft(attempt, this.#limits.queue))
      attempt.signal?.addEventListener('abort', cancel)
      const finish = () => {
        clearTimeout(timer)
        attempt.signal?.removeEventListener('abort', cancel)
      }
      const waiter: Waiter<M> = {
        wanted,
        open: () => this.#open(attempt, open),
        resolve: (loan) => {
          finish()
          resolve(loan)
        },
      }
      this.#waiting.push(waiter)
    })
  }

  /** There is room, or a member came free: lets those at the head of the line take what is idle, or open others. */
  serve(): void {
    for (;;) {
      const index = this.#waiting.findIndex(({ wanted }) => !wanted?.alive)
      if (index < 0 || this.#closed) return
      const member = this.#takeIdle(undefined, any)
      if (!member && !this.#takeRoom()) return
      const [waiter] = this.#waiting.splice(index, 1)
      waiter!.resolve(member ? { member, fresh: false } : waiter!.open())
    }
  }

  yieldIdle(): boolean {
    const longest = this.#idle.shift()
    void longest?.member.close()
    return longest !== undefined
  }

  #changed(member: M): void {
    if (!member.alive) {
      const index = this.#idle.findIndex((entry) => entry.member === member)
      if (index >= 0) this.#idle.splice(index, 1)
      this.#shared?.give()
    }
    if (this.#returning.delete(member)) this.giveBack(member)
  }

  #sweepIn(delay: number): NodeJS.Timeout {
    return setTimeout(() => this.#closeIdle(), delay).unref()
  }

  #closeIdle(): void {
    const oldest = now() - this.#limits.idle
    while (this.#idle[0] && this.#idle[0].since <= oldest) {
      const { member } = this.#idle.shift()!
      void member.close()
    }
    const [next] = this.#idle
    this.#sweep = next && this.#sweepIn(Math.max(1, next.since - oldest))
  }
}

function isSessionLimit(error: unknown): boolean {
  return error instanceof TargetFailure && error.failure.kind === 'too-many-sessions'
}
