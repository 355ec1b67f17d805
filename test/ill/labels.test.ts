import { expect } from 'chai'
import { addLine, illDefinitions } from '../../src/ill/index.ts'
import { createEngine, createPolicy, fold, migrateInstances, policyFile, stateLabel } from '../../src/workflow/index.ts'
import { ann, useHouse } from './house.ts'

const receipt = { dueAtLender: '2026-04-30' }
const borrowing = illDefinitions.filter(({ name }) => name === 'borrowing')
const newest = borrowing.at(-1)!
const older = borrowing.slice(0, -1)
const second = createPolicy(policyFile(illDefinitions).parse({ labels: 'second' })).localise(newest)

describe('What a lender’s line is called', () => {
  const house = useHouse()
  /** In both label sets. */
  const labels = async (id: number) => {
    const { state, lastEvent } = await house.engine.read(house.db, id)
    return [newest, second].map((definition) => stateLabel(definition, { state, lastEvent }))
  }
  const received = async (protocol: 'email' | 'iso18626' = 'email') => {
    const { line } = await house.line({
      lender: { protocol, ...(protocol !== 'email' && { endpoint: 'https://x.test/' }) },
    })
    await house.act(line.id, 'request', { transmit: true })
    await house.act(line.id, 'receivedAsLoan', receipt)
    return line.id
  }

  it('stays Received as loan, or Renewed from lender, when renewal is asked for by mail, however often', async () => {
    const id = await received()
    for (const dueDate of ['2026-05-30', '2026-06-30']) {
      await house.act(id, 'requestRenewal', { dueDate })
      expect(await labels(id)).to.deep.equal(['Received as loan', 'Received as loan'])
    }
    expect((await house.engine.read(house.db, id)).data).to.include({ renewProposed: '2026-06-30' })
    await house.act(id, 'renewed', { dueAtLender: '2026-06-15' })
    await house.act(id, 'requestRenewal', { dueDate: '2026-07-30' })
    expect(await labels(id)).to.deep.equal(['Renewed from lender', 'Renewed'])
  })

  it('comes back when a lender’s system refuses the renewal', async () => {
    const id = await received('iso18626')
    await house.act(id, 'requestRenewal', {})
    expect(await labels(id)).to.deep.equal(['Renewal requested', 'Renew/Pending'])
    await house.act(id, 'renewalRefused')
    expect(await labels(id)).to.deep.equal(['Received as loan', 'Received as loan'])
  })

  it('is not covered up by what else leaves the book here: found again, terminated, or a lender’s late word', async () => {
    const id = await received()
    await house.act(id, 'lost')
    await house.act(id, 'found')
    await house.act(id, 'willSupply', {}, { actor: { kind: 'partner', id: 'XX-1', name: 'A lender' } })
    await house.act(id, 'terminate', { reason: 'No longer needed' })
    expect(await labels(id)).to.deep.equal(['Received as loan', 'Received as loan'])
  })

  describe('where it began by the first version of the workflow', () => {
    const before = () =>
      createEngine({
        clock: house.clock,
        machines: house.engine.machines.filter(({ definition }) => definition.version === 1),
      })
    /** A line of then, with what happened to it since it was received, moved to the version of now. */
    const moved = async (...events: readonly string[]) => {
      const { request, lender } = await house.line()
      const { id } = await house.database.tx((tx) =>
        addLine(tx, request.id, lender.id, { actor: ann, via: 'web' }, { ...house, engine: before(), now: house.now }),
      )
      const forms: Readonly<Record<string, object>> = {
        request: { transmit: true },
        receivedAsLoan: receipt,
        note: { privateNote: 'Hm.' },
      }
      for (const event of ['request', 'receivedAsLoan', ...events])
        if (event === 'undo') await house.database.tx((tx) => house.engine.undo(tx, id, { actor: ann, via: 'web' }))
        else await house.act(id, event, forms[event] ?? {})
      await house.db.deleteFrom('jobs').where('kind', '=', 'workflow.effect').execute()
      await migrateInstances(house.database, house.engine)
      const { state, data, version, lastEvent, definitionVersion } = await house.engine.read(house.db, id)
      const stands = { state, data, version, lastEvent, definitionVersion }
      expect(fold(newest, await house.engine.history(house.db, id), older)).to.deep.equal(stands)
      expect(definitionVersion).to.equal(newest.version)
      return id
    }

    for (const [events, label] of [
      [['requestRenewal'], 'Received as loan'],
      [['requestRenewal', 'requestRenewal', 'note'], 'Received as loan'],
      [['renewed', 'requestRenewal'], 'Renewed from lender'],
      [['renewed', 'requestRenewal', 'undo', 'requestRenewal'], 'Renewed from lender'],
      [['renewed', 'lost', 'found', 'terminate'], 'Renewed from lender'],
    ] as const)
      it(`is ${label} again, after ${events.join(', ')}`, async () => {
        expect((await labels(await moved(...events)))[0]).to.equal(label)
      })

    it('goes on from there', async () => {
      const id = await moved('requestRenewal')
      await house.act(id, 'renewed', {})
      await house.act(id, 'terminate', { reason: 'No longer needed' })
      await house.database.tx((tx) => house.engine.undo(tx, id, { actor: ann, via: 'web' }))
      expect((await labels(id))[0]).to.equal('Renewed from lender')
      expect(fold(newest, await house.engine.history(house.db, id), older).lastEvent).to.equal('renewed')
    })
  })
})
