import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { addPerson, makeToken } from '../../../src/accounts/index.ts'
import { bury } from '../../bury.ts'
import { type Library, openLibrary } from '../exchange/library.ts'
import type { Hand, Hands } from './hands.ts'
import type { Opening, Word } from './house-process.ts'

const by = { name: 'Test', via: 'cli' } as const

export type KilledHouse = Awaited<ReturnType<typeof openKilledHouse>>

/** A house in a process of its own, that is killed and opened again, and those who work there by its API. */
export async function openKilledHouse(symbol: string, otherSymbols: readonly string[], hands: Hands) {
  let hand: Hand
  let serial = 0
  const tally = { kills: 0, opening: 0, interrupted: 0, repeated: 0 }
  /** The next to open the house is killed after so many milliseconds, before anybody knows that it is open. */
  let doomed: number | undefined
  const url = (variables: Opening, { name }: Hand) => `${variables['DATABASE_URL']}&application_name=${name}`

  async function begin(variables: Opening): Promise<{ readonly said: Promise<[Word]> }> {
    hand = hands.take()
    await hand.ready
    const said = once(hand.child, 'message') as Promise<[Word]>
    hand.child.send({ ...variables, DATABASE_URL: url(variables, hand) })
    said.catch(() => undefined)
    return { said }
  }
  async function end(): Promise<void> {
    hand.child.kill('SIGKILL')
    await hand.gone
  }

  const library: Library = await openLibrary(symbol, {
    otherSymbols,
    async run(variables) {
      if (doomed !== undefined) {
        await begin(variables)
        await wait(doomed)
        doomed = undefined
        await end()
        tally.kills += 1
        tally.opening += 1
        await bury(library.database, hand)
      }
      const [word] = await (await begin(variables)).said
      if (typeof word !== 'object' || !('url' in word)) throw new Error(JSON.stringify(word))
      return { url: word.url, called: [], close: end }
    },
  })
  const token = await library.tx((tx) =>
    makeToken(tx, { name: 'Staff', permissions: ['requests', 'request.place', 'lending'] }, by),
  )
  let opened: Promise<void> = Promise.resolve()

  return {
    library,
    tally,
    /**
     * Kills the process and opens the house again, after what happens meanwhile; `opening`: the next one is killed, too,
     * so many milliseconds after it has begun to open.
     */
    async kill({ opening, meanwhile }: { opening?: number; meanwhile?: () => Promise<void> } = {}): Promise<void> {
      const again = async () => {
        await library.shut()
        await meanwhile?.()
        tally.kills += 1
        if ((await bury(library.database, hand)) > 0) tally.interrupted += 1
        doomed = opening
        await library.open()
      }
      opened = again()
      await opened
    },
    /** How much has happened there. */
    async done(): Promise<number> {
      const { rows } = await library.database.pool.query<{ n: number }>(
        `select ((select count(*) from workflow_events) + (select count(*) from ill_messages where state = 'confirmed'))::int n`,
      )
      return rows[0]!.n
    },
    /** A reader's card. */
    async card(): Promise<string> {
      const login = `C${++serial}`
      const person = { kind: 'patron', login, name: `Reader ${serial}`, email: '' } as const
      await library.tx((tx) => addPerson(tx, { ...person, blocked: false, active: true, roles: [] }, by))
      return login
    },
    /** What somebody at the house's API does: again with the same key, until there is an answer. */
    async call(method: 'POST' | 'PATCH', path: string, body: object, key: string): Promise<Record<string, unknown>> {
      for (let times = 1; ; times += 1) {
        await opened
        const address = new URL(`/api/v1${path}`, library.url)
        const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'if-match': '*' }
        try {
          const answer = await fetch(address, {
            ...{ method, body: JSON.stringify(body) },
            headers: { ...headers, 'idempotency-key': key.replaceAll(' ', '-') },
          })
          const text = await answer.text()
          if (!answer.ok) throw new Refusal(`${method} ${path}: ${answer.status} ${text}`)
          if (times > 1) tally.repeated += 1
          return JSON.parse(text)
        } catch (error) {
          // Of anything else nobody knows whether it was done.
          if (error instanceof Refusal) throw error
          await wait(5)
        }
      }
    },
  }
}

class Refusal extends Error {}
