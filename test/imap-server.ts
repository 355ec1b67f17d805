import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { Context } from 'mocha'
import { needs } from './peers.ts'
import { until } from './until.ts'

/** A mailbox on a real IMAP server, Dovecot, that ends with the tests. */
export interface ImapServerForTests {
  readonly port: number
  readonly user: string
  readonly password: string
  /** For FARSHELF_IMAP. */
  readonly url: string
  /** The same over TLS, and the file of the certificate it shows: nobody vouches for that. */
  readonly secureUrl: string
  readonly certificate: string
  /** Lays a mail into the inbox, as a mail server does. */
  deliver(mail: string | Buffer): void
  /** How many mails lie in a folder. */
  count(folder?: string): number
  /** Ends the server, as a power cut does, and starts it again on the same mailbox. */
  restart(): Promise<void>
  close(): Promise<void>
}

const nobody = 65_534

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (is: boolean) => {
      socket.destroy()
      resolve(is)
    }
    socket.once('data', (greeting) => end(greeting.toString().startsWith('* OK')))
    socket.once('error', () => end(false))
    socket.once('close', () => end(false))
  })

/** Starts Dovecot in a folder of its own, or skips the calling suite where there is none. */
export async function openImapServer(test: Context): Promise<ImapServerForTests> {
  const [dovecot, openssl] = needs(test, 'dovecot', 'openssl')
  const folder = mkdtempSync(join(tmpdir(), 'farshelf-imap-'))
  const mail = join(folder, 'mail')
  const [port, securePort] = [await freePort(), await freePort()]
  const me = userInfo()
  const root = me.uid === 0
  // Dovecot reads nobody's mail as root.
  const { uid, gid } = root ? { uid: nobody, gid: nobody } : me
  chmodSync(folder, 0o755)
  for (const one of ['', 'cur', 'new', 'tmp']) {
    mkdirSync(join(mail, one), { recursive: true })
    if (root) chownSync(join(mail, one), uid, gid)
  }
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')]
  execFileSync(
    openssl!,
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=mail.example', '-addext', 'subjectAltName=IP:127.0.0.1'],
      ...['-keyout', key, '-out', certificate],
    ],
    { stdio: 'ignore' },
  )
  writeFileSync(
    join(folder, 'dovecot.conf'),
    `base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <${certificate}
ssl_key = <${key}
disable_plaintext_auth = no
mail_location = maildir:${mail}
first_valid_uid = 0
last_valid_uid = 0
${root ? '' : `default_internal_user = ${me.username}\ndefault_login_user = ${me.username}\n`}
passdb {
  driver = static
  args = password=s3cret
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${securePort}
    ssl = yes
  }
}
service anvil {
  chroot =
}
`,
  )
  let server: ChildProcess
  const start = async () => {
    server = spawn(dovecot!, ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' })
    await until(() => answers(port))
  }
  const stop = async (signal: NodeJS.Signals) => {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill(signal)
    await ended
  }
  await start()
  const user = 'ill'
  let serial = 0
  return {
    port,
    ...{ user, password: 's3cret', url: `imap://${user}:s3cret@127.0.0.1:${port}` },
    ...{ secureUrl: `imaps://${user}:s3cret@127.0.0.1:${securePort}`, certificate },
    deliver(bytes) {
      writeFileSync(join(mail, 'new', `${Date.now()}.${++serial}.test`), bytes)
    },
    count: (name) =>
      ['cur', 'new']
        .map((part) => join(mail, name === undefined ? '' : `.${name}`, part))
        .reduce((sum, path) => {
          try {
            return sum + readdirSync(path).length
          } catch {
            return sum
          }
        }, 0),
    async restart() {
      await stop('SIGTERM')
      await start()
    },
    async close() {
      await stop('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
