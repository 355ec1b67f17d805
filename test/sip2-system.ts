import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createServer as createSecureServer } from 'node:tls'
import {
  isSip2,
  readSip2,
  type Sip2Charset,
  type Sip2Form,
  type Sip2Message,
  type Sip2Name,
  type Sip2Read,
  sip2Splitter,
  sip2Value,
  writeSip2,
} from '../src/standards/sip2/index.ts'

/** What goes wrong with the answer to a question about a patron, or before it. */
export type Sip2Fault =
  /** Its sum is wrong once; then the terminal asks for it again. */
  | 'bad-sum'
  /** It asks for the question again. */
  | 'resend'
  /** An answer with the number of another question comes first, about somebody else. */
  | 'other-number'
  | 'silence'
  | 'garbage'
  | 'huge'
  | 'cut'
  | 'close'

export interface Sip2TestPatron {
  readonly pin?: string
  readonly name: string
  readonly email?: string
  /** YYYYMMDD */
  readonly expires?: string
  /** Fourteen places. */
  readonly status?: string
  readonly said?: string
}

/** A library's system that speaks SIP2 over a real socket, and does what a test says. */
export interface Sip2System {
  readonly port: number
  readonly patrons: Map<string, Sip2TestPatron>
  /** What goes wrong next, in this order. */
  readonly faults: Sip2Fault[]
  /** Every message that came, as it came. */
  readonly heard: string[]
  /** How many connections there have been. */
  readonly connections: number
  /** How many there are now. */
  readonly open: number
  /** Says who somebody is, to everybody who has not asked. */
  blurt(): void
  /** Ends what is connected. */
  hangUp(): void
  close(): Promise<void>
}

export interface Sip2SystemOptions {
  readonly login?: { readonly user: string; readonly password: string }
  readonly charset?: Sip2Charset
  /** What BX says. */
  readonly supports?: string
  readonly online?: boolean
  readonly lineEnd?: '\r' | '\r\n'
  /** It says nothing about PINs. */
  readonly pinless?: boolean
  /** It speaks TLS alone, and shows this certificate. PEM. */
  readonly tls?: { readonly key: string; readonly cert: string }
}

const date = '20261127    174005'
const noCounts = {
  ...{ holdItems: '0000', overdueItems: '0000', chargedItems: '0000', fineItems: '0000', recallItems: '0000' },
  unavailableHolds: '0000',
}

