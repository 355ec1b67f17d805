import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { Problem } from '../problems.ts'
import { CertificateFile } from './certificates.ts'
import { installed } from './installation.ts'
import { logLevels } from './log.ts'
import {
  type MailboxAddress,
  type MailParty,
  type MailServer,
  type ReturnPattern,
  readMailboxAddress,
  readMailServer,
  readParty,
  readReturnPattern,
} from './mail/index.ts'
import { type Networks, readNetworks } from './network.ts'
import { readSecretKey } from './sealing.ts'

/** A folder of the installation, as seen from the working folder: the command works from any subfolder. */
const ownFolder = (name: string) => relative(process.cwd(), fileURLToPath(installed(name)))

const postgresAddress = /^postgres(ql)?:\/\//
const postgresWords = 'must be an address like postgresql://user:password@host:5432/database'

/** What the environment says, read once at start. */
const Environment = z.object({
  FARSHELF_HOST: z.string().min(1).default('127.0.0.1'),
  FARSHELF_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number, 0 to 65535')
    .transform(Number)
    .pipe(z.int().max(65_535, 'must be a port number, 0 to 65535'))
    .default(8080),
  FARSHELF_CONFIG: z
    .string()
    .min(1)
    .default(() => ownFolder('config')),
  FARSHELF_DATA: z
    .string()
    .min(1)
    .default(() => ownFolder('data')),
  FARSHELF_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address like https://ill.example.org' })
    .transform((address) => address.replace(/\/+$/, ''))
    .optional(),
  FARSHELF_PROXIES: z
    .string()
    .regex(/^\d$/, 'must be how many proxies stand before Farshelf, 0 to 9')
    .transform(Number)
    .default(0),
  FARSHELF_METRICS_FROM: z
    .string()
    .default('127.0.0.0/8, ::1')
    .transform(readNetworks)
    .refine((from) => from !== undefined, 'must be addresses or networks like 127.0.0.1, 10.0.0.0/8'),
  DATABASE_URL: z.string().regex(postgresAddress, postgresWords).optional(),
  DATABASE_MIGRATION_URL: z.string().regex(postgresAddress, postgresWords).optional(),
  FARSHELF_SMTP: z
    .string()
    .transform(readMailServer)
    .refine((server) => server !== undefined, 'must be an address like smtp://user:password@mail.example.org:587')
    .optional(),
  FARSHELF_MAIL_FROM: z
    .string()
    .transform(readParty)
    .refine((party) => party !== undefined, 'must be an address like Library <ill@library.example>')
    .optional(),
  FARSHELF_MAIL_BOUNCES: z
    .string()
    .transform(readReturnPattern)
    .refine((pattern) => pattern !== undefined, 'must be an address with one star, like bounces+*@library.example')
    .optional(),
  FARSHELF_MAIL_REPLIES: z
    .string()
    .transform(readReturnPattern)
    .refine((pattern) => pattern !== undefined, 'must be an address with one star, like ill+*@library.example')
    .optional(),
  FARSHELF_IMAP: z
    .string()
    .transform(readMailboxAddress)
    .refine((box) => box !== undefined, 'must be an address like imaps://user:password@mail.example.org/INBOX')
    .optional(),
  FARSHELF_IMAP_DONE: z
    .string()
    .regex(/^[^\p{Cc}*%"\\]{1,200}$/u, 'must be the name of a folder, like Farshelf or Library/Farshelf')
    .default('Farshelf'),
  FARSHELF_IMAP_CA: CertificateFile.optional(),
  FARSHELF_SECRET_KEY: z
    .string()
    .transform(readSecretKey)
    .refine((key) => key !== undefined, 'must be 32 bytes in base64, as `openssl rand -base64 32` makes them')
    .optional(),
  LOG_LEVEL: z.enum(logLevels).default('info'),
})

/** The names of all variables that are read. */
export const environmentVariables: readonly string[] = Object.keys(Environment.shape)

export interface Mail {
  readonly server: MailServer
  readonly from: MailParty
  /** Where messages come back to that cannot be delivered; to `from` where nothing is said. */
  readonly returns?: ReturnPattern | undefined
  /** Where lenders answer, each letter at an address of its own; at `from` where nothing is said. */
  readonly replies?: ReturnPattern | undefined
}

/** Where mail is fetched that lenders answer with. */
export interface Inbox {
  readonly mailbox: MailboxAddress
  /** The folder mail is moved to that was taken in. */
  readonly done: string
}

export interface Environment {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** Folders; a relative one starts from the working folder. */
  readonly config: string
  readonly data: string
  /** The address people know us by, without a slash at its end; the one listened on where none is said. */
  readonly baseUrl?: string | undefined
  /** Proxies that stand before us: what they say of a client's address is believed. */
  readonly proxies: number
  /** Who may ask for figures without a token. */
  readonly metricsFrom: Networks
  /** The database's; none for one of our own in the data folder. */
  readonly databaseUrl?: string | undefined
  /** The same database's, for its owner. */
  readonly databaseMigrationUrl?: string | undefined
  /** How messages leave the house; kept in the outbox where nothing is said. */
  readonly mail?: Mail | undefined
  /** Where answers of lenders are fetched; nowhere where nothing is said. */
  readonly inbox?: Inbox | undefined
  /** What encrypts secrets that we have to show to others; 32 bytes. A file of the data folder where none is said. */
  readonly secretKey?: Buffer | undefined
  readonly logLevel: z.infer<typeof Environment>['LOG_LEVEL']
}

/** Reads the variables Farshelf knows. @throws Problem environment-invalid naming the variable and what is allowed */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  // An empty variable is one that was not set: `FARSHELF_PORT= farshelf serve`.
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    throw new Problem('environment-invalid', { variable: issue.path.join('.'), detail: issue.message })
  }
  const said = parsed.data
  const { FARSHELF_MAIL_BOUNCES: returns, FARSHELF_MAIL_REPLIES: replies, FARSHELF_IMAP: mailbox } = said
  const { FARSHELF_IMAP_CA: authorities } = said
  if (said.DATABASE_MIGRATION_URL !== undefined && said.DATABASE_URL === undefined)
    throw new Problem('environment-invalid', {
      variable: 'DATABASE_MIGRATION_URL',
      detail: 'needs DATABASE_URL beside it',
    })
  const { FARSHELF_SMTP: server, FARSHELF_MAIL_FROM: from } = said
  if (server && !from)
    throw new Problem('environment-invalid', {
      variable: 'FARSHELF_SMTP',
      detail: 'needs FARSHELF_MAIL_FROM beside it: the address messages come from',
    })
  return {
    host: said.FARSHELF_HOST,
    port: said.FARSHELF_PORT,
    config: said.FARSHELF_CONFIG,
    data: said.FARSHELF_DATA,
    ...(said.FARSHELF_BASE_URL !== undefined && { baseUrl: said.FARSHELF_BASE_URL }),
    proxies: said.FARSHELF_PROXIES,
    metricsFrom: said.FARSHELF_METRICS_FROM!,
    ...(said.DATABASE_URL !== undefined && { databaseUrl: said.DATABASE_URL }),
    ...(said.DATABASE_MIGRATION_URL !== undefined && { databaseMigrationUrl: said.DATABASE_MIGRATION_URL }),
    ...(server &&
      from && {
        mail: { server, from, ...(returns !== undefined && { returns }), ...(replies !== undefined && { replies }) },
      }),
    ...(mailbox !== undefined && {
      inbox: { mailbox: { ...mailbox, ...(authorities && { authorities }) }, done: said.FARSHELF_IMAP_DONE },
    }),
    ...(said.FARSHELF_SECRET_KEY !== undefined && { secretKey: said.FARSHELF_SECRET_KEY }),
    logLevel: said.LOG_LEVEL,
  }
}

