import { Command, Option } from 'commander'
import { z } from 'zod'
import {
  addPerson,
  createSecrets,
  findPerson,
  hasStaff,
  listPeople,
  listRoles,
  makeLink,
  type PersonKind,
  passwordComplaint,
  pinComplaint,
  setSecret,
  storeBuiltInRoles,
} from '../accounts/index.ts'
import { type Database, openDatabase } from '../kit/db/index.ts'
import { type Actor, createLog, type Environment, readEnvironment, systemClock } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import type { Io } from './io.ts'
import { askSecret } from './secret.ts'
import { table } from './table.ts'

const actor: Actor = { name: 'command line', via: 'cli' }

/** `farshelf accounts`: what is needed before anybody can sign in, and for scripts. */
export function accountsCommand(io: Io): Command {
  const command = new Command('accounts').description('Makes and lists the accounts of staff and patrons.')
  command
    .command('setup-link')
    .description('prints an address, good for a day and one use, at which an administrator’s account is made')
    .action(() => withDatabase((database, environment) => setupLink(io, database, environment)))
  const add = command.command('add').description('makes an account; the password or PIN is read, never an argument')
  for (const kind of ['staff', 'patron'] as const) add.addCommand(addCommand(kind, io))
  command
    .command('list')
    .description('lists accounts by name')
    .addOption(new Option('--kind <kind>', 'staff or patron').choices(['staff', 'patron']).default('staff'))
    .option('--find <words>', 'words of name or e-mail, or the beginning of a login or card number', '')
    .option('--json', 'one JSON object a line')
    .action((options: ListOptions) => withDatabase((database) => list(io, database, options)))
  return command
}

/** Opens the configured database for one command. */
async function withDatabase(work: (database: Database, environment: Environment) => Promise<void>): Promise<void> {
  const environment = readEnvironment(process.env)
  const log = createLog(process.env['LOG_LEVEL'] ? environment.logLevel : 'silent')
  const { databaseUrl, databaseMigrationUrl, data } = environment
  const database = await openDatabase({ url: databaseUrl, migrationUrl: databaseMigrationUrl, dataFolder: data, log })
  try {
    await storeBuiltInRoles(database.db)
    await work(database, environment)
  } finally {
    await database.close()
  }
}

async function setupLink(io: Io, database: Database, environment: Environment): Promise<void> {
  const token = await database.tx((tx) => makeLink(tx, 'setup', undefined, systemClock.now()))
  if (await hasStaff(database.db))
    io.stderr.write('There are members of staff already: whoever opens this becomes one more administrator.\n')
  const { host, port } = environment
  const listens = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  io.stdout.write(`${environment.baseUrl ?? listens}/link/${token}\n`)
}

interface AddOptions {
  readonly name: string
  readonly email: string
  readonly branch?: string
  readonly role?: string[]
  readonly expires?: string
}

function addCommand(kind: PersonKind, io: Io): Command {
  const command = new Command(kind)
    .description(kind === 'staff' ? 'somebody who works here' : 'a reader with a card')
    .argument(kind === 'staff' ? '<login>' : '<card>', kind === 'staff' ? 'name to sign in by' : 'card number')
    .requiredOption('--name <name>', 'as people read it')
    .option('--email <address>', 'e-mail address', '')
    .option('--branch <code>', 'home branch')
    .option('--role <role...>', 'roles, for one branch as role@branch', kind === 'patron' ? ['patron'] : [])
  if (kind === 'patron') command.option('--expires <date>', 'last day of the card, YYYY-MM-DD')
  return command.action((login: string, options: AddOptions) =>
    withDatabase((database) => add(io, database, { ...options, kind, login })),
  )
}

const Login = z
  .string()
  .max(100)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@+-]*$/u)

async function add(io: Io, database: Database, what: AddOptions & { kind: PersonKind; login: string }): Promise<void> {
  const { kind, login, name, email, branch, expires: expiresOn } = what
  check('login', login, Login, 'letters, digits and . _ @ + - only')
  check('--email', email, z.union([z.literal(''), z.email()]), 'not an e-mail address')
  check('--expires', expiresOn, z.iso.date().optional(), 'not a date like 2027-12-31')
  const roles = (what.role ?? []).map((text) => {
    const [role = '', branch] = text.split('@')
    return { role, branch }
  })
  const known = (await listRoles(database.db)).map(({ name }) => name)
  for (const { role } of roles)
    if (!known.includes(role))
      throw new Problem('bad-input', { detail: `there is no role "${role}"; there are ${known.join(', ')}` })
  if (await findPerson(database.db, kind, login)) throw new Problem('login-taken', { login })
  const secret = await askSecret(io, kind === 'staff' ? 'Password' : 'PIN or password')
  const complaint = (kind === 'staff' ? passwordComplaint : pinComplaint)(secret, login)
  if (complaint) throw new Problem('bad-input', { detail: complaint })
  const hash = await createSecrets().hash(secret)
  await database.tx(async (tx) => {
    const fields = { kind, login, name, email, branch, expiresOn, blocked: false, active: true, roles }
    const id = await addPerson(tx, fields, actor)
    await setSecret(tx, { id, hash }, actor)
  })
  io.stdout.write(`Made the account of ${name}.\n`)
}

/** @throws Problem bad-input */
function check(what: string, value: unknown, schema: z.ZodType, complaint: string): void {
  if (!schema.safeParse(value).success) throw new Problem('bad-input', { detail: `${what}: ${complaint}` })
}

interface ListOptions {
  readonly kind: PersonKind
  readonly find: string
  readonly json?: true
}

const size = 500

async function list(io: Io, database: Database, { kind, find, json }: ListOptions): Promise<void> {
  const heads = [kind === 'staff' ? 'login' : 'card', 'name', 'branch', 'roles', 'state']
  const rows: string[][] = []
  for (let page = 1; ; page++) {
    const { people } = await listPeople(database.db, { kind, words: find, page, size })
    for (const person of people) {
      const { login, name, branch = '', roles, active, blocked, hasSecret } = person
      if (json) io.stdout.write(`${JSON.stringify(person)}\n`)
      else rows.push([login, name, branch, roles.join(', '), stateOf({ active, blocked, hasSecret })])
    }
    if (people.length < size) break
  }
  if (!json) io.stdout.write(rows.length > 0 ? table(heads, rows) : 'There is no such account.\n')
}

const stateOf = ({ active, blocked, hasSecret }: { active: boolean; blocked: boolean; hasSecret: boolean }) =>
  !active ? 'closed' : blocked ? 'blocked' : hasSecret ? 'in use' : 'nothing to sign in with yet'