export async function startSip2System(options: Sip2SystemOptions = {}): Promise<Sip2System> {
  const { login, charset = 'utf-8', supports = 'Y'.repeat(16), online = true, lineEnd = '\r', pinless, tls } = options
  const patrons = new Map<string, Sip2TestPatron>()
  const faults: Sip2Fault[] = []
  const heard: string[] = []
  const sockets = new Set<Socket>()
  let connections = 0

  function patronAnswer(question: Sip2Read): Sip2Message<'patronInformationResponse'> {
    const number = sip2Value(question, 'AA') ?? ''
    const patron = patrons.get(number)
    const pin = sip2Value(question, 'AD')
    return {
      name: 'patronInformationResponse',
      fixed: {
        patronStatus: patron ? (patron.status ?? '') : 'YYYY',
        ...{ language: '000', transactionDate: date, ...noCounts },
      },
      fields: {
        ...{ AO: 'main', AA: number, AE: patron?.name ?? '', BL: patron ? 'Y' : 'N' },
        ...(pin !== undefined && !pinless && { CQ: patron?.pin === pin ? 'Y' : 'N' }),
        ...(patron?.email !== undefined && { BE: patron.email }),
        ...(patron?.expires !== undefined && { PA: patron.expires }),
        ...(patron?.said !== undefined && { AF: patron.said }),
      },
    }
  }

  function serve(socket: Socket): void {
    connections++
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    const splitter = sip2Splitter(100_000)
    let last: Uint8Array = Buffer.alloc(0)
    let known = login === undefined
    const send = <Name extends Sip2Name>(message: Sip2Message<Name>, form: Partial<Sip2Form>) => {
      last = writeSip2(message, { charset, terminator: lineEnd, ...form })
      socket.write(last)
    }
    const answer = (line: Buffer) => {
      heard.push(line.toString('latin1'))
      const question = readSip2(line, charset)
      const form = { sequence: question.sequence }
      if (isSip2(question, 'requestResend')) return socket.write(last)
      if (isSip2(question, 'login')) {
        known = sip2Value(question, 'CN') === login?.user && sip2Value(question, 'CO') === login?.password
        return send({ name: 'loginResponse', fixed: { ok: known ? '1' : '0' } }, form)
      }
      if (!known) return socket.destroy()
      if (isSip2(question, 'scStatus')) return send(status(), form)
      if (isSip2(question, 'endSession'))
        return send({ name: 'endSessionResponse', fixed: { ok: 'Y', transactionDate: date }, fields: {} }, form)
      return spoilt(faults.shift(), question, form)
    }
    const spoilt = (fault: Sip2Fault | undefined, question: Sip2Read, form: { sequence: number | undefined }) => {
      const right = patronAnswer(question)
      switch (fault) {
        case 'silence':
          return
        case 'garbage':
          return socket.write('\u0000\u0001<html>\r')
        case 'huge':
          return void socket.write(Buffer.alloc(10 * 1024 * 1024, 'A'))
        case 'cut':
          return socket.end('64          ')
        case 'close':
          return socket.destroy()
        case 'resend':
          return send({ name: 'resendAsked', fixed: {} }, form)
        case 'bad-sum': {
          last = writeSip2(right, { charset, terminator: lineEnd, ...form })
          const spoiled = Buffer.from(last)
          spoiled[70] = 0x58
          return socket.write(spoiled)
        }
        case 'other-number':
          writeOther(form.sequence ?? 0)
          return send(right, form)
      }
      if (!isSip2(question, 'patronStatus')) return send(right, form)
      const { patronStatus, language, transactionDate } = right.fixed
      const { AO = '', AA = '', AE = '', BL, CQ, AF } = right.fields ?? {}
      const fields = { AO, AA, AE, ...(BL && { BL }), ...(CQ && { CQ }), ...(AF && { AF }) }
      send({ name: 'patronStatusResponse', fixed: { patronStatus, language, transactionDate }, fields }, form)
    }
    const writeOther = (sequence: number) => socket.write(aboutSomebodyElse((sequence + 9) % 10))
    socket.on('data', (chunk) => {
      for (const line of splitter.push(chunk)) answer(line)
    })
  }

  const aboutSomebodyElse = (sequence: number) => {
    const fixed = { ...noCounts, patronStatus: '', language: '000', transactionDate: date }
    const fields = { AO: 'main', AA: '999', AE: 'Somebody Else', BL: 'Y', CQ: 'Y' }
    const form = { charset, terminator: lineEnd, sequence }
    return writeSip2({ name: 'patronInformationResponse', fixed, fields }, form)
  }

  const status = (): Sip2Message<'acsStatus'> => ({
    name: 'acsStatus',
    fixed: {
      ...{ online: online ? 'Y' : 'N', checkinOk: 'Y', checkoutOk: 'Y', renewalOk: 'Y', statusUpdateOk: 'N' },
      ...{ offlineOk: 'N', timeout: '600', retries: '003', dateTimeSync: date, protocolVersion: '2.00' },
    },
    fields: { AO: 'main', AM: 'Test Library', BX: supports },
  })

  const server = tls ? createSecureServer(tls, serve) : createServer(serve)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const hangUp = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    patrons,
    faults,
    heard,
    get connections() {
      return connections
    },
    get open() {
      return sockets.size
    },
    blurt() {
      for (const socket of sockets) socket.write(aboutSomebodyElse(3))
    },
    hangUp,
    async close() {
      hangUp()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
