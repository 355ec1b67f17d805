import { connect } from 'node:net'
import { expect } from 'chai'
import { deliverCopy, documentsOf, IllSettings, takeDocument } from '../../../src/ill/index.ts'
import { inParts, largePdf } from '../../ill/documents/samples.ts'
import { until } from '../../until.ts'
import { type SignedIn, signInWith } from '../people.ts'
import { useIllSite } from './ill-site.ts'

describe('A download of a copy that is broken off', function () {
  this.timeout(120_000)
  // More than any socket holds.
  const size = 48 * 1024 ** 2
  const house = useIllSite()
  let rosa: SignedIn
  before(async () => {
    rosa = await signInWith(house.site, 'patron', [{ role: 'patron' }], 'Rosa Borrower')
  })

  it('does not count: the one copy that may be had is still there, and is had', async () => {
    const { database, url } = house.site
    const { request, line } = await house.line('Winter', {
      ...{ patronId: rosa.id, service: 'copy', citation: { title: 'Winter', pages: '1-9' } },
    })
    await house.act(line.id, 'request')
    const now = new Date()
    const taken = await takeDocument(database, inParts(largePdf(size)), { fileName: 'w.pdf', most: size, now })
    const settings = IllSettings.parse({ downloadTimes: 1, downloadMiB: 64 })
    const { id } = await database.tx((tx) =>
      deliverCopy(
        tx,
        line.id,
        taken,
        { actor: { kind: 'staff', name: 'Ann' }, via: 'page' },
        { engine: house.ill.engine, settings, now },
      ),
    )
    const downloads = async () => (await documentsOf(database.db, [request.id])).get(request.id)![0]!.downloads
    const path = `/account/requests/${request.publicId}/copies/${id}`

    const { hostname, port } = new URL(url)
    const body = new URLSearchParams({ csrf: rosa.csrf }).toString()
    const socket = connect(Number(port), hostname)
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncookie: ${rosa.cookie}\r\n` +
        `content-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    )
    const begun = await new Promise<string>((resolve) =>
      socket.once('data', (piece) => resolve(piece.toString('latin1'))),
    )
    expect(begun).to.match(/^HTTP\/1\.1 200 /)
    expect(await downloads()).to.equal(1)
    socket.destroy()
    await until(async () => (await downloads()) === 0)

    const whole = await rosa.form(path)
    expect((await whole.arrayBuffer()).byteLength).to.equal(size)
    expect(await downloads()).to.equal(1)
    expect((await rosa.form(path)).status).to.equal(410)
  })
})
