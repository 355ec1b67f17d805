import type { Carrier, Ill, IllMessage, Partner } from './ill/index.ts'
import {
  createIllServer,
  iso10161Carrier,
  notUnderstood,
  receiveOfPartners,
  refuseOfPartners,
} from './illserver/index.ts'
import type { Database } from './kit/db/index.ts'
import { reachOf } from './kit/http/index.ts'
import type { Clock, Log } from './kit/index.ts'
import type { TcpServer } from './kit/tcp/index.ts'
import { Problem } from './problems.ts'

const fileName = 'ill.yaml'

interface House {
  readonly settings: Ill['settings']
  readonly clock: Clock
  readonly log: Log
}

/** Our symbols, the one we use ourselves first. */
const symbolsOf = ({ symbol, otherSymbols }: Ill['settings']) => [
  ...(symbol === undefined ? [] : [symbol]),
  ...otherSymbols,
]

/** Brings messages to libraries over ISO 10161, and takes in what they answer at once. `ill` is asked for only then. */
export const overTcp = ({ settings, clock, log }: House, database: Database, ill: () => Ill): Carrier =>
  iso10161Carrier({
    symbols: symbolsOf(settings),
    reach: reachOf(settings.exchange.allowNetworks, fileName),
    timeout: settings.exchange.timeout * 1000,
    clock,
    log: log.child({ door: 'iso10161' }),
    receive: (partner: Partner, message: IllMessage, raw: string) =>
      ill().receiving(database)(partner, message, { protocol: 'iso10161', raw }),
    refuse: (partner, refusal) =>
      ill().noteNotUnderstood({ database, log }, { partner }, notUnderstood(refusal, symbolsOf(settings))),
  })

/** The door at which systems of libraries call over ISO 10161; undefined when it is off. @throws Problem ill-cannot-listen */
export async function startIso10161(
  database: Database,
  ill: Ill,
  { settings, clock, log }: House,
): Promise<TcpServer | undefined> {
  const { enabled, host, port, connections, connectionsPerAddress } = settings.exchange.iso10161
  if (!enabled) return undefined
  const symbols = symbolsOf(settings)
  const server = createIllServer({
    symbols,
    receive: receiveOfPartners({ database, symbols, receive: ill.receiving(database) }),
    refuse: refuseOfPartners({
      ...{ database, symbols },
      note: (sender, what) => ill.noteNotUnderstood({ database, log }, sender, what),
    }),
    clock,
    log: log.child({ door: 'iso10161' }),
    limits: { connections, connectionsPerAddress, apdusPerMinute: settings.exchange.perMinute },
  })
  await server.listen(port, host).catch((cause: Error) => {
    throw new Problem('ill-cannot-listen', { host, port, file: fileName, detail: cause.message }, { cause })
  })
  return server
}

/** Where libraries call over ISO 10161: a line, or none where it is off. */
export function illAddresses({ exchange }: Ill['settings'], server: TcpServer | undefined): string[] {
  const { host } = exchange.iso10161
  return server ? [`ISO 10161: ${host.includes(':') ? `[${host}]` : host}:${server.port}`] : []
}
