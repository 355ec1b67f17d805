import { createLog, systemClock } from '../../../src/kit/index.ts'
import { createWorker } from '../../../src/kit/jobs/index.ts'
import { createMailer, readMailServer, readReturnPattern } from '../../../src/kit/mail/index.ts'
import { messageHandlers } from '../../../src/messages/index.ts'
import { type MailServerForTests, openMailServer, type Received } from '../../mail-server.ts'
import { until } from '../../until.ts'
import { useIllSite } from '../requests/ill-site.ts'

/** Where lenders answer. */
export const replies = readReturnPattern('ill+*@library.example')!

/** Where people know us, in letters. */
export const known = 'https://ill.example'

/** A site that writes to lenders by a real mail server, and what they do with their letters. */
export function useLenders(options: Parameters<typeof useIllSite>[0] = {}) {
  const house = useIllSite({
    ...options,
    ill: { answersLink: `${known}/answer`, library: 'Our Library', ...options.ill },
  })
  let server: MailServerForTests
  before('open the mail server', async () => {
    server = await openMailServer()
  })
  after('close the mail server', () => server?.close())

  /** Carries out effects, and sends letters, until so many have been taken. */
  async function post(count: number): Promise<void> {
    const { database } = house.site
    const mailer = createMailer(readMailServer(server.url)!, { name: 'Our Library', address: 'ill@library.example' })
    const worker = createWorker({
      ...{ database, clock: systemClock, log: createLog('silent'), poll: 20 },
      handlers: {
        ...house.ill.handlers(database),
        ...messageHandlers({ database, mailer, clock: systemClock, replies, fillIn: house.ill.fillIn }),
      },
    })
    try {
      await until(async () => server.taken.length >= count)
      await until(
        async () => (await database.pool.query("select 1 from jobs where kind = 'message.send'")).rowCount === 0,
      )
    } finally {
      await worker.close()
    }
  }

  /** A browser's page of a stranger, without scripts. */
  async function visit(path: string) {
    const answer = await house.site.get(path)
    const text = await answer.text()
    const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0])
    return { status: answer.status, headers: answer.headers, text, cookie: cookie.join('; ') }
  }

  const pathOf = (letter: Received, event: string): string =>
    new RegExp(`${known}(/answer/[\\w-]+/${event})`).exec(letter.parts['text/plain']!)![1]!

  return {
    house,
    get letters() {
      return server.taken
    },
    visit,
    post,
    pathOf,
    /** Acts on a line as staff, and gives the letter that its lender gets. */
    async letter(lineId: number, event: string, form: object): Promise<Received> {
      const count = server.taken.length
      await house.act(lineId, event, form)
      await post(count + 1)
      return server.taken.at(-1)!
    },
    /** Opens a link and presses its button. */
    async press(path: string, said: Readonly<Record<string, string>>, opened?: Awaited<ReturnType<typeof visit>>) {
      const page = opened ?? (await visit(path))
      const body = new URLSearchParams({
        csrf: house.hidden(page.text, 'csrf'),
        version: house.hidden(page.text, 'version'),
        ...said,
      })
      const answer = await house.site.get(path, { method: 'POST', body, headers: { cookie: page.cookie } })
      return { status: answer.status, text: await answer.text(), location: answer.headers.get('location') ?? '' }
    },
    history: (lineId: number) => house.ill.engine.history(house.site.database.db, lineId),
    async state(lineId: number) {
      return await house.ill.engine.read(house.site.database.db, lineId)
    },
  }
}
