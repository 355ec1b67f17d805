import { expect } from 'chai'
import fc from 'fast-check'
import { discretionOf } from '../../src/zoom/discretion.ts'
import { type Failure, TargetFailure, type TargetSettings } from '../../src/zoom/index.ts'
import { sruAt } from './sru/sru-settings.ts'
import { targetAt } from './target-settings.ts'

const idPass = (password: string) => targetAt(210, { authentication: { type: 'idPass', user: 'fs', password } })
const aSecret = fc.string({ unit: 'grapheme', minLength: 6, maxLength: 30 }).filter((text) => text.trim().length >= 6)
/** How a target may write what it was told. */
const writing: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  encodeURIComponent,
  (secret) => JSON.stringify(secret).slice(1, -1),
  (secret) => secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  (secret) => new URLSearchParams({ s: secret }).toString().slice(2),
]

describe('A secret that a target says back', () => {
  it('is in nothing of a failure, whatever it is, however it is written, and wherever it stands', () => {
    fc.assert(
      fc.property(aSecret, fc.constantFrom(...writing), fc.string(), fc.string(), (secret, write, before, after) => {
        const echo = `${before}${write(secret)}${after}`
        const addinfo = { set: 's', code: 1, text: echo, addinfo: echo }
        const last: Failure = { kind: 'protocol-error', phase: 'init', detail: echo }
        const failures: readonly Failure[] = [
          { kind: 'misconfigured', detail: echo },
          { kind: 'closed', phase: 'init', reason: echo },
          { kind: 'wrong-protocol', expected: 'SRU', found: echo },
          { kind: 'access-denied', phase: 'init', diagnostics: [addinfo] },
          { kind: 'circuit-open', until: 5, last },
        ]
        const discretion = discretionOf(idPass(secret))
        for (const failure of failures) {
          const told = (discretion.error(new TargetFailure(failure)) as TargetFailure).failure
          expect(told.kind).to.equal(failure.kind)
          const kept = JSON.stringify(told)
          expect(kept).not.to.contain(JSON.stringify(write(secret)).slice(1, -1))
        }
        const [record] = discretion.records([{ position: 1, type: 'diagnostic', diagnostic: addinfo }])
        expect(record).to.have.nested.property('diagnostic.text').that.does.not.contain(write(secret))
        expect(record).to.have.nested.property('diagnostic.addinfo').that.does.not.contain(write(secret))
      }),
    )
  })

  it('is not told by its beginning where a text ends within it', () => {
    const said = discretionOf(idPass('sesame-opens-it'))
    expect(said.text('HTTP/1.1 401 not with sesame-ope')).to.equal('HTTP/1.1 401 not with …')
    expect(said.text('in capitals: SESAME-OPENS-IT!')).to.equal('in capitals: …!')
    expect(said.text('sesame is a seed')).to.equal('sesame is a seed')
  })

  it('may be what follows the user, a header, or a key in an address', () => {
    const open = discretionOf(targetAt(210, { authentication: { type: 'open', value: 'guest/open-sesame' } }))
    expect(open.text('guest: open-sesame is wrong')).to.equal('guest: … is wrong')
    const url = 'https://a.example/db?apikey=0123456789&version=1.1&recordSchema=marcxml'
    const sru = discretionOf(sruAt(1, { url, credentials: { user: 'fs', password: 'open sesame' } }))
    const basic = Buffer.from('fs:open sesame').toString('base64')
    expect(sru.text(`Basic ${basic}, open+sesame, open%20sesame`)).to.equal('Basic …, …, …')
    expect(sru.text('no database at /db?apikey=0123456789&recordSchema=marcxml')).to.equal(
      'no database at /db?apikey=…&recordSchema=marcxml',
    )
  })

  it('changes nothing of a target without one, nor of an error of our own', () => {
    const plain: readonly TargetSettings[] = [targetAt(210), idPass('short'), sruAt(1)]
    const failure: Failure = { kind: 'misconfigured', detail: 'short of anything' }
    for (const settings of plain) {
      const discretion = discretionOf(settings)
      expect(discretion.failure(failure)).to.equal(failure)
      const error = new Error('short')
      expect(discretion.error(error)).to.equal(error)
    }
    const fault = new TypeError('sesame-opens-it')
    expect(discretionOf(idPass('sesame-opens-it')).error(fault)).to.equal(fault)
  })
})
