import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { lives } from '../../../src/kit/db/embedded/postmaster.ts'
import { until } from '../../until.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const program = `
import { joinServer } from './src/kit/db/embedded/server.ts'
import { createLog } from './src/kit/log.ts'
const server = await joinServer({ dataFolder: process.env.FOLDER, log: createLog('silent'), temporary: true })
console.log(await server.pid())
setInterval(() => {}, 1000)`

describe('A temporary server', () => {
  it('ends, and its data goes, with a process that is killed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'farshelf-temporary-'))
    const child = spawn(process.execPath, ['--import', 'tsx/esm', '--input-type=module', '-e', program], {
      cwd: root,
      env: { ...process.env, FOLDER: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    const pid = Number(said)
    expect(lives(pid)).to.equal(true)
    child.kill('SIGKILL')
    await until(() => !lives(pid) && !existsSync(folder))
  })
})
