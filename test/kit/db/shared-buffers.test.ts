import { expect } from 'chai'
import { sharedBuffers } from '../../../src/kit/db/embedded/start.ts'

describe("The embedded PostgreSQL's memory", () => {
  const gibibyte = 1024 ** 3
  it('is a quarter of what there is, neither too little to work with nor more than it has use for', () => {
    expect(sharedBuffers(gibibyte)).to.equal('256MB')
    expect(sharedBuffers(gibibyte / 8)).to.equal('128MB')
    expect(sharedBuffers(512 * gibibyte)).to.equal('2048MB')
  })
})
