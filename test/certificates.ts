import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needs } from './peers.ts'

/** A certificate and its key, as texts and as files. */
export interface Pair {
  readonly cert: string
  readonly key: string
  readonly certFile: string
  readonly keyFile: string
  /** SHA-256, as people write it: in capitals, with colons. */
  readonly fingerprint: string
}

export interface Certificates {
  readonly folder: string
  /** Vouched for by itself. */
  selfSigned(name: string): Pair
  /** An authority, vouched for by itself. */
  authority(name: string): Pair
  /** Vouched for by an authority. */
  signedBy(authority: Pair, name: string): Pair
  remove(): void
}

/** Certificates by openssl, in a folder of their own; each is for its name and for 127.0.0.1. Skips where there is none. */
export function makeCertificates(context: Mocha.Context): Certificates {
  const [openssl] = needs(context, 'openssl')
  const folder = mkdtempSync(join(tmpdir(), 'farshelf-certificates-'))
  const run = (...args: string[]) => execFileSync(openssl!, args, { stdio: 'ignore' })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  let made = 0
  const make = (name: string, more: readonly string[]): Pair => {
    const [certFile, keyFile] = [join(folder, `${++made}.pem`), join(folder, `${made}.key`)]
    run('req', '-x509', ...newKey, '-subj', `/CN=${name}`, '-keyout', keyFile, '-out', certFile, ...more)
    return pairIn(certFile, keyFile)
  }
  const names = (name: string) => `subjectAltName=DNS:${name},IP:127.0.0.1`
  return {
    folder,
    selfSigned: (name) => make(name, ['-days', '2', '-addext', names(name)]),
    authority: (name) => make(name, ['-days', '2']),
    signedBy(authority, name) {
      const [certFile, keyFile] = [join(folder, `${++made}.pem`), join(folder, `${made}.key`)]
      const [asked, extensions] = [join(folder, `${made}.csr`), join(folder, `${made}.ext`)]
      writeFileSync(extensions, `${names(name)}\n`)
      run('req', ...newKey, '-subj', `/CN=${name}`, '-keyout', keyFile, '-out', asked)
      const by = ['-CA', authority.certFile, '-CAkey', authority.keyFile, '-CAcreateserial']
      run('x509', '-req', '-in', asked, '-days', '2', ...by, '-extfile', extensions, '-out', certFile)
      return pairIn(certFile, keyFile)
    },
    remove: () => rmSync(folder, { recursive: true }),
  }
}

function pairIn(certFile: string, keyFile: string): Pair {
  const [cert, key] = [readFileSync(certFile, 'utf8'), readFileSync(keyFile, 'utf8')]
  return { cert, key, certFile, keyFile, fingerprint: new X509Certificate(cert).fingerprint256 }
}
