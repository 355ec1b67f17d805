import type { Conversation, Script } from './hostile-target.ts'
import { marcRecord } from './some-records.ts'

/** Scripts of targets as a large house has them: good, silent and hostile ones. */

const usmarc = '1.2.840.10003.5.10'
const octets = (n: number) =>
  marcRecord([
    ['001', `b${n}`],
    ['100', `1 $aAuthor ${n}`],
    ['245', `10$aBook number ${n}`],
    ['264', ` 1$aLeeds$bSpade$c${1950 + n}`],
  ])

/** Twelve books, three of them its own and nine that all good targets have. */
const shelf = (own: number) => [...Array.from({ length: 9 }, (_, i) => i), 100 + own * 3, 101 + own * 3, 102 + own * 3]

/** Answers every request, each after `wait`. */
export const good =
  (own: number, wait: () => Promise<void> = async () => undefined): Script =>
  async (c) => {
    await c.init()
    for (;;) {
      const { type, value } = await c.next()
      const { referenceId } = value
      await wait()
      if (type === 'close') return c.goodbye()
      if (type === 'searchRequest')
        c.send({
          type: 'searchResponse',
          value: {
            referenceId,
            resultCount: 12,
            numberOfRecordsReturned: 0,
            nextResultSetPosition: 1,
            searchStatus: true,
          },
        })
      if (type !== 'presentRequest') continue
      const from = value.resultSetStartPoint - 1
      const records = shelf(own)
        .slice(from, from + value.numberOfRecordsRequested)
        .map((n) => ({
          name: 'Default',
          record: {
            type: 'retrievalRecord' as const,
            value: { directReference: usmarc, encoding: { type: 'octetAligned' as const, value: octets(n) } },
          },
        }))
      c.send({
        type: 'presentResponse',
        value: {
          referenceId,
          numberOfRecordsReturned: records.length,
          nextResultSetPosition: 1,
          presentStatus: 'success',
          records: { type: 'responseRecords', value: records },
        },
      })
    }
  }

/** Accepts, and never answers. */
export const silent: Script = async (c) => void (await c.next())

/** Five ways to be hostile, and what each is called. */
export const hostile: readonly [kind: string, script: Script][] = [
  ['wrong-protocol', (c) => c.sendOctets('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ['protocol-error', (c) => c.sendOctets(Buffer.alloc(200, 0xb4))],
  [
    'protocol-error',
    (c) => c.sendOctets(Buffer.concat([Buffer.from([0xb5, 0x84, 0x7f, 0xff, 0xff, 0xff]), Buffer.alloc(1000)])),
  ],
  ['closed', (c) => void c.socket.resetAndDestroy()],
  [
    'protocol-error',
    async (c: Conversation) => {
      await c.init()
      await c.next()
      c.sendOctets(Buffer.from('b7'.padEnd(400, '30808080'), 'hex'))
    },
  ],
]
