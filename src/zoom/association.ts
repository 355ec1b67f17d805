import type { Socket } from 'node:net'
import { Problem } from '../problems.ts'
import { type Apdu, apduSplitter, decodeApdu, encodeApdu } from '../standards/z3950/index.ts'
import { type Attempt, now, throwIfCancelled, tooLate, whyLeft } from './attempt.ts'
import { closeFailure } from './close.ts'
import type { Connection } from './connect.ts'
import { failureOf, socketFailure } from './failures.ts'
import { AnswerPace, type Pace } from './pace.ts'
import type { Member } from './pool.ts'
import { ResultSetNames } from './result-set-names.ts'
import { foreignProtocol } from './sniff.ts'
import { type Failure, type Phase, TargetFailure } from './types.ts'

/** An answer to something we asked. */
export type AnswerType = 'initResponse' | 'searchResponse' | 'presentResponse' | 'scanResponse' | 'sortResponse'
export type Answer<T extends AnswerType> = Extract<Apdu, { readonly type: T }>['value']

/** What the target agreed to in Init, and who it says it is. */
export interface Granted {
  readonly version: 1 | 2 | 3
  /** Names of the options granted, in the standard's order. */
  readonly options: readonly string[]
  readonly namedResultSets: boolean
  readonly scan: boolean
  readonly sort: boolean
  readonly implementation: string
}

const nothing: Granted = {
  version: 2,
  options: [],
  namedResultSets: false,
  scan: false,
  sort: false,
  implementation: '',
}

/** The operation under way. */
interface Operation {
  readonly expected: AnswerType
  readonly phase: Phase
  readonly limit: number
  readonly attempt: Attempt
  readonly resolve: (answer: never) => void
  readonly reject: (failure: TargetFailure) => void
  dueAt: number
  /** The caller is gone; the answer is awaited only so that the association can be used again. */
  abandoned: boolean
}

/** How long a cancelled operation may go on, so that its association can be kept. */
const grace = 1_000
/** How long the target may take to answer our Close. */
const farewell = 500

/**
 * One Z39.50 association: one operation at a time, each answer checked to be the answer to the question. Whatever is
 * not, ends the association: an answer is never given to a caller who did not ask for it.
 */
export class Association implements Member {
  onChange: (() => void) | undefined
  readonly #socket: Socket
  readonly #splitter = apduSplitter()
  readonly #pace: AnswerPace
  readonly #onBreach: ((failure: Failure) => void) | undefined
  #granted = nothing
  #names = new ResultSetNames(false)
  #operation: Operation | undefined
  #ended: Failure | undefined
  /** Of the operation under way: a count of operations. */
  readonly #referenceId = Buffer.alloc(4)
  #count = 0
  /** The target has repeated a reference id; from then on an answer without one is none of ours. */
  #echoes = false
  #greeted = false
  #closing = false
  #timer: NodeJS.Timeout | undefined
  #wakeAt = Number.POSITIVE_INFINITY

