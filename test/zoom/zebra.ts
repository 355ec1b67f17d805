import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type PeerServer, startPeer } from './peer-servers.ts'

const run = promisify(execFile)
const profile = '/usr/share/idzebra-2.0/tab'

/** Where Debian keeps Zebra's modules: the folder is named after the machine. */
async function modules(): Promise<string> {
  const folders = (await readdir('/usr/lib')).map((name) => `/usr/lib/${name}/idzebra-2.0/modules`)
  return folders.find((folder) => existsSync(folder)) ?? '/usr/lib/idzebra-2.0/modules'
}

/** Indexes records (ISO 2709) in a temporary folder and serves them with zebrasrv. */
export async function startZebra(zebrasrv: string, zebraidx: string, records: readonly Buffer[]): Promise<PeerServer> {
  const folder = await mkdtemp(join(tmpdir(), 'farshelf-zebra-'))
  const path = (name: string) => join(folder, name)
  await Promise.all(['register', 'lock'].map((name) => mkdir(path(name))))
  const configuration = [
    `profilePath: ${folder}:${profile}`,
    `modulePath: ${await modules()}`,
    `register: ${path('register')}:100M`,
    `lockDir: ${path('lock')}`,
    'recordType: grs.marc.usmarc',
    'attset: bib1.att',
    'storeData: 1',
    'perm.anonymous: r',
  ]
  // The date of publication is made sortable.
  const abstract = await readFile(join(profile, 'usmarc.abs'), 'utf8')
  await writeFile(path('usmarc.abs'), abstract.replace(/^(elm 260\/\?\/c.*)$/m, '$1,!:s'))
  await writeFile(path('zebra.cfg'), `${configuration.join('\n')}\n`)
  await writeFile(path('records.mrc'), Buffer.concat(records))
  await run(zebraidx, ['-c', path('zebra.cfg'), 'update', path('records.mrc')], { cwd: folder })
  const args = (port: number) => ['-v', 'none', '-c', path('zebra.cfg'), `tcp:127.0.0.1:${port}`]
  const server = await startPeer(zebrasrv, args, folder)
  return {
    port: server.port,
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
