import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect } from 'chai'
import type { Type } from '../../../src/standards/asn1/index.ts'
import { encodeILLAPDU, ILLAPDU } from '../../../src/standards/iso10161/index.ts'
import { needs } from '../../peers.ts'
import { runIllClient } from '../../yaz-illclient.ts'
import { examples } from './examples.ts'

/** The values of an APDU in their order, as YAZ prints them. */
function values({ shape }: Type<unknown>, value: unknown): string[] {
  switch (shape.kind) {
    case 'text':
      return [`'${value}'`]
    case 'named':
      return [String(shape.names[value as string])]
    case 'boolean':
      return [value ? 'TRUE' : 'FALSE']
    case 'oid':
      return [`OID: ${String(value).replaceAll('.', ' ')}`]
    case 'any':
      return [`ANY (len=${(value as Uint8Array).length})`]
    case 'null':
      return ['NULL']
    case 'sequence':
      return shape.fields.flatMap(({ name, type }) => {
        const field = (value as Record<string, unknown>)[name]
        return field === undefined ? [] : values(type, field)
      })
    case 'list':
      return (value as readonly unknown[]).flatMap((item) => values(shape.item, item))
    case 'choice': {
      const chosen = value as { type: string; value: unknown }
      return values(shape.alternatives[chosen.type]!, chosen.value)
    }
    case 'explicit':
      return values(shape.inner, value)
    default:
      return [String(value)]
  }
}

/** What it prints, byte by byte where it is not ASCII, as text. */
const readable = (text: string) =>
  Buffer.from(
    text.replaceAll(/\\X([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()

/** So short that its first octets are printable, as those of HTTP are. */
const short: ILLAPDU = {
  type: 'statusOrErrorReport',
  value: {
    protocolVersionNum: 2,
    transactionId: { transactionGroupQualifier: 'g', transactionQualifier: 'q' },
    serviceDateTime: { dateTimeOfThisService: { date: '20261127' } },
    reasonNoReport: 'temporary',
  },
}

describe('APDUs we write', () => {
  for (const [name, apdu] of Object.entries({ ...examples, short }))
    it(`are read by YAZ to the last field: ${name}`, async function () {
      const [program] = needs(this, 'yaz-illclient') as [string]
      const server = createServer((socket) => socket.once('data', () => socket.end(encodeILLAPDU(apdu))))
      await once(server.listen(0, '127.0.0.1'), 'listening')
      try {
        const { answer, words } = await runIllClient(program, `127.0.0.1:${(server.address() as AddressInfo).port}`)
        expect(words).to.not.include('Error decoding')
        const printed = answer.matchAll(/('.*'|TRUE|FALSE|NULL|OID: [\d ]+|ANY \(len=\d+\)|-?\d+) *$/gm)
        expect([...printed].map(([, value]) => readable(value!.trim()))).to.deep.equal(values(ILLAPDU, apdu))
      } finally {
        server.close()
      }
    })
})
