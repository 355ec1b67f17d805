import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../problems.ts'
import type { Environment } from './config.ts'

/** Keeps secrets that we have to show to others, so that a copy of the database does not tell them. */
export interface Seal {
  /**
   * Encrypts a secret.
   * @param place what it belongs to: it can be read for nothing else
   * @throws Problem secret-key-missing
   */
  seal(secret: string, place: string): string
  /** @throws Problem secret-unreadable, for one that was sealed with another key or for another place, or was changed */
  open(sealed: string, place: string): string
}

const cipher = 'aes-256-gcm'
/** Bytes. NIST SP 800-38D 8.2.2: an IV by chance has 96 bits. */
const ivLength = 12
const tagLength = 16
export const secretKeyLength = 32
const version = '1'

/** Tells keys apart without telling them. */
const nameOf = (key: Buffer): string =>
  createHash('sha256').update('farshelf secret key').update(key).digest('hex').slice(0, 8)

/**
 * Seals with AES-256-GCM, the place being what is authenticated beside. What it gives is text: version, name of the key,
 * and in base64url the IV, what was encrypted and the tag.
 * @param keyFor gives the key of 32 bytes: to seal with, or to open with, when there may be none
 */
export function createSeal(keyFor: (use: 'seal' | 'open') => Buffer | undefined): Seal {
  return {
    seal(secret, place) {
      const key = keyFor('seal')
      if (!key) throw new Problem('secret-key-missing')
      const iv = randomBytes(ivLength)
      const encrypt = createCipheriv(cipher, key, iv).setAAD(Buffer.from(place))
      const sealed = Buffer.concat([iv, encrypt.update(secret, 'utf8'), encrypt.final(), encrypt.getAuthTag()])
      return [version, nameOf(key), sealed.toString('base64url')].join('.')
    },
    open(text, place) {
      const [format, name, body = ''] = text.split('.')
      const key = keyFor('open')
      const sealed = Buffer.from(body, 'base64url')
      if (!key || format !== version || name !== nameOf(key) || sealed.length < ivLength + tagLength)
        throw new Problem('secret-unreadable', { place })
      try {
        const decrypt = createDecipheriv(cipher, key, sealed.subarray(0, ivLength), { authTagLength: tagLength })
          .setAAD(Buffer.from(place))
          .setAuthTag(sealed.subarray(-tagLength))
        const secret = decrypt.update(sealed.subarray(ivLength, -tagLength))
        return Buffer.concat([secret, decrypt.final()]).toString('utf8')
      } catch {
        throw new Problem('secret-unreadable', { place })
      }
    },
  }
}

/** Where nothing can be kept: no key is there. */
export const noSeal: Seal = createSeal(() => undefined)

/**
 * The seal of an installation. Its key is FARSHELF_SECRET_KEY; with a database of our own, a file in the data folder that
 * is made with the first secret. Beside a server's database no file is made: other processes would not have it, and a
 * folder that is gone with its container would take every secret along.
 */
export function installedSeal({ secretKey, databaseUrl, data }: Environment): Seal {
  let known = secretKey
  const file = join(data, 'secret.key')
  return createSeal((use) => {
    if (known) return known
    if (databaseUrl !== undefined || (use === 'open' && !existsSync(file))) return undefined
    known = existsSync(file) ? keyIn(file) : makeKey(data, file)
    return known
  })
}

/** Whether the installation's key is in a file of its own, and not in the environment. */
export const keepsKeyInFile = ({ secretKey, databaseUrl }: Environment): boolean =>
  secretKey === undefined && databaseUrl === undefined

/** Puts another key in the place of the one in the file: it is there whole, or not at all. */
export function replaceKeyFile({ data }: Environment, key: Buffer): void {
  const file = join(data, 'secret.key')
  mkdirSync(data, { recursive: true })
  renameSync(draftOf(file, key), file)
}

/** Its text is the key in base64; undefined where it is none. */
export function readSecretKey(text: string): Buffer | undefined {
  const key = Buffer.from(text.trim(), 'base64')
  return key.length === secretKeyLength && /^[A-Za-z0-9+/]{43}=?$/.test(text.trim()) ? key : undefined
}

function keyIn(file: string): Buffer {
  const key = readSecretKey(readFileSync(file, 'utf8'))
  if (!key) throw new Problem('config-missing', { file, detail: 'it holds no key of 32 bytes in base64' })
  return key
}

/** Another process may make it at the same time: it appears whole, and whoever comes second takes what is there. */
function makeKey(folder: string, file: string): Buffer {
  mkdirSync(folder, { recursive: true })
  const draft = draftOf(file, randomBytes(secretKeyLength))
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
  return keyIn(file)
}

function draftOf(file: string, key: Buffer): string {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, `${key.toString('base64')}\n`, { flag: 'wx', mode: 0o600, flush: true })
  return draft
}
