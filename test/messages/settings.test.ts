import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { parseConfig } from '../../src/kit/index.ts'
import { MessageSettings, usualLimits } from '../../src/messages/index.ts'

const sample = readFileSync(new URL('../../config/messages.sample.yaml', import.meta.url), 'utf8')

describe('The limits of messages', () => {
  it('are in the sample what they are without a file', () => {
    expect(parseConfig(sample, 'sample', MessageSettings).limits).to.deep.equal(usualLimits)
    expect(MessageSettings.parse({}).limits).to.deep.equal(usualLimits)
  })

  it('are changed one by one, and checked', () => {
    const some = parseConfig('limits: { perLenderHour: 5 }', 'messages.yaml', MessageSettings)
    expect(some.limits).to.deep.equal({ ...usualLimits, perLenderHour: 5 })
    expect(() => parseConfig('limits: { perLenderHour: 0 }', 'messages.yaml', MessageSettings)).to.throw(
      'perLenderHour',
    )
    expect(() => parseConfig('limit: {}', 'messages.yaml', MessageSettings)).to.throw('not a known setting')
  })
})
