import type { AddressInfo } from 'node:net'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { expect } from 'chai'
import express, { type Response } from 'express'
import { type EventStream, eventStreams } from '../../src/web/streams.ts'
import { until } from '../until.ts'
import { allEvents, readEvents } from './events.ts'
import { openSite, type Site } from './site.ts'

describe('A stream of events', () => {
  let site: Site
  let silent: Server
  const sockets = new Set<Socket>()

  beforeEach(async () => {
    silent = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.once('listening', resolve))
    site = await openSite(
      [
        { id: 'northfield', records: 'northfield' },
        {
          id: 'silent',
          port: (silent.address() as AddressInfo).port,
          settings: { deadlines: { init: 60_000, total: 60_000 } },
        },
      ],
      { heartbeat: 30 },
    )
  })
  afterEach(async () => {
    await site.close()
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => silent.close(resolve))
  })

  const begin = async () => {
    const answer = await site.post('/api/v1/searches', { query: { title: 'left hand of darkness' } })
    return ((await answer.json()) as { id: string }).id
  }

  it('of a page tells cells, progress and the end, in words', async () => {
    const id = await begin()
    const reading = allEvents(await site.get(`/search/${id}/stream`))
    await until(() => site.service.get(id)!.merged > 0)
    site.service.get(id)!.stop()
    const events = await reading
    const data = (name: string) => events.filter(({ event }) => event === name).map((event) => event.data)
    expect(data('library').some((html) => /^<li id="library-northfield">.*✓<\/span> \d+ hits/.test(html))).to.equal(
      true,
    )
    expect(data('library').at(-1)).to.include('you stopped waiting')
    const last = JSON.parse(data('progress').at(-1)!) as { merged: number; words: string }
    expect(last.merged).to.equal(site.service.get(id)!.merged)
    expect(last.words).to.match(/^1 of 2 libraries answered: /)
    expect(events.at(-1)!.event).to.equal('done')
    expect(site.web.streams).to.equal(0)
  })

  it('says how things are, not what happened: who comes late gets it all in one go', async () => {
    const id = await begin()
    site.service.get(id)!.stop()
    const events = await allEvents(await site.get(`/search/${id}/stream`))
    expect(events.map(({ event }) => event)).to.deep.equal(['library', 'library', 'progress', 'done'])
  })

  it('sends nobody back to a search that is gone', async () => {
    expect((await site.get('/search/gone/stream')).status).to.equal(204)
  })

  for (const path of ['/search/ID/stream', '/api/v1/searches/ID/events']) {
    it(`shows signs of life while nothing happens: ${path}`, async () => {
      const answer = await site.get(path.replace('ID', await begin()))
      let beats = 0
      for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
        beats += chunk.split('\n').filter((line) => line.startsWith(':')).length
        if (beats > 2) break
      }
      await until(() => site.web.streams === 0)
    })

    it(`is forgotten when its reader goes: ${path}`, async () => {
      const id = await begin()
      const leaving = Array.from({ length: 20 }, () => new AbortController())
      await Promise.all(leaving.map(({ signal }) => site.get(path.replace('ID', id), { signal })))
      expect(site.web.streams).to.equal(20)
      for (const reader of leaving) reader.abort()
      await until(() => site.web.streams === 0)
    })

    it(`is not begun for a caller that wants only its head: ${path}`, async () => {
      const id = await begin()
      const answer = await site.get(path.replace('ID', id), { method: 'HEAD' })
      expect(answer.status).to.equal(200)
      expect(answer.headers.get('content-type')).to.match(/^text\/event-stream/)
      expect(site.service.get(id)!.state).to.equal('running')
      expect(site.web.streams).to.equal(0)
    })

    it(`ends when the server shuts down, which is not ready from then on: ${path}`, async () => {
      const events = readEvents(await site.get(path.replace('ID', await begin())))
      await events.next()
      expect((await site.get('/readyz')).status).to.equal(200)
      site.web.close()
      for await (const { event } of events) expect(event).to.not.equal('done')
      expect(site.web.streams).to.equal(0)
      expect((await site.get('/readyz')).status).to.equal(503)
      expect((await site.get('/healthz')).status).to.equal(200)
    })
  }
})

describe('A stream for a reader who has gone already', () => {
  it('is over as it begins, and is forgotten', async () => {
    const streams = eventStreams(5)
    const app = express()
    const server = app.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const gone = new Promise<Response>((resolve) =>
      app.get('/', (_req, res) => {
        res.on('error', () => undefined).once('close', () => resolve(res))
        reader.destroy()
      }),
    )
    const reader = connect((server.address() as AddressInfo).port, '127.0.0.1')
    reader.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n')
    const stream: EventStream = streams.start(await gone)
    expect(stream.signal.aborted).to.equal(true)
    expect(streams.open).to.equal(0)
    await stream.send('progress', 'nobody hears this')
    await new Promise((resolve) => server.close(resolve))
  })
})
