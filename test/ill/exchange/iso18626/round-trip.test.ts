import { expect } from 'chai'
import fc from 'fast-check'
import type { Peer } from '../../../../src/ill/exchange/iso18626/index.ts'
import { fromIso18626, readIso18626, type Sending, toIso18626 } from '../../../../src/ill/exchange/iso18626/index.ts'
import type { IllMessage } from '../../../../src/ill/exchange/message.ts'
import { complaintsOf } from '../../../standards/iso18626/check.ts'
import { needsSchemas, Validators, which } from '../../../standards/iso18626/schema-files.ts'
import { illMessage, peers, request, states } from './arbitrary.ts'
import { arriving } from './losses.ts'

const sending: fc.Arbitrary<Sending> = fc.record({ state: fc.constantFrom(undefined, ...states), asked: request })

/** What a peer with the same settings understands of what is sent. */
function through(message: IllMessage, peer: Peer, now: Sending) {
  const incoming = readIso18626(new TextEncoder().encode(toIso18626(message, peer, now)))
  if (incoming.kind !== 'message') throw new Error(incoming.kind)
  return fromIso18626(incoming.read, peer)
}

for (const peer of peers)
  describe(`Messages in ISO 18626 ${peer.version}, as ${peer.profile} has it`, () => {
    const validators = new Validators()
    after(() => validators.dispose())

    it('arrive as they were sent, but for what is known to be lost', () => {
      fc.assert(
        fc.property(illMessage, sending, (message, now) => {
          expect(through(message, peer, now)).to.deep.equal(arriving(message, peer, now.state))
        }),
        { numRuns: 400 },
      )
    })

    it('are valid by our tables of the schema', () => {
      fc.assert(
        fc.property(illMessage, sending, (message, now) => {
          expect(complaintsOf(toIso18626(message, peer, now), peer.version)).to.deep.equal([])
        }),
        { numRuns: 150 },
      )
    })

    it(`are valid by ${which}`, function () {
      needsSchemas(this)
      fc.assert(
        fc.property(illMessage, sending, (message, now) => {
          expect(validators.complaint(toIso18626(message, peer, now), peer.version)).to.equal(undefined)
        }),
        { numRuns: 150 },
      )
    })
  })