const mostBytes = 8 * 1024 * 1024

/** Reads and checks a YAML file. @throws Problem config-missing, or config-invalid with line, field and what is allowed */
export async function readConfig<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw new Problem('config-missing', { file, detail: (cause as Error).message }, { cause })
  }
  return parseConfig(text, file, schema)
}

/** The same from text; `file` is its name in errors. */
export function parseConfig<T>(text: string, file: string, schema: z.ZodType<T>): T {
  if (text.length > mostBytes)
    throw new Problem('config-missing', { file, detail: `it is larger than ${mostBytes} bytes` })
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const broken = document.errors[0]
  if (broken)
    throw new Problem('config-invalid', {
      file,
      line: lines.linePos(broken.pos[0]).line,
      field: 'YAML',
      detail: broken.message,
    })

  const parsed = schema.safeParse(plain())
  if (parsed.success) return parsed.data
  const issue = deepest(parsed.error.issues[0]!)
  return raise(issue.path, issue.message)

  /** The document as values. Aliases that multiply are refused by the reader. */
  function plain(): unknown {
    try {
      return document.toJS({ maxAliasCount: 100 })
    } catch (error) {
      return raise([], (error as Error).message)
    }
  }

  function raise(path: readonly PropertyKey[], detail: string): never {
    throw new Problem('config-invalid', { file, line: lineOf(path), field: fieldName(path), detail })
  }

  /** The line of the node at `path`, or of the nearest one above it that exists (a missing key has no line). */
  function lineOf(path: readonly PropertyKey[]): number {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true)
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
}

/** In a union, the complaint of the branch that came furthest says more than "Invalid input". */
function deepest(issue: z.core.$ZodIssue): { path: readonly PropertyKey[]; message: string } {
  if (issue.code === 'unrecognized_keys')
    return { path: [...issue.path, issue.keys[0]!], message: 'is not a known setting' }
  if (issue.code !== 'invalid_union') return issue
  const inner = issue.errors.flat().sort((a, b) => b.path.length - a.path.length)[0]
  return inner && inner.path.length > 0 ? { path: [...issue.path, ...inner.path], message: inner.message } : issue
}

const fieldName = (path: readonly PropertyKey[]) =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i ? '.' : ''}${String(part)}`)).join('') ||
  'the file'
