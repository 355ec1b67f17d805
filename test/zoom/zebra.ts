import { execFile } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
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

/** What CQL means to it, for SRU. */
const cqlTable = `set.cql = info:srw/cql-context-set/1/cql-v1.1
set.dc = info:srw/cql-context-set/1/dc-v1.1
set.bath = http://zing.z3950.org/cql/bath/2.0/
index.cql.serverChoice = 1=1016
index.cql.anywhere = 1=1016
index.dc.title = 1=4
index.dc.creator = 1=1003
index.dc.date = 1=30
relation.eq = 2=3
relation.scr = 2=3
relation.exact = 2=3
relation.all = 2=3 4=6
structure.* = 4=1
position.any = 3=3 6=1
truncation.right = 5=1
truncation.none = 5=100
`

const serverXml = (port: number) => `<yazgfs>
  <listen id="here">tcp:127.0.0.1:${port}</listen>
  <server id="books" listenref="here">
    <config>zebra.cfg</config>
    <cql2rpn>pqf.properties</cql2rpn>
    <retrievalinfo>
      <retrieval syntax="xml" name="marcxml" identifier="info:srw/schema/1/marcxml-v1.1">
        <backend syntax="usmarc" name="F"><marc inputformat="marc" outputformat="marcxml" inputcharset="utf-8"/></backend>
      </retrieval>
      <retrieval syntax="usmarc"/>
      <retrieval syntax="xml"/>
      <retrieval syntax="sutrs"/>
      <retrieval syntax="grs-1"/>
    </retrievalinfo>
  </server>
</yazgfs>
`

/** Indexes records (ISO 2709) in a temporary folder and serves them with zebrasrv; `sru` gives them as MARCXML, over SRU. */
export async function startZebra(
  zebrasrv: string,
  zebraidx: string,
  records: readonly Buffer[],
  { sru = false } = {},
): Promise<PeerServer> {
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
  if (sru) await writeFile(path('pqf.properties'), cqlTable)
  const args = (port: number) => {
    if (!sru) return ['-v', 'none', '-c', path('zebra.cfg'), `tcp:127.0.0.1:${port}`]
    writeFileSync(path('server.xml'), serverXml(port))
    return ['-v', 'none', '-f', path('server.xml')]
  }
  const server = await startPeer(zebrasrv, args, folder)
  return {
    port: server.port,
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
