import { Command } from 'commander'
import {
  createHousePatrons,
  type LibrarySystemSettings,
  librarySystemSettings,
  type PatronFound,
  type TriedStep,
} from '../ill/index.ts'
import { createLog, readEnvironment, systemClock } from '../kit/index.ts'
import { Problem } from '../problems.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { askSecret } from './secret.ts'

interface TestOptions {
  readonly patron: string
  readonly over?: string
  readonly pin?: true
}

/** `farshelf library-system`: whether the system a library has of its own answers. */
export function librarySystemCommand(io: Io): Command {
  const command = new Command('library-system').description(
    'Tests the system of your own that library-system.yaml names.',
  )
  command
    .command('test')
    .description('asks it for a patron, saying how each step went')
    .requiredOption('--patron <number>', 'whom it is asked for: the number of a card')
    .option('--over <protocol>', 'sip2 or ncip; what patronCheck says otherwise, or the one that is described')
    .option('--pin', 'have their PIN checked, too: it is read, never an argument')
    .action((options: TestOptions) => test(options, io))
  return command
}

async function test({ patron, over, pin }: TestOptions, io: Io): Promise<void> {
  const environment = readEnvironment(process.env)
  const settings = await librarySystemSettings(environment.config)
  const patronCheck = protocolOf(settings, over)
  const secret = pin ? await askSecret(io, 'PIN') : undefined
  let since = performance.now()
  let failed = false
  const say = ({ asked, ok, detail }: TriedStep) => {
    const now = performance.now()
    io.stdout.write(`${ok ? '✓' : '✕'} ${asked.padEnd(12)} ${detail} (${Math.round(now - since)} ms)\n`)
    since = now
    failed ||= !ok
  }
  const log = createLog(process.env['LOG_LEVEL'] ? environment.logLevel : 'silent')
  const patrons = createHousePatrons({ ...settings, patronCheck }, { clock: systemClock, log, trace: say })!
  try {
    const found = await patrons.find(patron, { pin: secret, signal: new AbortController().signal })
    if (found.kind === 'unanswered') io.exitCode = exitCodes.failed
    // What kept it from being asked has been said.
    if (found.kind !== 'unanswered' || !failed) say(outcome(found, secret !== undefined))
  } finally {
    patrons.close()
  }
}

/** @throws Problem bad-input where that system is not described */
function protocolOf(settings: LibrarySystemSettings, over: string | undefined): 'sip2' | 'ncip' {
  const described = (['sip2', 'ncip'] as const).filter((one) => settings[one] !== undefined)
  const chosen = over ?? (settings.patronCheck === 'none' ? described[0] : settings.patronCheck)
  const found = described.find((one) => one === chosen)
  if (found) return found
  throw new Problem('bad-input', {
    detail: `library-system.yaml has no section ${over ?? 'sip2 or ncip'}: it names no system that could be asked`,
  })
}

function outcome(found: PatronFound, withPin: boolean): TriedStep {
  const asked = withPin ? 'patron, PIN' : 'patron'
  switch (found.kind) {
    case 'known': {
      const { number, name, email, expiresOn, blocked, said } = found.patron
      const parts = [
        `${name}, card ${number}`,
        email || 'no e-mail address',
        expiresOn === undefined ? 'no expiry' : `valid until ${expiresOn}`,
        blocked.length > 0 ? `blocked: ${blocked.join(', ')}` : 'may borrow',
        ...said.map((text) => `says: ${text}`),
      ]
      return { asked, ok: true, detail: parts.join('; ') }
    }
    case 'wrong-pin':
      return { asked, ok: false, detail: 'the PIN is not right, or there is no such card' }
    case 'unknown':
    case 'unanswered':
      return { asked, ok: false, detail: found.detail }
  }
}
