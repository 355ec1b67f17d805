import { type Database, openDatabase } from '../../../src/kit/db/index.ts'
import { createLog } from '../../../src/kit/index.ts'
import { createMailer, type Mailer, readMailServer } from '../../../src/kit/mail/index.ts'
import { messageHandlers } from '../../../src/messages/index.ts'
import { followingHandlers, WebhookSettings, webhookHandlers } from '../../../src/webhooks/index.ts'
import { workflowHandlers } from '../../../src/workflow/index.ts'
import { from } from '../../messages/sending.ts'
import { interruptCalls, type Moment } from '../calls.ts'
import { type Places, storyEngine, type World } from '../story.ts'
import { followed, type StoryName, stories } from './stories.ts'

/** One step of a story, in which the k-th call is the process's last; without `k` it lives on. */
export interface Order {
  readonly story: StoryName
  readonly step: number
  readonly world: World
  readonly places: Places
  readonly k?: number
  readonly moment: Moment
}

/** What the process says while it lives. */
export type Said = 'ready' | { readonly survived: true } | { readonly error: string }

const day = 86_400_000
const unlimited = { repeatMinutes: 0, perRequestDay: 1_000_000, perLenderHour: 1_000_000 }

const settings = WebhookSettings.parse({ allowNetworks: ['127.0.0.0/8'] })
const calls = interruptCalls(() => process.kill(process.pid, 'SIGKILL'))

async function obey(database: Database, mailer: Mailer, { story, step, world, places, k, moment }: Order) {
  const [, act, days = 0] = stories[story].steps[step]!
  const clock = { now: () => Date.now() + days * day }
  const engine = storyEngine({
    ...{ clock, followed: followed.has(story), between: calls.between, limits: unlimited },
  })
  const handlers = {
    ...workflowHandlers(database, engine, clock),
    ...messageHandlers({ database, mailer, clock }),
    ...followingHandlers({ database, engine }),
    ...webhookHandlers({ database, engine, settings, clock }),
  }
  if (k !== undefined) calls.arm(k, moment)
  await act({ database, engine, clock, handlers }, world, places)
  calls.disarm()
}

const say = (said: Said) => process.send?.(said)

/** Serves people or carries out jobs, to be killed. */
async function serve(url: string, smtp: string): Promise<void> {
  const database = await openDatabase({ url, dataFolder: '', log: createLog('silent'), poolSize: 4 })
  const mailer = calls.watched(createMailer(readMailServer(smtp)!, from))
  process.on('message', (order: Order) => {
    obey(database, mailer, order).then(
      () => say({ survived: true }),
      (error: Error) => say({ error: String(error.stack) }),
    )
  })
  say('ready')
}

// Whoever started it is gone.
process.on('disconnect', () => process.exit())
const [url, smtp] = process.argv.slice(2)
// Without an address it is only looked at: see quick.ts.
if (url !== undefined && smtp !== undefined) void serve(url, smtp)