  /** @param onBreach is told when the target breaks the protocol, which ends the association */
  constructor(connection: Connection, pace: Pace, onBreach?: (failure: Failure) => void) {
    const { socket } = connection
    this.#socket = socket
    this.#pace = new AnswerPace(pace)
    this.#onBreach = onBreach
    connection.onOctets = (chunk) => this.#came(chunk)
    socket.on('end', () => this.#lost(undefined))
    socket.on('error', (error) => this.#lost(error))
    socket.on('close', () => this.#lost(undefined))
  }

  get alive(): boolean {
    return this.#ended === undefined && !this.#closing
  }

  get busy(): boolean {
    return this.#operation !== undefined
  }

  get granted(): Granted {
    return this.#granted
  }

  /** Names for the result sets of this association. */
  get names(): ResultSetNames {
    return this.#names
  }

  /** Calls its result set `default` from now on, whatever was granted. False where it did so before. */
  forgoNames(): boolean {
    if (!this.#granted.namedResultSets) return false
    this.established({ ...this.#granted, namedResultSets: false })
    return true
  }

  /** Init is done. */
  established(granted: Granted): void {
    this.#granted = granted
    this.#names = new ResultSetNames(granted.namedResultSets)
  }

  /**
   * Asks, and waits for the answer.
   * @param limit milliseconds this phase may take; the attempt as a whole may end sooner
   * @throws TargetFailure timed-out, closed, access-denied, wrong-protocol, protocol-error, cancelled
   */
  request<T extends AnswerType>(
    question: (referenceId: Uint8Array) => Apdu,
    expected: T,
    phase: Phase,
    limit: number,
    attempt: Attempt,
  ): Promise<Answer<T>> {
    throwIfCancelled(attempt)
    if (this.#operation) throw new Error('an association does one operation at a time')
    if (this.#splitter.pending > 0) this.#fail(unexpected(phase, 'an answer began before anything was asked'))
    if (this.#ended) throw new TargetFailure(this.#ended)
    this.#count = (this.#count + 1) >>> 0
    this.#referenceId.writeUInt32BE(this.#count)
    const octets = encodeApdu(question(this.#referenceId))
    const { signal } = attempt
    return new Promise<Answer<T>>((resolve, reject) => {
      const dueAt = Math.min(now() + limit, attempt.endsAt)
      this.#operation = {
        expected,
        phase,
        limit,
        attempt,
        resolve,
        reject,
        dueAt,
        abandoned: false,
      }
      signal?.addEventListener('abort', this.#cancel)
      this.#wakeBy(dueAt)
      this.#socket.write(octets)
    })
  }

  /** Ends the association with a Close, and waits a moment for the target's. */
  close(): Promise<void> {
    if (this.#socket.destroyed) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#socket.destroy(), farewell)
      this.#socket.once('close', () => {
        clearTimeout(timer)
        resolve()
      })
      if (!this.alive) return
      this.#closing = true
      const operation = this.#takeOperation()
      operation?.reject(new TargetFailure({ kind: 'cancelled' }))
      this.#sendClose('finished')
      if (operation) this.#socket.destroySoon()
      else if (this.#granted.version < 3) this.#socket.end()
    })
  }

  /** Ends the association at once. */
  destroy(failure: Failure): void {
    this.#fail(failure)
  }

  #came(chunk: Buffer): void {
    if (this.#ended) return
    const found = this.#greeted ? undefined : foreignProtocol(chunk)
    if (found !== undefined) {
      this.#fail({ kind: 'wrong-protocol', expected: 'Z39.50', found })
      return
    }
    this.#greeted = true
    try {
      for (const pdu of this.#splitter.push(chunk)) {
        this.#pace.reset()
        this.#receive(decodeApdu(pdu))
        if (this.#ended) return
      }
      if (this.#splitter.failure) throw this.#splitter.failure
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const offset = error.context['offset']
      const where = typeof offset === 'number' ? { offset } : {}
      this.#refuse({ kind: 'protocol-error', phase: this.#phase, ...where, detail: error.message })
      return
    }
    if (this.#splitter.pending > 0) {
      const at = now()
      this.#pace.came(chunk.length, at)
      this.#wakeBy(this.#pace.nextLook(at))
    }
  }

  #receive(apdu: Apdu): void {
    const operation = this.#operation
    if (apdu.type === 'close') this.#closed(apdu.value)
    else if (this.#closing) return
    else if (apdu.type === 'resourceControlRequest' && operation) this.#goOn(apdu.value.referenceId)
    else if (apdu.type === 'accessControlRequest' && operation)
      this.#refuse({ kind: 'access-denied', phase: operation.phase, diagnostics: [] })
    else {
      const fault = this.#faultOf(apdu, operation)
      if (fault !== undefined) this.#refuse(unexpected(this.#phase, fault))
      else this.#answer(operation!, apdu)
    }
  }

  /** Why this is not the answer to what was asked, if it is not. */
  #faultOf(apdu: Apdu, operation: Operation | undefined): string | undefined {
    if (!operation) return `${apdu.type} came and nothing was asked`
    if (apdu.type !== operation.expected) return `expected ${operation.expected}, found ${apdu.type}`
    const { referenceId } = apdu.value
    const foreign = referenceId ? !this.#referenceId.equals(referenceId) : this.#echoes
    return foreign ? `${apdu.type} answers another request` : undefined
  }

  #answer(operation: Operation, apdu: Apdu): void {
    // What a target does in Init says little: some repeat the id there and nowhere else.
    if (apdu.type !== 'initResponse' && apdu.value.referenceId) this.#echoes = true
    this.#takeOperation()
    if (operation.abandoned) this.onChange?.()
    else operation.resolve(apdu.value as never)
  }

  /** The target asks whether to go on with what takes long. We do: the deadline says when to stop. */
  #goOn(referenceId: Uint8Array | undefined): void {
    const reference = referenceId && { referenceId }
    this.#socket.write(encodeApdu({ type: 'resourceControlResponse', value: { ...reference, continueFlag: true } }))
  }

  #closed(close: Extract<Apdu, { type: 'close' }>['value']): void {
    if (this.#closing) {
      this.#socket.end()
      return
    }
    this.#sendClose('finished')
    this.#fail(closeFailure(close, this.#phase))
  }

  get #phase(): Phase {
    return this.#operation?.phase ?? 'search'
  }

  #lost(error: Error | undefined): void {
    if (this.#ended) return
    const phase = this.#phase
    const reason = this.#splitter.pending > 0 ? 'in the middle of an answer' : undefined
    this.#fail(error ? socketFailure(error, phase) : { kind: 'closed', phase, ...(reason && { reason }) })
  }

  /** Tells the target that we cannot follow it, and ends the association. */
  #refuse(failure: Failure): void {
    this.#onBreach?.(failure)
    this.#sendClose('protocolError')
    this.#fail(failure)
  }

  #sendClose(closeReason: 'finished' | 'protocolError'): void {
    // Version 2 has no Close: such a target just sees the connection end.
    if (this.#granted.version === 3 && this.#socket.writable)
      this.#socket.write(encodeApdu({ type: 'close', value: { closeReason } }))
  }

  #fail(failure: Failure): void {
    if (this.#ended) return
    this.#ended = failure
    clearTimeout(this.#timer)
    this.#socket.destroy()
    const operation = this.#takeOperation()
    if (operation && !operation.abandoned) operation.reject(new TargetFailure(failure))
    const { onChange } = this
    this.onChange = undefined
    onChange?.()
  }

  #takeOperation(): Operation | undefined {
    const operation = this.#operation
    this.#operation = undefined
    operation?.attempt.signal?.removeEventListener('abort', this.#cancel)
    return operation
  }

  readonly #cancel = (): void => {
    const operation = this.#operation
    if (!operation || operation.abandoned) return
    operation.abandoned = true
    operation.dueAt = Math.min(operation.dueAt, now() + grace)
    this.#wakeBy(operation.dueAt)
    operation.reject(whyLeft(operation.attempt.signal))
  }

  /** One timer for the life of the association: it is set again only when it went off or must go off earlier. */
  #wakeBy(at: number): void {
    if (at >= this.#wakeAt) return
    clearTimeout(this.#timer)
    this.#wakeAt = at
    this.#timer = setTimeout(this.#look, Math.max(1, Math.ceil(at - now()))).unref()
  }

  readonly #look = (): void => {
    this.#wakeAt = Number.POSITIVE_INFINITY
    const operation = this.#operation
    if (!operation) return
    const at = now()
    const broken = this.#pace.brokenAt(at)
    if (broken !== undefined) this.#fail({ kind: 'timed-out', phase: operation.phase, after: broken })
    else if (at < operation.dueAt) this.#wakeBy(Math.min(operation.dueAt, this.#pace.nextLook(at)))
    else this.#fail(failureOf(tooLate(operation.attempt, operation.phase, operation.limit))!)
  }
}

const unexpected = (phase: Phase, detail: string): Failure => ({ kind: 'protocol-error', phase, detail })
