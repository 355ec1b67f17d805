import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { z } from 'zod'
import { Problem } from '../../problems.ts'
import type { Log } from '../log.ts'

/** The name of a file, PEM; a relative one starts from the working folder. */
export const TlsFileName = z.string().min(1).max(4096)

/** One side of TLS: what it shows, with its key, and who vouches for the other side. Names of files, PEM. */
export interface TlsFiles {
  readonly certificate?: string | undefined
  readonly key?: string | undefined
  readonly authorities?: string | undefined
}

/** The same as texts, named as Node's TLS has them. */
export interface TlsTexts {
  readonly cert?: string
  readonly key?: string
  readonly ca?: string
}

/**
 * Gives what is in the files now. They are looked at each time it is asked for, and read again when they have changed, so
 * that what was renewed counts at once; what cannot be used, such as a certificate whose key is not there yet, is written
 * to the log, and what was before goes on. The same object comes back until something has changed.
 * @throws Problem tls-file-unfit, at the start alone
 */
export function followTlsFiles(files: TlsFiles, log: Log): () => TlsTexts {
  let stamp = stampOf(files)
  let texts = read(files)
  return () => {
    const now = stampOf(files)
    if (now === stamp) return texts
    stamp = now
    try {
      texts = read(files)
      log.info({ files }, 'certificates have been read again')
    } catch (error) {
      log.warn({ err: error }, 'changed certificates cannot be used: those from before stay')
    }
    return texts
  }
}

/** Tells apart what files hold without reading them: a file that is put in another's place has another number. */
function stampOf({ certificate, key, authorities }: TlsFiles): string {
  return [certificate, key, authorities].map((file) => (file === undefined ? '' : stampOfFile(file))).join()
}

/** Never throws: whoever calls the door must not end the house because a folder is not open to it any more. */
function stampOfFile(file: string): string {
  try {
    const { ino, size, mtimeNs } = statSync(file, { bigint: true })
    return `${ino} ${size} ${mtimeNs}`
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unreadable'
  }
}

function read({ certificate, key, authorities }: TlsFiles): TlsTexts {
  const texts: TlsTexts = {
    ...(certificate !== undefined && { cert: textOf(certificate) }),
    ...(key !== undefined && { key: textOf(key) }),
    ...(authorities !== undefined && { ca: textOf(authorities) }),
  }
  const shown = certificate && usable(certificate, () => new X509Certificate(texts.cert!))
  const secret = key && usable(key, () => createPrivateKey(texts.key!), 'it holds no private key without a passphrase')
  if (shown && secret && !shown.checkPrivateKey(secret))
    throw new Problem('tls-file-unfit', { file: key!, detail: `it is not the key of ${certificate}` })
  if (authorities) usable(authorities, () => new X509Certificate(texts.ca!))
  usable(certificate ?? authorities!, () => createSecureContext(texts))
  return texts
}

const largest = 1024 * 1024

function textOf(file: string): string {
  const text = usable(file, () => readFileSync(file, 'utf8'))
  if (text.length > largest) throw new Problem('tls-file-unfit', { file, detail: 'it is larger than 1 MiB' })
  return text
}

function usable<T>(file: string, take: () => T, detail?: string): T {
  try {
    return take()
  } catch (cause) {
    throw new Problem('tls-file-unfit', { file, detail: detail ?? (cause as Error).message }, { cause })
  }
}

/** What others see of a certificate. */
export interface Certificate {
  /** Whose it is: its subject, on one line. */
  readonly subject: string
  /** SHA-256: hexadecimal digits, in lower case. */
  readonly fingerprint: string
  readonly until: Date
}

/** The first certificate of a file; undefined where it cannot be read. */
export function readCertificate(file: string): Certificate | undefined {
  try {
    const { subject, fingerprint256, validTo } = new X509Certificate(readFileSync(file, 'utf8'))
    return {
      subject: subject.split('\n').join(', '),
      fingerprint: fingerprint256.replaceAll(':', '').toLowerCase(),
      until: new Date(validTo),
    }
  } catch {
    return undefined
  }
}
