import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { illSettings } from '../../src/ill/index.ts'

describe('The door of ISO 10161, as ill.yaml has it', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'farshelf-ill-yaml-'))
  })
  after(() => rm(folder, { recursive: true }))
  const said = async (text: string) => {
    await writeFile(join(folder, 'ill.yaml'), text)
    return await illSettings(folder)
  }

  it('is shut until somebody opens it, and so the sample says', async () => {
    const shut = {
      enabled: false,
      host: '127.0.0.1',
      port: 1611,
      connections: 100,
      connectionsPerAddress: 10,
    }
    expect((await said('symbol: XX-Home\n')).exchange.iso10161).to.deep.equal(shut)
    const sample = await readFile(new URL('../../config/ill.sample.yaml', import.meta.url), 'utf8')
    expect(sample).to.include('  iso10161:')
    expect((await said(sample)).exchange.iso10161).to.deep.equal(shut)
  })

  it('is not opened for a house without a symbol', async () => {
    const error = await said('exchange: { iso10161: { enabled: true } }\n').catch((cause: Error) => cause.message)
    expect(error).to.match(/ill\.yaml, line \d+: symbol: is needed where exchange\.iso10161 is enabled/)
  })
})
