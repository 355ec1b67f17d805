import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { get, reachOf } from '../../../src/kit/http/index.ts'
import { Problem } from '../../../src/problems.ts'

describe('What lies at an address', () => {
  let server: Server
  let answer: RequestListener
  let asked: { readonly path: string; readonly authorization: string | undefined }[]
  before('open a server', async () => {
    server = createServer((req, res) => {
      asked.push({ path: req.url!, authorization: req.headers.authorization })
      answer(req, res)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  after('close it', () => void server.close().closeAllConnections())
  beforeEach(() => {
    asked = []
  })

  const here = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { signal } = new AbortController()
  const ours = reachOf(['127.0.0.0/8'], 'x.yaml')
  const fetched = (url: string, more: object = {}) =>
    get({ url: new URL(url), reach: ours, timeout: 60_000, signal, ...more }, async ({ mediaType, name, bytes }) => {
      const parts: Uint8Array[] = []
      for await (const part of bytes) parts.push(part)
      return { mediaType, name, text: Buffer.concat(parts).toString() }
    })
  const failure = async (url: string, more: object = {}): Promise<Problem> => {
    const error = await fetched(url, more).catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(Problem)
    return error as Problem
  }

  it('comes with its kind and its name', async () => {
    answer = (_req, res) =>
      void res
        .setHeader('Content-Type', 'Application/PDF; x=y')
        .setHeader('Content-Disposition', `attachment; filename="plain.pdf"; filename*=UTF-8''Sch%C3%B6n.pdf`)
        .end('bytes')
    expect(await fetched(`${here()}/a/b%20c`)).to.deep.equal({
      ...{ mediaType: 'application/pdf', name: 'Schön.pdf', text: 'bytes' },
    })
    answer = (_req, res) => void res.end('bytes')
    expect(await fetched(`${here()}/a/b%20c?d=e/f`)).to.deep.include({ mediaType: '', name: 'b c' })
  })

  it('is only got from where we may go, by redirects, too', async () => {
    answer = (_req, res) => void res.writeHead(302, { location: 'http://10.1.2.3/secret' }).end()
    expect(await failure(`${here()}/x`)).to.include({ code: 'call-refused' })
    expect(asked).to.have.length(1)
    expect(await failure(`${here()}/x`, { reach: reachOf([], 'x.yaml') })).to.include({ code: 'call-refused' })
    for (const location of ['file:///etc/passwd', 'gopher://127.0.0.1/']) {
      answer = (_req, res) => void res.writeHead(302, { location }).end()
      expect(await failure(`${here()}/x`)).to.include({ code: 'call-refused' })
    }
    expect(asked).to.have.length(3)
  })

  it('is connected to at the address that was looked at, looked up once for each name', async () => {
    const names: string[] = []
    const lookup = async (host: string) => {
      names.push(host)
      // A name that leads into the house as soon as it is asked for again.
      return names.length === 1 ? ['127.0.0.1'] : ['10.0.0.1']
    }
    answer = (_req, res) => void res.end('once')
    const { port } = server.address() as AddressInfo
    expect(await fetched(`http://lender.example:${port}/`, { lookup })).to.include({ text: 'once' })
    expect(names).to.deep.equal(['lender.example'])
  })

  it('is followed three addresses far, and no further', async () => {
    answer = ({ url }, res) => {
      const n = Number(url!.slice(1))
      if (n === 0) res.end('there')
      else res.writeHead(307, { location: `/${n - 1}` }).end()
    }
    expect(await fetched(`${here()}/3`)).to.include({ text: 'there' })
    expect(await failure(`${here()}/4`)).to.include({ code: 'call-failed' })
  })

  it('shows a name and password to its host alone, and tells them to nobody', async () => {
    answer = ({ url }, res) => {
      if (url === '/a') res.writeHead(302, { location: `${here().replace('127.0.0.1', '127.0.0.2')}/b` }).end()
      else res.end('x')
    }
    const secret = here().replace('//', '//reader:ge%3Aheim@')
    await failure(`${secret}/a`, { timeout: 60_000, reach: reachOf(['127.0.0.1/32'], 'x.yaml') })
    expect(asked).to.deep.equal([
      { path: '/a', authorization: `Basic ${Buffer.from('reader:ge:heim').toString('base64')}` },
    ])
    answer = (_req, res) => void res.writeHead(500).end()
    const error = await failure(`${secret}/c`)
    expect(error.context).to.include({ status: 500 })
    expect(JSON.stringify([error.message, error.context, String(error.cause)])).not.to.match(/reader|heim/)
  })

  it('that breaks off, or never ends, is none', async () => {
    answer = (_req, res) => {
      res.writeHead(200, { 'content-length': '100' }).write('half')
      setImmediate(() => res.destroy())
    }
    expect(await failure(`${here()}/x`)).to.include({ code: 'call-failed' })
    answer = (_req, res) => void res.write('and on')
    const error = await failure(`${here()}/x`, { timeout: 50 })
    expect(error.context).to.include({ detail: 'it took too long' })
  })
})
