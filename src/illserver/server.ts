import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { type Clock, type Log, networkOf } from '../kit/index.ts'
import { createTcpServer, type TcpServer } from '../kit/tcp/index.ts'
import { illAPDUSplitter, illLimits } from '../standards/iso10161/index.ts'
import { Association, type NoteRefusal, type ReceiveMessage } from './association.ts'
import { defaultIllServerLimits, type IllServerLimits } from './limits.ts'

export interface IllServerOptions {
  /** Our symbols, the one we use ourselves first. */
  readonly symbols: readonly string[]
  readonly receive: ReceiveMessage
  /** Told of what is refused because it is not understood. */
  readonly refuse?: NoteRefusal
  readonly clock: Clock
  readonly log: Log
  readonly limits?: Partial<IllServerLimits>
}

/** Takes in what systems of other libraries say over ISO 10161: APDU after APDU on TCP, without framing. */
export function createIllServer({ symbols, receive, refuse, clock, log, limits: given }: IllServerOptions): TcpServer {
  const limits = { ...defaultIllServerLimits, ...given }
  const limiter = new RateLimiterMemory({ points: limits.apdusPerMinute, duration: 60 })
  const admit = (address: string) =>
    limiter.consume(networkOf(address)).then(
      () => true,
      (answer: unknown) => {
        if (!(answer instanceof RateLimiterRes)) throw answer
        return false
      },
    )
  return createTcpServer({
    limits,
    log,
    converse: (address, client) => ({
      cutter: illAPDUSplitter({ ...illLimits, size: limits.apduSize }),
      conversation: new Association({
        symbols,
        receive,
        refuse,
        clock,
        log: client,
        address,
        admit: () => admit(address),
      }),
    }),
  })
}
