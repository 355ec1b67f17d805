import { expect } from 'chai'
import { bytesOfDocument, documentsOf, readLines, sentCopies, shipCopy, takeDocument } from '../../../src/ill/index.ts'
import { messagesAbout } from '../../../src/messages/index.ts'
import { until } from '../../until.ts'
import { inParts, largePdf } from '../documents/samples.ts'
import { acquaint, type Library, openLibrary } from './library.ts'

const ann = { kind: 'staff', id: '00000000-0000-4000-8000-00000000000a', name: 'Ann' } as const
const pdf = largePdf(700_000)

for (const protocol of ['iso18626', 'iso10161'] as const)
  describe(`Two libraries whose systems speak ${protocol}, and a copy`, () => {
    let north: Library
    let south: Library
    let toSouth: number
    before('open both houses', async () => {
      north = await openLibrary('ISIL:XX-North', { protocol })
      south = await openLibrary('ISIL:XX-South', { protocol, linked: true })
      ;[toSouth] = await acquaint(north, south)
    })
    after('close both houses', async () => {
      await north?.close()
      await south?.close()
    })

    it('goes from the one to the reader of the other, who is told, by nobody’s doing but the lender’s', async () => {
      const citation = { title: 'Winter', articleTitle: 'On Snow', author: 'Doe, Jane', pages: '1-9' }
      const wanted = { service: 'copy' as const, citation, copyrightAgreed: true, email: 'reader@example.org' }
      const line = await north.line(toSouth, 'Winter', wanted)
      await north.act(line, 'request', { transmit: true, expiresAt: '2031-01-01T00:00:00Z' })
      const lending = await south.lending()
      const now = new Date()
      const taken = await takeDocument({ db: south.db }, inParts(pdf), { fileName: 'snow.pdf', most: 2 ** 20, now })
      const cause = { actor: ann, via: 'page', form: { publicNote: 'Enjoy.' } }
      await south.tx((tx) => shipCopy(tx, lending, taken, cause, { ...south.ill, now }))
      expect(await south.dataOf(lending)).to.include({ closed: true, shippedService: 'copy' })
      await north.is(line, 'received')
      expect(await north.dataOf(line)).to.include({ closed: true, shippedService: 'copy' })
      expect((await north.eventsOf(line)).slice(-2)).to.deep.equal(['shipped', 'receivedAsCopy'])
      const { requestId } = (await readLines(north.db, [line], now)).get(line)!
      const [document, ...more] = (await documentsOf(north.db, [requestId])).get(requestId)!
      expect(more).to.deep.equal([])
      expect(document).to.include({ fileName: 'snow.pdf', mediaType: 'application/pdf', storedBy: 'ISIL:XX-South' })
      const parts: Buffer[] = []
      for await (const part of bytesOfDocument(north.db, { fileId: document!.fileId!, size: document!.size }))
        parts.push(part)
      expect(Buffer.concat(parts).equals(pdf)).to.equal(true)
      const told = await messagesAbout(north.db, { requestId })
      expect(told.map(({ kind, to }) => [kind, to.address])).to.deep.equal([['copy-ready', 'reader@example.org']])
      expect(told[0]!.text).not.to.include('/copy/')
      expect((await sentCopies(south.db, lending)).map(({ fetches }) => fetches)).to.deep.equal([1])
      // The receipt is what the lender hears of it.
      await north.quiet(line)
      await until(async () => (await south.eventsOf(lending)).includes('received'))
    })
  })
