import { expect } from 'chai'
import { addWebhook } from '../../../src/webhooks/index.ts'
import { useDatabase } from '../../database.ts'
import { type MailServerForTests, openMailServer } from '../../mail-server.ts'
import { openReceiver } from '../../webhooks/receiver.ts'
import type { Moment } from '../calls.ts'
import { ann, createHouse } from '../create-house.ts'
import type { World } from '../story.ts'
import { expectOver, expectWhole, newWorld, placesOf } from '../world.ts'
import { type Crew, openCrew } from './crew.ts'
import { expectPosted, lettersOf } from './post.ts'
import { type StoryName, stories } from './stories.ts'

/** There is a kill at every so-many-th call; with TEST_SCALE at 27, at each. */
const stride = Math.max(1, Math.round(27 / Number(process.env['TEST_SCALE'] ?? 1)))
const moments = ['sent', 'answered'] as const satisfies readonly Moment[]
const fewest = 2700 / stride

/**
 * Whoever serves people or carries out jobs is killed at its calls to PostgreSQL, the desk, the letters and the mail
 * server: while one is on its way, and when it is done and nobody knows. What it did is done again by the next one.
 */
describe('A house whose processes are killed', () => {
  // Before the database goes.
  after('close the house', async () => {
    await crew?.close()
    await receiver?.close()
    await server?.close()
  })
  const data = useDatabase()
  const house = createHouse(() => data.database)
  let server: MailServerForTests
  let receiver: Awaited<ReturnType<typeof openReceiver>>
  let crew: Crew
  let kills = 0
  const letters = { sent: 0, unsure: 0 }

  before('open the house', async () => {
    server = await openMailServer()
    receiver = await openReceiver(() => ({ status: 204 }))
    await house.furnish()
    const fields = { url: receiver.url, kinds: [], namesPatron: false, active: true }
    await data.database.tx((tx) => addWebhook(tx, fields, { name: 'Test', via: 'cli' }))
    crew = await openCrew(data.database, data.url, server.url)
  })

  /** Jobs as they stand: others than before when something of them has been done. */
  const jobs = async () => {
    const rows = await house.db.selectFrom('jobs').select('id').orderBy('id').execute()
    return rows.map(({ id }) => id).join()
  }

  async function post(request: number): Promise<void> {
    const { sent, unsure } = await expectPosted(house, server, request)
    letters.sent += sent
    letters.unsure += unsure
  }

  /** Tells a story to its end, with kills at calls of one step after the other. */
  async function tell(story: StoryName, moment: Moment): Promise<World> {
    const world = await newWorld(house)
    for (const step of stories[story].steps.keys()) {
      // Not the same calls of each step.
      const first = 1 + (step % stride)
      for (let k = first; ; ) {
        const before = await jobs()
        const end = await crew.obey({ story, step, world, places: await placesOf(house, world), k, moment })
        await expectWhole(house, world)
        const { request } = await placesOf(house, world)
        if (request !== undefined) await lettersOf(house, server, request)
        if (end === 'survived') break
        kills += 1
        // Where a job has been done, counting begins anew with the next.
        k = before === (await jobs()) ? k + stride : first
      }
    }
    await expectOver(house, world, stories[story])
    await post((await placesOf(house, world)).request!)
    return world
  }

  for (const [story, says] of [
    ['loan', 'a loan from placing to completing'],
    ['cancelled', 'a request that is cancelled, with a timer'],
    ['silence', 'a lender whose time runs out'],
  ] as const)
    for (const moment of moments)
      it(`carries out each act once: ${says}, killed when a call is ${moment}`, async function () {
        this.timeout(3_600_000)
        await tell(story, moment)
      })

  for (const moment of moments)
    it(`takes a receipt back, and tells other programs of everything, killed when a call is ${moment}`, async function () {
      this.timeout(3_600_000)
      const world = await tell('mistaken', moment)
      const { request, line } = await placesOf(house, world)
      const happened: string[] = []
      for (const id of [request!, line!])
        for (const { version } of await house.engine.history(house.db, id)) happened.push(`evt_${id}_${version}`)
      const told = receiver.received.splice(0)
      expect(new Set(told.map(({ headers }) => headers['webhook-id']))).to.deep.equal(new Set(happened))
      // Told twice is told the same.
      const said = new Set(told.map(({ headers, body }) => `${headers['webhook-id']} ${body}`))
      expect(said.size).to.equal(happened.length)
    })

  describe('writes a letter that', () => {
    let world: World
    before(async () => {
      world = await newWorld(house)
      for (const step of stories.notes.steps.keys()) await work(step)
    })
    const work = async (step: number, at: { readonly k?: number; readonly moment?: Moment } = {}) =>
      crew.obey({ story: 'notes', step, world, places: await placesOf(house, world), moment: 'answered', ...at })
    const sending = stories.notes.steps.length - 1
    let serial = 0

    /** Writes a note to the lender, which is sent in the end. */
    async function note(killed: () => Promise<'survived' | 'killed'>): Promise<boolean> {
      const { request, line } = await placesOf(house, world)
      const cause = { actor: ann, via: 'page', form: { publicNote: `Note ${++serial}.` } } as const
      await house.engine.perform(data.database, line!, 'message', cause)
      const end = await killed()
      await expectWhole(house, world)
      await lettersOf(house, server, request!)
      if (end === 'killed') expect(await work(sending)).to.equal('survived')
      await expectWhole(house, world)
      await expectPosted(house, server, request!)
      return end === 'killed'
    }

    for (const moment of moments)
      it(`is sent once, or perhaps, and somebody asked to look: killed when a call is ${moment}`, async function () {
        this.timeout(3_600_000)
        for (let k = 1; await note(() => work(sending, { k, moment })); k += Math.ceil(stride / 3)) kills += 1
      })

    for (const at of ['connect', 'mail', 'rcpt', 'data'] as const)
      it(`is sent once, or perhaps, and somebody asked to look: killed at ${at}`, async () => {
        server.whims.push({ at, meanwhile: () => crew.kill() })
        expect(await note(() => work(sending))).to.equal(true)
        kills += 1
      })

    after(async () => post((await placesOf(house, world)).request!))
  })

  describe('has been killed', () => {
    it('often enough, before and after letters were handed over', function () {
      this.test!.title += `: ${kills} kills, ${letters.sent} letters sent once, ${letters.unsure} for somebody to judge`
      expect(kills).to.be.at.least(fewest)
      expect(letters.sent).to.be.greaterThan(0)
      expect(letters.unsure).to.be.greaterThan(0)
    })
  })
})
