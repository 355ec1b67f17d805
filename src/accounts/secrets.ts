import { createHash, randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** Argon2id; memory in KiB and passes are what OWASP names for it, some 40 ms here. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
/** Each takes a core and 19 MiB: more at once would let strangers stop the house by signing in. */
const mostAtOnce = 2

/** Hashes passwords and PINs, and checks them. A process makes one, so that it never does more than two at once. */
export interface Secrets {
  /** The Argon2id hash of a secret, with its salt and cost. */
  hash(secret: string): Promise<string>
  /** Whether a secret is the one of a hash; takes its time also where there is none. */
  check(secret: string, of: string | null | undefined): Promise<boolean>
}

export function createSecrets(): Secrets {
  let running = 0
  const waiting: (() => void)[] = []
  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    // Whoever came just now may have been quicker than one who was woken.
    while (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    running++
    try {
      return await work()
    } finally {
      running--
      waiting.shift()?.()
    }
  }
  // Of no secret anybody has: checked where there is no account, so that the answer takes as long.
  let nobody: Promise<string> | undefined
  return {
    hash: (secret) => inTurn(() => hash(secret.normalize('NFKC'), cost)),
    async check(secret, of) {
      nobody ??= hash(randomBytes(16).toString('hex'), cost)
      const against = of ?? (await nobody)
      const right = await inTurn(() => verify(against, secret.normalize('NFKC')))
      return right && of !== null && of !== undefined
    },
  }
}

/** 256 bits of chance, for links, cookies and tokens. */
export const newToken = (): string => randomBytes(32).toString('base64url')
/** What is stored of such a token. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()

const shortest = 8
const longest = 256
/** What is tried first everywhere. */
const tooCommon = new Set(
  'password password1 12345678 123456789 1234567890 qwertyui qwertyuiop iloveyou abc12345 11111111 00000000 letmein1 sunshine princess football baseball welcome1 monkey123 dragon123 changeme passw0rd superman trustno1'.split(
    ' ',
  ),
)
const contextWords = ['farshelf', 'library', 'catalogue']

/** What is wrong with a new password, or undefined. Any characters will do; length is what counts. */
export function passwordComplaint(password: string, login: string): string | undefined {
  const plain = password.normalize('NFKC').toLowerCase()
  if (password.length < shortest) return `Use at least ${shortest} characters`
  if (password.length > longest) return `Use at most ${longest} characters`
  const bare = plain.replace(/[^\p{L}]/gu, '')
  if (tooCommon.has(plain) || new Set(plain).size < 3) return 'This one is among the first that are tried: use another'
  if (plain.includes(login.toLowerCase()) && login.length > 3) return 'Leave out your own name'
  if (contextWords.includes(bare)) return 'Use more than the name of the place'
  return undefined
}

/** What is wrong with a new PIN: 4 to 12 digits that are not all the same or a row, or a password. */
export function pinComplaint(pin: string, card: string): string | undefined {
  if (!/^\d{1,12}$/.test(pin)) return passwordComplaint(pin, card)
  if (pin.length < 4) return 'Use at least 4 digits'
  const row = '01234567890123456789'
  if (new Set(pin).size === 1 || row.includes(pin) || [...row].reverse().join('').includes(pin) || card.endsWith(pin))
    return 'This one is among the first that are tried: use another'
  return undefined
}
